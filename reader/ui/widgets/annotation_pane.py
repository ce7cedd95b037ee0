"""The pane beside the text: one entry an annotation, drawn from the list, so that 10,000 cost no more than ten.

Its position is (entry, row of it); what is not on the screen is not laid out. It handles the mouse but no keys: the
screen's key table calls what is here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.cells import drawn, fitted, width_of
from reader.ui.entry import entry_rows
from reader.ui.listing import Listing, Order
from reader.ui.scrolling import TOP, Position, lowest, moved, revealed
from reader.ui.widgets.shades import Shades

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual.events import Click, MouseScrollDown, MouseScrollUp

    from reader.domain.annotation import Annotation
    from reader.ui.entry import Where

HEAD = 2
"""Rows of the head: its line, and a blank. Below the text there is no room for the blank, and the line is a rule."""
MARGIN = 4
"""Cells beside an entry's text: the rule and a blank, the bar and a blank."""
KEPT = 500
"""Entries kept as drawn: some screens of them; a bound, so that paging through 10,000 does not keep them all."""
WHEEL = 3
"""Rows that one notch of the wheel scrolls, as in the text."""

class AnnotationPane(Widget):
    """The entries of a listing, one of them current."""

    class EntryClicked(Message):
        """An entry was clicked."""

        def __init__(self, annotation_id: str) -> None:
            super().__init__()
            self.annotation_id = annotation_id

    listing: reactive[Listing | None] = reactive(None)
    """What is listed."""
    current: reactive[str] = reactive("")
    """Id of the annotation whose entry is shown as current; empty for none."""
    active: reactive[bool] = reactive(False)
    """Whether keys act on the entries."""
    order: reactive[Order] = reactive(Order.PLACE)
    """What the head says the entries are sorted by."""
    filter_text: reactive[str] = reactive("")
    """What the head says they are filtered by."""
    below: reactive[bool] = reactive(False)
    """Whether the pane lies below the text, not beside it."""
    unfolded: reactive[str] = reactive("")
    """Id of the entry that is shown at full length."""

    ALLOW_SELECT = False

    def __init__(self, where: Callable[[Annotation], Where], *, id: str | None = None) -> None:  # noqa: A002  (Textual's name)
        """`where` tells the place of an annotation in the version that is open."""
        super().__init__(id=id)
        self._where = where
        self._top = TOP
        self._strips: dict[tuple[object, ...], list[Strip]] = {}
        self._shades: Shades | None = None

    # -- moving

    def reveal(self, annotation_id: str) -> None:
        """Scroll, no further than needed, so that the entry is on the screen."""
        index = self.listing.index(annotation_id) if self.listing is not None else None
        if index is not None:
            self.reveal_index(index)

    def reveal_index(self, index: int) -> None:
        """The same for the entry at that place."""
        if self.size.height:
            self._put_top(revealed(self._top, index, self._room, self._count, self._height))

    def entry_after(self, count: int) -> Annotation | None:
        """The entry `count` after the current one (before it where negative), no further than the ends."""
        if self.listing is None or not self._count:
            return None
        at = self.listing.index(self.current) if self.current else None
        if at is None:
            # Nothing is current: the first one on the screen is the next.
            at, count = self._top.item, count - (count > 0)
        return self.listing.entries[max(0, min(self._count - 1, at + count))]

    def neighbour(self) -> Annotation | None:
        """The entry that takes the current one's place when it is deleted: the next, else the one before."""
        for count in (1, -1):
            one = self.entry_after(count)
            if one is not None and one.id != self.current:
                return one
        return None

    def scroll_rows(self, rows: int) -> None:
        """Scroll by rows, down where positive."""
        end = lowest(self._room, self._count, self._height)
        self._put_top(min(moved(self._top, rows, self._count, self._height), end))

    @property
    def page(self) -> int:
        """About how many entries are on the screen."""
        last = moved(self._top, self._room, self._count, self._height)
        return max(1, last.item - self._top.item - 1)

    # -- what changed

    def watch_listing(self) -> None:
        """The entries are others: stay by the current one."""
        self._top = min(self._top, Position(max(0, self._count - 1), 0))
        if self.current:
            self.reveal(self.current)

    def on_resize(self) -> None:
        """There is more room, or less: stay by the current entry."""
        if self.current:
            self.reveal(self.current)

    def watch_below(self) -> None:
        """Rows have another margin."""
        self._strips.clear()

    def notify_style_update(self) -> None:
        """Another theme: everything is drawn anew."""
        super().notify_style_update()
        self._shades = None
        self._strips.clear()

    # -- mouse

    def on_click(self, event: Click) -> None:
        """Choose the entry under the mouse."""
        at = moved(self._top, event.y - self._head_rows, self._count, self._height)
        if event.y >= self._head_rows and self.listing is not None and at.item < self._count:
            self.post_message(self.EntryClicked(self.listing.entries[at.item].id))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Scroll on."""
        event.stop()
        self.scroll_rows(WHEEL)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Scroll back."""
        event.stop()
        self.scroll_rows(-WHEEL)

    # -- drawing

    def render_line(self, y: int) -> Strip:
        """One row; Textual asks for it under the mouse."""
        return self.render_lines(Region(0, y, self.size.width, 1))[0]

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of the crop: around Textual's cache of styles, which costs more than drawing them."""
        width = self.size.width
        head = [self._head(width), self._strip([], width)][: self._head_rows]
        strips = head[crop.y : crop.bottom]
        at = moved(self._top, max(0, crop.y - len(head)), self._count, self._height)
        while len(strips) < crop.height:
            if at.item < self._count:
                strips += self._block(at.item, width)[at.row :]
                at = Position(at.item + 1, 0)
            else:
                strips.append(self._empty_row(crop.y + len(strips) - len(head), width))
        del strips[crop.height :]
        if crop.x or crop.right < width:
            return [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def _height(self, index: int) -> int:
        return len(self._block(index, self.size.width))

    def _block(self, index: int, width: int) -> list[Strip]:
        """All rows of an entry with its heading and the blank below it, from the cache where nothing changed."""
        assert self.listing is not None
        annotation = self.listing.entries[index]
        current = annotation.id == self.current
        unfolded = annotation.id == self.unfolded
        heading = self.listing.headings.get(index, "")
        key = (annotation, current, current and self.active, unfolded, heading, width)
        strips = self._strips.get(key)
        if strips is None:
            if len(self._strips) > KEPT:
                self._strips.clear()
            drawn_rows = self._draw(annotation, heading, width, current=current, unfolded=unfolded)
            strips = self._strips[key] = list(drawn_rows)
        return strips

    def _draw(
        self, annotation: Annotation, heading: str, width: int, *, current: bool, unfolded: bool
    ) -> Iterator[Strip]:
        if heading:
            yield self._strip([(heading, "heading")], width)
            yield self._strip([], width)
        ground = ("active" if self.active else "current") if current else ""
        bar = [("▌" if current else "▎", annotation.colour.value), (" ", "text")]
        for row in entry_rows(annotation, self._where(annotation), max(8, width - MARGIN - 1), unfolded=unfolded):
            yield self._strip([*bar, *((piece.text, piece.role.value) for piece in row)], width, ground)
        yield self._strip([], width)

    def _strip(self, pieces: Sequence[tuple[str, str]], width: int, ground: str = "") -> Strip:
        """A row behind the rule between the panes, filled up to the width."""
        shades = self.shades
        segments = [Segment("  " if self.below else "│ ", shades.style("rule"))]
        used = 2
        for text, ink in pieces:
            segments.append(Segment(drawn(text), shades.style(ink, ground)))
            used += width_of(text)
        segments.append(Segment(" " * max(0, width - used), shades.style("text", ground)))
        return Strip(segments, max(used, width)).crop(0, width)

    def _head(self, width: int) -> Strip:
        total = self.listing.total if self.listing is not None else 0
        shown = self._count
        count = f"{total} {'note' if total == 1 else 'notes'}" if total else "Notes"
        parts = [f"{shown} of {total}" if self.filter_text else count]
        parts += [f"by {self.order.value}"] if total else []
        parts += [self.filter_text] if self.filter_text else []
        text, ink = " · ".join(parts), "head active" if self.active else "head"
        if not self.below:
            return self._strip([(fitted(text, max(1, width - 3)), ink)], width)
        text = fitted(text, max(1, min(width_of(text), width - 5)))
        rule, style = self.shades.style("rule"), self.shades.style(ink)
        rest = "─" * max(0, width - width_of(text) - 4)
        return Strip([Segment("── ", rule), Segment(drawn(text), style), Segment(f" {rest}", rule)]).crop(0, width)

    def _empty_row(self, row: int, width: int) -> Strip:
        if self.listing is None or self._count:
            return self._strip([], width)
        lines = EMPTY_FILTER if self.filter_text else EMPTY
        key, text = lines[row] if row < len(lines) else ("", "")
        return self._strip([(key, "key"), (fitted(text, max(1, width - 3 - len(key))), "label")], width)

    @property
    def shades(self) -> Shades:
        """The styles of the theme that is on."""
        if self._shades is None or self._shades.theme != self.app.theme:
            self._shades = Shades(self.app)
        return self._shades

    # -- within

    @property
    def _count(self) -> int:
        return len(self.listing) if self.listing is not None else 0

    @property
    def _room(self) -> int:
        return max(1, self.size.height - self._head_rows)

    @property
    def _head_rows(self) -> int:
        return 1 if self.below else HEAD

    def _put_top(self, position: Position) -> None:
        if position != self._top:
            self._top = position
            self.refresh()


EMPTY = (
    ("", "Nothing is marked yet."),
    ("", ""),
    ("h", "  the sentence under the cursor"),
    ("H", "  any sentence, by its letter"),
    ("v", "  select words"),
    ("a", "  a note on it"),
    ("", ""),
    ("?", "  every key"),
)
"""Shown while there is no annotation: keys and what they mark."""
EMPTY_FILTER = (("", "Nothing answers to it."), ("", ""), ("Esc", "  shows all of them"))

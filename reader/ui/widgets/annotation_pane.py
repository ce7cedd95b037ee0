"""The pane beside the text: one entry an annotation, drawn from the list, so that 10,000 cost no more than ten.

Its position is (entry, row of it); what is not on the screen is not laid out. It handles the mouse but no keys: the
screen's key table calls what is here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive

from reader.domain.counting import counted
from reader.ui.listing import Listing, Order
from reader.ui.scrolling import TOP, Position, lowest, moved, revealed
from reader.ui.widgets.entry_drawing import EntryDrawing
from reader.ui.widgets.wheeled import Wheeled

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.events import Click
    from textual.strip import Strip

    from reader.domain.annotation import Annotation
    from reader.ui.entry import Where

HEAD = 2
"""Rows of the head: its line, and a blank. Below the text there is no room for the blank, and the line is a rule."""


class AnnotationPane(Wheeled):
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
        self._top = TOP
        self._drawing = EntryDrawing(where)

    # -- moving

    def reveal(self, annotation_id: str) -> None:
        """Scroll, no further than needed, so that the entry is on the screen."""
        index = self.listing.index(annotation_id) if self.listing is not None else None
        if index is not None and self.size.height:
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

    # -- mouse

    def on_click(self, event: Click) -> None:
        """Choose the entry under the mouse."""
        at = moved(self._top, event.y - self._head_rows, self._count, self._height)
        if event.y >= self._head_rows and self.listing is not None and at.item < self._count:
            self.post_message(self.EntryClicked(self.listing.entries[at.item].id))

    # -- drawing

    def render_line(self, y: int) -> Strip:
        """One row; Textual asks for it under the mouse."""
        return self.render_lines(Region(0, y, self.size.width, 1))[0]

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of the crop: around Textual's cache of styles, which costs more than drawing them."""
        width = self.size.width
        drawing = self._ready_drawing()
        head = [drawing.head(self._title, active=self.active), drawing.row([])][: self._head_rows]
        strips = head[crop.y : crop.bottom]
        at = moved(self._top, max(0, crop.y - len(head)), self._count, self._height)
        while len(strips) < crop.height:
            if at.item < self._count:
                strips += self._entry(at.item)[at.row :]
                at = Position(at.item + 1, 0)
            elif self._count:
                strips.append(drawing.row([]))
            else:
                row = crop.y + len(strips) - len(head)
                strips.append(drawing.empty(row, filtered=bool(self.filter_text)))
        del strips[crop.height :]
        if crop.x or crop.right < width:
            return [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    @property
    def _title(self) -> str:
        total = self.listing.total if self.listing is not None else 0
        count = counted(total, "note") if total else "Notes"
        parts = [f"{self._count} of {total}" if self.filter_text else count]
        parts += [f"by {self.order.value}"] if total else []
        parts += [self.filter_text] if self.filter_text else []
        return " · ".join(parts)

    def _entry(self, index: int) -> list[Strip]:
        assert self.listing is not None
        annotation = self.listing.entries[index]
        ground = ("active" if self.active else "current") if annotation.id == self.current else ""
        heading = self.listing.headings.get(index, "")
        return self._ready_drawing().entry(annotation, heading, ground, unfolded=annotation.id == self.unfolded)

    def _height(self, index: int) -> int:
        return len(self._entry(index))

    def _ready_drawing(self) -> EntryDrawing:
        self._drawing.prepare(self.app, self.size.width, below=self.below)
        return self._drawing

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

"""The pane beside the text: one entry an annotation, below a head that says how many they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive

from reader.domain.annotations import Annotations
from reader.domain.counting import counted
from reader.ui.draw.own_rows import OwnRows
from reader.ui.draw.scrolling import filled, revealed
from reader.ui.draw.virtual_list import VirtualList
from reader.ui.reading.entry_drawing import EntryDrawing
from reader.ui.reading.listing import Listing, Order

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.events import Click
    from textual.geometry import Size
    from textual.strip import Strip

    from reader.domain.annotation import Annotation
    from reader.ui.reading.pane_entry import Where

HEAD = 2
"""Rows of the head: its line, and a blank. Below the text there is no room for the blank, and the line is a rule."""


class AnnotationPane(OwnRows, VirtualList):
    """The entries of a listing, one of them current."""

    class EntryClicked(Message):
        """An entry was clicked."""

        def __init__(self, annotation_id: str) -> None:
            super().__init__()
            self.annotation_id = annotation_id

    class TagClicked(Message):
        """A tag of an entry was clicked."""

        def __init__(self, tag: str) -> None:
            super().__init__()
            self.tag = tag

    listing: reactive[Listing] = reactive(Listing(Annotations("")))
    """What is listed."""
    current: reactive[str] = reactive("", repaint=False)
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

    def __init__(self, where: Callable[[Annotation], Where], *, id: str | None = None) -> None:  # noqa: A002  (Textual's name)
        """`where` tells the place of an annotation in the version that is open."""
        super().__init__(id=id)
        self._drawing = EntryDrawing(where)
        self._fitted: Size | None = None
        self._sought = ""

    # -- what is listed

    @property
    def item_count(self) -> int:
        """How many entries there are."""
        return len(self.listing)

    @property
    def room(self) -> int:
        """The rows below the head."""
        return max(1, self.size.height - self._head_rows)

    def item_strips(self, index: int) -> list[Strip]:
        """The rows of an entry."""
        listing = self.listing
        annotation = listing.entries[index]
        ground = ("active" if self.active else "current") if annotation.id == self.current else ""
        # Asked for some screens of entries at each key: what they are drawn for is looked up once a frame.
        drawing = self._drawing if self._drawing.prepared else self._ready_drawing()
        heading = listing.headings.get(index, "")
        return drawing.entry(annotation, heading, ground, unfolded=annotation.id == self.unfolded)

    # -- moving

    def reveal(self, annotation_id: str) -> None:
        """Scroll, no further than needed, so that the entry is on the screen; where there is no size yet, then."""
        self._sought = annotation_id
        index = self.listing.index(annotation_id)
        if index is not None:
            self.reveal_item(index)

    def entry_after(self, count: int) -> Annotation | None:
        """The entry `count` after the current one (before it where negative), no further than the ends."""
        at = self._current_index
        if at is None:
            # Nothing is current: the first one on the screen is the next.
            at, count = self.top.item, count - (count > 0)
        return self._nearest(at + count)

    def entry_pages_on(self, pages: float) -> Annotation | None:
        """The entry that many screenfuls after the current one (before it where negative), no further than the ends."""
        at = self._current_index
        return self._nearest(self.item_pages_on(self.top.item if at is None else at, pages))

    def neighbour(self) -> Annotation | None:
        """The entry that takes the current one's place when it is deleted: the next, else the one before."""
        for count in (1, -1):
            one = self.entry_after(count)
            if one is not None and one.id != self.current:
                return one
        return None

    # -- what changed

    def watch_current(self, before: str, after: str) -> None:
        """Another entry is current: those two look different now, and no others."""
        for one in (before, after):
            index = self.listing.index(one) if one else None
            rows = self.rows_of_item(index) if index is not None else None
            if rows is not None:
                self.refresh(Region(0, self._head_rows + rows.start, self.size.width, len(rows)))

    def watch_listing(self) -> None:
        """The entries are others: stay by what was shown."""
        self._settle()

    def watch_unfolded(self) -> None:
        """An entry is higher, and another lower, than it was."""
        self.forget_heights()

    def on_resize(self) -> None:
        """There is more room, or less: stay by what was shown."""
        if self._fitted != self.size:
            self._settle()
            self.refresh()

    def _settle(self) -> None:
        self.forget_heights()
        self._fitted = size = self.size
        if size.height:
            self._ready_drawing()
            index = self.listing.index(self._sought) if self._sought else None
            self.top = filled(self.top, self.room, self.item_count, self._height)
            if index is not None:
                self.top = revealed(self.top, index, self.room, self.item_count, self._height)

    # -- mouse

    def on_click(self, event: Click) -> None:
        """Choose the entry under the mouse."""
        index = self.item_at(event.y - self._head_rows)
        if index is None:
            return
        annotation = self.listing.entries[index]
        text = self.text_at(event.x, event.y - self._head_rows)
        if text.startswith("#") and text[1:] in annotation.tags:
            self.post_message(self.TagClicked(text[1:]))
        else:
            self.post_message(self.EntryClicked(annotation.id))

    # -- drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of the crop."""
        if self._fitted != self.size:
            self._settle()  # Textual paints before it tells of the new size
        width = self.size.width
        drawing = self._ready_drawing()
        head = [drawing.head(self._title, active=self.active), drawing.row()][: self._head_rows]
        strips = head[crop.y : crop.bottom]
        strips += self.rows_from(max(0, crop.y - len(head)), crop.height - len(strips))
        while len(strips) < crop.height:
            row = crop.y + len(strips) - len(head)
            blank = drawing.row() if self.item_count else drawing.empty(row, filtered=bool(self.filter_text))
            strips.append(blank)
        if crop.x or crop.right < width:
            return [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    @property
    def _title(self) -> str:
        total = self.listing.total
        count = counted(total, "annotation") if total else "Annotations"
        parts = [f"{self.item_count} of {total}" if self.filter_text else count]
        parts += [f"by {self.order.value}"] if total else []
        parts += [self.filter_text] if self.filter_text else []
        return " · ".join(parts)

    def _ready_drawing(self) -> EntryDrawing:
        self._drawing.prepare(self.app, self.size.width, below=self.below)
        return self._drawing

    @property
    def _head_rows(self) -> int:
        return 1 if self.below else HEAD

    @property
    def _current_index(self) -> int | None:
        return self.listing.index(self.current) if self.current else None

    def _nearest(self, index: int) -> Annotation | None:
        entries = self.listing.entries
        return entries[max(0, min(len(entries) - 1, index))] if entries else None

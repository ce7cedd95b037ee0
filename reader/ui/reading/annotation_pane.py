"""The pane stands beside the text: what it lists, in which order and sections, is decided here, and its widget shows
it.

A `Listing` is decided purely, from the annotations, an order and a filter; the pane draws one entry an annotation
below a head that says how many they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.message import Message

from reader.domain.annotations import Annotations
from reader.domain.wording import counted
from reader.ui.draw.strips import Drawn, KeptRows
from reader.ui.draw.theme import Ground
from reader.ui.draw.virtual_list import RIGHT, VirtualList, fill_room, reveal_item
from reader.ui.lists.annotation_entry import EntryDrawing, Where
from reader.ui.lists.orders import Ordering, age, pen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from textual.events import Click
    from textual.geometry import Size
    from textual.strip import Strip

    from reader.domain.annotation import Annotation
    from reader.domain.colour import Colour


class Order(Ordering):
    """An `Order` is what the pane is sorted by."""

    PLACE = "place"
    TIME = "time"
    COLOUR = "colour"


PAGE_NOTES = "On the whole article"
ORPHANS = "Lost: not found in this text"


class Listing:
    """A `Listing` is an immutable list of entries.

    `headings` names what begins at an index; `total` counts what is not shown too.
    """

    def __init__(
        self,
        annotations: Annotations,
        order: Order = Order.PLACE,
        answering: Callable[[Sequence[Annotation]], list[Annotation]] | None = None,
        before: Listing | None = None,
    ) -> None:
        """`answering` answers with those of some that are to be listed; `before` was listed up to now."""
        self.total = len(annotations)
        self.headings: dict[int, str] = {}
        self.entries: Annotations | list[Annotation] = annotations
        self._index: dict[str, int] | None = None
        self._placed = annotations if order is Order.PLACE and answering is None else None
        self._of = annotations, order
        self._parts: list[list[Annotation]] = []
        if self._placed is not None:
            # As they come: a list of 10,000 would be made anew at each change (2 ms).
            self._head(*map(len, (annotations.page_notes, annotations.placed, annotations.orphans)))
            return
        same = before is not None and before._of[0] is annotations and before._of[1] is order  # noqa: SLF001  (our own)
        # Of 10,000 to sort them anew at each letter takes as long as to look into them.
        self._parts = parts = (before._parts if same and before else []) or [  # noqa: SLF001
            _sorted(annotations.page_notes, order),
            _sorted([one.annotation for one in annotations.placed], order),
            _sorted(annotations.orphans, order),
        ]
        if answering is not None:
            parts = [answering(part) for part in parts]
        self._head(*map(len, parts))
        self.entries = [one for part in parts for one in part]

    def _head(self, page_notes: int, placed: int, orphans: int) -> None:
        """Name the sections that have so many entries; the text needs no name where it comes first."""
        if page_notes:
            self.headings[0] = PAGE_NOTES
        if page_notes and placed:
            self.headings[page_notes] = "In the text"
        if orphans:
            self.headings[page_notes + placed] = ORPHANS

    def __len__(self) -> int:
        return len(self.entries)

    def lists(self, annotations: Annotations, order: Order) -> bool:
        """Tell whether it was made of just these, in that order."""
        return self._of[0] is annotations and self._of[1] is order

    def index(self, annotation_id: str) -> int | None:
        """Tell where the annotation stands; None where it is not listed."""
        if self._placed is not None:
            # As they come: found where its place is, without an index of 10,000 for each that is made (1.3 ms).
            at = self._placed.index_of(annotation_id)
            if at is not None:
                return len(self._placed.page_notes) + at
            if annotation_id not in self._placed:
                return None  # what was focused has just been deleted
        if self._index is None:
            self._index = {one.id: index for index, one in enumerate(self.entries)}
        return self._index.get(annotation_id)


def _sorted(section: Sequence[Annotation], order: Order) -> list[Annotation]:
    match order:
        case Order.PLACE:
            return list(section)
        case Order.TIME:
            return sorted(section, key=age, reverse=True)
        case Order.COLOUR:
            return sorted(section, key=pen)


HEAD = 2
"""Rows of the head: its line, and a blank. Below the text there is no room for the blank, and the line is a rule."""


class AnnotationPane(KeptRows, VirtualList):
    """An `AnnotationPane` shows the entries of a listing, one of them current."""

    class EntryClicked(Message):
        """An entry was clicked."""

        def __init__(self, annotation_id: str) -> None:
            super().__init__()
            self.annotation_id = annotation_id

    class EntryMenuAsked(Message):
        """An entry was clicked with the right button: what can be done to it is wanted."""

    class TagClicked(Message):
        """A tag of an entry was clicked."""

        def __init__(self, tag: str) -> None:
            super().__init__()
            self.tag = tag

    class TagsShown(Message):
        """There are tags among what is drawn, for the first time."""

    listing = Drawn(Listing(Annotations("")), "_list_anew")
    """What is listed; what was shown stays on the screen."""
    active = Drawn(False)
    """Whether keys act on the entries."""
    order = Drawn(Order.PLACE)
    """What the head says the entries are sorted by."""
    filter_text = Drawn("")
    """What the head says they are filtered by."""
    below = Drawn(False)
    """Whether the pane lies below the text, not beside it."""
    unfolded = Drawn("", "_fold_anew")
    """Id of the entry that is shown at full length."""

    def __init__(self, where: Callable[[Annotation], Where], *, id: str | None = None) -> None:  # noqa: A002  (Textual's name)
        """`where` tells the place of an annotation in the version that is open."""
        super().__init__(id=id)
        self._drawing = EntryDrawing(where, lambda: self.post_message(self.TagsShown()))
        self._fitted: Size | None = None
        self._sought = ""
        self._current = ""

    def colour_tags(self, colours: Mapping[str, Colour]) -> None:
        """Show tags in the colours that they have in lists."""
        if self._drawing.colour_tags(colours):
            self.refresh()

    # -- what is listed

    @property
    def item_count(self) -> int:
        """Tell how many entries there are."""
        return len(self.listing)

    @property
    def room(self) -> int:
        """Return the rows below the head."""
        return max(1, self.size.height - self._head_rows)

    def item_strips(self, index: int) -> list[Strip]:
        """Return the rows of an entry."""
        return self._entry_strips(
            index, self._lifted if self.listing.entries[index].id == self.current else Ground.PAGE
        )

    def draw_current(self, listing: Listing, annotation_id: str) -> None:
        """Draw an entry of what will be listed as it looks when it is current."""
        index = listing.index(annotation_id)
        if self._drawing.prepared and index is not None:
            heading = listing.headings.get(index, "")
            one = listing.entries[index]
            for strip in self._drawing.entry(one, heading, self._lifted, unfolded=one.id == self.unfolded):
                strip.render(self.app.console)

    @property
    def _lifted(self) -> Ground:
        """What the current entry stands on."""
        return Ground.ACTIVE if self.active else Ground.CURRENT

    def _entry_strips(self, index: int, ground: Ground) -> list[Strip]:
        listing = self.listing
        annotation = listing.entries[index]
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
        """Go to the entry `count` after the current one (before it where negative), no further than the ends."""
        at = self._current_index
        if at is None:
            # Nothing is current: the first one on the screen is the next.
            at, count = self.top.item, count - (count > 0)
        return self._nearest(at + count)

    def entry_pages_on(self, pages: float) -> Annotation | None:
        """Go to the entry that many screenfuls after the current one (before it where negative), no further than the
        ends.
        """
        at = self._current_index
        return self._nearest(self.item_pages_on(self.top.item if at is None else at, pages))

    def draw_ahead(self, *, down: bool) -> Iterator[None]:
        """Draw what turning the page leads to; the entry that will be current then, as it looks when it is."""
        yield from super().draw_ahead(down=down)
        one = self.entry_pages_on(1 if down else -1)
        index = self.listing.index(one.id) if one is not None and self.current else None
        if index is not None and self._drawing.prepared:
            for strip in self._entry_strips(index, self._lifted):
                strip.render(self.app.console)
            yield

    def neighbour(self) -> Annotation | None:
        """Find the entry that takes the current one's place when it is deleted: the next, else the one before."""
        for count in (1, -1):
            one = self.entry_after(count)
            if one is not None and one.id != self.current:
                return one
        return None

    # -- what changed

    @property
    def current(self) -> str:
        """Return the id of the annotation whose entry is shown as current; empty for none."""
        return self._current

    @current.setter
    def current(self, after: str) -> None:
        before, self._current = self._current, after
        if before != after and self._holds:
            self.refresh()  # which rows look different is seen when all that the key does has been done
            return
        # Those two look different now, and no others.
        for one in (before, after) if before != after else ():
            rows = self._rows_of_entry(one) if one else None
            if rows is not None:
                self.refresh(Region(0, self._head_rows + rows.start, self.size.width, len(rows)))

    def _rows_of_entry(self, annotation_id: str) -> range | None:
        """The rows that show an entry. Not by its index, for one of 10,000 that is not listed is looked for in all."""
        entries = self.listing.entries
        for index, rows in self.rows_shown():
            if entries[index].id == annotation_id:
                return rows
        return None

    def _list_anew(self) -> None:
        self._settle()
        self.refresh()

    def _fold_anew(self) -> None:
        """An entry is higher, and another lower, than it was."""
        self.forget_heights()
        self.refresh()

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
            self.top = fill_room(self.top, self.room, self.item_count, self._height)
            if index is not None:
                self.top = reveal_item(self.top, index, self.room, self.item_count, self._height)

    # -- mouse

    def on_click(self, event: Click) -> None:
        """Choose the entry under the mouse."""
        index = self.item_at(event.y - self._head_rows)
        if index is None:
            return
        annotation = self.listing.entries[index]
        text = self.text_at(event.x, event.y - self._head_rows)
        if event.button == RIGHT:
            self.post_message(self.EntryClicked(annotation.id))
            self.post_message(self.EntryMenuAsked())
        elif text.startswith("#") and text[1:] in annotation.tags:
            self.post_message(self.TagClicked(text[1:]))
        else:
            self.post_message(self.EntryClicked(annotation.id))

    # -- drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render the rows of the crop."""
        if self._fitted != self.size:
            self._settle()  # Textual paints before it tells of the new size
        return super().render_lines(crop)

    def paint_rows(self, crop: Region) -> list[Strip]:
        """Draw the rows of the crop anew."""
        width = self.size.width
        drawing = self._ready_drawing()
        head = [drawing.head(self._title, active=self.active), drawing.row()][: self._head_rows]
        strips = head[crop.y : crop.bottom]
        strips += self.rows_from(max(0, crop.y - len(head)), crop.height - len(strips))
        if self.item_count:
            strips += [drawing.row()] * (crop.height - len(strips))
        while len(strips) < crop.height:
            row = crop.y + len(strips) - len(head)
            strips.append(drawing.empty(row, filtered=bool(self.filter_text)))
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

"""What the pane lists: the annotations of one article, sorted and filtered, in sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.annotation import State
from reader.ui.lists.orders import Ordering, age, pen
from reader.ui.reading.pane_entry import Where

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.domain.annotation import Annotation
    from reader.domain.annotations import Annotations
    from reader.domain.document import Document


class Order(Ordering):
    """What the pane is sorted by."""

    PLACE = "place"
    TIME = "time"
    COLOUR = "colour"


PAGE_NOTES = "On the whole article"
ORPHANS = "Lost: not found in this text"


class Listing:
    """An immutable list of entries. `headings` names what begins at an index; `total` counts what is not shown too."""

    def __init__(
        self,
        annotations: Annotations,
        order: Order = Order.PLACE,
        matches: Callable[[Annotation], bool] | None = None,
    ) -> None:
        self.total = len(annotations)
        self.headings: dict[int, str] = {}
        self.entries: Annotations | list[Annotation] = annotations
        self._index: dict[str, int] | None = None
        self._placed = annotations if order is Order.PLACE and matches is None else None
        if self._placed is not None:
            # As they come: a list of 10,000 would be made anew at each change (2 ms).
            self._head(*map(len, (annotations.page_notes, annotations.placed, annotations.orphans)))
            return
        parts = [
            _sorted(annotations.page_notes, order),
            _sorted([one.annotation for one in annotations.placed], order),
            _sorted(annotations.orphans, order),
        ]
        if matches is not None:
            parts = [[one for one in part if matches(one)] for part in parts]
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

    def index(self, annotation_id: str) -> int | None:
        """Where the annotation stands; None where it is not listed."""
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


def where(annotation: Annotation, document: Document, version: str) -> Where:
    """What an entry says of a version: the source's page where it has pages, else the paragraph's number; its words."""
    target = annotation.target_in(version)
    if target is None:
        return Where() if annotation.is_page_note else Where(state=State.ORPHAN)
    words = target.selectors.quote.exact
    span, quote = target.span, words if words != annotation.quote else ""
    if span is None:
        return Where(state=target.state, quote=quote)
    page = document.page_at(span.start)
    label = f"p. {page}" if page is not None else f"¶ {document.block_index(span.start) + 1}"
    return Where(label, target.state, target.check, quote)

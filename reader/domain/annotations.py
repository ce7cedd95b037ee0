"""All annotations of one article, as one version of its text shows them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.domain.annotation import Annotation


class Placed(NamedTuple):
    """A highlight with its place; sorts by start, end, id."""

    start: int
    end: int
    id: str
    annotation: Annotation

    @property
    def span(self) -> Span:
        """Where it is."""
        return Span(self.start, self.end)


class Annotations:
    """An immutable collection, in the order of the text; shared by both panes.

    `placed` are the highlights that are found in the version, `orphans` those that are not, `page_notes` the rest.
    """

    __slots__ = ("_by_id", "_reach", "orphans", "page_notes", "placed", "version")

    def __init__(self, version: str, annotations: Iterable[Annotation] = ()) -> None:
        by_id = {one.id: one for one in annotations}
        placed = []
        rest = []
        for annotation in by_id.values():
            place = _placed(annotation, version)
            if place is None:
                rest.append(annotation)
            else:
                placed.append(place)
        placed.sort(key=_order)
        self._set(version, by_id, placed, rest)

    def _set(
        self, version: str, by_id: dict[str, Annotation], placed: list[Placed], rest: Iterable[Annotation]
    ) -> None:
        by_time = sorted(rest, key=lambda one: (one.created, one.id))
        self.version = version
        self._by_id = by_id
        self.placed = tuple(placed)
        self.orphans = tuple(one for one in by_time if not one.is_page_note)
        self.page_notes = tuple(one for one in by_time if one.is_page_note)
        # The furthest end so far, per place: what covers an offset can start arbitrarily far before it.
        self._reach = list(accumulate((one.end for one in placed), max))

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Annotation]:
        """Page notes, then highlights in the order of the text, then orphans."""
        yield from self.page_notes
        yield from (one.annotation for one in self.placed)
        yield from self.orphans

    def __getitem__(self, index: int) -> Annotation:
        """The annotation at an index in that order. Raises IndexError."""
        if index < 0:
            raise IndexError(index)
        for part in (self.page_notes, self.placed, self.orphans):
            if index < len(part):
                found = part[index]
                return found.annotation if isinstance(found, Placed) else found
            index -= len(part)
        raise IndexError(index)

    def __contains__(self, annotation_id: str) -> bool:
        return annotation_id in self._by_id

    def get(self, annotation_id: str) -> Annotation | None:
        """The annotation of that id, if it is here."""
        return self._by_id.get(annotation_id)

    def meeting(self, span: Span) -> tuple[Placed, ...]:
        """The highlights that share text with `span`, in the order of the text."""
        last = bisect_left(self.placed, span.end, key=lambda one: one.start)
        first = bisect_right(self._reach, span.start, hi=last)
        return tuple(one for one in self.placed[first:last] if one.end > span.start)

    def at(self, offset: int) -> tuple[Placed, ...]:
        """The highlights over `offset`, the latest start last, of equal starts the shortest last."""
        here = self.meeting(Span(offset, offset + 1))
        return tuple(sorted(here, key=lambda one: (one.start, -one.end)))

    def index_after(self, offset: int) -> int:
        """Index in `placed` of the first highlight that starts after `offset`; their number if none does."""
        return bisect_right(self.placed, offset, key=lambda one: one.start)

    def index_of(self, annotation_id: str) -> int | None:
        """Index in `placed` of the highlight of that id; None where it is not among them."""
        one = self._by_id.get(annotation_id)
        place = _placed(one, self.version) if one else None
        return None if place is None else bisect_left(self.placed, _order(place), key=_order)

    def with_changes(self, changed: Iterable[Annotation], removed: Iterable[str] = ()) -> Annotations:
        """A collection in which `changed` stand anew or for those of the same id, and `removed` are gone."""
        new = {one.id: one for one in changed}
        gone = {*new, *removed}
        if len(gone) > MANY:
            return Annotations(self.version, [one for one in self if one.id not in gone] + list(new.values()))
        by_id = self._by_id.copy()
        placed = list(self.placed)
        for annotation_id in gone:
            old = by_id.pop(annotation_id, None)
            place = _placed(old, self.version) if old else None
            if place is not None:
                del placed[bisect_left(placed, _order(place), key=_order)]
        by_id.update(new)
        rest = [one for one in (*self.page_notes, *self.orphans) if one.id not in gone]
        for annotation in new.values():
            place = _placed(annotation, self.version)
            if place is None:
                rest.append(annotation)
            else:
                insort(placed, place, key=_order)
        result = Annotations.__new__(Annotations)
        result._set(self.version, by_id, placed, rest)  # noqa: SLF001  (our own class)
        return result


MANY = 50
"""From so many changes on, sorting all of 10,000 again (8 ms) is as fast as inserting one by one."""


def _placed(annotation: Annotation, version: str) -> Placed | None:
    target = annotation.target_in(version)
    span = target.span if target else None
    return Placed(span.start, span.end, annotation.id, annotation) if span else None


def _order(one: Placed) -> tuple[int, int, str]:
    return one[:3]

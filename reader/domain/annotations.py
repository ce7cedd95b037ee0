"""`Annotations` are all those of one article, as one version of its text shows them, in the order of their places.

Highlights stand in a `PlacedColumn`, sorted by their places; those that are unread are read when they are looked at.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, Protocol, overload

from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.domain.annotation import Annotation


class Placed(NamedTuple):
    """A `Placed` is a highlight with its place; it sorts by start, end, id."""

    start: int
    end: int
    id: str
    annotation: Annotation

    @property
    def span(self) -> Span:
        """Tell where it is."""
        return Span(self.start, self.end)


class NumberedAnnotations(Protocol):
    """`NumberedAnnotations` may not have been read yet; each of them has a number."""

    def annotation(self, number: int) -> Annotation:
        """Return the one of that number.

        Raises nothing: one that cannot be read just now has no id, and changes nothing.
        """

    def annotations(self, numbers: Sequence[int]) -> Sequence[Annotation]:
        """Answer the annotations of these numbers, which ascend."""

    def number(self, annotation_id: str) -> int | None:
        """Return the number of the one of that id; None where it is not there."""


class Unread(NamedTuple):
    """`Unread` are highlights by start, end and id: their starts and ends in code points, and their numbers in `kept`.

    The arrays are handed over.
    """

    starts: array[int]
    ends: array[int]
    numbers: Sequence[int]
    kept: NumberedAnnotations


class PlacedColumn(Sequence[Placed]):
    """A `PlacedColumn` is an immutable sequence, by start, end and id; equal to any other of the same highlights."""

    __slots__ = ("_held", "_kept", "_known", "_reach", "_version", "ends", "starts")

    def __init__(self, version: str, highlights: Iterable[Annotation] = (), unread: Unread | None = None) -> None:
        """`highlights` have been read, those that are `unread` not; all are found in `version`."""
        self._version = version
        self._kept = unread.kept if unread else None
        self._held: list[Placed | int] = list(unread.numbers) if unread else []
        self.starts = unread.starts if unread else array("I")
        self.ends = unread.ends if unread else array("I")
        self._known: dict[str, Placed] = {}
        places = sorted((_placed(one, version) for one in highlights), key=_order)
        if unread is None:
            self._held.extend(places)
            self.starts.extend(one.start for one in places)
            self.ends.extend(one.end for one in places)
            self._known.update((one.id, one) for one in places)
        # The furthest end so far, per place: what covers an offset can start arbitrarily far before it.
        self._reach = array("I", accumulate(self.ends, max))
        if unread is not None:
            for one in places:
                self._insert(one)

    def __len__(self) -> int:
        return len(self._held)

    @overload
    def __getitem__(self, index: int) -> Placed: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Placed, ...]: ...
    def __getitem__(self, index: int | slice) -> Placed | tuple[Placed, ...]:
        if isinstance(index, slice):
            return tuple(map(self._at, range(*index.indices(len(self)))))
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return self._at(index % len(self))

    def __iter__(self) -> Iterator[Placed]:
        self.read()
        return map(self._at, range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # equal to lists, which have none

    def known_same(self, other: PlacedColumn) -> bool:
        """Tell whether both are the same, as far as that can be told without reading them all; False where it
        cannot.
        """
        if self._kept is not other._kept or self.starts != other.starts or self.ends != other.ends:
            return False
        pairs = enumerate(zip(self._held, other._held, strict=True))
        return all(mine is theirs or mine == theirs or self._at(at) == other._at(at) for at, (mine, theirs) in pairs)

    def get(self, annotation_id: str) -> Placed | None:
        """Return the one of that id; None where it is not among them."""
        found = self._known.get(annotation_id)
        if found is None and self._kept is not None:
            at = self.index_of(annotation_id)
            found = None if at is None else self._at(at)
        return found

    def index_of(self, annotation_id: str) -> int | None:
        """Return the index of the one of that id; None where it is not among them."""
        place = self._known.get(annotation_id) or self._unread(annotation_id)
        if place is None:
            return None
        at = self._rank(place)
        return at if at < len(self) and self._at(at).id == annotation_id else None

    def index_after(self, offset: int) -> int:
        """Find the index of the first that starts after `offset`; their number if none does."""
        return bisect_right(self.starts, offset)

    def meeting(self, span: Span) -> tuple[Placed, ...]:
        """Return the highlights that share text with `span`."""
        last = bisect_left(self.starts, span.end)
        first = bisect_right(self._reach, span.start, hi=last)
        if first >= last:
            return ()
        return tuple([self._at(at) for at in range(first, last) if self.ends[at] > span.start])

    def meets(self, span: Span) -> bool:
        """Tell whether one of them shares text with `span`; none is read for it."""
        last = bisect_left(self.starts, span.end)
        first = bisect_right(self._reach, span.start, hi=last)
        return any(self.ends[at] > span.start for at in range(first, last))

    def changed(self, gone: Iterable[str], new: Iterable[Annotation]) -> PlacedColumn:
        """Make another in which those of the ids that are `gone` are not, and `new` ones are."""
        result = copy(self)
        result._change(gone, new)  # noqa: SLF001  (our own class)
        return result

    def _change(self, gone: Iterable[str], new: Iterable[Annotation]) -> None:
        self.starts, self.ends, self._reach = self.starts[:], self.ends[:], self._reach[:]
        self._held, self._known = self._held.copy(), self._known.copy()
        for annotation_id in gone:
            self._remove(annotation_id)
        for annotation in new:
            self._insert(_placed(annotation, self._version))

    def _at(self, index: int) -> Placed:
        held = self._held[index]
        if isinstance(held, int):
            assert self._kept is not None
            return self._hold(index, self._kept.annotation(held))
        return held

    def read(self) -> None:
        """Read what is still unread: at once, for one by one takes twice as long."""
        unread = sorted((held, at) for at, held in enumerate(self._held) if isinstance(held, int))
        if self._kept is not None and unread:
            found = self._kept.annotations([number for number, _ in unread])
            for (_, at), one in zip(unread, found, strict=True):
                self._hold(at, one)

    def _hold(self, at: int, one: Annotation) -> Placed:
        place = self._held[at] = Placed(self.starts[at], self.ends[at], one.id, one)
        self._known[one.id] = place
        return place

    def _unread(self, annotation_id: str) -> Placed | None:
        number = self._kept.number(annotation_id) if self._kept is not None else None
        if number is None or self._kept is None:
            return None
        one = self._kept.annotation(number)
        target = one.target_in(self._version)
        return _placed(one, self._version) if target is not None and target.span is not None else None

    def _rank(self, place: Placed) -> int:
        """Where it is, or would be."""
        first = bisect_left(self.starts, place.start)
        last = bisect_right(self.starts, place.start, first)
        first = bisect_left(self.ends, place.end, first, last)
        last = bisect_right(self.ends, place.end, first, last)
        return bisect_left(range(last), place.id, first, last, key=lambda at: self._at(at).id)

    def _insert(self, place: Placed) -> None:
        at = self._rank(place)
        self._held.insert(at, place)
        self._known[place.id] = place
        self.starts.insert(at, place.start)
        self.ends.insert(at, place.end)
        self._reach.insert(at, 0)
        self._reach_from(at)

    def _remove(self, annotation_id: str) -> None:
        at = self.index_of(annotation_id)
        if at is not None:
            del self._held[at], self.starts[at], self.ends[at], self._reach[at]
            self._known.pop(annotation_id, None)
            self._reach_from(at)

    def _reach_from(self, at: int) -> None:
        furthest = self._reach[at - 1] if at else 0
        for index in range(at, len(self)):
            furthest = max(furthest, self.ends[index])
            if self._reach[index] == furthest:
                break  # and so it is for all that follow
            self._reach[index] = furthest


def _placed(annotation: Annotation, version: str) -> Placed:
    target = annotation.target_in(version)
    assert target is not None, "it has a place in this version"
    span = target.span
    assert span is not None, "it is found in this version"
    return Placed(span.start, span.end, annotation.id, annotation)


def _order(one: Placed) -> tuple[int, int, str]:
    return one[:3]


MANY = 500
"""From so many changes on, sorting all of 10,000 again (20 ms) is as fast as inserting one by one."""


class Annotations:
    """`Annotations` are an immutable collection, in the order of the text; shared by both panes.

    `placed` are the highlights that are found in the version, `orphans` those that are not, `page_notes` the rest.
    """

    __slots__ = ("_rest", "orphans", "page_notes", "placed", "version")

    def __init__(self, version: str, annotations: Iterable[Annotation] = (), unread: Unread | None = None) -> None:
        """`unread` are highlights that are found in the version and are read when they are looked at."""
        by_id = {one.id: one for one in annotations}
        found, rest = _parted(by_id.values(), version)
        self._set(version, PlacedColumn(version, found, unread), rest)

    def _set(self, version: str, placed: PlacedColumn, rest: Iterable[Annotation]) -> None:
        by_time = sorted(rest, key=lambda one: (one.created, one.id))
        self.version = version
        self.placed = placed
        self.orphans = tuple(one for one in by_time if not one.is_page_note)
        self.page_notes = tuple(one for one in by_time if one.is_page_note)
        self._rest = {one.id: one for one in by_time}

    def __len__(self) -> int:
        return len(self.placed) + len(self._rest)

    def __iter__(self) -> Iterator[Annotation]:
        """Page notes, then highlights in the order of the text, then orphans."""
        yield from self.page_notes
        yield from (one.annotation for one in self.placed)
        yield from self.orphans

    def __getitem__(self, index: int) -> Annotation:
        """The annotation at an index in that order. Raises IndexError."""
        if index < 0:
            raise IndexError(index)
        if index < len(self.page_notes):
            return self.page_notes[index]
        index -= len(self.page_notes)
        if index < len(self.placed):
            return self.placed[index].annotation
        return self.orphans[index - len(self.placed)]

    def __contains__(self, annotation_id: str) -> bool:
        return self.get(annotation_id) is not None

    def known_same(self, other: Annotations) -> bool:
        """Tell whether both hold the same, as far as that can be told without reading all; False where it cannot."""
        same = self.version == other.version and self._rest == other._rest
        return same and self.placed.known_same(other.placed)

    def get(self, annotation_id: str) -> Annotation | None:
        """Return the annotation of that id, if it is here."""
        if annotation_id in self._rest:
            return self._rest[annotation_id]
        place = self.placed.get(annotation_id)
        return place.annotation if place else None

    def meeting(self, span: Span) -> tuple[Placed, ...]:
        """Return the highlights that share text with `span`, in the order of the text."""
        return self.placed.meeting(span)

    def at(self, offset: int) -> tuple[Placed, ...]:
        """Return the highlights over `offset`, the latest start last, of equal starts the shortest last."""
        here = self.meeting(Span(offset, offset + 1))
        return tuple(sorted(here, key=lambda one: (one.start, -one.end)))

    def index_after(self, offset: int) -> int:
        """Find the index in `placed` of the first highlight that starts after `offset`; their number if none does."""
        return self.placed.index_after(offset)

    def index_of(self, annotation_id: str) -> int | None:
        """Find the index in `placed` of the highlight of that id; None where it is not among them."""
        return self.placed.index_of(annotation_id)

    def with_changes(self, changed: Iterable[Annotation], removed: Iterable[str] = ()) -> Annotations:
        """Make a collection in which `changed` stand anew or for those of the same id, and `removed` are gone."""
        new = {one.id: one for one in changed}
        gone = {*new, *removed}
        if len(gone) > MANY:
            return Annotations(self.version, [one for one in self if one.id not in gone] + list(new.values()))
        found, rest = _parted(new.values(), self.version)
        rest += [one for one in self._rest.values() if one.id not in gone]
        result = Annotations.__new__(Annotations)
        result._set(self.version, self.placed.changed(gone, found), rest)  # noqa: SLF001  (our own class)
        return result


def _parted(annotations: Iterable[Annotation], version: str) -> tuple[list[Annotation], list[Annotation]]:
    """Those that are found in the version, and the others."""
    found: list[Annotation] = []
    rest: list[Annotation] = []
    for annotation in annotations:
        target = annotation.target_in(version)
        (rest if target is None or target.span is None else found).append(annotation)
    return found, rest

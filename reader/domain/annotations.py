"""`Annotations` are all those of one article, as one version of its text shows them, in the order of their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.placed import Placed as Placed
from reader.domain.placed import PlacedColumn
from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.domain.annotation import Annotation
    from reader.domain.placed import Unread

MANY = 500
"""From so many changes on, sorting all of 10,000 again (20 ms) is as fast as inserting one by one."""


class Annotations:
    """An immutable collection, in the order of the text; shared by both panes.

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
        """Whether both hold the same, as far as that can be told without reading all; False where it cannot."""
        same = self.version == other.version and self._rest == other._rest
        return same and self.placed.known_same(other.placed)

    def get(self, annotation_id: str) -> Annotation | None:
        """The annotation of that id, if it is here."""
        if annotation_id in self._rest:
            return self._rest[annotation_id]
        place = self.placed.get(annotation_id)
        return place.annotation if place else None

    def meeting(self, span: Span) -> tuple[Placed, ...]:
        """The highlights that share text with `span`, in the order of the text."""
        return self.placed.meeting(span)

    def at(self, offset: int) -> tuple[Placed, ...]:
        """The highlights over `offset`, the latest start last, of equal starts the shortest last."""
        here = self.meeting(Span(offset, offset + 1))
        return tuple(sorted(here, key=lambda one: (one.start, -one.end)))

    def index_after(self, offset: int) -> int:
        """Index in `placed` of the first highlight that starts after `offset`; their number if none does."""
        return self.placed.index_after(offset)

    def index_of(self, annotation_id: str) -> int | None:
        """Index in `placed` of the highlight of that id; None where it is not among them."""
        return self.placed.index_of(annotation_id)

    def with_changes(self, changed: Iterable[Annotation], removed: Iterable[str] = ()) -> Annotations:
        """A collection in which `changed` stand anew or for those of the same id, and `removed` are gone."""
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

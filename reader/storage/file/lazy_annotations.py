"""An article's annotations are read out of the library file each when it is looked at."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.annotation import Annotation
from reader.domain.annotations import Unread
from reader.domain.errors import StoreError
from reader.storage.disk.gc_off import uncollected
from reader.storage.file.doc_ids import find_row
from reader.storage.file.file_index import NOWHERE, ArticleRows
from reader.storage.rows.changes import seen_of
from reader.storage.rows.row_kinds import ANNOTATIONS
from reader.storage.rows.stamps import EPOCH

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from reader.domain.merge import Row
    from reader.storage.file.indexed_rows import LineTable

UNREADABLE = Annotation("", "", EPOCH, EPOCH, note="(this annotation cannot be read just now)")
"""In the place of one that is not there any more: somebody writes into the file, and it is read anew in a moment."""


class LineAnnotations:
    """`LineAnnotations` are a `Kept` over the lines of a library file, which stays as it is: another one takes its
    name, not its place.
    """

    def __init__(self, table: LineTable) -> None:
        self.table = table

    def annotation(self, number: int) -> Annotation:
        """Return the one of that number; UNREADABLE where the file was written in place meanwhile."""
        try:
            row = self.table.row(number)
        except (StoreError, KeyError):
            return UNREADABLE
        return ANNOTATIONS.from_row(row, seen_of(row))

    def annotations(self, numbers: Sequence[int]) -> Sequence[Annotation]:
        """Read those of these numbers; neighbours are read together."""
        try:
            with uncollected():
                return [ANNOTATIONS.from_row(row, seen_of(row)) for row in self.table.rows_of(numbers)]
        except (StoreError, KeyError):
            return list(map(self.annotation, numbers))

    def number(self, annotation_id: str) -> int | None:
        """Return the number of the one of that id; None where it is not there."""
        try:
            number, row = find_row(self.table, annotation_id)
        except StoreError:
            return None
        return None if row is None else number


class Parted(NamedTuple):
    """A `Parted` is one article's annotations: the highlights that need not be read yet, and the rows of all others."""

    unread: Unread
    rows: Sequence[Row]


def part(known: ArticleRows, kept: LineAnnotations, changed: Sequence[Row], deleted: Collection[int]) -> Parted:
    """Tell what the index says, but for rows that the journals have `changed` and those that are `deleted`.

    Raises Corrupt, StoreError.
    """
    gone = {find_row(kept.table, row["uuid"])[0] for row in changed}.union(deleted)
    there = bisect_left(known.starts, NOWHERE)
    columns = known.starts[:there], known.ends[:there], known.numbers[:there]
    if not gone.isdisjoint(columns[2]):
        left = [at for at, number in enumerate(columns[2]) if number not in gone]
        starts, ends = (array("I", map(column.__getitem__, left)) for column in columns[:2])
        columns = starts, ends, [columns[2][at] for at in left]
    rest = kept.table.rows_of(sorted(number for number in known.numbers[there:] if number not in gone))
    return Parted(Unread(*columns, kept), [*changed, *rest])

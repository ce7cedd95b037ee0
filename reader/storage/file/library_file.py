"""The library file, as it was read, has one of two shapes.

Where it fits its index, it is an `IndexedFile`: a row is read when it is looked into. One that we wrote has an index,
and so has one of others once it was checked record by record. Any other, and one that is not there, is a `CheckedFile`:
all rows in memory, adopted and mended. TinyDB writes the file in
either case, and looks rows up in a checked one; those of an indexed one are read by their index, for importing TinyDB
takes longer than reading an article's annotations.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from reader.domain.errors import StoreError
from reader.storage.disk.replace import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reader.domain.merge import Row
    from reader.storage.disk.system import FileMark, System
    from reader.storage.file.file_index import ArticleRows, Index, ReadTo
    from reader.storage.file.lazy_annotations import Parted
    from reader.storage.file.row_search import RowSearch
    from reader.storage.local.paths import StorePaths


SMALL = 1 << 13
"""Bytes of a library that is read in a few milliseconds, and has no index."""


class LibraryFile(ABC):
    """A `LibraryFile` is what stood in the file; it stays as it was read.

    What the journals say since is the view's to add.
    """

    mark: FileMark | None
    """When that has moved, the file has been written; None where there was no file."""
    schema: int
    tables: Mapping[str, Mapping[str, Mapping[str, Any]]]
    """By name, the rows of each table by TinyDB's document numbers."""
    articles: Mapping[str, ArticleRows]
    """The annotations of each article."""
    deleted: Sequence[int]
    """The numbers of deleted rows in any table."""
    journals: Mapping[str, ReadTo] = MappingProxyType({})
    """How much of other devices' journals it contains."""
    index: Index | None = None
    """Where its rows are; None where they are in memory."""
    is_foreign = False
    """Whether it is not as we would write it."""
    notices: tuple[str, ...] = ()
    """What the user must be told of it."""

    @property
    def is_worth_an_index(self) -> bool:
        """Tell whether the library is so large that an index is quicker than to read it."""
        return self.mark is not None and self.index is not None and self.mark.size >= SMALL

    @abstractmethod
    def rows(self, table: str) -> Iterator[Row]:
        """Return all rows of a table. Raises Corrupt where somebody wrote into the file since."""

    @abstractmethod
    def rows_with(self, table: str, sought: RowSearch) -> Iterator[Row]:
        """Return the rows of a table that are sought. Raises Corrupt."""

    @abstractmethod
    def annotation_rows(self, article_id: str) -> Iterator[Row]:
        """Return the rows of one article's annotations. Raises Corrupt."""

    @abstractmethod
    def part_of(self, article_id: str, version: str, changed: Sequence[Row]) -> Parted | None:
        """Part one article's annotations in a version, most of them unread, with those that have `changed` since.

        None where all of them must be read for that. Raises Corrupt.
        """


class NoFile(LibraryFile):
    """`NoFile` stands for a library that begins: what checks and mends takes 8 ms to import, and finds nothing."""

    mark = None

    def __init__(self, schema: int) -> None:
        self.schema = schema
        self.tables: Mapping[str, Mapping[str, Mapping[str, Any]]] = {}
        self.articles: Mapping[str, ArticleRows] = {}
        self.deleted: Sequence[int] = ()

    def rows(self, _table: str) -> Iterator[Row]:
        """There are none."""
        return iter(())

    def rows_with(self, _table: str, _sought: RowSearch) -> Iterator[Row]:
        """There are none."""
        return iter(())

    def annotation_rows(self, _article_id: str) -> Iterator[Row]:
        """There are none."""
        return iter(())

    def part_of(self, _article_id: str, _version: str, _changed: Sequence[Row]) -> None:
        """None of them is unread."""
        return


def keep_index(system: System, paths: StorePaths, index: Index) -> None:
    """Keep the index. It is derived, so a failure does no harm."""
    with suppress(StoreError), replacing(system, paths.index_file, durable=False) as part:
        for piece in index.pieces():
            part.write(piece)

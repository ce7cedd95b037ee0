"""The library file fits its index: each row is read when it is asked for."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from reader.storage.file.file_index import Index, version_key
from reader.storage.file.indexed_rows import LineTable, LooseTable, OpenFile
from reader.storage.file.lazy_annotations import LineAnnotations, part
from reader.storage.file.library_file import LibraryFile
from reader.storage.rows.row_kinds import ANNOTATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reader.domain.merge import Row
    from reader.storage.disk.system import FileMark, System
    from reader.storage.file.lazy_annotations import Parted
    from reader.storage.file.row_search import RowSearch
    from reader.storage.local.paths import StorePaths

ATTEMPTS = 5
"""How often an index is looked for again where the file is another than the one that it was found for."""


class IndexedFile(LibraryFile):
    """An `IndexedFile` is a file that fits its index: nothing of it is in memory but what was asked for."""

    tables: Mapping[str, LineTable]

    def __init__(self, file: OpenFile, index: Index) -> None:
        self.mark, self.schema = index.mark, index.schema
        self.tables = dict(_tables(file, index))
        self.articles, self.deleted, self.journals = index.articles, index.deleted, index.journals
        self.index = index
        self.is_foreign = index.held is not None

    def rows(self, table: str) -> Iterator[Row]:
        """Return all rows of a table, as they stand in the file."""
        return self.tables[table].rows() if table in self.tables else iter(())

    def rows_with(self, table: str, sought: RowSearch) -> Iterator[Row]:
        """Return the rows that are sought; the others are hardly looked into."""
        if table not in self.tables:
            return iter(())
        return filter(sought.fits, self.tables[table].search(sought.find, sought.may_fit))

    def annotation_rows(self, article_id: str) -> Iterator[Row]:
        """Read those of one article, which mostly lie together."""
        known = self.articles.get(article_id)
        return iter(()) if known is None else self.tables[ANNOTATIONS.table].rows_of(sorted(known.numbers))

    def part_of(self, article_id: str, version: str, changed: Sequence[Row]) -> Parted | None:
        """Tell what is known of them from the index, where it is of that version."""
        known = self.articles.get(article_id)
        if known is None or known.version != version_key(version):
            return None
        return part(known, self._annotations, changed, self.deleted)

    @cached_property
    def _annotations(self) -> LineAnnotations:
        return LineAnnotations(self.tables[ANNOTATIONS.table])


def _tables(file: OpenFile, index: Index) -> Iterator[tuple[str, LineTable]]:
    for name, table in index.tables.items():
        if index.held is None:
            yield name, LineTable(name, file, table)
        else:
            yield name, LooseTable(name, file, table, index.held.get(name, {}), index.adopted.get(name, ()))


def open_indexed(system: System, paths: StorePaths) -> IndexedFile | None:
    """Open the file, if its index fits it; None where there is none that does, or no file. Raises OSError."""
    for _ in range(ATTEMPTS):
        mark = system.mark(paths.file)
        index = None if mark is None else _index(system, paths, mark)
        if index is None:
            return None
        with suppress(FileNotFoundError):  # a sync engine takes it away for a moment
            # Another may have written the file since: rows of the one are not where the index of the other says.
            file = OpenFile(system, paths.file)
            if file.mark() == mark:
                return IndexedFile(file, index)
    return None


def _index(system: System, paths: StorePaths, mark: FileMark) -> Index | None:
    try:
        return Index.from_bytes(system.read(paths.index_file), mark)
    except OSError:
        return None

"""The library file may have been written by anybody, or be missing: then it is read whole, checked and mended."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from stat import S_ISREG
from typing import TYPE_CHECKING

from reader.domain.errors import Corrupt
from reader.domain.merge import is_deleted, join_into, join_tables
from reader.storage.disk.gc_off import uncollected
from reader.storage.file.backups import readable
from reader.storage.file.checked_rows import CheckedRows, newest_backups
from reader.storage.file.doc_ids import number_rows, place_rows, tables_of
from reader.storage.file.file_index import ArticleRows
from reader.storage.file.indexed_file import IndexedFile
from reader.storage.file.indexed_rows import OpenFile
from reader.storage.file.library_file import LibraryFile, keep_index
from reader.storage.file.packed_rows import PackedRows
from reader.storage.file.record_scan import Doubtful
from reader.storage.file.recovery import MENDED, describe_damage, salvage
from reader.storage.file.second_checker import second_checker
from reader.storage.file.strict import parse
from reader.storage.file.writing import Writer
from reader.storage.rows.row_kinds import ANNOTATIONS
from reader.storage.rows.schema import CURRENT, migrate, schema_of
from reader.storage.rows.values import article_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
    from pathlib import Path

    from tinydb.table import Table

    from reader.domain.merge import AnyTables, Row, Tables
    from reader.storage.disk.system import FileMark, System
    from reader.storage.file.file_index import Index
    from reader.storage.file.row_search import RowSearch
    from reader.storage.local.paths import StorePaths


class CheckedFile(LibraryFile):
    """A `CheckedFile` has all rows of a file, or of its backup, in memory."""

    def __init__(
        self,
        mark: FileMark | None,
        schema: int,
        tables: AnyTables,
        *,
        is_foreign: bool = True,
        notices: tuple[str, ...] = (),
    ) -> None:
        self.mark, self.schema, self.is_foreign, self.notices = mark, schema, is_foreign, notices
        rows = {name: _by_number(table) for name, table in tables.items()}
        self.tables = rows
        numbers: dict[str, list[int]] = {}
        for number, row in rows.get(ANNOTATIONS.table, {}).items():
            numbers.setdefault(article_of(row), []).append(int(number))
        self.articles = {name: ArticleRows(found) for name, found in numbers.items()}
        ended = (int(n) for table in rows.values() for n, row in table.items() if "f" in row and is_deleted(row))
        self.deleted = [*dict.fromkeys(ended)]  # a file that others wrote may have one number in two tables

    def rows(self, table: str) -> Iterator[Row]:
        """Yield all rows of a table."""
        return map(dict, self.tables.get(table, {}).values())

    def rows_with(self, table: str, sought: RowSearch) -> Iterator[Row]:
        """Return the rows that are sought."""
        return filter(sought.fits, self.rows(table))

    def annotation_rows(self, article_id: str) -> Iterator[Row]:
        """Find those of one article, by TinyDB."""
        known = self.articles.get(article_id)
        if known is None:
            return
        for number in sorted(known.numbers):
            document = self._annotations.get(doc_id=number)
            if document is not None:
                yield document

    def part_of(self, _article_id: str, _version: str, _changed: Sequence[Row]) -> None:
        """They are all read already."""
        return

    @cached_property
    def _annotations(self) -> Table:
        from reader.storage.file.tiny import reading  # noqa: PLC0415  # TinyDB takes 14 ms to import

        return reading(self.tables).table(ANNOTATIONS.table)


def missing(system: System, paths: StorePaths, device: str) -> CheckedFile:
    """Stand in for a library whose file is not there by its newest backup, or by a new one where there is none."""
    backups = newest_backups(system, paths, device, CheckedRows())
    newest = next(backups, None)
    if newest is None:
        return CheckedFile(None, CURRENT, {}, is_foreign=False)
    notice = f"the library file is gone; its newest backup was read in its place; {MENDED}"
    return CheckedFile(None, CURRENT, join_tables(chain([newest], backups)), notices=(notice,))


def checked(system: System, paths: StorePaths, mark: FileMark, device: str) -> LibraryFile:
    """Read all of the file, or what can be recovered. Raises OSError, and Corrupt where nothing could."""
    with uncollected():
        return by_records(system, paths, mark, device) or at_once(system, paths, mark, device)


def by_records(system: System, paths: StorePaths, mark: FileMark, device: str) -> IndexedFile | None:
    """Read all of the file record by record, where that can be; it has its index then. Raises OSError."""
    try:
        file = indexed(system, paths.file, lambda rows: newest_backups(system, paths, device, rows))
    except Doubtful:
        return None
    if file.mark != mark or file.index is None:
        return None
    keep_index(system, paths, file.index)
    return file


def indexed(
    system: System, path: Path, others: Callable[[CheckedRows], Iterable[Tables]] = lambda _: ()
) -> IndexedFile:
    """Read a library file of anybody's record by record, joined with other tables; nothing is kept of it.

    Raises Doubtful, and OSError.
    """
    if not S_ISREG(system.stat(path).st_mode):
        raise Doubtful  # a pipe might never end
    file = OpenFile(system, path)
    mark = file.mark()
    rows = CheckedRows()
    second = second_checker(system, file, mark.size)
    try:
        rows.read(file.pieces, second)
    finally:
        if second is not None:
            second.close()
    index = rows.index(file, mark, others(rows))
    if file.mark() != mark:
        raise Doubtful
    return IndexedFile(file, index)


def at_once(system: System, paths: StorePaths, mark: FileMark, device: str) -> CheckedFile:
    """Read the same whole, or what can be recovered. Raises OSError, and Corrupt where nothing could."""
    stored = system.read(paths.file)
    data = readable(stored)
    parsed, schema, why = _parsed(data)
    tables: AnyTables = parsed
    if why:
        tables = salvage(data)
    is_empty = not data or data.isspace()
    del data  # In text and objects a library of 64 MB takes 200: each is let go as soon as it can be.
    backups = newest_backups(system, paths, device, CheckedRows())
    newest = next(backups, None)
    notices: tuple[str, ...] = ()
    if why:
        has_backup = newest is not None
        told = describe_damage(system, paths, stored, tables, why, is_empty=is_empty, has_backup=has_backup)
        notices, stored = (told,), b""
    if schema <= CURRENT:
        # Somebody else has put this file here. If what we wrote last is not in it, it was lost on the way.
        rest = chain([newest or {}], backups)
        tables = _joined(tables, rest) if why else join_tables(chain([migrate(parsed, schema)], rest))
    del parsed
    file = CheckedFile(mark, schema, tables, notices=notices)
    index = _index(file, stored) if stored else None
    if index is not None:
        keep_index(system, paths, index)
        file.is_foreign = False
    return file


def _parsed(data: bytes) -> tuple[Tables, int, str]:
    """The tables of a file and its schema; why there are none where it does not parse. What failed is let go of."""
    try:
        raw = parse(data)
        return tables_of(raw), schema_of(raw), ""
    except Corrupt as error:
        return {}, CURRENT, str(error)


def _joined(tables: AnyTables, others: Iterable[Tables]) -> AnyTables:
    """The same as `join_tables`, where those that are bytes stay it."""
    joined: dict[str, MutableMapping[str, Row]] = {
        name: rows if isinstance(rows, PackedRows) else dict(rows) for name, rows in tables.items()
    }
    for other in others:
        join_into(joined, other)
    return joined


def _by_number(rows: Mapping[str, Row]) -> Mapping[str, Row]:
    """Rows under the numbers under which they are written; those that are bytes stay it."""
    if isinstance(rows, PackedRows):
        return PackedRows((str(number), rows.packed(key)) for number, key in place_rows(rows).items())
    return number_rows(dict(rows))


class _Differs(Exception):
    """A library would not be written as it stands."""


def _index(file: CheckedFile, stored: bytes) -> Index | None:
    """The index of the file, where it stands just as we would write it."""
    rest = memoryview(stored)

    def compare(data: bytes) -> None:
        nonlocal rest
        if rest[: len(data)] != data:
            raise _Differs
        rest = rest[len(data) :]

    writer = Writer(compare)
    try:
        writer.write(file.tables)
    except _Differs:
        return None
    return None if rest or file.mark is None else writer.index(file.mark, file.schema, {})

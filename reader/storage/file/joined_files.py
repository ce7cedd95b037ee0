"""Two library files are joined as they are written: a row of either is read when its turn comes, and let go again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from reader.domain.errors import Corrupt
from reader.domain.merge import Row, join_rows, join_tables
from reader.storage.file.checked_file import indexed
from reader.storage.file.doc_ids import KINDS, doc_id, number_rows
from reader.storage.file.indexed_rows import Line, LineTable, LooseTable
from reader.storage.file.record_scan import Doubtful
from reader.storage.file.writing import Writer
from reader.storage.rows.schema import CURRENT, NEWER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from reader.storage.disk.system import System


def join_files(system: System, paths: Sequence[Path], write: Callable[[bytes], None]) -> None:
    """Write the join of library files as a library is written, without ever holding one of them.

    Raises Doubtful, when some of it may be written, where one cannot be read like this with certainty, Corrupt where
    one is of a newer version, and OSError.
    """
    files = [indexed(system, path) for path in paths]
    if any(file.schema > CURRENT for file in files):
        raise Corrupt(NEWER)
    names = {name for file in files for name in file.tables}
    there = {name: [file.tables[name] for file in files if name in file.tables] for name in names}
    Writer(write, noting=False).write({name: _joined(name, tables) for name, tables in there.items()})


def _joined(name: str, tables: Sequence[LineTable]) -> Mapping[str, Mapping[str, Any]]:
    if name in KINDS:
        return _JoinedTable(tables)
    # Other programs number their documents from one: two of one number are two, and there are never many.
    return number_rows(
        join_tables({name: {row["uuid"]: row for row in table.rows()}} for table in tables).get(name, {})
    )


class _JoinedTable(Mapping[str, Mapping[str, Any]]):
    """One table of several files, whose rows are all under the numbers that follow from their ids."""

    def __init__(self, tables: Sequence[LineTable]) -> None:
        self._tables = tables
        self._numbers = {key for table in tables for key in table}

    def __getitem__(self, key: str) -> Mapping[str, Any]:
        """Raises Doubtful where the row is under another number than its own."""
        found = [_row(table, key) for table in self._tables if key in table]
        first = found[0]
        if doc_id(first["uuid"]) != int(key):
            raise Doubtful  # the one that has its place may be in one of the files only
        if isinstance(first, Line) and {one.raw() if isinstance(one, Line) else b"" for one in found} == {first.raw()}:
            return first
        joined: Row = _whole(first)
        for other in map(_whole, found[1:]):
            if other["uuid"] != joined["uuid"]:
                raise Doubtful
            joined = join_rows(joined, other)
        return joined

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


def _row(table: LineTable, key: str) -> Mapping[str, Any]:
    held = isinstance(table, LooseTable) and table.is_held(int(key))
    return table[key] if held else Line(table, int(key))


def _whole(row: Mapping[str, Any]) -> Row:
    return row.row() if isinstance(row, Line) else dict(row)

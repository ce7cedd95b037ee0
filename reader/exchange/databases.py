"""SQLite files of other programs are read in memory and within limits; nothing in them is written or run."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from reader.domain.errors import NotImported

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SQLITE = b"SQLite format 3\0"
"""What such a file begins with."""
STEPS = 200_000_000
"""Steps of SQLite's machine for one file; 100,000 rows take some millions, and a trap in a view endlessly many."""
_JOURNAL_MODE = slice(18, 20)
"""Bytes of the header that say whether the file is written ahead of: in memory there is nothing beside it."""


class Database:
    """A `Database` is the tables of one file."""

    def __init__(self, data: bytes) -> None:
        """Raises NotImported where it is no whole database."""
        pages, size = int.from_bytes(data[28:32]), int.from_bytes(data[16:18])
        if pages * (65_536 if size == 1 else size) > len(data):
            raise NotImported("its database is cut off")
        plain = bytearray(data)
        plain[_JOURNAL_MODE] = b"\1\1"
        self._connection = sqlite3.connect(":memory:")
        self._connection.row_factory = sqlite3.Row
        try:
            self._connection.deserialize(bytes(plain))
            self._connection.execute("PRAGMA trusted_schema = OFF")
            self._connection.execute("PRAGMA query_only = ON")
            self._steps = 0
            self._connection.set_progress_handler(self._count, 100_000)
            found = self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            self.tables = frozenset(str(row[0]).lower() for row in found)
        except (sqlite3.Error, OverflowError, MemoryError) as error:
            self._connection.close()
            raise NotImported("its database is damaged") from error

    def _count(self) -> int:
        self._steps += 100_000
        return int(self._steps > STEPS)

    def rows(self, table: str) -> Iterator[Mapping[str, Any]]:
        """Yield every row of a table by the names of its columns, in small letters: programs add columns.

        Raises NotImported.

        Texts that are not UTF-8 have U+FFFD in them.
        """
        if table.lower() not in self.tables:
            raise NotImported(f"it has no table {table}")
        self._connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        try:
            with closing(self._connection.execute(f'SELECT * FROM "{table}"')) as cursor:  # noqa: S608  (our own names)
                for row in cursor:
                    yield {name.lower(): row[name] for name in row.keys()}  # noqa: SIM118  (a row is no mapping)
        except sqlite3.Error as error:
            raise NotImported("its database is damaged") from error

    def close(self) -> None:
        """Let the memory go."""
        self._connection.close()


def tables_of(data: bytes) -> frozenset[str]:
    """Return the names of the tables in a file, in small letters. Raises NotImported."""
    with closing(Database(data)) as database:
        return database.tables

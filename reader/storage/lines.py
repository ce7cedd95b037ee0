"""The rows of a library file that we have written: one a line, parsed when they are looked into."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from reader.domain.errors import Corrupt
from reader.storage.codec import loads
from reader.storage.numbers import as_row
from reader.storage.plain import core

if TYPE_CHECKING:
    from reader.domain.merge import Row
    from reader.storage.index import TableIndex
    from reader.storage.system import System


class OpenFile:
    """A library file that is open; it stays readable when another takes its name."""

    def __init__(self, system: System, descriptor: int) -> None:
        self._system = system
        self._descriptor = descriptor

    def read(self, size: int, offset: int) -> bytes:
        """A piece of it."""
        return self._system.read_at(self._descriptor, size, offset)

    def __del__(self) -> None:
        self._system.close(self._descriptor)


class Line(Mapping[str, Any]):
    """One row, still as bytes."""

    __slots__ = ("_number", "_row", "_table")

    def __init__(self, table: LineTable, number: int) -> None:
        self._table = table
        self._number = number
        self._row: Row | None = None

    def raw(self) -> bytes:
        """Its canonical bytes."""
        return self._table.raw(self._number)

    def __getitem__(self, name: str) -> Any:
        return self._parsed()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parsed())

    def __len__(self) -> int:
        return len(self._parsed())

    def _parsed(self) -> Row:
        if self._row is None:
            try:
                document = loads(self.raw())
                # We wrote this line, so nothing in it wants adopting.
                self._row = core(document) if "f" in document else as_row(self._table.name, str(self._number), document)
            except (ValueError, KeyError, TypeError) as error:
                raise Corrupt(f"a record in it does not parse ({error})") from error
        return self._row


class LineTable(Mapping[str, Line]):
    """One table, as TinyDB sees it: document number -> row."""

    def __init__(self, name: str, file: OpenFile, index: TableIndex) -> None:
        self.name = name
        self.index = index
        self._file = file

    def raw(self, number: int) -> bytes:
        """The bytes of the row of that number."""
        at = bisect_left(self.index.numbers, number)
        return self._file.read(self.index.lengths[at], self.index.offsets[at])

    def __getitem__(self, key: str) -> Line:
        if key not in self:
            raise KeyError(key)
        return Line(self, int(key))

    def __contains__(self, key: object) -> bool:
        number = int(str(key))
        at = bisect_left(self.index.numbers, number)
        return at < len(self.index.numbers) and self.index.numbers[at] == number

    def __iter__(self) -> Iterator[str]:
        return map(str, self.index.numbers)

    def __len__(self) -> int:
        return len(self.index.numbers)

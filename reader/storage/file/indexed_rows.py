"""The rows of a library file that we have written stand one a line, and are parsed when they are looked into."""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from weakref import finalize

from reader.domain.errors import Corrupt, StoreError
from reader.storage.disk.system import FileMark, explain_failure
from reader.storage.file.doc_ids import as_row
from reader.storage.file.file_index import TableIndex
from reader.storage.file.packed_rows import UnreadRow
from reader.storage.file.strict import document_in
from reader.storage.rows.adoption import core, derive_row
from reader.storage.rows.codec import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from reader.domain.merge import Row
    from reader.storage.disk.system import System
    from reader.storage.rows.codec import Finder

PIECE = 1 << 20
"""Bytes read at once where all rows are looked at: a call for each row takes a tenth of the time to parse it."""


class OpenFile:
    """An `OpenFile` is a library file that is open; it stays readable when another takes its name."""

    def __init__(self, system: System, path: Path) -> None:
        """Raises OSError."""
        self._system = system
        self._path = path
        self._descriptor = system.open(path, os.O_RDONLY)
        # Not __del__: when the interpreter ends, what that would call may be gone already.
        finalize(self, _close, system, self._descriptor)

    def mark(self) -> FileMark:
        """Tell the mark of what is open, whatever has its name by now. Raises OSError."""
        return FileMark.of(self._system.stat_open(self._descriptor))

    def read(self, size: int, offset: int) -> bytes:
        """Read a piece of it. Raises StoreError."""
        try:
            return self._system.read_at(self._descriptor, size, offset)
        except OSError as error:
            raise explain_failure(error, self._path, StoreError) from error

    @property
    def descriptor(self) -> int:
        """Return its number, for a process that is to read it too."""
        return self._descriptor

    def pieces(self, offset: int = 0) -> Iterator[bytes]:
        """Read all of it from there on, piece by piece. Raises StoreError."""
        while piece := self.read(PIECE, offset):
            yield piece
            offset += len(piece)


def _close(system: System, descriptor: int) -> None:
    with suppress(OSError):
        system.close(descriptor)


class Line(UnreadRow):
    """A `Line` is one row, still as bytes: whoever rewrites the file hands it on without looking into it."""

    __slots__ = ("_number", "_table")

    def __init__(self, table: LineTable, number: int) -> None:
        self._table = table
        self._number = number

    def raw(self) -> bytes:
        """Return its canonical bytes."""
        return self._table.raw(self._number)

    def row(self) -> Row:
        """Return what it says. Raises Corrupt."""
        return self._table.row(self._number)


class HeldRow(UnreadRow):
    """A `HeldRow` is one row that does not lie in the file; whoever rewrites the file looks into one at a time."""

    __slots__ = ("_number", "_table")

    def __init__(self, table: LineTable, number: int) -> None:
        self._table = table
        self._number = number

    def row(self) -> Row:
        """Return what it says."""
        return self._table.row(self._number)


class LineTable(Mapping[str, Mapping[str, Any]]):
    """A `LineTable` is one table, as TinyDB sees it: document number -> row.

    Looking one up parses it, going through all does not.
    """

    def __init__(self, name: str, file: OpenFile, index: TableIndex) -> None:
        self.name = name
        self._index = index
        self._file = file

    def raw(self, number: int) -> bytes:
        """Return the bytes of the row of that number. Raises KeyError."""
        at = self._at(number)
        return self._file.read(self._index.lengths[at], self._index.offsets[at])

    def row(self, number: int) -> Row:
        """Return the row of that number. Raises KeyError, and Corrupt where the file is not what we wrote."""
        return self._parsed(number, self.raw(number))

    def rows(self) -> Iterator[Row]:
        """Yield all rows, as they stand in the file. Raises Corrupt."""
        for places, start, data in self._pieces():
            yield from self._rows_at(places, data, start)

    def rows_of(self, numbers: Sequence[int]) -> Iterator[Row]:
        """Yield the rows of these numbers. Raises KeyError, and Corrupt."""
        # Those of an article lie together mostly, and a call for each row takes as long as parsing it.
        for places, start, data in self._pieces_of([self._at(number) for number in numbers]):
            yield from self._rows_at(places, data, start)

    def search(self, find: Finder, wanted: Callable[[bytes], bool] = bool) -> Iterator[Row]:
        """Search the rows in which something is found that is wanted; the others are not parsed."""
        index = self._index
        for places, start, data in self._pieces():
            position = 0
            while found := find(data, position):
                begin, position = found
                if wanted(data[begin:position]):
                    at = bisect_right(index.offsets, start + begin, places[0], places[-1] + 1) - 1
                    yield from self._rows_at((at,), data, start)
                    position = index.offsets[at] + index.lengths[at] - start

    def __getitem__(self, key: str) -> Row:
        return self.row(int(key))

    def __contains__(self, key: object) -> bool:
        number = int(str(key))
        at = bisect_left(self._index.numbers, number)
        return at < len(self._index.numbers) and self._index.numbers[at] == number

    def __iter__(self) -> Iterator[str]:
        return map(str, self._index.numbers)

    def __len__(self) -> int:
        return len(self._index.numbers)

    def items(self) -> ItemsView[str, Mapping[str, Any]]:
        """Return numbers and rows, not parsed yet."""
        return _Lines(self)

    def values(self) -> ValuesView[Mapping[str, Any]]:
        """Return the rows, parsed."""
        return _Rows(self)

    def _at(self, number: int) -> int:
        numbers = self._index.numbers
        at = bisect_left(numbers, number)
        if at == len(numbers) or numbers[at] != number:
            raise KeyError(number)
        return at

    def _pieces(self) -> Iterator[tuple[Sequence[int], int, bytes]]:
        """The places in the index of all rows, many at once, with where their bytes begin, and the bytes."""
        offsets, lengths = self._index.offsets, self._index.lengths
        first = 0
        while first < len(offsets):
            start = offsets[first]
            end = max(first + 1, bisect_left(offsets, start + PIECE, first))
            yield range(first, end), start, self._file.read(offsets[end - 1] + lengths[end - 1] - start, start)
            first = end

    def _pieces_of(self, places: Sequence[int]) -> Iterator[tuple[Sequence[int], int, bytes]]:
        """The same for the rows at these places; neighbours are read at once."""
        offsets, lengths = self._index.offsets, self._index.lengths
        first = 0
        while first < len(places):
            start, end = offsets[places[first]], first + 1
            while end < len(places) and places[end] == places[end - 1] + 1 and offsets[places[end]] < start + PIECE:
                end += 1
            last = places[end - 1]
            yield places[first:end], start, self._file.read(offsets[last] + lengths[last] - start, start)
            first = end

    def _rows_at(self, places: Iterable[int], data: bytes, start: int) -> Iterator[Row]:
        numbers, offsets, lengths = self._index.numbers, self._index.offsets, self._index.lengths
        for at in places:
            begin = offsets[at] - start
            yield self._parsed(numbers[at], data[begin : begin + lengths[at]])

    def _parsed(self, number: int, data: bytes) -> Row:
        try:
            document = loads(data)
            # We wrote this line, so nothing in it wants adopting.
            return core(document) if "f" in document else as_row(self.name, str(number), document)
        except (ValueError, KeyError, TypeError) as error:
            raise Corrupt(f"a record in it does not parse ({error})") from error


class LooseTable(LineTable):
    """A `LooseTable` is a table of a file that is not as we write it: its rows stand in any order and layout, and
    some are `held`.
    """

    def __init__(
        self, name: str, file: OpenFile, index: TableIndex, held: Mapping[str, Row], adopted: Iterable[int] = ()
    ) -> None:
        super().__init__(name, file, _by_offset(index))
        self._adopted = frozenset(adopted)
        self._places = {number: at for at, number in enumerate(self._index.numbers)}
        self._held = held

    def raw(self, number: int) -> bytes:
        """Return the row of that number as we write it. Raises KeyError, and Corrupt."""
        if number in self._adopted:
            return dumps(derive_row(self.row(number)))
        data = super().raw(number)
        try:
            return dumps(loads(data))
        except ValueError as error:
            raise Corrupt(f"a record in it does not parse ({error})") from error

    def row(self, number: int) -> Row:
        """Return the row of that number. Raises KeyError, and Corrupt where the file is another by now."""
        held = self._held.get(str(number))
        return self._parsed(number, super().raw(number)) if held is None else held

    def rows(self) -> Iterator[Row]:
        """Yield all rows. Raises Corrupt."""
        yield from self._held.values()
        yield from super().rows()

    def rows_of(self, numbers: Sequence[int]) -> Iterator[Row]:
        """Return the rows of these numbers. Raises KeyError, and Corrupt."""
        return map(self.row, numbers)

    def search(self, find: Finder, wanted: Callable[[bytes], bool] = bool) -> Iterator[Row]:  # noqa: ARG002
        """Search all rows: what is looked for may be written in another way."""
        return self.rows()

    def __contains__(self, key: object) -> bool:
        return key in self._held or int(str(key)) in self._places

    def __iter__(self) -> Iterator[str]:
        yield from self._held
        yield from super().__iter__()

    def __len__(self) -> int:
        return len(self._held) + super().__len__()

    def items(self) -> ItemsView[str, Mapping[str, Any]]:
        """Return numbers and rows; those that lie in the file are not parsed yet."""
        return _LinesAndRows(self)

    def is_held(self, number: int) -> bool:
        """Tell whether the row of that number does not lie in the file."""
        return str(number) in self._held

    def _at(self, number: int) -> int:
        return self._places[number]

    def _parsed(self, number: int, data: bytes) -> Row:
        if number not in self._adopted:
            return super()._parsed(number, data)
        try:
            return as_row(self.name, str(number), document_in(data))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise Corrupt(f"a record in it does not parse ({error})") from error


def _by_offset(index: TableIndex) -> TableIndex:
    order = sorted(range(len(index.offsets)), key=index.offsets.__getitem__)
    return TableIndex(*(array("Q", map(column.__getitem__, order)) for column in index))


class _Lines(ItemsView[str, Mapping[str, Any]]):
    _mapping: LineTable

    def __iter__(self) -> Iterator[tuple[str, Line]]:
        for key in self._mapping:
            yield key, Line(self._mapping, int(key))


class _Rows(ValuesView[Mapping[str, Any]]):
    _mapping: LineTable

    def __iter__(self) -> Iterator[Row]:
        return self._mapping.rows()


class _LinesAndRows(ItemsView[str, Mapping[str, Any]]):
    _mapping: LooseTable

    def __iter__(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        table = self._mapping
        for key in table:
            yield key, HeldRow(table, int(key)) if table.is_held(int(key)) else Line(table, int(key))

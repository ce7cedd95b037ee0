"""Rows that lie in no file are held as bytes: as objects they take four times the room."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from reader.storage.rows.codec import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.domain.merge import Row


class PackedRows(MutableMapping[str, "Row"]):
    """`PackedRows` are rows by id or number; each is made of its bytes anew whenever it is looked into."""

    def __init__(self, packed: Iterable[tuple[str, bytes]] = ()) -> None:
        self._packed = dict(packed)

    def packed(self, key: str) -> bytes:
        """Return the bytes of a row. Raises KeyError."""
        return self._packed[key]

    def pack(self, key: str, data: bytes) -> None:
        """Put a row that is bytes already."""
        self._packed[key] = data

    def update(self, rows: Mapping[str, Row]) -> None:  # type: ignore[override]  # of all its forms this one is needed
        """Put rows; those that are bytes stay it."""
        if isinstance(rows, PackedRows):
            self._packed.update((key, rows.packed(key)) for key in rows)
        else:
            for key, row in rows.items():
                self[key] = row

    def __getitem__(self, key: str) -> Row:
        found: Row = loads(self._packed[key])
        return found

    def __setitem__(self, key: str, row: Row) -> None:
        # A copy: what orjson answers keeps all the room that it was written in, 8 KB for a row of one.
        self._packed[key] = bytes(memoryview(dumps(row)))

    def __delitem__(self, key: str) -> None:
        del self._packed[key]

    def __contains__(self, key: object) -> bool:
        return key in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


class UnreadRow(Mapping[str, Any]):
    """An `UnreadRow` is one row that is made of its bytes whenever it is looked into, and not kept."""

    __slots__ = ()

    @abstractmethod
    def row(self) -> Row:
        """Return what it says. Raises Corrupt."""

    def __getitem__(self, name: str) -> Any:
        return self.row()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.row())

    def __len__(self) -> int:
        return len(self.row())


class PackedRow(UnreadRow):
    """A `PackedRow` is one of them: whoever rewrites the library looks into one at a time."""

    __slots__ = ("_key", "_rows")

    def __init__(self, rows: PackedRows, key: str) -> None:
        self._rows = rows
        self._key = key

    def row(self) -> Row:
        """Return what it says."""
        return self._rows[self._key]

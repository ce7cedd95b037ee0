"""Rows that lie in no file are held as bytes: as objects they take four times the room."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TYPE_CHECKING

from reader.storage.rows.codec import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.domain.merge import Row


class PackedRows(MutableMapping[str, "Row"]):
    """`PackedRows` are rows by id or number; each is made of its bytes anew whenever it is looked into."""

    def __init__(self, packed: Iterable[tuple[str, bytes]] = ()) -> None:
        self._packed = dict(packed)

    def packed(self, key: str) -> bytes:
        """Return the bytes of a row. Raises KeyError."""
        return self._packed[key]

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

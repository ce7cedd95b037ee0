"""A library is written as canonical bytes: keys and records sorted, one record a line, nothing of one machine only."""

from __future__ import annotations

import json
from array import array
from typing import TYPE_CHECKING, Any

from reader.domain.merge import Row, is_deleted
from reader.storage.file.file_index import Index, TableIndex
from reader.storage.file.indexed_rows import HeldRow, Line
from reader.storage.file.packed_rows import PackedRow
from reader.storage.file.place_index import ELSEWHERE, Noted, in_order, old_places, place_of
from reader.storage.rows.adoption import derive_row
from reader.storage.rows.codec import dumps
from reader.storage.rows.values import article_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reader.storage.disk.system import FileMark
    from reader.storage.file.file_index import ReadTo

PIECE = 1 << 20
"""Bytes handed over at once: few calls, and little memory."""


class Writer:
    """A `Writer` writes tables, and notes for the index where each row went."""

    def __init__(self, write: Callable[[bytes], None], old: Index | None = None, *, noting: bool = True) -> None:
        """`old` is the index of the file that rows which are still bytes come from; not `noting`, it makes no index."""
        self._noting = noting
        self._write = write
        self._buffer = bytearray()
        self._offset = 0
        self._tables: dict[str, TableIndex] = {}
        self._articles: dict[str, list[Noted]] = {}
        self._deleted: list[int] = []
        self._old = dict(old_places(old)) if old else {}
        self._old_deleted = set(old.deleted) if old else set()

    def write(self, tables: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> None:
        """Write them all, by document number within each table."""
        self._put(b"{\n")
        for n, name in enumerate(sorted(tables)):
            self._put((b",\n" if n else b"") + json.dumps(name).encode() + b":{")
            self._write_table(name, tables[name])
            self._put(b"\n}")
        self._put(b"\n}\n")
        self._flush()

    def index(self, mark: FileMark, schema: int, journals: Mapping[str, ReadTo]) -> Index:
        """Make the index of what was written, for the file of that mark, which contains so much of these journals."""
        articles = {name: in_order(noted) for name, noted in self._articles.items()}
        return Index(mark, schema, self._tables, articles, self._deleted, journals)

    def _write_table(self, name: str, rows: Mapping[str, Mapping[str, Any]]) -> None:
        numbers = sorted(map(int, rows))
        offsets, lengths = array("Q"), array("Q")
        for n, number in enumerate(numbers):
            row = rows[str(number)]
            self._put(b'%s\n"%d":' % (b"," if n else b"", number))
            if not isinstance(row, Line):
                row = row.row() if isinstance(row, (HeldRow, PackedRow)) else dict(row)
            data = row.raw() if isinstance(row, Line) else encode_row(row)
            offsets.append(self._offset)
            lengths.append(len(data))
            self._put(data)
            if self._noting:
                self._note(name, number, row)
        self._tables[name] = TableIndex(array("Q", numbers), offsets, lengths)

    def _note(self, table: str, number: int, row: Mapping[str, Any]) -> None:
        known = isinstance(row, Line)
        if table == "annotations":
            article, place = self._old.get(number, ("", ELSEWHERE)) if known else (article_of(dict(row)), place_of(row))
            self._articles.setdefault(article, []).append(Noted(place, number, row if known else str(row["uuid"])))
        if number in self._old_deleted if known else "f" in row and is_deleted(dict(row)):
            self._deleted.append(number)

    def _put(self, data: bytes) -> None:
        self._buffer += data
        self._offset += len(data)
        if len(self._buffer) >= PIECE:
            self._flush()

    def _flush(self) -> None:
        if self._buffer:
            self._write(bytes(self._buffer))
            self._buffer.clear()


def encode_row(row: Row) -> bytes:
    """Encode a row as it is written."""
    return dumps(derive_row(row) if "f" in row else row["document"])

"""The rows of a copy of a library are read one after the other, so that its size costs no memory.

That is so of a file that stands as we write it, packed or not; any other is read whole, by `backups`.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from reader.domain.errors import Corrupt
from reader.storage.file.backups import MOST, unpacked_pieces
from reader.storage.file.doc_ids import row_of
from reader.storage.file.indexed_rows import OpenFile
from reader.storage.file.strict import HEAD, ROW, document_of
from reader.storage.rows.schema import CURRENT, TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from reader.domain.merge import Row
    from reader.storage.disk.system import System

LONGEST = 1 << 24
"""Bytes of a row at most: what is longer is not ours."""
PACKED = b"\x1f\x8b"


class UnusualCopyError(Exception):
    """A copy does not stand as we write it: it has to be read whole, and carefully."""


class _At(Enum):
    """Where one is in a file."""

    BEGIN = auto()
    OPEN = auto()
    HEAD = auto()
    ROW = auto()
    LAST_ROW = auto()
    BETWEEN = auto()
    CLOSED = auto()
    END = auto()


class CopiedRows:
    """`CopiedRows` are the rows of one copy, in the current schema, as often as they are asked for: those that it
    held when it was opened, whatever takes its name.
    """

    def __init__(self, system: System, path: Path) -> None:
        """Raises OSError, and Corrupt for what is larger than any copy."""
        if system.stat(path).st_size > MOST:
            raise Corrupt(f"it is larger than {MOST >> 20} MB")
        self._file = OpenFile(system, path)

    def __iter__(self) -> Iterator[tuple[str, Row]]:
        """Each with the name of its table. Raises UnusualCopyError, at the latest where the copy ends."""
        schema = 0
        for name, number, document in _documents(_lines(self._pieces())):
            if name == TABLE and isinstance(document.get("schema"), int):
                schema = max(schema, document["schema"])
            yield row_of(name, number, document)
        if schema != CURRENT:
            raise UnusualCopyError

    def _pieces(self) -> Iterator[bytes]:
        packed = self._file.read(len(PACKED), 0) == PACKED
        try:
            yield from unpacked_pieces(b"".join(self._file.pieces())) if packed else self._file.pieces()
        except Corrupt as error:
            raise UnusualCopyError from error


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        yield from lines
        if len(rest) > LONGEST:
            raise UnusualCopyError
    if rest:
        raise UnusualCopyError


def _documents(lines: Iterable[bytes]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The table, number and document of each row, where all stands as we write it and no number twice."""
    at, name, numbers = _At.BEGIN, "", set[str]()
    for line in lines:
        row = ROW.fullmatch(line)
        if row is not None and at in (_At.HEAD, _At.ROW):
            number, document = row[1].decode(), document_of(row[2])
            if document is None or number in numbers:
                raise UnusualCopyError
            numbers.add(number)
            at = _At.ROW if line.endswith(b",") else _At.LAST_ROW
            yield name, number, document
        elif (head := HEAD.fullmatch(line)) is not None and at in (_At.OPEN, _At.BETWEEN):
            at, name, numbers = _At.HEAD, head[1].decode(), set()
        else:
            at = _after(at, line)
    if at is not _At.END:
        raise UnusualCopyError


def _after(at: _At, line: bytes) -> _At:
    """Where one is behind a line that is a bracket. Raises UnusualCopyError for any other line."""
    steps = {
        (_At.BEGIN, b"{"): _At.OPEN,
        (_At.LAST_ROW, b"},"): _At.BETWEEN,
        (_At.HEAD, b"},"): _At.BETWEEN,
        (_At.LAST_ROW, b"}"): _At.CLOSED,
        (_At.HEAD, b"}"): _At.CLOSED,
        (_At.CLOSED, b"}"): _At.END,
    }
    if (at, line) not in steps:
        raise UnusualCopyError
    return steps[at, line]

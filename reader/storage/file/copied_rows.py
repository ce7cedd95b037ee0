"""The rows of a copy of a library are read one after the other, so that its size costs no memory.

That is so of a file of any layout, packed or not, which can be read like this with certainty; any other is read whole,
by `backups`, where it is small.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, TypeVar

from reader.domain.errors import Corrupt, NotFound, StoreError
from reader.storage.file.backups import MOST, read_copy, unpack_pieces
from reader.storage.file.checked_rows import LARGE, parse, parse_slowly
from reader.storage.file.doc_ids import KINDS, row_of
from reader.storage.file.indexed_rows import OpenFile
from reader.storage.file.record_scan import Doubtful, RecordScan
from reader.storage.file.strict import HEAVY, weight
from reader.storage.rows.adoption import core
from reader.storage.rows.schema import CURRENT, NEWER, TABLE, migrate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from reader.domain.merge import AnyTables, Row, Tables
    from reader.storage.disk.system import System
    from reader.storage.file.record_scan import ScannedDocument

    Pair = tuple[str, Row]
    """A record with the name of its table."""

T = TypeVar("T")

LEFT = "it was left as it is"
SMALL = 16 << 20
"""Bytes, unpacked, of a copy that is read whole: that takes eight times as much memory."""
WEIGHTY = HEAVY // 8
"""What a record weighs at most, and half of what a copy does that is read whole: a field that another tool has written
becomes a value beside it, two machines may have written it, and what we write ourselves must be readable again."""


class CopiedRows:
    """`CopiedRows` are the rows of one copy, in the current schema, as often as they are asked for: those that it
    held when it was opened, whatever takes its name.
    """

    def __init__(self, system: System, path: Path) -> None:
        """Raises Corrupt for what is larger than any copy, and NotFound."""
        self._path = path
        try:
            there = system.stat(path)
            if not S_ISREG(there.st_mode):  # a pipe might never end
                raise OSError(errno.EINVAL, "not a regular file")
            self._file = OpenFile(system, Path(os.path.realpath(path)))
        except OSError as error:
            raise _unread(path, error.strerror or str(error)) from error
        self._size = there.st_size
        if self._size > MOST:
            raise Corrupt(f"it is larger than {MOST >> 20} MB", str(path), LEFT)

    def __iter__(self) -> Iterator[Pair]:
        """Each with the name of its table. Raises Doubtful, at the latest where the copy ends, Corrupt and NotFound."""
        schema = 0
        numbers: set[bytes] = set()
        known: set[str] = set()
        for found in RecordScan(self._pieces(), parse, parse_slowly):
            if not found.number:
                numbers, known = set(), set()
                continue
            self._check_weight(found.data)
            table, row = _row(found, found.number)
            if found.number in numbers or row["uuid"] in known:
                raise Doubtful  # it stands there twice
            numbers.add(found.number)
            known.add(row["uuid"])
            said = found.parsed.document.get("schema")
            if found.table == TABLE and isinstance(said, int):
                schema = max(schema, said)
            yield table, row
        if schema > CURRENT:
            raise Corrupt(NEWER, str(self._path), LEFT)
        yield from pairs(migrate({}, schema))

    def _check_weight(self, record: bytes) -> None:
        if len(record) > LARGE and weight(record) > WEIGHTY:
            raise Corrupt("a record in it would use up memory", str(self._path), LEFT)

    def _pieces(self) -> Iterator[bytes]:
        try:
            yield from unpack_pieces(self._file.pieces(), self._size)
        except Corrupt as error:
            raise Corrupt(error.what, str(self._path), LEFT) from error
        except StoreError as error:
            raise _unread(self._path, error.what) from error


def with_rows(system: System, path: Path, work: Callable[[Iterable[Pair]], T]) -> T:
    """Do something with the rows of a copy, one after the other; they may be gone through several times.

    Where it turns out that it has to be read whole, the work is begun anew. Raises Corrupt, which names it, and
    NotFound.
    """
    try:
        return work(CopiedRows(system, path))
    except Doubtful:
        pass
    return work(list(pairs(read_whole(system, path))))


def read_whole(system: System, path: Path) -> Tables:
    """Read the tables of a copy that is small. Raises Corrupt, which names it, and NotFound."""
    try:
        return read_copy(system, path, SMALL, 2 * WEIGHTY)
    except Corrupt as error:
        raise Corrupt(error.what, str(path), LEFT) from error
    except OSError as error:
        raise _unread(path, error.strerror or str(error)) from error


def pairs(tables: AnyTables) -> Iterator[Pair]:
    """Yield the rows of tables, one after the other."""
    for table, rows in tables.items():
        for row in rows.values():
            yield table, row


def _row(found: ScannedDocument, number: bytes) -> Pair:
    document, written, _ = found.parsed
    if written and found.table in KINDS:
        return found.table, core(document)
    return row_of(found.table, number.decode(), document)


def _unread(path: Path, why: str) -> NotFound:
    return NotFound(f"it cannot be read ({why.lower()})", str(path))

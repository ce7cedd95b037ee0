"""A large library file is checked by two processes, of which the second begins in its middle.

Where a record begins there is not certain: what looks like one may lie in another. So whoever reads from the beginning
takes what the second has found only when it comes upon a record just there; and each record of which more is to be
found out than by itself ends the second's part.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from reader.second_process import cores
from reader.storage.disk.system import REAL
from reader.storage.file.checked_rows import CheckedRows, Parser, parse_slowly
from reader.storage.file.file_part import Part, PartTable, Rest, pack, unpack
from reader.storage.file.record_scan import END_AND_NEXT, Doubtful, RecordScan
from reader.storage.rows.adoption import adopt_unmoved
from reader.storage.rows.row_kinds import ANNOTATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from reader.domain.merge import Row
    from reader.storage.disk.system import System
    from reader.storage.file.indexed_rows import OpenFile
    from reader.storage.file.record_scan import ScannedDocument

LARGE = 1 << 24
"""Bytes of a file from which on a second process is worth its start."""
FIRST = 0.52
"""The part of the file that the first process has: the second has to begin first, and to tell what it has found."""
PIECE = 1 << 20
COMMAND = (sys.executable, "-P", "-m", "reader.storage.file.second_checker")
"""-P: nothing is imported from the folder one is in, which may be an article's."""
LONGEST = 1 << 24
"""Bytes in which a record begins, or the second process gives up."""
UNNAMED = ""
"""The table in which a part begins, whose name stands before it. One that has no name has no kind either."""


class SecondChecker:
    """A `SecondChecker` is the second process."""

    def __init__(self, descriptor: int, size: int) -> None:
        """Raises OSError."""
        self.earliest = int(size * FIRST)
        self._size = size
        self._child = subprocess.Popen(  # noqa: S603  (our own module)
            (*COMMAND, str(descriptor), str(self.earliest)),
            pass_fds=(descriptor,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._child.stdout is not None
        self._says = self._child.stdout
        self._start = -1

    @property
    def start(self) -> int:
        """Return where the record begins behind which it reads; where there is none, the end."""
        if self._start < 0:
            said = self._says.readline().strip()
            self._start = int(said) if said.isdigit() else self._size
        return self._start

    def result(self) -> Part | None:
        """Wait for what was found; None where it is not certain."""
        with suppress(ValueError, EOFError, TypeError):
            return unpack(self._says.read())
        return None

    def close(self) -> None:
        """End it."""
        self._says.close()
        self._child.kill()
        self._child.wait()


def second_checker(system: System, file: OpenFile, size: int) -> SecondChecker | None:
    """Begin to check the later part of a file; None where that is not worth it, or cannot be."""
    if system is not REAL or size < LARGE or cores() < 2:
        return None
    with suppress(OSError):
        return SecondChecker(file.descriptor, size)
    return None


def check_part(pieces: Callable[[int], Iterable[bytes]], begin: int, tell: Callable[[int], None]) -> Part:
    """Check what is behind the first record that seems to begin behind this offset; `tell` hears where that is.

    Raises Doubtful.
    """
    held = b""
    first = None
    for piece in pieces(begin):
        held += piece
        first = END_AND_NEXT.search(held)
        if first is not None or len(held) > LONGEST:
            break
    if first is None:
        raise Doubtful
    start, number = begin + first.end(), first[1]
    tell(start)
    scan = RecordScan(pieces(start), Parser(), parse_slowly, start).resumed(UNNAMED, number, b"", (UNNAMED,))
    rows = PartRows(next(scan).offset, int(number))
    for found in scan:
        try:
            rows.take(found)
        except _Odd:
            return rows.part(Rest(found.table, found.number or b"", found.before, found.offset))
    return rows.part(Rest())


class _Odd(Exception):
    """A record is left to whoever reads the rest."""


class PartRows(CheckedRows):
    """`PartRows` are what a part of a file holds, behind a record."""

    def __init__(self, start: int, number: int) -> None:
        super().__init__()
        self._start = start
        self._before = number
        self._last = number
        self._kind = UNNAMED
        self._places = self.places[UNNAMED] = {}
        self._all_numbers = {UNNAMED: {number}}
        self._numbers = self._all_numbers[UNNAMED]
        self._noted_unnamed = self._noted

    def part(self, rest: Rest) -> Part:
        """Tell what was found, and what comes next."""
        self._all_numbers[UNNAMED].discard(self._before)
        tables = [self._columns(name) for name in self.places]
        return Part(self._start, self._is_ours, self._last, self.schema, list(self._deleted), tables, rest)

    def _columns(self, name: str) -> PartTable:
        places, noted = self.places[name], {}
        if name in (UNNAMED, ANNOTATIONS.table):
            noted = self._noted_unnamed if name == UNNAMED else self._noted
        numbers, adopted = list(self._all_numbers[name]), list(self._adopted.get(name, ()))
        of_rows = [one for _, one in noted.values()]
        uuids, articles = [str(one.row) for one in of_rows], [article for article, _ in noted.values()]
        marks = list(zip(*(one.place for one in of_rows), strict=True))
        return PartTable(
            name, numbers, list(places), list(zip(*places.values(), strict=True)), adopted, uuids, articles, marks
        )

    def _begin(self, found: ScannedDocument) -> None:
        super()._begin(found)
        self._all_numbers[found.table] = self._numbers
        if self._noted is self._noted_unnamed:
            self._noted = {}

    def _take(self, found: ScannedDocument, digits: bytes) -> None:
        last = self._last
        try:
            super()._take(found, digits)
        except _Odd:
            self._numbers.discard(int(digits))
            self._last = last
            raise

    def _put_aside(self, _found: ScannedDocument, _number: int) -> None:
        raise _Odd

    def _adopt(self, document: dict[str, Any], _kind: str) -> Row:
        row = adopt_unmoved(document)
        if row is None:
            raise _Odd
        return row

    def _note(self, table: str, number: int, document: Row) -> None:
        super()._note(table or ANNOTATIONS.table, number, document)


def main(descriptor: int, begin: int) -> None:
    """Check the later part of the file that is open there, and say on standard output what was found."""
    gc.disable()  # nothing of it is let go of before the end
    parent = os.getppid()

    def pieces(offset: int) -> Iterator[bytes]:
        while (piece := os.pread(descriptor, PIECE, offset)) and os.getppid() == parent:
            yield piece
            offset += len(piece)

    def tell(start: int) -> None:
        sys.stdout.buffer.write(b"%d\n" % start)
        sys.stdout.buffer.flush()

    with suppress(Doubtful, OSError):  # then whoever has begun it reads all by itself
        part = check_part(pieces, begin, tell)
        sys.stdout.buffer.write(pack(part))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
    os._exit(0)  # to take apart what was found takes as long as to tell it

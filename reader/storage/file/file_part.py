"""A part of a library file that another process has checked is told in columns."""

from __future__ import annotations

import marshal
from array import array
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


class Rest(NamedTuple):
    """A `Rest` is where a part ends: at a record that was left to whoever has read the rest, with what stands before
    it; without a number it is the end of the file.
    """

    table: str = ""
    number: bytes = b""
    before: bytes = b""
    offset: int = 0


class PartTable(NamedTuple):
    """A `PartTable` is the records of one table, in their order; that of the table in which a part begins has no name.

    Of all of them there is the number that they stand under, the one under which we write them, and the place in the
    file; of annotations also the id, the article, and start, end and version.
    """

    name: str
    numbers: Sequence[int]
    owns: Sequence[int]
    places: Sequence[Sequence[int]]
    adopted: Sequence[int] = ()
    uuids: Sequence[str] = ()
    articles: Sequence[str] = ()
    marks: Sequence[Sequence[int]] = ()


class Part(NamedTuple):
    """A `Part` is what was found behind the record at `start`."""

    start: int
    is_ours: bool
    last: int
    schema: int
    deleted: Sequence[int]
    tables: Sequence[PartTable]
    rest: Rest


class LaterPart(Protocol):
    """A `LaterPart` is being read by somebody else."""

    earliest: int
    """Before this offset it has begun to read nowhere."""

    @property
    def start(self) -> int:
        """Return where the record begins behind which it reads; where there is none, the end. It may be waited for."""

    def result(self) -> Part | None:
        """Wait for what was found; None where it is not certain."""


def pack(part: Part) -> bytes:
    """Pack a part as bytes."""
    tables = [
        (
            one.name,
            *map(_packed, (one.numbers, one.owns, one.adopted)),
            list(map(_packed, one.places)),
            list(one.uuids),
            list(one.articles),
            list(map(_packed, one.marks)),
        )
        for one in part.tables
    ]
    return marshal.dumps((*part[:4], _packed(part.deleted), tables, tuple(part.rest)))


def unpack(data: bytes) -> Part:
    """Unpack the part that these bytes are. Raises ValueError, EOFError or TypeError for any others."""
    start, is_ours, last, schema, deleted, tables, rest = marshal.loads(data)  # noqa: S302  (of our own process)
    found = [
        PartTable(
            name,
            _unpacked(numbers),
            _unpacked(owns),
            list(map(_unpacked, places)),
            _unpacked(adopted),
            uuids,
            articles,
            list(map(_unpacked, marks)),
        )
        for name, numbers, owns, adopted, places, uuids, articles, marks in tables
    ]
    return Part(start, is_ours, last, schema, _unpacked(deleted), found, Rest(*rest))


def _packed(numbers: Sequence[int]) -> tuple[str, bytes]:
    # A number may be negative, or have 64 bits; but never both.
    code = "q" if min(numbers, default=0) < 0 else "Q"
    return code, array(code, numbers).tobytes()


def _unpacked(packed: tuple[str, bytes]) -> array[int]:
    numbers: array[int] = array(packed[0])
    numbers.frombytes(packed[1])
    return numbers

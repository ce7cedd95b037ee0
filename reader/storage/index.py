"""Where each row is in a library file, and which rows each article has: derived, and made again when it is stale.

With it an article's annotations are read out of a library of 100,000 without reading, or holding, the rest; and a
file that fits its index is one that we have written, so that it need not be checked again.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from os import stat_result

FORMAT = 1


class Mark(NamedTuple):
    """What a file was when it was read: when this has moved, the file has been written."""

    inode: int
    mtime_ns: int
    size: int

    @classmethod
    def of(cls, stat: stat_result) -> Mark:
        """The mark of what `stat` describes."""
        return cls(stat.st_ino, stat.st_mtime_ns, stat.st_size)


class TableIndex(NamedTuple):
    """The rows of one table by document number, ascending, and where their bytes are."""

    numbers: array[int]
    offsets: array[int]
    lengths: array[int]


class Index(NamedTuple):
    """`articles` holds the numbers of each article's annotations, `deleted` those of deleted rows in any table.

    `journals` says how much of other devices' journals the file contains: they stay, for only their owners empty them.
    """

    mark: Mark
    schema: int
    tables: Mapping[str, TableIndex]
    articles: Mapping[str, Sequence[int]]
    deleted: Sequence[int]
    journals: Mapping[str, int]

    def to_bytes(self) -> bytes:
        """As it is kept, for this machine only."""
        arrays = [part for table in self.tables.values() for part in (table.numbers, table.offsets, table.lengths)]
        arrays += [array("Q", numbers) for numbers in self.articles.values()]
        arrays.append(array("Q", self.deleted))
        body = b"".join(part.tobytes() for part in arrays)
        head = {
            "format": FORMAT,
            "byteorder": sys.byteorder,
            "mark": [self.mark.inode, self.mark.mtime_ns, self.mark.size],
            "schema": self.schema,
            "tables": [[name, len(table.numbers)] for name, table in self.tables.items()],
            "articles": [[name, len(numbers)] for name, numbers in self.articles.items()],
            "deleted": len(self.deleted),
            "journals": dict(self.journals),
            "crc": zlib.crc32(body),
        }
        return json.dumps(head).encode() + b"\n" + body

    @classmethod
    def from_bytes(cls, data: bytes, mark: Mark) -> Index | None:
        """The index of the file of that mark; None where these bytes are another's, or damaged."""
        first, _, body = data.partition(b"\n")
        try:
            head = json.loads(first)
            fits = head["format"] == FORMAT and head["byteorder"] == sys.byteorder and Mark(*head["mark"]) == mark
            if not fits or head["crc"] != zlib.crc32(body):
                return None
            parts = _Parts(body)
            tables = {name: TableIndex(*(parts.take(n) for _ in range(3))) for name, n in head["tables"]}
            articles = parts.slices(dict(head["articles"]))
            deleted = parts.take(head["deleted"])
            return cls(mark, head["schema"], tables, articles, deleted, head["journals"])
        except (ValueError, KeyError, TypeError):
            return None


class _Parts:
    """Arrays of whole numbers, one after the other."""

    def __init__(self, body: bytes) -> None:
        self._body = memoryview(body)

    def take(self, count: int) -> array[int]:
        part = array("Q")
        size = count * part.itemsize
        part.frombytes(self._body[:size])
        self._body = self._body[size:]
        return part

    def slices(self, lengths: Mapping[str, int]) -> _Slices:
        return _Slices(self.take(sum(lengths.values())), lengths)


class _Slices(Mapping[str, Sequence[int]]):
    """Pieces of one array by their names, cut out when they are asked for: of 10,000 articles one is."""

    def __init__(self, numbers: array[int], lengths: Mapping[str, int]) -> None:
        self._numbers = numbers
        self._lengths = lengths
        self._ends = dict(zip(lengths, accumulate(lengths.values()), strict=True))

    def __getitem__(self, name: str) -> Sequence[int]:
        end = self._ends[name]
        return self._numbers[end - self._lengths[name] : end]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ends)

    def __len__(self) -> int:
        return len(self._ends)

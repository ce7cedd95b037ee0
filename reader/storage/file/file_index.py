"""The index says where each row is in a library file, and which rows each article has; it is made anew when it is
stale.

With it an article's annotations are read out of a library of 100,000 without reading, or holding, the rest; and a
file that fits its index is one that we have written, so that it need not be checked again.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from reader.storage.disk.system import FileMark
from reader.storage.texts.kept_texts import is_hash

if TYPE_CHECKING:
    from reader.storage.file.packed_rows import PackedRows

FORMAT, LOOSE = 5, 7
"""Without held or adopted rows, and with them: then an older version must not read it."""
HELD_AT_ONCE = 1000
"""Held rows that are written together."""
FEW = 20
"""Articles that are looked for one by one before all are known by name."""
NOWHERE = 0xFFFFFFFF
"""Start and end of an annotation whose place in the version is to be read."""


class TableIndex(NamedTuple):
    """A `TableIndex` is the rows of one table by document number, ascending, and where their bytes are."""

    numbers: array[int]
    offsets: array[int]
    lengths: array[int]


class ArticleRows(NamedTuple):
    """`ArticleRows` are the annotations of one article: their numbers, and where they are in the version that most of
    them are in.

    `version` is that version's key, `starts` and `ends` are in code points and ascend: those that are NOWHERE come
    last. The annotations of one place are in the order of their ids.
    """

    numbers: Sequence[int]
    version: int = 0
    starts: array[int] = array("I")
    ends: array[int] = array("I")


@lru_cache(1 << 15)  # a library has far more annotations than versions, and they come in no order
def version_key(name: str) -> int:
    """Return a version as a number of 64 bits: the beginning of its hash; 0 where it has another name."""
    return int(name[:16], 16) if is_hash(name) else 0


class ReadTo(NamedTuple):
    """A `ReadTo` says how far a journal has been read, and what stood there: one that was emptied may have grown
    beyond it since.
    """

    end: int
    tail: int


class Index(NamedTuple):
    """An `Index` knows where rows are: `articles` holds the annotations of each article, `deleted` the numbers of
    deleted rows in any table.

    `journals` says how much of other devices' journals the file contains: they stay, for only their owners empty them.
    `held` is there for a file that is not as we write it: rows, by table and number, that do not lie in it as they are.
    `adopted` are the numbers of those that lie in it as another program wrote them.
    """

    mark: FileMark
    schema: int
    tables: Mapping[str, TableIndex]
    articles: Mapping[str, ArticleRows]
    deleted: Sequence[int]
    journals: Mapping[str, ReadTo]
    held: Mapping[str, PackedRows] | None = None
    adopted: Mapping[str, Sequence[int]] = MappingProxyType({})

    def to_bytes(self) -> bytes:
        """Answer the index as it is kept, for this machine only."""
        return b"".join(self.pieces())

    def pieces(self) -> Iterator[bytes]:
        """Yield the same: held rows may be many, and are not put together."""
        arrays = [part for table in self.tables.values() for part in (table.numbers, table.offsets, table.lengths)]
        articles = list(self.articles.values())
        names = _names(self.articles, articles)
        arrays.append(array("Q", (rows.version for rows in articles)))
        arrays.append(array("Q", (number for rows in articles for number in rows.numbers)))
        arrays += [array("I", (start for rows in articles for start in rows.starts))]
        arrays += [array("I", (end for rows in articles for end in rows.ends))]
        arrays.append(array("Q", self.deleted))
        adopted = [array("Q", numbers).tobytes() for numbers in self.adopted.values()]
        held = {} if self.held is None else self.held
        for rows in held.values():
            adopted.append(array("Q", map(int, rows)).tobytes())
            adopted.append(array("Q", (len(rows.packed(key)) for key in rows)).tobytes())
        body = b"".join([*(part.tobytes() for part in arrays), names, *adopted])
        crc = zlib.crc32(body)
        for piece in _packed(held):
            crc = zlib.crc32(piece, crc)
        head = {
            "format": FORMAT if self.held is None else LOOSE,
            "byteorder": sys.byteorder,
            "mark": [self.mark.inode, self.mark.mtime_ns, self.mark.size],
            "schema": self.schema,
            "tables": [[name, len(table.numbers)] for name, table in self.tables.items()],
            "articles": [len(articles), sum(len(rows.numbers) for rows in articles)],
            "names": len(names),
            "deleted": len(self.deleted),
            "held": [[name, len(rows)] for name, rows in held.items()],
            "adopted": [[name, len(numbers)] for name, numbers in self.adopted.items()],
            "journals": {name: list(read) for name, read in self.journals.items()},
            "crc": crc,
        }
        yield json.dumps(head).encode() + b"\n" + body
        yield from _packed(held)

    @classmethod
    def from_bytes(cls, data: bytes, mark: FileMark) -> Index | None:
        """Read the index of the file of that mark; None where these bytes are another's, or damaged."""
        first = data.find(b"\n")
        body = memoryview(data)[first + 1 :]  # a copy of 4 MB would take as many milliseconds
        try:
            head = json.loads(data[: max(0, first)])
            fits = (
                head["format"] in (FORMAT, LOOSE)
                and head["byteorder"] == sys.byteorder
                and FileMark(*head["mark"]) == mark
            )
            if not fits or head["crc"] != zlib.crc32(body):
                return None
            parts = _Parts(body)
            tables = {name: TableIndex(*(parts.take(n) for _ in range(3))) for name, n in head["tables"]}
            columns = parts.columns(*head["articles"])
            deleted = parts.take(head["deleted"])
            articles = _Articles(parts.cut(head["names"]), *columns)
            journals = {name: ReadTo(*read) for name, read in head["journals"].items()}
            if head["format"] == FORMAT and head["held"]:
                return None  # an older version has written it
            adopted = {name: parts.take(count) for name, count in head.get("adopted", ())}
            held = parts.held(head["held"]) if head["format"] == LOOSE else None
            return cls(mark, head["schema"], tables, articles, deleted, journals, held, adopted)
        except (ValueError, KeyError, TypeError, RecursionError):
            return None


class _Parts:
    """Arrays of whole numbers, one after the other."""

    def __init__(self, body: memoryview) -> None:
        self._body = body

    def take(self, count: int, code: str = "Q") -> array[int]:
        part = array(code)
        size = count * part.itemsize
        part.frombytes(self._body[:size])
        self._body = self._body[size:]
        return part

    def cut(self, count: int) -> bytes:
        part = self._body[:count].tobytes()
        self._body = self._body[count:]
        return part

    def held(self, counts: Iterable[tuple[str, int]]) -> Mapping[str, PackedRows]:
        """Tables of rows that are held."""
        from reader.storage.file.packed_rows import PackedRows  # noqa: PLC0415  (hardly any file has such)

        places = [(name, self.take(count), self.take(count)) for name, count in counts]
        return {
            name: PackedRows((str(number), self.cut(length)) for number, length in zip(numbers, lengths, strict=True))
            for name, numbers, lengths in places
        }

    def columns(self, articles: int, annotations: int) -> tuple[array[int], Sequence[array[int]]]:
        """The versions of articles; the numbers, starts and ends of their annotations."""
        versions = self.take(articles)
        return versions, (self.take(annotations), self.take(annotations, "I"), self.take(annotations, "I"))


def _packed(held: Mapping[str, PackedRows]) -> Iterator[bytes]:
    """The bytes of rows that are held, many at once."""
    for rows in held.values():
        keys = iter(rows)
        while some := list(islice(keys, HELD_AT_ONCE)):
            yield b"".join(map(rows.packed, some))


def _names(articles: Iterable[str], rows: Iterable[ArticleRows]) -> bytes:
    """A line for each article: its id, which of them it is, and the first and the end of its annotations among all."""
    lines, start = [b"\n"], 0
    for at, (name, one) in enumerate(zip(articles, rows, strict=True)):
        end = start + len(one.numbers)
        lines.append(b"%b %d %d %d\n" % (json.dumps(name).encode(), at, start, end))
        start = end
    return b"".join(lines)


class _Articles(Mapping[str, ArticleRows]):
    """Articles by id, cut out of the columns of all when they are asked for: of 10,000 one is."""

    def __init__(self, names: bytes, versions: array[int], columns: Sequence[array[int]]) -> None:
        """`columns` are the numbers, starts and ends of all of them, `names` what `_names` made."""
        self._names = names
        self._versions = versions
        self._columns = columns
        self._looked_for = 0

    def __getitem__(self, name: str) -> ArticleRows:
        self._looked_for += 1
        # All ids of 50,000 articles take 25 ms and 14 MB to be known; to look for one of them takes a part of one.
        at, start, end = self._looked_up(name) if self._looked_for < FEW else self._places[name]
        numbers, starts, ends = (column[start:end] for column in self._columns)
        return ArticleRows(numbers, self._versions[at], starts, ends)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._versions)

    def _looked_up(self, name: str) -> tuple[int, int, int]:
        begins = b"\n%b " % json.dumps(name).encode()
        found = self._names.find(begins)
        if found < 0:
            raise KeyError(name)
        found += len(begins)
        at, start, end = self._names[found : self._names.index(b"\n", found)].split()
        return int(at), int(start), int(end)

    @cached_property
    def _places(self) -> Mapping[str, tuple[int, int, int]]:
        found = {}
        for line in self._names.splitlines()[1:]:
            name, *place = line.rsplit(b" ", 3)
            at, start, end = map(int, place)
            found[json.loads(name)] = at, start, end
        return found

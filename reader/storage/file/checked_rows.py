"""A library file that anybody may have written is checked record by record, without ever holding all of it.

Rows stay where they are: those that are as we write them, in whatever layout, and those that another program wrote or
edited, which are adopted again whenever they are read. Held are the few that are joined with others, or belong
elsewhere. What this answers is what reading all of it at once, strictly, would: where that is not certain, nothing is
answered.
"""

from __future__ import annotations

import json
from array import array
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import adler32, crc32

from reader.domain.errors import Corrupt
from reader.domain.ids import sha256
from reader.domain.merge import Row, is_deleted, join_rows
from reader.storage.disk.replace import read_pieces
from reader.storage.file.backups import backups, read_tables, unpack, unpack_pieces
from reader.storage.file.doc_ids import KINDS, doc_id, place_rows, tables_of
from reader.storage.file.file_index import NOWHERE, Index, TableIndex
from reader.storage.file.packed_rows import PackedRows
from reader.storage.file.place_index import ELSEWHERE, IndexedPlace, Noted, in_order, place_of
from reader.storage.file.record_scan import Doubtful, RecordScan
from reader.storage.file.strict import (
    HEAVY,
    MAX_DEPTH,
    check_depth,
    check_weight,
    document_in,
    may_be_wide,
    parse_text,
    weight,
)
from reader.storage.file.writing import encode_row
from reader.storage.rows.adoption import OWN, RULE, adopt_row, adopt_unmoved, adopt_whereabouts, core, is_intact, sound
from reader.storage.rows.codec import BEYOND, dumps, loads
from reader.storage.rows.row_kinds import ANNOTATIONS
from reader.storage.rows.schema import CURRENT, NEWER, TABLE, migrate
from reader.storage.rows.values import article_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from reader.domain.merge import Tables
    from reader.storage.disk.system import FileMark, System
    from reader.storage.file.file_index import ArticleRows
    from reader.storage.file.file_part import LaterPart, Part, PartTable, Rest
    from reader.storage.file.indexed_rows import OpenFile
    from reader.storage.file.record_scan import ScannedDocument
    from reader.storage.file.strict import RawTables
    from reader.storage.local.paths import StorePaths

LARGE = 1 << 20
"""Bytes of a record that is weighed before it is parsed."""
AT_ONCE = 2_000
"""Rows of a backup that are held together: more are read again, some at a time."""
UNWRITTEN = -1
"""In the place of the sign of a row's bytes where they are not as we write it: no bytes have it."""
MANIFOLD = OWN | {"tags", "quote", "deleted"}
"""Fields of a row that are not derived from one of the same name."""
BY_DEFAULT = ("", "yellow")
"""What is plain in a row that has nothing of it."""
PREFIX = f"{RULE}:"
"""Begins a digest of the rule by which we derive what is plain in a row."""


BEFORE_WHOLE = b"[%d," % RULE
"""Begins what a digest of it is of."""


class ReadDocument(NamedTuple):
    """A `ReadDocument` is a document, and how we would write it; nothing where it is not one that we have written.

    `adopted` is what `adopt_unmoved` makes of it, where that is known.
    """

    document: dict[str, Any]
    written: bytes
    adopted: Row | None = None


KNOWN = ReadDocument({}, b"")
"""In the place of a document of a backup that the file has too."""


class Place(NamedTuple):
    """A `Place` says where in the file a row is, and the sign of its bytes as we write them."""

    offset: int
    length: int
    written: int


class Held(NamedTuple):
    """A `Held` is a row that we have not written: under which number it stands there, and where; and the hash of its
    bytes.
    """

    number: int
    offset: int
    length: int
    data: int


class Parser:
    """A `Parser` reads documents that we have written, one after the other.

    Where another program has edited one, it has edited the same field in the next, or in all: whether that is so is
    seen sooner than that the digest does not fit.
    """

    def __init__(self) -> None:
        self._edited = ""
        """The field that was edited in the last of those that were."""

    def __call__(self, _table: str, _number: bytes, data: bytes) -> ReadDocument:
        """Parse the next. Raises ValueError where that is not certain."""
        if len(data) > LARGE:
            check_weight(data)
        document = loads(data)
        if not isinstance(document, dict):
            raise ValueError("it is not an object")
        written = dumps(document)
        # Where a key stands twice, one of them is not in what is written, with at least two quotation marks.
        if written != data and _quotes(written) != _quotes(data):
            raise ValueError("a key may stand there twice")
        _check_depth(data)
        # What it adopts had another digest, so the document itself has none that fits.
        adopted = adopt_unmoved(document) if self._edited and _is_edited(document, self._edited) else None
        if adopted is None:
            if _is_derived(document, written):
                return ReadDocument(document, written)
            self._edited = next((name for name in document if _is_edited(document, name)), "")
        if may_be_wide(data):
            raise ValueError("its numbers may be wider than they were read")
        return ReadDocument(document, b"", adopted)


def parse(table: str, number: bytes, data: bytes) -> ReadDocument:
    """Parse a document that we have written, whatever came before it. Raises ValueError where that is not certain."""
    return Parser()(table, number, data)


def _is_edited(document: dict[str, Any], name: str) -> bool:
    """Whether a plain field is surely another than we would derive from what the row has of it."""
    fields = document.get("f")
    if name in MANIFOLD or not isinstance(fields, dict):
        return False
    live = fields.get(name)
    if live is None:
        return name in document and document[name] not in BY_DEFAULT
    if not (isinstance(live, dict) and len(live) == 1):
        return False
    (value,) = live.values()
    return value is not None and document.get(name) != value


def parse_slowly(_table: str, _number: bytes, data: bytes) -> ReadDocument:
    """Parse any document. Raises ValueError where it is none."""
    check_weight(data)
    _check_depth(data)
    document = parse_text(data.decode())
    if not isinstance(document, dict):
        raise ValueError("it is not an object")
    ours = str(document.get("digest")).startswith(PREFIX) and is_intact(document)
    return ReadDocument(document, dumps(document) if ours else b"")


def sign(data: bytes) -> int:
    """Return a number of 63 bits that the bytes of another row have not, the same in every process."""
    return crc32(data) << 31 | adler32(data) & 0x7FFFFFFF


def _check_depth(data: bytes) -> None:
    if data.count(b"{") + data.count(b"[") > MAX_DEPTH - 2:
        check_depth(b"[[%b]]" % data)


def _is_derived(document: dict[str, Any], written: bytes) -> bool:
    """Whether the digest is of this document, and of our rule: what is plain in it is what we would derive."""
    digest = document.get("digest")
    if not isinstance(digest, str) or not digest.startswith(PREFIX):
        return False
    # Its digest is of all the rest. A digest that has to be escaped is none of ours.
    before, _, after = written.partition(b'"digest":"%b",' % digest.encode(errors="replace"))
    found = sha256(b"%b%b%b]" % (BEFORE_WHOLE, before, after))
    return digest == PREFIX + found[:12] and sound(document)


def _quotes(data: bytes) -> int:
    """How many quotation marks begin or end a text."""
    if b"\\" not in data:
        return data.count(b'"')
    unescaped = data.replace(rb"\\", b"")
    return unescaped.count(b'"') - unescaped.count(rb"\"")


class CheckedRows:
    """`CheckedRows` are what a file holds."""

    def __init__(self) -> None:
        self.schema = 0
        self.places: dict[str, dict[int, Place]] = {}
        """The rows of each table that lie in the file, by the numbers under which we write them."""
        self._adopted: dict[str, set[int]] = {}
        """The numbers of those of them that are not as we write them."""
        self._aside: RawTables = {}
        self._held: dict[str, list[Held]] = {}
        self._noted: dict[int, tuple[str, Noted]] = {}
        self._deleted: dict[int, None] = {}
        self._weight = 0
        self._is_ours = True
        self._numbers: set[int] = set()
        self._last = -1
        self._places: dict[int, Place] = {}
        self._kind: str | None = None

    def read(self, pieces: Callable[[int], Iterable[bytes]], later: LaterPart | None = None) -> None:
        """Take in a file, of which there are the pieces from any offset on. Raises Doubtful.

        `later` has read a later part of it meanwhile, or not.
        """
        scan = iter(RecordScan(pieces(0), Parser(), parse_slowly))
        while (found := next(scan, None)) is not None:
            self.take(found)
            if later is not None and found.number and later.earliest <= found.offset >= later.start:
                part = later.result() if found.offset == later.start else None
                if part is not None and self._join(found.table, part):
                    scan = self._rest(pieces, part.rest._replace(table=part.rest.table or found.table))
                later = None

    def take(self, found: ScannedDocument) -> None:
        """Take in what was found next in it. Raises Doubtful."""
        if found.number:
            self._take(found, found.number)
        elif found.number is not None:
            self._begin(found)
        else:
            self._expect(found.before, b"\n}\n}\n" if self.places else b"{\n\n}\n")

    def _rest(self, pieces: Callable[[int], Iterable[bytes]], rest: Rest) -> Iterator[ScannedDocument]:
        if not rest.number:
            return iter(())
        scan = RecordScan(pieces(rest.offset), Parser(), parse_slowly, rest.offset)
        return scan.resumed(rest.table, rest.number, rest.before, self.places)

    def _join(self, table: str, part: Part) -> bool:
        """Have what was found in a part of the file be what comes next in this table; whether it was so certain that it
        need not be read again.
        """
        first, *others = part.tables
        kind = KINDS.get(table)
        if kind is None or table == TABLE or any(one.name in self.places for one in others):
            return False
        if not (self._numbers.isdisjoint(first.numbers) and self._places.keys().isdisjoint(first.owns)):
            return False
        self._is_ours = self._is_ours and part.is_ours
        self._add(table, first)
        for one in others:
            self._is_ours = self._is_ours and one.name >= max(self.places)
            self._places, self._numbers = self.places.setdefault(one.name, {}), set()
            self._kind = KINDS.get(one.name)
            self._add(one.name, one)
        self._last = part.last
        self.schema = max(self.schema, part.schema)
        self._deleted.update(dict.fromkeys(part.deleted))
        return True

    def _add(self, table: str, found: PartTable) -> None:
        if not found.owns:
            return
        self._numbers.update(found.numbers)
        self._places.update(zip(found.owns, map(Place, *found.places), strict=True))
        if found.adopted:
            self._adopted.setdefault(table, set()).update(found.adopted)
        if table == ANNOTATIONS.table:
            self._noted.update(zip(found.owns, _noted(found), strict=True))

    def _begin(self, found: ScannedDocument) -> None:
        begins = b"\n},\n" if self.places else b"{\n"
        self._expect(found.before, b"%b%b:{" % (begins, json.dumps(found.table).encode()))
        self._is_ours = self._is_ours and found.table >= max(self.places, default="")
        self._places = self.places[found.table] = {}
        self._kind = KINDS.get(found.table)
        self._numbers = set()
        self._last = -1

    def _take(self, found: ScannedDocument, digits: bytes) -> None:
        number = int(digits)
        document, written, adopted = found.parsed
        # What the standard library has to parse begins with a blank.
        blank = written[:1] == BEYOND
        if self._is_ours:
            self._expect(found.before, b'%b\n"%d":%b' % (b"," if self._numbers else b"", number, written[:blank]))
            self._is_ours = self._is_ours and number > self._last
        self._last = number
        if number in self._numbers:
            raise Doubtful  # a key stands there twice
        self._numbers.add(number)
        kind = self._kind
        if kind is None:
            self._put_aside(found, number)
            return
        if found.table == TABLE and isinstance(document.get("schema"), int):
            self.schema = max(self.schema, int(document["schema"]))
        row = document if written else adopted or self._adopt(document, kind)
        own = doc_id(row["uuid"])
        if own in self._places or (blank and not found.before.endswith(BEYOND)):
            self._put_aside(found, number)
            return
        if not written:
            self._adopted.setdefault(found.table, set()).add(own)
        self._is_ours = self._is_ours and own == number and written[blank:] == found.data
        known = sign(written) if written else UNWRITTEN
        self._places[own] = Place(found.offset - blank, len(found.data) + blank, known)
        self._note(found.table, own, row)

    def _adopt(self, document: dict[str, Any], kind: str) -> Row:
        return adopt_whereabouts(document, kind)

    def _expect(self, there: bytes, ours: bytes) -> None:
        self._is_ours = self._is_ours and there == ours

    def _put_aside(self, found: ScannedDocument, number: int) -> None:
        self._weight += weight(found.data)
        if self._weight > HEAVY:
            raise Doubtful
        self._aside.setdefault(found.table, {})[str(number)] = found.parsed.document
        held = Held(number, found.offset, len(found.data), hash(found.data))
        self._held.setdefault(found.table, []).append(held)

    def _note(self, table: str, number: int, document: Row) -> None:
        if table == ANNOTATIONS.table:
            noted = Noted(place_of(document), number, document["uuid"])
            self._noted[number] = article_of(document), noted
        if "deleted" in document["f"] and is_deleted(document):
            self._deleted[number] = None

    # -- all of it

    def index(self, file: OpenFile, mark: FileMark, others: Iterable[Tables]) -> Index:
        """Tell where everything is, joined with these tables. Raises Doubtful, and OSError."""
        joining = _Joining(self.places, self._adopted, file)
        joining.put({name: {} for name in self.places})
        joining.put(tables_of(self._aside))
        alone = _numbered(joining.rows)
        is_ours = self._is_ours and self.schema >= CURRENT and self._are_as_written(alone)
        if self.schema < CURRENT:
            joining.replace(migrate({}, self.schema))
        news = False
        for tables in others if self.schema <= CURRENT else ():
            news = joining.put(tables) or news
        if is_ours and not news:
            return self._own_index(mark, alone)
        return self._loose_index(mark, _numbered(joining.rows), joining)

    def _are_as_written(self, alone: Mapping[str, PackedRows]) -> bool:
        count = sum(map(len, self._held.values()))
        return count == sum(map(len, alone.values())) and all(
            (row := alone[table].get(str(one.number))) is not None and hash(encode_row(row)) == one.data
            for table, held in self._held.items()
            for one in held
        )

    def _own_index(self, mark: FileMark, held: Mapping[str, PackedRows]) -> Index:
        for table, rows in self._held.items():
            for one in rows:
                self.places[table][one.number] = Place(one.offset, one.length, one.data)
        self._note_held(held)
        tables = {name: _table(places) for name, places in self.places.items()}
        return Index(mark, self.schema, tables, self._in_order(), list(self._deleted), {})

    def _loose_index(self, mark: FileMark, held: Mapping[str, PackedRows], joining: _Joining) -> Index:
        for table, rows in held.items():
            places = self.places.setdefault(table, {})
            for number in joining.replaced.get(table, ()):
                del places[number]
                self._adopted.get(table, set()).discard(number)
                self._forget(table, number)
            if not places.keys().isdisjoint(map(int, rows)):
                raise Doubtful
        self._note_held(held)
        tables = {name: _table(places) for name, places in self.places.items()}
        adopted = {name: sorted(numbers) for name, numbers in self._adopted.items()}
        return Index(mark, self.schema, tables, self._in_order(), list(self._deleted), {}, held, adopted)

    def _note_held(self, held: Mapping[str, PackedRows]) -> None:
        for table, rows in held.items():
            for number, row in rows.items():
                if "f" in row:
                    self._note(table, int(number), row)

    def _forget(self, table: str, number: int) -> None:
        if table == ANNOTATIONS.table:
            del self._noted[number]
        self._deleted.pop(number, None)

    def _in_order(self) -> dict[str, ArticleRows]:
        articles: dict[str, list[Noted]] = {}
        for article, noted in self._noted.values():
            articles.setdefault(article, []).append(noted)
        return {name: in_order(found) for name, found in articles.items()}


def _noted(found: PartTable) -> Iterator[tuple[str, Noted]]:
    """What is noted of the annotations of a part."""
    for article, number, uuid, *place in zip(found.articles, found.owns, found.uuids, *found.marks, strict=True):
        yield article, Noted(ELSEWHERE if place[0] == NOWHERE else IndexedPlace(*place), number, uuid)


class _Joining:
    """The rows that do not lie in the file as they are, by table and id."""

    def __init__(
        self, places: Mapping[str, Mapping[int, Place]], adopted: Mapping[str, Collection[int]], file: OpenFile
    ) -> None:
        self.rows: dict[str, PackedRows] = {}
        self.replaced: dict[str, set[int]] = {}
        """The numbers of rows in the file that others stand for."""
        self._places = places
        self._adopted = adopted
        self._file = file

    def put(self, tables: Tables) -> bool:
        """Join these; whether that brought anything. Raises Doubtful."""
        news = False
        for name, rows in tables.items():
            news = news or name not in self._places
            known = self.rows.setdefault(name, PackedRows())
            for uuid, row in rows.items():
                there = known.get(uuid) or self._placed(name, row)
                joined = row if there is None else _joined(there, row)
                if joined != there:
                    known[uuid] = joined
                    news = True
                    self._replace(name, row)
        return news

    def replace(self, tables: Tables) -> None:
        """Have these stand for what was there."""
        for name, rows in tables.items():
            self.rows.setdefault(name, PackedRows()).update(rows)
            for row in rows.values():
                self._replace(name, row)

    def _replace(self, name: str, row: Row) -> None:
        if self._placed(name, row) is not None:
            self.replaced.setdefault(name, set()).add(doc_id(row["uuid"]))

    def _placed(self, name: str, row: Row) -> Row | None:
        number = doc_id(row["uuid"])
        place = self._places.get(name, {}).get(number) if "f" in row else None
        if place is None:
            return None
        data = self._file.read(place.length, place.offset)
        is_adopted = number in self._adopted.get(name, ())
        there: Row = adopt_row(document_in(data), KINDS[name]) if is_adopted else core(loads(data))
        if there["uuid"] != row["uuid"]:
            raise Doubtful  # two have one number
        return there


def _joined(there: Row, row: Row) -> Row:
    return join_rows(there, row) if "f" in there and "f" in row and there != row else there


def _numbered(tables: Mapping[str, PackedRows]) -> dict[str, PackedRows]:
    """The same rows under the numbers under which they are written."""
    return {
        name: PackedRows((str(number), rows.packed(key)) for number, key in place_rows(rows).items())
        for name, rows in tables.items()
    }


def _table(places: Mapping[int, Place]) -> TableIndex:
    numbers = sorted(places)
    found = [places[number] for number in numbers]
    return TableIndex(
        array("Q", numbers), array("Q", (one.offset for one in found)), array("Q", (one.length for one in found))
    )


def newest_backups(system: System, paths: StorePaths, device: str, rows: CheckedRows) -> Iterator[Tables]:
    """Yield what the newest backup that can be read has more of than the file, and the newest of this device."""
    read: set[Path] = set()
    there = backups(system, paths)
    for wanted in ("", device):
        for backup in there:
            if wanted and backup.device != wanted:
                continue
            if backup.path in read:
                break
            try:
                yield from _differing(system, backup.path, rows)
            except (Corrupt, OSError):
                continue
            read.add(backup.path)
            break


def _differing(system: System, path: Path, rows: CheckedRows) -> Iterator[Tables]:
    """The rows of a backup, but for those that the file has as they are. Raises OSError and Corrupt, before the first
    of them.
    """

    def quickly(table: str, number: bytes, row: bytes) -> ReadDocument:
        place = rows.places.get(table, {}).get(int(number))
        return KNOWN if place is not None and place.written == sign(row) else parse(table, number, row)

    def scan() -> RecordScan:
        pieces = unpack_pieces(read_pieces(system, path), system.stat(path).st_size)
        return RecordScan(pieces, quickly, parse_slowly)

    try:
        found, schema = _few(scan(), rows.schema)
    except Doubtful:
        yield read_tables(unpack(system.read(path)))
        return
    if schema > CURRENT:
        raise Corrupt(NEWER)
    yield migrate({} if found is None else tables_of(found), schema)
    if found is None:
        # Now that all of it has been read once: 100,000 rows at once are 600 MB.
        yield from map(tables_of, _many(scan()))


def _few(scan: RecordScan, known_schema: int) -> tuple[RawTables | None, int]:
    """What is in a backup, and its schema; None for the one where it is more than is held at once. Raises Doubtful."""
    raw: RawTables = {}
    numbers: set[bytes] = set()
    schema = count = 0
    for found in scan:
        if found.number is None:
            break
        if not found.number:
            raw.setdefault(found.table, {})
            numbers = set()
            continue
        if found.number in numbers:
            raise Doubtful
        numbers.add(found.number)
        if found.parsed is not KNOWN:
            count += 1
            if count <= AT_ONCE:
                raw[found.table][found.number.decode()] = found.parsed.document
        if found.table == TABLE:
            said = known_schema if found.parsed is KNOWN else found.parsed.document.get("schema")
            schema = max(schema, said) if isinstance(said, int) else schema
    return (raw if count <= AT_ONCE else None), schema


def _many(scan: RecordScan) -> Iterator[RawTables]:
    """The same, some at a time, of one that was found to be whole."""
    raw: RawTables = {}
    count = 0
    for found in scan:
        if found.number and found.parsed is not KNOWN:
            raw.setdefault(found.table, {})[found.number.decode()] = found.parsed.document
            count += 1
            if count % AT_ONCE == 0:
                yield raw
                raw = {}
    yield raw

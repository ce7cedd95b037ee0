"""The journal is what a device wrote since the library file was last written: a line a write, durable before it is
shown.

A line is a JSON object: the schema, and the rows that the write changed by table. A part of a line is of a process that
died, was never acknowledged, and is cut off before the next one. The last line may have lost its end, to an editor or a
tool that takes such off; whole as an object it is no part of one, and counts.
"""

from __future__ import annotations

import os
from collections import deque
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from reader.domain.errors import MaybeSaved
from reader.domain.patterns import deferred
from reader.storage.disk.system import explain_failure, telling
from reader.storage.file.doc_ids import TABLES
from reader.storage.rows.adoption import sound
from reader.storage.rows.codec import BEYOND, dumps, loads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from reader.domain.merge import AnyTables, Row, Tables
    from reader.storage.disk.system import System
    from reader.storage.file.packed_rows import PackedRows

SCHEMA = "schema"
HOW = os.O_RDWR | os.O_CREAT | os.O_APPEND
AT_ONCE, MANY = 100, 1000
"""Rows that are encoded together, and rows from which on they are not all."""
LONG = 1 << 20
"""Bytes of a journal whose lines are not copied."""


ITEM = deferred(rb'(?:\A\{|(?!\A),)"([a-z]+)":(?:([0-9]{1,9})(?=[,}])|\[(?=\{"dead":))')
ROW_ENDS = deferred(rb'\}(?:,(?=\{"dead":)|(\])(?=,"[a-z]+":[\[0-9]|\}))')
"""Where a row may end, and, in a group, its table."""
TAIL = 64
"""Bytes that tell the end of a journal from that of another: a line has random stamps in it, and is longer."""


class JournalEntry(NamedTuple):
    """A `JournalEntry` is one write."""

    schema: int
    tables: AnyTables


class JournalPart(NamedTuple):
    """A `JournalPart` is what a journal held from an offset on, and where it ended; `damaged` lines did not parse as
    a whole.
    """

    entries: tuple[JournalEntry, ...]
    end: int
    damaged: int


class LongLine:
    """A `LongLine` is the line of a write of many rows; each piece of it is encoded when its turn comes."""

    def __init__(self, tables: AnyTables, schema: int) -> None:
        """Raises ValueError where a row is not plain, and all of the line must be written as it is."""
        self._tables, self._schema = tables, schema
        (self.end,) = deque(self, maxlen=1)

    def __iter__(self) -> Iterator[bytes]:
        piece = b'{"%s":%d' % (SCHEMA.encode(), self._schema)
        for name, rows in self._tables.items():
            piece += b"," + dumps(name) + b":["
            for number, some in enumerate(_pieces(rows)):
                if number:
                    yield piece
                    piece = b","
                piece += some
            piece += b"]"
        yield piece + b"}\n"


def line_of(tables: AnyTables, schema: int) -> bytes | LongLine:
    """Make the line of a write; that of a large one is never there as a whole, it would be 30 MB at 20,000 rows."""
    if any(len(rows) > MANY for rows in tables.values()):
        with suppress(ValueError):
            return LongLine(tables, schema)
    return encode({name: list(rows.values()) for name, rows in tables.items()}, schema)


def _pieces(rows: Mapping[str, Row]) -> Iterator[bytes]:
    """The rows of a table, some at a time. Raises ValueError where one is not plain."""
    from reader.storage.file.packed_rows import PackedRows  # noqa: PLC0415  (hardly any write is of so many)

    keys = iter(rows)
    while some := list(islice(keys, AT_ONCE)):
        if isinstance(rows, PackedRows):
            each = list(map(rows.packed, some))
            if any(data.startswith(BEYOND) for data in each):
                raise ValueError
            yield b",".join(each)
        else:
            data = dumps([rows[key] for key in some])
            if data.startswith(BEYOND):
                raise ValueError
            yield data[1:-1]


def encode(tables: Mapping[str, list[Row]], schema: int) -> bytes:
    """Write the line of a write."""
    return dumps({SCHEMA: schema, **tables}) + b"\n"


def read(data: bytes, start: int = 0) -> JournalPart:
    """Read what whole lines say; `start` is where in the journal the bytes are from."""
    end = data.rfind(b"\n") + 1
    entries = []
    damaged = 0
    if _entry(data[end:]) is not None:
        end = len(data)
    for line in _lines(data, end):
        entry = _entry(line)
        if entry is not None:
            entries.append(entry)
        elif (bare := bytes(line)).strip(b"\0 "):
            damaged += 1
            entries += _whole_records(bare)
    return JournalPart(tuple(entries), start + end, damaged)


def tail(data: bytes, end: int) -> int:
    """Return what tells whether a journal is still the one that was read to `end`; the end of its last line will do."""
    return crc32(data[max(0, end - TAIL) : end])


def append(system: System, path: Path, line: bytes | LongLine, written: Callable[[], None] = lambda: None) -> int:
    """Add a line; answer the journal's size. Durable when this returns.

    `written` is called before the disk is waited for.
    Raises NotSaved or ReadOnly where nothing was written, MaybeSaved where it was and may not last.
    """
    with telling(path):
        try:
            descriptor = system.open(path, HOW)
        except FileNotFoundError:
            system.make_folder(path.parent)
            descriptor = system.open(path, HOW)
    try:
        end = _append(system, path, descriptor, line, written)
        moved = _is_moved(system, path, descriptor)
    finally:
        # What was synced is on the disk whatever closing says.
        with suppress(OSError):
            system.close(descriptor)
    # Another machine may have taken the file away meanwhile, for it had read all of it before.
    return append(system, path, line, written) if moved else end


def empty(system: System, path: Path, end: int) -> bool:
    """Empty it where all of its lines end at `end`: so much of it is in the library file now. Raises OSError.

    False, and all is as it was, where a line stands behind that: somebody was told that it is saved.
    """
    descriptor = system.open(path, os.O_RDWR)
    try:
        size = system.stat_open(descriptor).st_size
        rest = system.read_at(descriptor, size - end, end) if size > end else b""
        if size < end or b"\n" in rest or _entry(rest) is not None:
            return False
        system.truncate(descriptor, 0)
        system.sync(descriptor)
    finally:
        system.close(descriptor)
    return True


def _append(system: System, path: Path, descriptor: int, line: bytes | LongLine, written: Callable[[], None]) -> int:
    with telling(path):
        end = size = _end(system, path, descriptor)
        try:
            for piece in (line,) if isinstance(line, bytes) else line:
                system.write_all(descriptor, piece)
                end += len(piece)
        except OSError:
            # A part of a line is no line; it is cut off now, or by whoever writes next.
            with suppress(OSError):
                system.truncate(descriptor, size)
            raise
    written()
    try:
        system.sync(descriptor)
        if size == 0:
            system.sync_folder(path.parent)  # it may be new
    except OSError as error:
        raise explain_failure(error, path, MaybeSaved) from error
    return end


def _is_moved(system: System, path: Path, descriptor: int) -> bool:
    try:
        return not os.path.samestat(system.stat(path), system.stat_open(descriptor))
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _end(system: System, path: Path, descriptor: int) -> int:
    """Where the last whole line ends, which gets its end where it lacks it; what comes after it is cut off."""
    size = system.stat(path).st_size
    if size == 0 or system.read_at(descriptor, 1, size - 1) == b"\n":
        return size
    data = system.read(path)
    end = data.rfind(b"\n") + 1
    if _entry(data[end:]) is not None:
        system.write_all(descriptor, b"\n")
        return size + 1
    system.truncate(descriptor, end)
    return end


def _lines(data: bytes, end: int) -> Iterable[bytes | memoryview]:
    """The lines up to there; a long one is not copied: that of an import is most of a journal, and 30 MB."""
    if end < LONG or b"\r" in data:
        return data[:end].splitlines()
    return _long_lines(data, end)


def _long_lines(data: bytes, end: int) -> Iterator[memoryview]:
    start, view = 0, memoryview(data)
    while start < end:
        at = data.find(b"\n", start, end)
        stop = at if at >= 0 else end
        yield view[start:stop]
        start = stop + 1


def _entry(line: bytes | memoryview) -> JournalEntry | None:
    if len(line) >= LONG and (entry := _long_entry(line)) is not None:
        return entry
    try:
        found: Any = loads(line)
    except ValueError:
        return None
    if not isinstance(found, dict) or not isinstance(found.get(SCHEMA), int):
        return None
    tables: Tables = {}
    for name, rows in found.items():
        if name == SCHEMA:
            continue
        if not isinstance(rows, list) or not all(map(_is_row, rows)):
            return None
        for row in rows:
            # A row says itself what it is: damage may name its table otherwise, or run two tables into one.
            table = TABLES.get(str(row.get("kind")), str(name))
            tables.setdefault(table, {})[row["uuid"]] = row
    return JournalEntry(found[SCHEMA], tables)


def _long_entry(line: bytes | memoryview) -> JournalEntry | None:
    """A long line as it is written, row by row, each of which stays bytes; None where it cannot be read like that.

    As objects the rows of an import take four times as much memory, and to parse them at once once more.
    """
    at, names = 0, set[bytes]()
    tables: dict[str, PackedRows] = {}
    schema = None
    while item := ITEM.match(line, at):
        name, number = bytes(item[1]), item[2]
        if name in names or (name == SCHEMA.encode()) != bool(number):
            return None
        names.add(name)
        if number:
            schema, at = int(number), item.end()
            continue
        found = _long_table(line, item.end(), name.decode(), tables)
        if found is None:
            return None
        at = found
    return None if schema is None or bytes(line[at:]).rstrip() != b"}" else JournalEntry(schema, tables)


def _long_table(line: bytes | memoryview, at: int, name: str, tables: dict[str, PackedRows]) -> int | None:
    """Put the rows of a table that begin here; where the table ends, None where that is not certain."""
    from reader.storage.file.packed_rows import PackedRows  # noqa: PLC0415  (hardly any journal has such lines)

    # What ends in the middle of a row does not parse: its brackets are open.
    for end in ROW_ENDS.finditer(line, at):
        data = bytes(line[at : end.start() + 1])
        try:
            row = loads(data)
        except ValueError:
            return None
        if not _is_row(row):
            return None
        tables.setdefault(TABLES.get(str(row.get("kind")), name), PackedRows()).pack(row["uuid"], data)
        at = end.end()
        if end[1]:
            return at
    return None


def _whole_records(line: bytes) -> list[JournalEntry]:
    """What is whole in a damaged line: an import writes hundreds of records in one."""
    # What recovers takes 8 ms to import, and hardly any journal is damaged.
    from reader.storage.file.recovery import salvage_line  # noqa: PLC0415
    from reader.storage.rows.schema import CURRENT  # noqa: PLC0415

    tables = salvage_line(line)
    return [JournalEntry(CURRENT, tables)] if tables else []


def _is_row(row: Any) -> bool:
    return isinstance(row, dict) and (sound(row) or (isinstance(row.get("uuid"), str) and "document" in row))

"""The journal is what a device wrote since the library file was last written: a line a write, durable before it is
shown.

A line is a JSON object: the schema, and the rows that the write changed by table. A part of a line is of a process that
died, was never acknowledged, and is cut off before the next one. The last line may have lost its end, to an editor or a
tool that takes such off; whole as an object it is no part of one, and counts.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from reader.domain.errors import MaybeSaved
from reader.storage.disk.system import explain_failure, telling
from reader.storage.file.doc_ids import TABLES
from reader.storage.rows.adoption import sound
from reader.storage.rows.codec import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reader.domain.merge import Row, Tables
    from reader.storage.disk.system import System

SCHEMA = "schema"
HOW = os.O_RDWR | os.O_CREAT | os.O_APPEND


TAIL = 64
"""Bytes that tell the end of a journal from that of another: a line has random stamps in it, and is longer."""


class JournalEntry(NamedTuple):
    """A `JournalEntry` is one write."""

    schema: int
    tables: Tables


class JournalPart(NamedTuple):
    """A `JournalPart` is what a journal held from an offset on, and where it ended; `damaged` lines did not parse as
    a whole.
    """

    entries: tuple[JournalEntry, ...]
    end: int
    damaged: int


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
    for line in data[:end].splitlines():
        entry = _entry(line)
        if entry is not None:
            entries.append(entry)
        elif line.strip(b"\0 "):
            damaged += 1
            entries += _whole_records(line)
    return JournalPart(tuple(entries), start + end, damaged)


def tail(data: bytes, end: int) -> int:
    """Return what tells whether a journal is still the one that was read to `end`; the end of its last line will do."""
    return crc32(data[max(0, end - TAIL) : end])


def append(system: System, path: Path, line: bytes) -> int:
    """Add a line; answer the journal's size. Durable when this returns.

    Raises NotSaved or ReadOnly where nothing was written, MaybeSaved where it was and may not last.
    """
    with telling(path):
        try:
            descriptor = system.open(path, HOW)
        except FileNotFoundError:
            system.make_folder(path.parent)
            descriptor = system.open(path, HOW)
    try:
        end = _append(system, path, descriptor, line)
        moved = _is_moved(system, path, descriptor)
    finally:
        # What was synced is on the disk whatever closing says.
        with suppress(OSError):
            system.close(descriptor)
    # Another machine may have taken the file away meanwhile, for it had read all of it before.
    return append(system, path, line) if moved else end


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


def _append(system: System, path: Path, descriptor: int, line: bytes) -> int:
    with telling(path):
        size = _end(system, path, descriptor)
        try:
            system.write_all(descriptor, line)
        except OSError:
            # A part of a line is no line; it is cut off now, or by whoever writes next.
            with suppress(OSError):
                system.truncate(descriptor, size)
            raise
    try:
        system.sync(descriptor)
        if size == 0:
            system.sync_folder(path.parent)  # it may be new
    except OSError as error:
        raise explain_failure(error, path, MaybeSaved) from error
    return size + len(line)


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


def _entry(line: bytes) -> JournalEntry | None:
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


def _whole_records(line: bytes) -> list[JournalEntry]:
    """What is whole in a damaged line: an import writes hundreds of records in one."""
    # What recovers takes 8 ms to import, and hardly any journal is damaged.
    from reader.storage.file.recovery import salvage_line  # noqa: PLC0415
    from reader.storage.rows.schema import CURRENT  # noqa: PLC0415

    tables = salvage_line(line)
    return [JournalEntry(CURRENT, tables)] if tables else []


def _is_row(row: Any) -> bool:
    return isinstance(row, dict) and (sound(row) or (isinstance(row.get("uuid"), str) and "document" in row))

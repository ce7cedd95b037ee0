"""The library is kept as it was written: the newest ten copies, one an hour for a day, one a day for a month."""

from __future__ import annotations

import json
import zlib
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.errors import Corrupt
from reader.domain.patterns import deferred
from reader.storage.disk.gc_off import uncollected
from reader.storage.disk.replace import replacing
from reader.storage.file.doc_ids import tables_of
from reader.storage.file.strict import HEAVY, parse, weight
from reader.storage.local.write_days import keep_days, read_days
from reader.storage.rows.schema import CURRENT, NEWER, migrate, schema_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from reader.domain.merge import Tables
    from reader.storage.disk.system import System
    from reader.storage.local.paths import StorePaths

NEWEST = 10
HOURLY = timedelta(days=1)
DAILY = timedelta(days=30)
NAME = deferred(r"(\d{8}T\d{12}Z)(?:\.([a-z0-9-]+))?(?:\.(before-[a-z-]+|by-hand))?\.json\.gz")
TIME = "%Y%m%dT%H%M%S%fZ"
JOINED = "joined-"
"""Before the name of a conflict copy that was put here."""
AHEAD = timedelta(days=1)
"""How far a clock may have been put back without a backup's name being wrong."""
PACKED = b"\x1f\x8b"
"""How gzip's format begins."""
GZIP = 31
"""zlib's window size for gzip's format, which any system can unpack."""
LEVEL = 1
"""Five times smaller at 10,000 records, in a tenth of the time of the default."""
LARGEST = 1 << 30
MOST = 1 << 28
"""A backup that unpacks to more was not made here."""
PIECE = 1 << 18
FAIR = 1 << 26
RATIO = 32
"""Nor one that unpacks to more than both the one and so many times its bytes: a library packs to a fifth or a tenth."""


class Backup(NamedTuple):
    """A `Backup` is one copy, and the device that made it.

    A named one says what it was made before; it is kept for a month.
    """

    path: Path
    made: datetime
    device: str = ""
    name: str = ""


def backups(system: System, paths: StorePaths) -> list[Backup]:
    """List all that are there, newest first."""
    try:
        names = system.names(paths.backups)
    except OSError:
        return []
    found = []
    for name in names:
        match = NAME.fullmatch(name)
        if match:
            with suppress(ValueError):
                made = datetime.strptime(match[1], TIME).replace(tzinfo=UTC)
                found.append(Backup(paths.backups / name, made, match[2] or "", match[3] or ""))
    return sorted(found, key=lambda backup: (backup.made, backup.name), reverse=True)


def read_copy(system: System, path: Path, most: int = MOST, heaviest: int = HEAVY) -> Tables:
    """Read the tables of a copy of a library, of so many bytes and so heavy at most. Raises OSError, Corrupt."""
    if system.stat(path).st_size > most:
        raise Corrupt(f"it is larger than {most >> 20} MB, and does not stand as a library is written")
    data = unpack(system.read(path), most + 1)
    if heaviest < HEAVY and weight(data) > heaviest:
        raise Corrupt("it would use up memory")
    return read_tables(data)


def read_tables(data: bytes) -> Tables:
    """Read the tables of a library's bytes, in the current schema. Raises Corrupt; also where the schema is newer."""
    with uncollected():
        raw = parse(data)
        schema = schema_of(raw)
        if schema > CURRENT:
            raise Corrupt(NEWER)
        return migrate(tables_of(raw), schema)


def unpack(data: bytes, most: int = LARGEST) -> bytes:
    """Take bytes out of gzip where they are in it, fewer than `most`. Raises Corrupt."""
    if not data.startswith(PACKED):
        return data
    unpacker = zlib.decompressobj(GZIP)
    try:
        most = min(most, max(FAIR, RATIO * len(data)))
        out = unpacker.decompress(data, most)
    except zlib.error as error:
        raise Corrupt(f"the file does not unpack ({error})") from error
    if len(out) == most:
        raise Corrupt("the file is packed to use up memory")
    if not unpacker.eof:
        raise Corrupt("the file is cut off")
    return out


def unpack_pieces(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Unpack so many bytes that come in pieces, piece by piece. Raises Corrupt."""
    rest = iter(pieces)
    first = next(rest, b"")
    if not first.startswith(PACKED):
        yield first
        yield from rest
        return
    unpacker, left = zlib.decompressobj(GZIP), min(LARGEST, max(FAIR, RATIO * size))
    for packed in chain((first,), rest):
        while packed and not unpacker.eof:
            try:
                piece = unpacker.decompress(packed, PIECE)
            except zlib.error as error:
                raise Corrupt(f"the file does not unpack ({error})") from error
            packed, left = unpacker.unconsumed_tail, left - len(piece)
            if left <= 0:
                raise Corrupt("the file is packed to use up memory")
            if piece:
                yield piece
    if not unpacker.eof:
        raise Corrupt("the file is cut off")


def unpack_part(data: bytes) -> bytes:
    """Unpack what can be of bytes that are cut off or damaged."""
    unpacker, pieces, left = zlib.decompressobj(GZIP), [], max(FAIR, RATIO * len(data))
    with suppress(zlib.error):
        # In small pieces: what comes before the damage is answered, what is in one piece with it is not.
        for start in range(0, len(data), 64):
            pieces.append(unpacker.decompress(data[start : start + 64], LARGEST))
            left -= len(pieces[-1])
            if left < 0:
                break
    return b"".join(pieces)


class Packer:
    """A `Packer` packs a backup piece by piece, while the library is written."""

    def __init__(self) -> None:
        self._packer = zlib.compressobj(LEVEL, wbits=GZIP)
        self._pieces: list[bytes] = []

    def add(self, data: bytes) -> None:
        """Add the next piece."""
        self._pieces.append(self._packer.compress(data))

    def packed(self) -> Sequence[bytes]:
        """End the backup, and answer all of it, in pieces."""
        self._pieces.append(self._packer.flush())
        return self._pieces


def keep_backup(
    system: System, paths: StorePaths, packed: Iterable[bytes], now: datetime, *, device: str, name: str = ""
) -> Path:
    """Keep a copy that is packed, in pieces, and drop those whose time has passed. `name` is empty, `by-hand` or
    `before-` something.

    Where the clock may be wrong none is dropped. Raises as `replacing` does.
    """
    days = read_days(system, paths).written_on(now.date())
    there = backups(system, paths)
    if days.believed:
        there = _redated(system, there, now)
    # The order of the names is the order of writing, also where the clock was set back.
    made = max([now, *(backup.made + timedelta(microseconds=1) for backup in there[:1])])
    path = paths.backups / _name(made, device, name)
    with replacing(system, path) as part:
        for piece in packed:
            part.write(piece)
    keep_days(system, paths, days)
    if days.believed:
        for backup in list_outdated([Backup(path, made, device, name), *there], made):
            with suppress(OSError):
                system.unlink(backup.path)
        _drop_joined(system, paths, now)
    return path


def _name(made: datetime, device: str, name: str) -> str:
    parts = [made.astimezone(UTC).strftime(TIME), device, name]
    return f"{'.'.join(part for part in parts if part)}.json.gz"


def _redated(system: System, newest_first: Sequence[Backup], now: datetime) -> list[Backup]:
    """All of them; those of days that have not come yet, from when the clock was wrong, are called of just now.

    Else the next ones would have to be later still, to keep the order, and all would be of one hour.
    """
    ahead = [backup for backup in newest_first if backup.made > now + AHEAD]
    redated = []
    for n, backup in enumerate(ahead, 1):
        made = now - n * timedelta(microseconds=1)
        path = backup.path.with_name(_name(made, backup.device, backup.name))
        with suppress(OSError):
            system.replace(backup.path, path)
            backup = Backup(path, made, backup.device, backup.name)
        redated.append(backup)
    return sorted([*redated, *newest_first[len(ahead) :]], key=lambda one: (one.made, one.name), reverse=True)


def _drop_joined(system: System, paths: StorePaths, now: datetime) -> None:
    """Remove the conflict copies that were joined a month ago."""
    oldest = (now - DAILY).timestamp()
    with suppress(OSError):
        for name in system.names(paths.backups):
            path = paths.backups / name
            if name.startswith(JOINED) and system.stat(path).st_mtime < oldest:
                system.unlink(path)


def list_outdated(newest_first: Sequence[Backup], now: datetime) -> list[Backup]:
    """Choose those that need not be kept: of each hour and day the first one is."""
    hours: set[str] = set()
    days: set[str] = set()
    drop = []
    for index, backup in reversed(list(enumerate(newest_first))):
        age = now - backup.made
        hour, day = backup.made.strftime("%Y%m%d%H"), backup.made.strftime("%Y%m%d")
        wanted = index < NEWEST or (bool(backup.name) and age < DAILY)
        wanted = wanted or (age < HOURLY and hour not in hours) or (age < DAILY and day not in days)
        hours.add(hour)
        days.add(day)
        if not wanted:
            drop.append(backup)
    return drop


def readable(data: bytes) -> bytes:
    """Return the bytes of a file that some tool may have packed, or written as UTF-16 or UTF-32; else as they are."""
    if wide := _wide_encoding(data):
        with suppress(UnicodeDecodeError):
            # Cut off within a character, it has some bytes more.
            return data[: len(data) & ~(3 if "32" in wide else 1)].decode(wide).encode()
        return data
    try:
        return unpack(data)
    except Corrupt:
        return unpack_part(data) or data


def _wide_encoding(data: bytes) -> str:
    """The encoding of JSON whose characters have several bytes each: a mark says it, or the NULs about its bracket."""
    found = json.detect_encoding(data[:4])
    return found if found.startswith(("utf-16", "utf-32")) else ""

"""What to read where the library file cannot be: its backup, and every record that is whole in the broken bytes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from reader.domain.counting import counted
from reader.domain.digests import sha256
from reader.domain.errors import Corrupt, StoreError
from reader.domain.merge import join_tables
from reader.storage.disk.replace import write_file
from reader.storage.file.backups import backups, read_tables, unpacked
from reader.storage.file.doc_ids import KINDS, tables_of
from reader.storage.file.strict import check_depth

if TYPE_CHECKING:
    from pathlib import Path

    from reader.domain.merge import Tables
    from reader.storage.disk.system import System
    from reader.storage.file.strict import RawTables
    from reader.storage.local.paths import StorePaths

RECORD = re.compile(r'"[^"\\\x00-\x1f]{1,20}"\s*:\s*(?=\{)')
"""What stands before a record: a short key."""


def newest_backup(system: System, paths: StorePaths, device: str, besides: bytes = b"") -> Tables | None:
    """The newest backup that can be read, joined with the newest of this device: its own last word.

    One that holds the bytes `besides` is not read: it would add nothing to them.
    """
    found = [_newest(system, paths, "", besides), _newest(system, paths, device, besides)]
    there = [tables for tables in found if tables is not None]
    return join_tables(there) if there else None


def _newest(system: System, paths: StorePaths, device: str, besides: bytes) -> Tables | None:
    for backup in backups(system, paths):
        if device and backup.device != device:
            continue
        try:
            data = unpacked(system.read(backup.path))
            return {} if data == besides else read_tables(data)
        except (Corrupt, OSError):
            continue
    return None


def recovered(system: System, paths: StorePaths, data: bytes, why: str, *, has_backup: bool) -> tuple[Tables, str]:
    """The records that are whole in a library file that does not parse, and what to tell the user.

    The bytes are set aside first. Raises Corrupt where there is nothing to be had, and no backup either.
    """
    aside = set_aside(system, paths, data)
    tables = salvage(data)
    count = sum(map(len, tables.values()))
    kept = f"the damaged file was kept as {aside.name}" if aside else "the damaged file was left where it is"
    if not count and not has_backup and data.strip():
        raise Corrupt(f"{why}, and no record could be read out of it; {kept}", str(paths.library), "restore a copy")
    source = ", and all of the newest backup was added" if has_backup else ""
    return tables, f"{paths.library.name}: {why}; {counted(count, 'record')} could be read out of it{source}; {kept}"


def set_aside(system: System, paths: StorePaths, data: bytes) -> Path | None:
    """Keep these bytes among the backups; None where that fails."""
    aside = paths.backups / f"damaged-{sha256(data)[:12]}.json"
    try:
        if not system.exists(aside):
            write_file(system, aside, data)
    except (OSError, StoreError):
        return None
    return aside


def salvage(data: bytes) -> Tables:
    """Every complete record in the bytes of a broken library, by the table that its kind belongs to."""
    text = data.decode(errors="replace")
    decoder = json.JSONDecoder()
    raw: RawTables = {}
    position = 0
    for match in RECORD.finditer(text):
        if match.end() < position:
            continue  # inside of a record that was taken
        try:
            value, end = decoder.raw_decode(text, match.end())
            check_depth(text[match.end() : end].encode())
        except (ValueError, RecursionError):
            continue
        table = _table_of(value)
        if table is not None:
            documents = raw.setdefault(table, {})
            documents[str(len(documents) + 1)] = value
            position = end
    return tables_of(raw)


def _table_of(value: Any) -> str | None:
    if not isinstance(value, dict) or not isinstance(value.get("uuid"), str):
        return None
    kinds = {kind: table for table, kind in KINDS.items()}
    if value.get("kind") in kinds:
        return kinds[value["kind"]]
    return "articles" if "title" in value else "annotations"

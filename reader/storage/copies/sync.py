"""Several machines meet in a folder that some engine carries between them: Syncthing, Dropbox, a network drive.

Each machine writes one file of its own there, and joins everybody else's; so no file has two writers, and no engine
finds a conflict. The library itself stays outside. Kept texts go both ways; they never change.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.domain.errors import Corrupt, NotFound, StoreError
from reader.domain.patterns import deferred
from reader.storage.compaction import compact
from reader.storage.copies.absorbing import Absorbed, absorb_file
from reader.storage.disk.replace import copy_file, has_same_bytes, sweep, write_file
from reader.storage.disk.system import FileMark, telling
from reader.storage.rows.codec import dumps, loads
from reader.storage.rows.schema import NEWER
from reader.storage.texts.document_file import LARGEST, DamagedDocument, unpack
from reader.storage.texts.kept_texts import is_hash

if TYPE_CHECKING:
    from reader.storage.store import FileStore

MACHINE = deferred(r"reader\..+\.json")
"""A machine's file, or what an engine made of one."""
ABSENT = deferred(r"\.reader\..+\.json\.icloud")
"""What iCloud puts in the place of a machine's file that it has taken off the disk."""
TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class SyncReport:
    """A `SyncReport` says what a sync did: what was joined from which file, which could not be read, and how many
    texts went each way.
    """

    absorbed: tuple[Absorbed, ...]
    unreadable: tuple[str, ...]
    texts_in: int
    texts_out: int
    written: bool
    newer: tuple[str, ...] = ()
    """Files of machines whose program is newer than this one."""

    @property
    def unread(self) -> tuple[str, ...]:
        """Return a sentence for each file of another machine that was not joined."""
        later = (f"{name}: cannot be read yet; the next sync reads it" for name in self.unreadable)
        return (*later, *(f"{name}: {NEWER}; update this one" for name in self.newer))

    def __str__(self) -> str:
        """In one line, for people; empty where nothing changed."""
        news = [str(one) for one in self.absorbed if one.changes or not one.done]
        return "; ".join(news)


def sync_folder(store: FileStore, folder: Path, *, confirmed: bool = False) -> SyncReport:
    """Join what the other machines wrote there, and write this one's file. Raises StoreError.

    Cheap where nothing has changed. A machine's file that would hide very many records is not joined unless
    `confirmed`; its Absorbed says so.
    """
    with telling(folder / TEXTS):
        store.system.make_folder(folder / TEXTS)
    with telling(folder):
        sweep(store.system, folder, own_file(store, folder).name)  # another machine is at work on those of its own
        texts_in, unread_texts = _fetch_texts(store, folder / TEXTS)
        absorbed, unreadable, newer = _join_machines(store, folder, confirmed=confirmed)
        texts_out = _send_texts(store, folder / TEXTS)  # before the file that speaks of them
        written = _write_own(store, folder)
    return SyncReport(tuple(absorbed), (*unreadable, *unread_texts), texts_in, texts_out, written, tuple(newer))


def heard_folder(store: FileStore) -> Path | None:
    """Return the folder that this library was synced with last, and is whenever it is open; None where there is
    none.
    """
    try:
        named = os.fsdecode(store.system.read(store.paths.heard)).strip()
    except OSError:
        return None
    return Path(named) if named and "\0" not in named else None  # else it is damaged: no folder is called so


def own_file(store: FileStore, folder: Path) -> Path:
    """Tell where this machine writes."""
    return folder / f"reader.{store.device}.json"


def _join_machines(store: FileStore, folder: Path, *, confirmed: bool) -> tuple[list[Absorbed], list[str], list[str]]:
    seen = _seen(store, folder)
    listed = sorted(store.system.names(folder))
    absorbed, newer, unreadable = [], [], [name for name in listed if ABSENT.fullmatch(name)]
    names = [name for name in listed if MACHINE.fullmatch(name)]
    for name in names:
        try:
            mark = _mark(store, folder / name)
            if seen.get(name) == mark:
                continue
            result = absorb_file(store, folder / name, confirmed=confirmed)
        except (Corrupt, NotFound, OSError) as error:
            if isinstance(error, Corrupt) and error.what == NEWER:
                newer.append(name)
            else:
                unreadable.append(name)  # an engine is at work on it; the next sync reads it
            continue
        absorbed.append(result)
        if result.done:
            seen[name] = mark
    _keep_seen(store, folder, {name: mark for name, mark in seen.items() if name in names})
    return absorbed, unreadable, newer


def _write_own(store: FileStore, folder: Path) -> bool:
    compact(store)
    path = own_file(store, folder)
    if not store.system.exists(store.paths.file):
        return False  # nothing was ever saved here
    with suppress(OSError):
        if has_same_bytes(store.system, store.paths.file, path):
            return False
    copy_file(store.system, store.paths.file, path)
    with suppress(OSError):
        _keep_seen(store, folder, {**_seen(store, folder), path.name: _mark(store, path)})
    return True


def _fetch_texts(store: FileStore, folder: Path) -> tuple[int, list[str]]:
    """Take the texts that are not here; how many, and which could not be read: they may be whole the next time."""
    fetched, unreadable = 0, []
    for name in _missing(store, folder, store.paths.texts):
        try:
            if store.system.stat(folder / name).st_size > LARGEST:
                raise DamagedDocument(name)
            data = store.system.read(folder / name)
            unpack(data, name)
        except (OSError, DamagedDocument):
            unreadable.append(f"{TEXTS}/{name}")
            continue
        write_file(store.system, store.paths.texts / name, data)
        fetched += 1
    return fetched, unreadable


def _send_texts(store: FileStore, folder: Path) -> int:
    sent = 0
    for name in _missing(store, store.paths.texts, folder):
        with suppress(FileNotFoundError):
            write_file(store.system, folder / name, store.system.read(store.paths.texts / name))
            sent += 1
    return sent


def _missing(store: FileStore, source: Path, target: Path) -> list[str]:
    """The names of texts that are in one folder and not in the other."""
    found = []
    for folder in (source, target):
        try:
            found.append({name for name in store.system.names(folder) if is_hash(name)})
        except OSError:
            found.append(set())
    return sorted(found[0] - found[1])


def _mark(store: FileStore, path: Path) -> list[int]:
    mark = FileMark.of(store.system.stat(path))
    return [mark.inode, mark.mtime_ns, mark.size]


def _seen(store: FileStore, folder: Path) -> dict[str, list[int]]:
    """Which files of the folder this machine has joined, by what they were then. Losing it costs time only."""
    try:
        found = loads(store.system.read(store.paths.own_state / "sync"))
        return dict(found["files"]) if found["folder"] == str(folder) else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _keep_seen(store: FileStore, folder: Path, seen: dict[str, list[int]]) -> None:
    data = dumps({"folder": str(folder), "files": seen})
    with suppress(StoreError):
        write_file(store.system, store.paths.own_state / "sync", data, durable=False)

"""Devices that write no more left things beside the library and in the sync folder: these are folded in.

A journal is moved to the backups when the library file holds all of it. The device that wrote it may be alive: it
notices when it adds a line to a file that has gone, and adds it again; and every machine writes its own file in the
sync folder anew where that has gone.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import reader.storage.journal as journal
from reader.domain.errors import Corrupt, NotFound
from reader.storage.compaction import compact
from reader.storage.copies.absorbing import absorb_file
from reader.storage.copies.sync import MACHINE, heard_folder, own_file
from reader.storage.device import label
from reader.storage.disk.system import telling
from reader.storage.file.backups import JOINED

if TYPE_CHECKING:
    from pathlib import Path

    from reader.storage.store import FileStore

SILENT = timedelta(days=1)
"""How long a device has written nothing that is taken for one which writes no more; a mistake costs nothing."""
AWAY = timedelta(days=90)
"""The same of its file in the sync folder: a machine may lie in a drawer, and its file is read by all others."""


class DeviceFile(NamedTuple):
    """A `DeviceFile` is a file of another device, when it was last written, and whether that device is taken for
    silent.
    """

    path: Path
    device: str
    written: datetime
    silent: bool


def list_left_journals(store: FileStore) -> list[DeviceFile]:
    """List the journals of other devices that hold anything."""
    own = {path.name for path in store.view.own_journals}
    names = [name for name in store.view.journals if name not in own]
    found = [_left(store, store.paths.folder / name, name.split(".")[-2], SILENT) for name in sorted(names)]
    return [one for one in found if one is not None]


def list_left_files(store: FileStore) -> list[DeviceFile]:
    """List the files of other devices in the sync folder."""
    folder = heard_folder(store)
    if folder is None:
        return []
    own = own_file(store, folder).name
    try:
        names = sorted(name for name in store.system.names(folder) if MACHINE.fullmatch(name) and name != own)
    except OSError:
        return []
    found = [_left(store, folder / name, name.split(".")[1], AWAY) for name in names]
    return [one for one in found if one is not None]


def fold_in(store: FileStore) -> list[str]:
    """Take all that they left into the library, and out of the way; what was done, in words. Raises StoreError."""
    done = []
    journals = list_left_journals(store)
    if journals:
        with store.writing():
            compact(store)
            folded = [one for one in journals if _fold(store, one.path)]
        done += [f"{one.path.name} was folded into the library" for one in folded]
    for one in list_left_files(store):
        if one.silent and _remove(store, one.path):
            done.append(f"{one.path} was removed: all of it is in the library")
    return done


def _left(store: FileStore, path: Path, device: str, patience: timedelta) -> DeviceFile | None:
    try:
        there = store.system.stat(path)
    except OSError:
        return None
    if not there.st_size:
        return None
    written = datetime.fromtimestamp(there.st_mtime, UTC)
    silent = store.clock() - written > patience or (patience is SILENT and label(device) == label(store.device))
    return DeviceFile(path, device, written, silent)


def _fold(store: FileStore, path: Path) -> bool:
    """Move a journal to the backups; false where it holds what was not read, and stays."""
    end, target = store.view.read_to(path), store.paths.backups / f"{JOINED}{path.name}"
    with telling(path):
        if b"\n" in store.system.read(path)[end:]:
            return False
        store.system.make_folder(target.parent)
        store.system.replace(path, target)
        store.system.sync_folder(path.parent)
        late = journal.read(store.system.read(target)[end:], end)  # what was added before it had gone
    for entry in late.entries:
        store.write(store.view.joined(entry.tables))
    store.view.load()
    return True


def _remove(store: FileStore, path: Path) -> bool:
    """Remove a machine's file from the sync folder, when all of it is in the library."""
    try:
        if not absorb_file(store, path).done:
            return False
    except (Corrupt, NotFound):
        return False
    with suppress(OSError):
        store.system.unlink(path)
        return True
    return False

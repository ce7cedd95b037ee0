"""What may be on a disk after the power failed: a model that is weaker than any journalling file system.

Bytes are durable when their file has been synced; until then none, half, NULs, or all of them may be there. A name is
durable when its folder has been synced; until then any of the changes to names may have happened or not.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from reader.storage.disk.system import System

if TYPE_CHECKING:
    from collections.abc import Iterator

MANY_NAMES = 7
MANY_FILES = 3
"""More than so many changes at once are taken to be durable in the order in which they were made: 2^7 × 4^3 states."""

Names = dict[Path, int]
Files = dict[Path, bytes]


@dataclass(frozen=True)
class Renaming:
    """A change of names in a folder: `source` (None: a new file) gets the name `target` (None: it is removed)."""

    folder: Path
    source: Path | None
    target: Path | None
    inode: int = 0

    def apply(self, names: Names) -> Names:
        names = dict(names)
        inode = self.inode if self.source is None else names.pop(self.source, None)
        if self.target is not None and inode is not None:
            names[self.target] = inode
        return names


@dataclass
class Disk:
    """What has been written, what of it is durable, and what was acknowledged so far."""

    names: Names = field(default_factory=dict)
    pending: list[Renaming] = field(default_factory=list)
    durable: dict[int, bytes] = field(default_factory=dict)
    volatile: dict[int, bytes] = field(default_factory=dict)

    def rename(self, change: Renaming) -> None:
        self.pending.append(change)
        if len(self.pending) > MANY_NAMES:
            self.names = self.pending.pop(0).apply(self.names)

    def sync_folder(self, folder: Path) -> None:
        for change in self.pending:
            if change.folder == folder:
                self.names = change.apply(self.names)
        self.pending = [change for change in self.pending if change.folder != folder]

    def states(self) -> Iterator[Files]:
        dirty = [inode for inode, data in self.volatile.items() if self.durable.get(inode) != data]
        for inode in dirty[:-MANY_FILES]:
            self.durable[inode] = self.volatile[inode]
        dirty = dirty[-MANY_FILES:]
        contents = [_contents(self.durable.get(inode, b""), self.volatile[inode]) for inode in dirty]
        for happened in product((False, True), repeat=len(self.pending)):
            names = self.names
            for change, there in zip(self.pending, happened, strict=True):
                names = change.apply(names) if there else names
            for chosen in product(*contents):
                data = {**self.volatile, **dict(zip(dirty, chosen, strict=True))}
                yield {path: data[inode] for path, inode in names.items()}


def _contents(durable: bytes, volatile: bytes) -> list[bytes]:
    if not volatile.startswith(durable):
        return [durable, volatile]
    new = volatile[len(durable) :]
    return [durable, durable + new[: len(new) // 2], durable + b"\0" * len(new), volatile]


class RecordingSystem(System):
    """The real one, with a Disk that records; without one of the syncs, for the test of the test."""

    def __init__(self, *, syncs_files: bool = True, syncs_folders: bool = True) -> None:
        self.disk = Disk()
        self.calls = 0
        self.syncs_files, self.syncs_folders = syncs_files, syncs_folders

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        new = not path.exists()
        descriptor = super().open(path, flags, mode)
        if new:
            inode = os.fstat(descriptor).st_ino
            self.disk.volatile[inode] = b""
            self.disk.durable[inode] = b""
            self.disk.rename(Renaming(path.parent, None, path, inode))
            self.calls += 1
        return descriptor

    def write(self, descriptor: int, data: memoryview) -> int:
        written = super().write(descriptor, data)
        self.disk.volatile[os.fstat(descriptor).st_ino] += bytes(data[:written])
        self.calls += 1
        return written

    def sync(self, descriptor: int) -> None:
        self.calls += 1
        if self.syncs_files:
            inode = os.fstat(descriptor).st_ino
            self.disk.durable[inode] = self.disk.volatile[inode]

    def sync_folder(self, folder: Path) -> None:
        self.calls += 1
        if self.syncs_folders:
            self.disk.sync_folder(folder)

    def truncate(self, descriptor: int, size: int) -> None:
        super().truncate(descriptor, size)
        inode = os.fstat(descriptor).st_ino
        self.disk.volatile[inode] = self.disk.volatile[inode][:size]
        self.calls += 1

    def replace(self, source: Path, target: Path) -> None:
        super().replace(source, target)
        self.disk.rename(Renaming(target.parent, source, target))
        self.calls += 1

    def unlink(self, path: Path) -> None:
        super().unlink(path)
        self.disk.rename(Renaming(path.parent, path, None))
        self.calls += 1

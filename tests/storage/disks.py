"""Disks of other kinds than that of the tests: they fold case, decompose accents, or cannot sync all there is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

from reader.domain.name_folding import fold_name
from reader.storage.disk.system import System
from tests.storage.faults import UnsyncedSystem

if TYPE_CHECKING:
    from collections.abc import Callable


class FoldingSystem(UnsyncedSystem):
    """A disk that finds a file by any name which folds to the same, and keeps the one that it was made with (APFS)."""

    fold: Callable[[str], str] = staticmethod(fold_name)

    def there(self, path: Path) -> Path:
        """Where the disk under this one has it."""
        found = Path(path.anchor)
        for name in path.parts[1:]:
            found = found / self._entry(found, name)
        return found

    def _entry(self, folder: Path, name: str) -> str:
        if os.path.lexists(folder / name):
            return name
        try:
            names = [entry.name for entry in folder.iterdir()]
        except OSError:
            return name
        return next((one for one in names if self.fold(one) == self.fold(name)), self.made(name))

    def made(self, name: str) -> str:
        """What a new file is called."""
        return name

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        return super().open(self.there(path), flags, mode)

    def read(self, path: Path | str) -> bytes:
        return super().read(self.there(Path(path)))

    def replace(self, source: Path, target: Path) -> None:
        super().replace(self.there(source), self.there(target))

    def unlink(self, path: Path) -> None:
        super().unlink(self.there(path))

    def stat(self, path: Path) -> os.stat_result:
        return super().stat(self.there(path))

    def exists(self, path: Path) -> bool:
        return super().exists(self.there(path))

    def names(self, folder: Path) -> list[str]:
        return super().names(self.there(folder))

    def writable(self, path: Path) -> bool:
        return super().writable(self.there(path))


class DecomposingSystem(FoldingSystem):
    """A disk that minds the case and spells every accent in its decomposed form (HFS+ with case)."""

    fold = staticmethod(lambda name: normalize("NFC", name))

    def made(self, name: str) -> str:
        return normalize("NFD", name)


class HfsSystem(DecomposingSystem):
    """A disk that does both."""

    fold = staticmethod(fold_name)


class PlainSystem(System):
    """A disk of a network: it answers `code` to a full sync, or to the sync of a folder; and says what was asked."""

    def __init__(self, code: int, *, full: bool = True, folders: bool = True) -> None:
        self.code, self.full, self.folders = code, full, folders
        self.asked: list[str] = []

    def sync_fully(self, descriptor: int) -> None:
        self.asked.append("fully")
        if not self.full:
            raise OSError(self.code, os.strerror(self.code))

    def sync_plainly(self, descriptor: int) -> None:
        self.asked.append("plainly")

    def sync_names(self, folder: Path) -> None:
        self.asked.append("names")
        if not self.folders:
            raise OSError(self.code, os.strerror(self.code))

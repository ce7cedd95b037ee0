"""The program and the folders of one user, apart from whoever runs the tests."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reader.library import Library
from reader.storage import FileDrafts, FilePlaces, StorePaths, open_store

if TYPE_CHECKING:
    from reader.storage import FileStore


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of one user."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """What tells a program to use them, and them only."""
        names = {"HOME": "", "XDG_STATE_HOME": "state", "XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache"}
        names |= {"XDG_DATA_HOME": "data", "READER_LIBRARY": "library.json"}
        return {name: str(self.folder / place) for name, place in names.items()}

    @property
    def paths(self) -> StorePaths:
        """Where the program keeps the library and what belongs to it."""
        folder = self.folder
        return StorePaths(folder / "library.json", folder / "texts", folder / "backups", folder / "state" / "reader")

    def store(self) -> FileStore:
        """The library in it."""
        return open_store(self.paths, clock=lambda: datetime.now(UTC), device="tests-00000001")

    def library(self) -> Library:
        """The same, as commands see it."""
        places, drafts = FilePlaces(self.paths), FileDrafts(self.paths)
        return Library(self.store(), places, drafts, now=lambda: datetime.now(UTC), new_id=lambda: "")


def reader() -> tuple[str, ...]:
    """The program as installed beside the interpreter, else by its module."""
    script = Path(sys.executable).with_name("reader")
    return (str(script),) if script.exists() else (sys.executable, "-m", "reader")

"""Libraries in a temporary folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.storage import FileStore, StorePaths, open_store
from tests.storage.faults import UnsyncedSystem
from tests.world import Ticking, counted

if TYPE_CHECKING:
    from pathlib import Path


def paths_in(folder: Path, *, state: Path | None = None) -> StorePaths:
    return StorePaths(folder / "library.json", folder / "texts", folder / "backups", state or folder / "state")


def store_in(folder: Path, device: str = "anna-00000001", *, state: Path | None = None) -> FileStore:
    paths = paths_in(folder, state=state)
    return open_store(paths, clock=Ticking(), device=device, entropy=counted(), system=UnsyncedSystem())


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def paths(tmp_path: Path) -> StorePaths:
    return paths_in(tmp_path)


@pytest.fixture
def store(paths: StorePaths, clock: Ticking) -> FileStore:
    return open_store(paths, clock=clock, device="anna-00000001", entropy=counted())

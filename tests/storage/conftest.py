"""A clock that moves when it is read, countable ids, and libraries in a temporary folder."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest

from reader.storage import FileStore, StorePaths, open_store
from tests.storage.faults import UnsyncedSystem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Ticking:
    """Time that moves on by a second whenever somebody looks."""

    def __init__(self, start: datetime = START) -> None:
        self.now = start

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def counted() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"{next(numbers) & 0xFFFF:04x}"


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

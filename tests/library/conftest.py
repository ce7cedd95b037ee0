"""Libraries in memory, with texts in files."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

import pytest

from reader.library import Library
from reader.storage.memory import MemoryStore
from tests.ui.shelves import Nowhere

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reader.library import Opened

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def new_library() -> Library:
    """An empty library, on a machine where it is always noon."""
    ids = count()
    store = MemoryStore(clock=lambda: NOW, entropy=lambda: f"{next(ids) % 65536:04x}")
    names = (f"{n:08d}-0000-4000-8000-000000000000" for n in count(1))
    return Library(store, Nowhere(), Nowhere(), now=lambda: NOW, new_id=lambda: next(names))


@pytest.fixture
def library() -> Library:
    return new_library()


@pytest.fixture
def read(library: Library, tmp_path: Path) -> Callable[[str, str], Opened]:
    """Writes a text into a file of that name and opens it."""

    def write_and_open(name: str, text: str) -> Opened:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return library.open(str(path))

    return write_and_open

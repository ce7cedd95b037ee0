"""Libraries in memory, with texts in files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.library import Library
from tests.memory_store import MemoryStore
from tests.world import NOON, Notebook, counted, numbered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reader.library import Opened


def new_library() -> Library:
    """An empty library, on a machine where it is always noon."""
    store, notebook = MemoryStore(clock=lambda: NOON, entropy=counted()), Notebook()
    return Library(store, notebook, notebook, now=lambda: NOON, new_id=numbered())


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

"""Opening a source again: what was kept, or the file, whichever is its text."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

import pytest

from reader.library import Library
from reader.storage.memory import MemoryStore
from tests.ui.shelves import Nowhere

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 22, tzinfo=UTC)
DRAFT = "The harbour empties twice a day.\n\nThen the water comes back, without hurry.\n"


@pytest.fixture
def library() -> Library:
    ids = count()
    store = MemoryStore(clock=lambda: NOW, entropy=lambda: f"{next(ids):04x}")
    return Library(store, Nowhere(), Nowhere(), now=lambda: NOW, new_id=lambda: f"{next(ids):08d}")


def test_a_file_shows_its_own_text_though_a_newer_one_was_read_elsewhere(library: Library, tmp_path: Path) -> None:
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text(DRAFT)
    second.write_text(DRAFT)
    one = library.open(str(first))
    assert library.open(str(second)).article.id == one.article.id
    second.write_text(DRAFT + "\nEach year a little less.\n")
    assert "a little less" in library.open(str(second)).document.text
    again = library.open(str(first))
    assert again.article.id == one.article.id
    assert again.document.text == one.document.text
    assert again.version == one.version


def test_a_file_that_has_not_changed_is_not_read_again(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "first.txt"
    path.write_text(DRAFT)
    opened = library.open(str(path))
    assert library.open(str(path)).document is opened.document

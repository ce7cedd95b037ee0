"""Opening a source again: what was kept, or the file, whichever is its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.domain.errors import NotFound
from reader.domain.span import Span
from tests.memory_store import MemoryStore

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library import Library

DRAFT = "The harbour empties twice a day.\n\nThen the water comes back, without hurry.\n"


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


def test_a_draft_keeps_its_highlights_while_it_grows(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text(DRAFT)
    opened = library.open(str(path))
    library.session(opened).page_note("mine")
    path.write_text(DRAFT + "\n".join(f"Paragraph {n} says something that no other one says.\n" for n in range(12)))
    grown = library.open(str(path))
    assert grown.article.id == opened.article.id
    assert len(grown.article.versions) == 2


QUOTE = "the water comes back, without hurry"
CHANGED = DRAFT.replace("The harbour", "Every harbour")


@pytest.fixture
def lost(library: Library, tmp_path: Path) -> str:
    """The id of an article with a highlight whose text has gone from the library."""
    path = tmp_path / "first.txt"
    path.write_text(DRAFT)
    opened = library.open(str(path))
    start = opened.document.text.index(QUOTE)
    library.session(opened).highlight(Span(start, start + len(QUOTE)), note="mine")
    assert isinstance(library.store, MemoryStore)
    library.store.lose(opened.version)
    return opened.article.id


@pytest.mark.parametrize("by_path", [True, False])
@pytest.mark.parametrize("text", [DRAFT, CHANGED])
def test_a_text_that_has_gone_is_read_from_its_file_again(
    library: Library, lost: str, tmp_path: Path, text: str, by_path: bool
) -> None:
    path = tmp_path / "first.txt"
    path.write_text(text)
    opened = library.open(str(path) if by_path else lost)
    assert (opened.article.id, opened.document.text.split()) == (lost, text.split())
    library.carry(opened)
    (one,) = library.session(opened).annotations
    assert one.note == "mine"
    target = one.target_in(opened.version)
    assert target is not None
    assert target.selectors.position is not None


@pytest.mark.parametrize("there", ["another text", "nothing", "noise"])
def test_where_it_is_not_in_its_file_any_more_its_quotes_are_shown(
    library: Library, lost: str, tmp_path: Path, there: str
) -> None:
    path = tmp_path / "first.txt"
    path.unlink()
    if there != "nothing":
        path.write_bytes(b"Something else altogether, and longer.\n" if there == "another text" else bytes(range(256)))
    opened = library.open(lost)
    assert opened.waiting
    assert QUOTE in opened.document.text
    assert "has gone from the library" in opened.document.text
    assert [one.note for one in library.session(opened).annotations] == ["mine"]
    with pytest.raises(NotFound, match="reader attach"):
        library.parse(lost)
    path.write_text(DRAFT)
    again = library.attach(library.known(lost), str(path))
    assert (again.article.id, again.waiting, again.document.text.split()) == (lost, False, DRAFT.split())

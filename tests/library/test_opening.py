"""Opening a source again: what was kept, or the file, whichever is its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

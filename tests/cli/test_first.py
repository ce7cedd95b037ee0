"""The first screen: where its picture is kept."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pyte

from reader.domain.document import Block, BlockKind, Document
from reader.domain.span import Span
from reader.settings import Settings
from reader.start import kept_picture as first
from reader.start.kept_picture import beginning
from reader.ui.draw.first_screen import FirstScreen, from_bytes

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def picture(source: str) -> FirstScreen:
    return FirstScreen(source, (1, 2), "xterm", (80, 24), "drawn", "reader-dark", 72, b"sand")


def test_only_the_last_pictures_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first, "user_folder", lambda _kind: str(tmp_path))
    monkeypatch.setattr(first, "KEPT", 2)
    first.keep("", picture("/a.txt"))
    (oldest,) = (tmp_path / "first").iterdir()
    os.utime(oldest, (1, 1))
    for source in ("/b.txt", "/c.txt"):
        first.keep("", picture(source))
    kept = [from_bytes(path.read_bytes()) for path in (tmp_path / "first").iterdir()]
    assert {one.source for one in kept if one} == {"/b.txt", "/c.txt"}


def test_a_picture_that_cannot_be_kept_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first, "user_folder", lambda _kind: str(tmp_path))
    (tmp_path / "first").write_text("a file where the folder should be")
    first.keep("", picture("/a.txt"))
    assert (tmp_path / "first").is_file()


def test_the_beginning_of_a_document_is_drawn_as_wide_as_the_screen() -> None:
    paragraph = "The keeper counts the boats at seven. " * 12
    document = Document(paragraph, (Block(BlockKind.PARAGRAPH, Span(0, len(paragraph))),))
    screen = pyte.Screen(100, 24)
    pyte.Stream(screen).feed(beginning(document, Settings(), 100, 24))
    assert "The keeper counts the boats" in screen.display[0] + screen.display[1]
    assert not beginning(Document("", ()), Settings(), 100, 24)
    assert not beginning(document, Settings(), 100, 1), "there is no room beside the status line"

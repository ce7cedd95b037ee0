"""Export: what, in which format, where to; nothing is written over unasked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from reader.exchange.export_forms import export_forms
from reader.ui.reading.screen import ReadingScreen
from reader.ui.screens.confirm import ConfirmScreen
from reader.ui.screens.export import ExportScreen
from reader.ui.screens.export_choice import of_library
from tests.ui.shelves import Shelf, message, press, running, text_of, type_in

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.chdir(tmp_path)
    shelf = Shelf()
    shelf.add("Otters & co", "One otter swims.", "Two otters sleep.", marks=["One otter", "Two otters"])
    shelf.add("Badgers", "One badger digs.", marks=["badger"])
    return shelf


async def test_markdown_of_the_article_is_what_enter_writes(shelf: Shelf, tmp_path: Path) -> None:
    async with running(shelf, shelf.library.open("Otters & co")) as pilot:
        await press(pilot, "E")
        screen = pilot.app.screen
        assert isinstance(screen, ExportScreen)
        assert "2 annotations of this article" in text_of(screen, "#head")
        assert "into otters-co.md" in text_of(screen, "#question")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReadingScreen)
        assert str(tmp_path / "otters-co.md") in pilot.app.screen.reading.status.message
        written = (tmp_path / "otters-co.md").read_text()
        assert "One otter" in written
        assert "badger" not in written


def test_a_preview_shows_the_first_highlights_as_the_format_has_them(shelf: Shelf) -> None:
    scope = of_library(shelf.services)[0]
    looks = {one.name: "\n".join(scope.preview(one, 6)) for one in export_forms()}
    assert "> One badger digs" in looks["md"] or "> badger" in looks["md"]
    assert "[!quote]" in looks["obsidian-callouts"]
    assert looks["latex"].startswith("\\documentclass")
    assert all(0 < len(look.split("\n")) <= 6 for look in looks.values())


async def test_a_template_of_ours_is_written_like_a_format(shelf: Shelf, tmp_path: Path) -> None:
    async with running(shelf, shelf.library.open("Otters & co")) as pilot:
        await press(pilot, "E", "G", "enter")
        assert "> One otter" in (tmp_path / "otters-co.md").read_text()


async def test_what_the_pane_shows_can_be_exported_alone(shelf: Shelf, tmp_path: Path) -> None:
    async with running(shelf, shelf.library.open("Otters & co")) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, ReadingScreen)
        screen.reading.pane.filter_text = "quote:two"
        screen.reading.arrange_pane()
        await press(pilot, "E")
        assert "the 1 that the pane shows" in text_of(pilot.app.screen, "#head")
        await press(pilot, "enter")
        written = (tmp_path / "otters-co.md").read_text()
        assert "Two otters" in written
        assert "One otter" not in written


async def test_all_of_the_library_in_another_format(shelf: Shelf, tmp_path: Path) -> None:
    async with running(shelf, shelf.library.open("Otters & co")) as pilot:
        await press(pilot, "E", "w", "j", "enter")
        written = json.loads((tmp_path / "annotations.json").read_text())
        assert "badger" in json.dumps(written)


async def test_a_file_that_is_there_is_not_replaced_unasked(shelf: Shelf, tmp_path: Path) -> None:
    mine = tmp_path / "otters-co.md"
    mine.write_text("mine")
    async with running(shelf, shelf.library.open("Otters & co")) as pilot:
        await press(pilot, "E")
        assert "is there already" in text_of(pilot.app.screen, "#question")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ConfirmScreen)
        await press(pilot, "n")
        assert mine.read_text() == "mine"
        await press(pilot, "enter", "y")
        assert "One otter" in mine.read_text()


async def test_the_file_can_be_named(shelf: Shelf, tmp_path: Path) -> None:
    async with running(shelf, shelf.library.open("Otters & co")) as pilot:
        await press(pilot, "E", "e", "ctrl+u")
        await type_in(pilot, "no-such-folder/x.md")
        await press(pilot, "enter", "enter")
        assert isinstance(pilot.app.screen, ExportScreen)
        assert "cannot be written" in message(pilot.app.screen)
        await press(pilot, "e", "ctrl+u")
        await type_in(pilot, "mine.md")
        await press(pilot, "enter", "enter")
        assert (tmp_path / "mine.md").exists()


async def test_from_all_annotations_what_is_shown(shelf: Shelf, tmp_path: Path) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "g", "H", "/")
        await type_in(pilot, "badger")
        await press(pilot, "enter", "E", "enter")
        assert message(pilot.app.screen) == f"written to {tmp_path / 'annotations.md'}"
        assert "otter" not in (tmp_path / "annotations.md").read_text()

"""Contents: where one is, what is marked, and the way there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.domain.document import BlockKind
from reader.ui.reading.screen import ReadingScreen
from reader.ui.screens.contents import ContentsScreen
from tests.ui.documents import assembled
from tests.ui.shelves import Shelf, listed, press, running, text_of, type_in

if TYPE_CHECKING:
    from reader.library import Opened

DOCUMENT = assembled(
    [
        (BlockKind.HEADING, "Otters of [the] river", {"level": 1}),
        (BlockKind.PARAGRAPH, "One otter swims.", {}),
        (BlockKind.HEADING, "Their sleep", {"level": 2}),
        (BlockKind.PARAGRAPH, "Two otters sleep.", {}),
        (BlockKind.HEADING, "Their food", {"level": 2}),
        (BlockKind.PARAGRAPH, "Three otters eat.", {}),
    ]
)


@pytest.fixture
def opened() -> tuple[Shelf, Opened]:
    shelf = Shelf()
    return shelf, shelf.change(shelf.add("Otters", "Nothing yet."), DOCUMENT)


async def test_headings_are_indented_and_the_current_one_is_marked(opened: tuple[Shelf, Opened]) -> None:
    async with running(*opened) as pilot:
        await press(pilot, "}", "}", "}", "h", "o")
        screen = pilot.app.screen
        assert isinstance(screen, ContentsScreen)
        rows = listed(screen)
        assert rows[0].startswith("Otters of [the] river")
        assert rows[1].startswith("▌   Their sleep  · here")
        assert "1 ▎" in rows[1]
        assert "1 ▎" in rows[0]
        assert "3 headings" in text_of(screen, "#head")


async def test_enter_goes_there(opened: tuple[Shelf, Opened]) -> None:
    async with running(*opened) as pilot:
        await press(pilot, "o")
        await type_in(pilot, "food")
        assert len(listed(pilot.app.screen)) == 1
        assert "1 of 3" in text_of(pilot.app.screen, "#head")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReadingScreen)
        assert pilot.app.screen.reading.view.cursor.of(DOCUMENT.text) == "Their food"
        await press(pilot, "backspace")
        assert pilot.app.screen.reading.view.cursor.start == 0


async def test_a_text_without_headings_says_so() -> None:
    shelf = Shelf()
    shelf.add("Otters", "One otter swims.")
    async with running(shelf, shelf.library.open("Otters")) as pilot:
        await press(pilot, "o")
        assert listed(pilot.app.screen) == ["This text has no headings."]
        await press(pilot, "enter", "escape")
        assert isinstance(pilot.app.screen, ReadingScreen)

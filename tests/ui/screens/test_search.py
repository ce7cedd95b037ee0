"""The search over everything: what is found in what, how it grows, and the way there and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.events import Key

from reader.domain.ports import Change
from reader.ui.lists.line_input import Prompt
from reader.ui.reading.screen import ReadingScreen
from reader.ui.screens import search as searching
from reader.ui.screens.library import LibraryScreen
from reader.ui.screens.search import SearchScreen
from tests.ui.fakes import until
from tests.ui.shelves import Shelf, listed, press, reading_screen, running, settled, text_of, type_in

if TYPE_CHECKING:
    from textual.pilot import Pilot


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.add("Otters", "One otter swims.", "Two [otters] sleep by the river.", marks=["One otter"], tags=("wild",))
    shelf.add("Badgers of the river", "One badger digs.", "An otter looks on.", marks=["badger"])
    found = {one.quote: one for one in shelf.store.annotations()}
    badger = found["badger"]
    shelf.store.save_annotations([Change(badger, badger._replace(note="no otter", tags=("wild/otter",)))])
    return shelf


def _screen(pilot: Pilot[None]) -> SearchScreen:
    screen = pilot.app.screen
    assert isinstance(screen, SearchScreen)
    return screen


async def test_it_looks_into_titles_tags_notes_quotes_and_texts(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "g", "/")
        assert text_of(_screen(pilot), "Prompt .label") == "search"
        await type_in(pilot, "otter")
        rows = listed(_screen(pilot))
        kinds = [one for row in rows for one in ("title", "tag", "note", "highlight") if row.endswith(one)]
        assert sorted(kinds) == ["highlight", "note", "tag", "title"]
        assert any("An otter looks on." in row for row in rows)
        assert "7 · by article" in text_of(_screen(pilot), "#head")
        assert text_of(_screen(pilot), "Prompt .count") == "7"
        await press(pilot, "ctrl+u")
        await type_in(pilot, "the river")
        assert len([row for row in listed(_screen(pilot)) if "the river" in row]) == 3, "a title twice, and a text"


async def test_enter_opens_there_n_goes_on_and_q_comes_back(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "g", "/")
        await type_in(pilot, "looks on")
        await press(pilot, "enter")
        view = reading_screen(pilot).reading.view
        assert view.match is not None
        assert view.match.of(reading_screen(pilot).reading.opened.document.text) == "looks on"
        await press(pilot, "q", "/")
        assert _screen(pilot).query_one(Prompt).line.value == "looks on"
        await type_in(pilot, "otter")
        await press(pilot, "escape", "j", "enter")
        titles = {reading_screen(pilot).reading.opened.article.title}
        for _ in range(6):
            await press(pilot, "n")
            titles.add(reading_screen(pilot).reading.opened.article.title)
        assert titles == {"Otters", "Badgers of the river"}
        await press(pilot, "v")
        assert reading_screen(pilot).reading.view.selection is not None
        await press(pilot, "escape", "q")
        assert _screen(pilot).typed == "otter"
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_from_an_article_it_comes_back_to_it(shelf: Shelf) -> None:
    async with running(shelf, shelf.library.open("Otters")) as pilot:
        below = reading_screen(pilot)
        await press(pilot, "g", "/", "escape")
        assert pilot.app.screen is below
        await press(pilot, "g", "/")
        await type_in(pilot, "badger")
        await press(pilot, "enter")
        assert reading_screen(pilot).reading.opened.article.title == "Badgers of the river"
        await press(pilot, "q", "q")
        assert pilot.app.screen is below


async def test_typed_and_entered_in_one_burst_it_opens_the_first_as_soon_as_it_is_there(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "g", "/")
        for key in (*"digs", "enter"):
            pilot.app.post_message(Key(key, key if len(key) == 1 else None))
        for _ in range(3):
            await settled(pilot)
        assert isinstance(pilot.app.screen, ReadingScreen)
        assert pilot.app.screen.reading.opened.article.title == "Badgers of the river"


async def test_what_is_nowhere_is_said_and_of_very_much_a_part_is_shown(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST", 3)
    async with running(shelf) as pilot:
        await press(pilot, "g", "/")
        await type_in(pilot, "zebra")
        assert "stand nowhere" in text_of(_screen(pilot), "#list")
        await press(pilot, "ctrl+u")
        await type_in(pilot, "otter")
        assert "3+ · by article" in text_of(_screen(pilot), "#head")
        await press(pilot, "ctrl+u")
        assert "Type some words" in text_of(_screen(pilot), "#list")


async def test_its_keys_call_the_line_as_the_line_calls_itself(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "g", "/")
        await type_in(pilot, "otter")
        await press(pilot, "escape")
        await until(lambda: "/ search" in text_of(_screen(pilot), "#hints"))
        assert "/ filter" not in text_of(_screen(pilot), "#hints")

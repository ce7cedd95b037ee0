"""The palette does to the article, or to a list, what is chosen by name."""

from __future__ import annotations

import pytest
from textual import events
from textual.geometry import Region

from reader.domain.annotation import Colour
from reader.domain.article import Status
from reader.ui.draw.cells import width_of
from reader.ui.keys.bindings import Mode
from reader.ui.keys.key_table import COMMANDS
from reader.ui.reading.screen import ReadingScreen
from reader.ui.screens.command_palette import PaletteScreen, choices
from reader.ui.screens.library import LibraryScreen
from reader.ui.screens.versions import VersionsScreen
from tests.ui.shelves import Shelf, listed, press, running, settled, text_of, type_in


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.add("Otters", "One otter swims.", "Two otters sleep.")
    return shelf


def test_colours_can_be_chosen_one_by_one() -> None:
    named = [one.name for one in choices(COMMANDS, (Mode.TEXT,)) if one.command == "recolour"]
    assert [name.rsplit(" ", 1)[1] for name in named] == [str(colour) for colour in Colour]


def test_what_wants_another_key_says_so() -> None:
    (mark,) = [one for one in choices(COMMANDS, (Mode.TEXT,)) if one.command == "set_mark"]
    assert not mark.complete


async def test_a_command_is_found_and_done(shelf: Shelf) -> None:
    async with running(shelf, shelf.library.open("Otters")) as pilot:
        await press(pilot, ":")
        screen = pilot.app.screen
        assert isinstance(screen, PaletteScreen)
        await type_in(pilot, "highlight the sen")
        first = listed(screen)[0]
        assert first.startswith("▌ Highlight the sentence under the cursor")
        assert first.endswith("h")
        await press(pilot, "enter")
        (made,) = shelf.store.annotations()
        assert made.quote == "One otter swims."


async def test_a_command_without_a_key_is_found_here(shelf: Shelf) -> None:
    async with running(shelf, shelf.library.open("Otters")) as pilot:
        await press(pilot, "ctrl+p")
        await type_in(pilot, "versions")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, VersionsScreen)


async def test_a_command_is_found_by_the_name_that_the_settings_have_for_it(shelf: Shelf) -> None:
    async with running(shelf, shelf.library.open("Otters")) as pilot:
        await press(pilot, ":")
        await type_in(pilot, "fold outline")
        assert listed(pilot.app.screen)[0].startswith("▌ Show headings only")


async def test_on_a_list_it_offers_what_the_list_can_do(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, ":")
        await type_in(pilot, "sort")
        await press(pilot, "enter")
        assert "by title" in text_of(pilot.app.screen, "#head")


async def test_leaving_does_nothing(shelf: Shelf) -> None:
    async with running(shelf, shelf.library.open("Otters")) as pilot:
        await press(pilot, ":")
        await type_in(pilot, "zzzz")
        assert listed(pilot.app.screen) == ["No command is called so."]
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PaletteScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ReadingScreen)
        assert not shelf.store.annotations()


async def test_moving_in_the_list_while_typing(shelf: Shelf) -> None:
    async with running(shelf, shelf.library.open("Otters")) as pilot:
        await press(pilot, ":")
        await type_in(pilot, "note")
        second = listed(pilot.app.screen)[1]
        await press(pilot, "down")
        assert listed(pilot.app.screen)[1] == f"▌ {second}"


async def test_above_the_first_command_stands_what_was_typed_before(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, ":")
        await type_in(pilot, "sort")
        await press(pilot, "enter")
        sorted_once = text_of(pilot.app.screen, "#head")
        await press(pilot, ":")
        everything = listed(pilot.app.screen)
        await press(pilot, "down", "up")
        assert listed(pilot.app.screen) == everything, "arrows move in the list"
        await press(pilot, "up")
        assert listed(pilot.app.screen)[0].startswith("▌ Sort")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, LibraryScreen)
        assert text_of(pilot.app.screen, "#head") != sorted_once


async def test_keys_that_come_in_one_burst_go_where_they_belong(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        for key in (":", *"sort", "enter"):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settled(pilot)
        assert "by title" in text_of(pilot.app.screen, "#head")
        for key in ("/", *"rx tag", "enter"):
            pilot.app.post_message(events.Key("space" if key == " " else key, key if len(key) == 1 else None))
        await settled(pilot)
        assert isinstance(pilot.app.screen, LibraryScreen)
        assert pilot.app.screen.typed == "rx tag"
        assert all(one.article.status is Status.UNREAD for one in shelf.library.collection.articles())


@pytest.mark.parametrize(
    ("typed", "first"), [("wq", "Close the top screen"), ("h", "All keys"), ("qa!", "Quit at once")]
)
async def test_what_fingers_type_that_know_vim_is_the_first(shelf: Shelf, typed: str, first: str) -> None:
    async with running(shelf, shelf.library.open("Otters")) as pilot:
        await press(pilot, ":")
        await type_in(pilot, typed)
        assert listed(pilot.app.screen)[0].startswith(f"▌ {first}")
        await press(pilot, "ctrl+u")
        await type_in(pilot, "highlight")
        assert listed(pilot.app.screen)[0].startswith("▌ Highlight")


async def test_a_sheet_lies_over_pictures_and_moves_nothing() -> None:
    shelf = Shelf()
    shelf.add("Otters", *(f"{'❤️ 👨‍👩‍👧 สำ नि'} otters {number}." for number in range(9)))
    async with running(shelf, shelf.library.open("Otters"), (100, 30)) as pilot:
        await press(pilot, ":")
        (below,) = pilot.app.screen.render_lines(Region(0, 1, 100, 1))
        assert "otters 0" in below.text
        assert "\x1b" not in below.text, "no pin has become text"
        assert {width_of(strip.text) for strip in pilot.app.screen.render_lines(Region(0, 0, 100, 30))} == {100}

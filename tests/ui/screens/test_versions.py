"""Versions: counted, read, compared; and what was deleted, brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.ui.reading.screen import ReadingScreen
from reader.ui.screens.difference import DifferenceScreen
from reader.ui.screens.versions import VersionsScreen
from tests.ui.documents import document_of
from tests.ui.shelves import Shelf, listed, message, press, running, text_of, type_in

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from reader.library import Opened

OLD = ("The first paragraph stays.", "One otter swims in the river.", "The third paragraph stays.", "This one goes.")
NEW = ("The first paragraph stays.", "One old otter swims in the river.", "The third paragraph stays.", "It is new.")


@pytest.fixture
def opened() -> tuple[Shelf, Opened]:
    shelf = Shelf()
    opened = shelf.change(shelf.add("Otters", *OLD, marks=["otter swims", "This one goes."]), document_of(*NEW))
    shelf.library.carry(opened)
    return shelf, opened


async def versions(pilot: Pilot[None]) -> VersionsScreen:
    await press(pilot, ":")
    await type_in(pilot, "the versions")
    await press(pilot, "enter")
    assert isinstance(pilot.app.screen, VersionsScreen)
    return pilot.app.screen


async def test_the_newest_comes_first_with_its_counts(opened: tuple[Shelf, Opened]) -> None:
    async with running(*opened) as pilot:
        screen = await versions(pilot)
        rows = listed(screen)
        assert "latest" in rows[0]
        assert "1 highlight" in rows[0]
        assert "1 lost" in rows[0]
        assert "2 highlights" in rows[1]
        assert "2 versions" in text_of(screen, "#head")


@pytest.mark.parametrize("width", [60, 80])
async def test_on_a_narrow_terminal_the_length_goes_before_what_counts(
    opened: tuple[Shelf, Opened], width: int
) -> None:
    async with running(*opened, size=(width, 24)) as pilot:
        (newest, _) = listed(await versions(pilot))
        assert "latest" in newest
        assert newest.endswith("characters" if width == 80 else "1 highlight   1 lost")


async def test_an_older_one_can_be_read_not_marked(opened: tuple[Shelf, Opened]) -> None:
    async with running(*opened) as pilot:
        await versions(pilot)
        await press(pilot, "j", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, ReadingScreen)
        assert not screen.reading.opened.editable
        assert screen.reading.annotations.placed[0].annotation.quote == "otter swims"
        await press(pilot, "h")
        assert len(opened[0].store.annotations()) == 2


async def test_what_changed_is_a_page_with_stops(opened: tuple[Shelf, Opened]) -> None:
    async with running(*opened) as pilot:
        await versions(pilot)
        await press(pilot, "d")
        screen = pilot.app.screen
        assert isinstance(screen, DifferenceScreen)
        assert "2 changed paragraphs" in text_of(screen, "#head")
        page = text_of(screen, "#list")
        assert "One old otter swims" in page
        assert OLD[0] in page
        await press(pilot, "J")
        assert "1 of 2" in text_of(screen, "#head")
        assert any(row.startswith("▌ One old otter") for row in listed(screen))
        await press(pilot, "J", "J")
        assert "2 of 2" in text_of(screen, "#head")
        await press(pilot, "K")
        assert "1 of 2" in text_of(screen, "#head")
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, VersionsScreen)


async def test_the_first_version_has_none_before_it(opened: tuple[Shelf, Opened]) -> None:
    async with running(*opened) as pilot:
        screen = await versions(pilot)
        await press(pilot, "j", "d")
        assert "first version" in message(screen)


async def test_what_was_deleted_comes_back(opened: tuple[Shelf, Opened]) -> None:
    shelf, current = opened
    session = shelf.library.session(current)
    (lost,) = session.annotations.orphans
    session.delete(lost.id)
    async with running(shelf, current) as pilot:
        await press(pilot, ":")
        await type_in(pilot, "deleted, to bring")
        await press(pilot, "enter")
        assert any("This one goes." in row for row in listed(pilot.app.screen))
        await press(pilot, "r")
        assert "it is back" in message(pilot.app.screen)
        assert lost.id in {one.id for one in shelf.store.annotations()}
        assert "Nothing was deleted" in text_of(pilot.app.screen, "#list")


async def test_what_the_trash_brings_back_is_shown_in_the_text_again() -> None:
    shelf = Shelf()
    shelf.add("Otters", *OLD, marks=["One otter"])
    async with running(shelf, shelf.library.open("Otters")) as pilot:
        reading = pilot.app.screen
        assert isinstance(reading, ReadingScreen)
        await press(pilot, "J", "d", "d", ":")
        await type_in(pilot, "what was deleted")
        await press(pilot, "enter", "r", "q")
        assert [one.quote for one in reading.reading.annotations] == ["One otter"]


async def test_one_key_shows_what_changed_in_the_newest_above_the_list(opened: tuple[Shelf, Opened]) -> None:
    async with running(*opened) as pilot:
        await press(pilot, "g", "V")
        assert isinstance(pilot.app.screen, DifferenceScreen)
        assert "One old otter swims" in text_of(pilot.app.screen, "#list")
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, VersionsScreen)

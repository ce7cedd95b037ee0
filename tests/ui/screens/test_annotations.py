"""All annotations of the library: grouped, narrowed, sorted, and the way to each."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from reader.ui.reading.screen import ReadingScreen
from reader.ui.screens.annotations import AnnotationsScreen
from tests.ui.fakes import pressed, until
from tests.ui.shelves import (
    Shelf,
    listed,
    message,
    press,
    reading_screen,
    running,
    settled,
    shelf_of_animals,
    text_of,
    type_in,
)

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from reader.library.collection import Collection, TitledArticles


@pytest.fixture
def shelf() -> Shelf:
    return shelf_of_animals()


async def test_they_stand_under_their_articles(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "g", "H")
        screen = pilot.app.screen
        assert isinstance(screen, AnnotationsScreen)
        assert "3 · by article" in text_of(screen, "#head")
        rows = listed(screen)
        assert [row for row in rows if row[0] not in "▌▎"] == [rows[0], rows[2]]
        assert rows[0].startswith("Badgers")
        assert rows[2].startswith("Otters")
        assert any("[otters]" in row for row in rows)


@pytest.fixture
def article_by_article(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found in one article is shown before the next one is gone through."""
    monkeypatch.setattr("reader.ui.screens.annotations.SLICE", 0)


@pytest.mark.usefixtures("article_by_article")
async def test_the_first_are_shown_while_the_rest_is_found(shelf: Shelf) -> None:
    for n in range(5):
        shelf.add(f"Stoats {n}", f"Stoat {n} runs.", marks=[f"Stoat {n}"])
    async with running(shelf) as pilot:
        await press(pilot, "g", "H")
        screen = pilot.app.screen
        assert "8 · by article" in text_of(screen, "#head")
        titles = [row.split()[0] for row in listed(screen) if row[0] not in "▌▎"]
        assert titles[:3] == ["Badgers", "Otters", "Stoats"]
        assert isinstance(screen, AnnotationsScreen)
        assert screen.entries.item_count == 8
        await press(pilot, "G", "X")
        assert "8 marked" in text_of(screen, "#head")
        await press(pilot, "X", "S", "S", "S", "/")
        await type_in(pilot, "stoat")
        assert "5 of 8" in text_of(screen, "#head")
        await press(pilot, "enter", "G", "enter")
        focused = reading_screen(pilot).reading.focused
        assert focused is not None
        assert focused.quote == "Stoat 4"
        await press(pilot, "d", "d", "q")
        assert "4 of 7" in text_of(pilot.app.screen, "#head")
        await press(pilot, "escape", "g", "g", "d", "d")
        assert "6 · by article" in text_of(pilot.app.screen, "#head")


async def test_keys_wait_for_the_first_ones(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, looked = threading.Event(), type(shelf.library.collection).shelf

    def held(collection: Collection) -> TitledArticles:
        asked.wait()
        return looked(collection)

    async with running(shelf) as pilot:
        monkeypatch.setattr(type(shelf.library.collection), "shelf", held)
        pilot.app.post_message(pressed("g"))
        pilot.app.post_message(pressed("H"))
        await until(lambda: isinstance(pilot.app.screen, AnnotationsScreen) and pilot.app.screen.is_mounted)
        for key in ("x", "j", "x"):
            pilot.app.post_message(pressed(key))
        await pilot.pause()
        asked.set()
        await until(lambda: "marked" in text_of(pilot.app.screen, "#head"))
        await settled(pilot)
        assert "2 marked" in text_of(pilot.app.screen, "#head")


async def test_narrowed_by_a_query(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "g", "H", "/")
        await type_in(pilot, "in:otters -quote:one")
        assert "1 of 3" in text_of(pilot.app.screen, "#head")
        assert any("[otters]" in row for row in listed(pilot.app.screen))


async def test_of_what_answers_to_new_words_the_first_is_current() -> None:
    shelf = Shelf()
    shelf.add("Otters", "One. Two. Three. Four. Five.", marks=("One", "Two", "Three", "Four", "Five"))
    async with running(shelf) as pilot:
        await press(pilot, "g", "H", "G", "k", "/")
        await type_in(pilot, "-quote:Four")
        assert "▌ One" in " ".join(listed(pilot.app.screen))
        await press(pilot, "enter", "j", "j", "d", "d")
        assert "▌ Five" in " ".join(listed(pilot.app.screen)), "the next one takes the place of what is gone"


async def test_by_time_the_newest_comes_first(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "g", "H", "S")
        rows = listed(pilot.app.screen)
        assert "badger" in rows[0]
        assert "Badgers · " in " ".join(rows[:2])


async def test_enter_goes_to_the_place(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "g", "H", "G", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, ReadingScreen)
        focused = screen.reading.focused
        assert focused is not None
        assert focused.quote == "[otters]"


async def test_q_comes_back_to_the_list_with_its_filter_and_place_and_then_to_the_article(shelf: Shelf) -> None:
    async with running(shelf, shelf.library.open("Otters")) as pilot:
        below = reading_screen(pilot)
        await press(pilot, "g", "H", "/")
        await type_in(pilot, "in:otters")
        await press(pilot, "enter", "G", "enter")
        above = reading_screen(pilot)
        assert above is not below
        focused = above.reading.focused
        assert focused is not None
        assert focused.quote == "[otters]"
        await press(pilot, "d", "d", "q")
        screen = pilot.app.screen
        assert isinstance(screen, AnnotationsScreen)
        assert screen.typed == "in:otters"
        assert "1 of 2" in text_of(screen, "#head")
        await press(pilot, "enter", "g", "H")
        assert pilot.app.screen is screen, "there is one such list, however often it is asked for"
        await press(pilot, "escape", "escape")
        assert reading_screen(pilot) is below
        assert {one.quote for one in below.reading.annotations} == {"One otter"}, "what was done above is shown below"


async def test_esc_never_ends_the_program(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "escape", "escape")
        assert pilot.app.return_code is None
        assert "q quits" in message(pilot.app.screen)


async def test_with_none_it_says_how_to_make_one() -> None:
    async with running(Shelf()) as pilot:
        await press(pilot, "g", "H")
        assert "h highlights" in text_of(pilot.app.screen, "#list")


async def test_n_walks_on_through_the_list_across_articles_and_q_comes_back_to_where_one_is(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "g", "H", "enter")
        assert _quote(pilot) == "badger"
        assert "1 of 3" in reading_screen(pilot).reading.status.message
        await press(pilot, "n")
        assert _quote(pilot) == "One otter"
        assert reading_screen(pilot).reading.opened.article.title == "Otters"
        await press(pilot, "n")
        assert _quote(pilot) == "[otters]"
        await press(pilot, "n")
        assert "last of the list" in reading_screen(pilot).reading.status.message
        await press(pilot, "[", "a", "[", "a")
        assert _quote(pilot) == "badger"
        await press(pilot, "]", "a", "q")
        screen = pilot.app.screen
        assert isinstance(screen, AnnotationsScreen)
        assert any(row.startswith("▌") and "One otter" in row for row in listed(screen))


async def test_n_goes_through_the_text_once_it_is_searched_and_passes_over_what_is_deleted(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "g", "H", "j", "enter", "/")
        await type_in(pilot, "sleep")
        await press(pilot, "enter", "n")
        match = reading_screen(pilot).reading.view.match
        assert match is not None
        assert "from the top" in reading_screen(pilot).reading.status.message
        await press(pilot, "escape", "[", "a", "N")
        assert _quote(pilot) == "badger"
        await press(pilot, "n", "n")
        assert _quote(pilot) == "[otters]"
        await press(pilot, "d", "d", "N")
        assert _quote(pilot) == "One otter"
        await press(pilot, "n")
        assert "last of the list" in reading_screen(pilot).reading.status.message, "what is deleted is passed over"


async def test_without_a_list_it_says_so(shelf: Shelf) -> None:
    async with running(shelf, shelf.library.open("Otters")) as pilot:
        await press(pilot, "]", "a")
        assert "no list" in reading_screen(pilot).reading.status.message
        await press(pilot, "n")
        assert "/ asks" in reading_screen(pilot).reading.status.message


async def test_the_articles_of_the_library_are_walked_too(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "enter")
        first = reading_screen(pilot).reading.opened.article.title
        await press(pilot, "]", "a")
        assert {first, reading_screen(pilot).reading.opened.article.title} == {"Otters", "Badgers"}


def _quote(pilot: Pilot[None]) -> str:
    focused = reading_screen(pilot).reading.focused
    assert focused is not None
    return focused.quote

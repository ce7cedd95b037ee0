"""Questions and their answers."""

from __future__ import annotations

import asyncio
from typing import NoReturn

import pytest
from textual.events import Key

from reader.domain.errors import NotSaved
from reader.domain.ports import Change
from reader.ui.app import ReaderApp
from reader.ui.draw.cells import Styled
from reader.ui.draw.theme import Role
from reader.ui.lists.asked import Asked
from reader.ui.lists.line_input import Prompt
from reader.ui.lists.offers import Offers
from reader.ui.lists.tag_line import complete
from reader.ui.program.line_history import LineHistories
from reader.ui.screens.confirm import ConfirmScreen
from reader.ui.screens.library import LibraryScreen
from tests.ui.fakes import pressed
from tests.ui.shelves import Shelf, listed, press, reading_screen, running, settled, text_of, type_in


@pytest.mark.parametrize(("key", "answer"), [("y", True), ("enter", True), ("n", False), ("escape", False)])
async def test_yes_or_no(key: str, answer: bool) -> None:
    async with running(Shelf()) as pilot:
        app = pilot.app
        assert isinstance(app, ReaderApp)
        given: list[bool | None] = []
        app.push_screen(
            ConfirmScreen(app.program, "Open [this]?", ((Styled("notes/[x].md", Role.FAINT),),)), given.append
        )
        await pilot.pause()
        question = text_of(app.screen, "#question")
        assert "Open [this]?" in question
        assert "notes/[x].md" in question
        await press(pilot, "z", key)
        assert given == [answer]


@pytest.mark.parametrize(("key", "given"), [("enter", ["one two"]), ("escape", ["left"])])
async def test_a_line(key: str, given: list[str]) -> None:
    async with running(Shelf()) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LibraryScreen)
        got: list[str] = []
        await screen.ask(Asked("tags", got.append, value="one ", left=lambda: got.append("left")))
        await type_in(pilot, "two")
        await press(pilot, key)
        assert got == given
        assert not screen.query(Prompt)


@pytest.mark.parametrize("keys", ["p tab c tab enter", "p tab tab c tab enter", "p enter"])
async def test_a_key_that_completes_waits_until_all_is_known_and_so_does_what_follows(keys: str) -> None:
    async with running(Shelf()) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LibraryScreen)
        counted, got = asyncio.Event(), list[str]()
        tags: dict[str, int] = {}

        async def known() -> None:
            await counted.wait()
            tags.update({"police": 2, "poem": 1, "claim": 1})

        completed = lambda typed: complete(typed, tags)  # noqa: E731  (handed on)
        await screen.ask(Asked("tags", got.append, complete=completed, separator=" ", known=known))
        for key in keys.split():
            pilot.app.post_message(pressed(key))
        await pilot.pause()
        counted.set()
        await settled(pilot)
        await settled(pilot)
        found = {"p enter": "p", "p tab c tab enter": "police claim", "p tab tab c tab enter": "poem claim"}
        assert [one.strip() for one in got] == [found[keys]]


async def test_nothing_that_a_terminal_obeys_gets_into_a_line() -> None:
    async with running(Shelf()) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LibraryScreen)
        got: list[str] = []
        await screen.ask(Asked("tags", got.append, value="a\x1b]0;x\x07"))
        line = screen.query_one(Prompt).line
        line.insert_text_at_cursor("\x9b2J")
        assert "\x1b" not in line.value
        await press(pilot, "enter")
        assert got == ["a␛]0;x␇\ufffd2J"]


async def test_what_was_pressed_at_once_is_typed_and_what_comes_after_enter_is_a_command() -> None:
    shelf = Shelf()
    shelf.add("Otters", "One otter swims.")
    shelf.add("Badgers", "One badger digs.")
    async with running(shelf) as pilot:
        for key in ("/", *"badg", "enter", "t", *"wild", "enter"):
            pilot.app.post_message(Key(key, key if len(key) == 1 else None))
        await settled(pilot)
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, LibraryScreen)
        assert screen.typed == "badg"
        assert shelf.library.known("Badgers").tags == ("wild",)


@pytest.mark.slow
async def test_up_goes_back_through_the_filters_of_that_list_and_typing_replaces_one_that_is_there() -> None:
    shelf = Shelf()
    shelf.add("Otters", "One otter swims.", tags=("wild",))
    async with running(shelf) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LibraryScreen)
        for words in ("otter", "in:otters"):
            await press(pilot, "/")
            await type_in(pilot, words)
            await press(pilot, "enter")
        assert screen.typed == "in:otters", "what is typed takes the place of the filter that was there"
        await press(pilot, "/", "up", "up")
        assert screen.query_one(Prompt).line.value == "otter"
        await press(pilot, "escape")
        assert screen.typed == "in:otters"
        await press(pilot, "/", "ctrl+u")
        await type_in(pilot, "tag:w")
        await press(pilot, "enter", "escape")
        assert screen.typed == ""


async def test_the_line_says_what_it_is_how_much_it_finds_and_what_it_may_become() -> None:
    shelf = Shelf()
    shelf.add("Otters", "One otter swims.", marks=["otter"])
    shelf.add("Badgers", "One badger digs.")
    (one,) = shelf.store.annotations()
    shelf.store.save_annotations([Change(one, one._replace(tags=("wild/river",)))])
    async with running(shelf) as pilot:
        screen = pilot.app.screen
        await press(pilot, "/")
        assert text_of(screen, "Prompt .label") == "filter"
        await type_in(pilot, "tag:wi")
        assert "wild/river" in text_of(screen, Offers)
        await press(pilot, "tab")
        assert screen.query_one(Prompt).line.value == "tag:wild/river"
        await press(pilot, "ctrl+u")
        await type_in(pilot, "badgers")
        assert text_of(screen, "Prompt .count") == "1 of 2"
        await press(pilot, "enter")
        assert "filter badgers" in text_of(screen, "#head")


async def test_a_filter_is_saved_in_the_library_and_asked_for_by_its_name() -> None:
    shelf = Shelf()
    shelf.add("Otters", "One otter swims.", tags=("wild",))
    shelf.add("Badgers", "One badger digs.")
    async with running(shelf) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LibraryScreen)
        await press(pilot, "/")
        await type_in(pilot, "tag:wild OR in:none")
        await press(pilot, "ctrl+s")
        assert text_of(screen, "Prompt .label") == "save as @"
        await type_in(pilot, "two words")
        await press(pilot, "enter")
        assert "one word" in text_of(screen, Offers)
        await press(pilot, "ctrl+u")
        await type_in(pilot, "Mine")
        await press(pilot, "enter")
        assert "saved: @Mine" in text_of(screen, Offers)
        assert screen.query_one(Prompt).line.value == "tag:wild OR in:none", "the filter goes on"
        assert shelf.library.queries.kept() == {"Mine": "tag:wild OR in:none"}
        await press(pilot, "ctrl+u")
        await type_in(pilot, "@m")
        assert text_of(screen, Offers) == "@Mine"
        await press(pilot, "tab", "enter")
        assert len(listed(screen)) == 1
        await press(pilot, "/", "ctrl+u")
        await type_in(pilot, "-@mine")
        assert "Badgers" in listed(screen)[0]
        await press(pilot, "ctrl+u")
        await type_in(pilot, "@nobody")
        assert "no query is saved" in text_of(screen, Offers)
        await press(pilot, "ctrl+u", "ctrl+s")
        await type_in(pilot, "mine")
        await press(pilot, "enter")
        assert shelf.library.queries.kept() == {}


async def test_the_pane_s_filter_can_be_saved_too() -> None:
    shelf = Shelf()
    shelf.add("Otters", "One otter swims.", "Two otters sleep.", marks=["One otter", "Two otters"])
    async with running(shelf, shelf.library.open("Otters")) as pilot:
        await press(pilot, "tab", "/")
        await type_in(pilot, "two")
        await press(pilot, "ctrl+s")
        await type_in(pilot, "2")
        await press(pilot, "enter", "ctrl+u")
        await type_in(pilot, "@2")
        await press(pilot, "enter")
        pane = reading_screen(pilot).reading.pane
        assert pane.filter_text == "@2"
        assert [one.quote for one in pane.listing.entries] == ["Two otters"]


async def test_in_an_article_too_the_line_says_why_it_could_not_be_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> NoReturn:
        raise NotSaved("no space is left", "the library")

    shelf = Shelf()
    shelf.add("Otters", "One otter swims.", marks=["One otter"])
    async with running(shelf, shelf.library.open("Otters")) as pilot:
        await press(pilot, "t")
        await type_in(pilot, "law")
        with monkeypatch.context() as patch:
            patch.setattr(shelf.store, "save_annotations", full)
            await press(pilot, "enter")
            assert "no space is left" in text_of(pilot.app.screen, Offers)
        await press(pilot, "enter")
        assert [one.tags for one in shelf.store.annotations()] == [("law",)]
        assert reading_screen(pilot).reading.status.message == "", "it is saved now"


def count_of(prompt: Prompt) -> str:
    return prompt.query_one(".count").render_line(0).text.strip()


async def test_what_is_found_is_told_when_there_is_a_line_and_not_before_or_after() -> None:
    found = "1 of 2"
    prompt = Prompt(Asked("filter", lambda _typed: None, found=lambda: found), LineHistories())
    prompt.tell()
    async with running(Shelf()) as pilot:
        await pilot.app.screen.mount(prompt)
        await settled(pilot)
        assert count_of(prompt) == "1 of 2"
        found = "2 of 2"
        prompt.tell()
        assert count_of(prompt) == "2 of 2"
        await prompt.remove()
        found = "none"
        prompt.tell()


async def test_a_letter_is_told_in_the_handler_of_its_key() -> None:
    async with running(Shelf()) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LibraryScreen)
        told: list[str] = []
        await screen.ask(Asked("filter", lambda _typed: None, changed=told.append))
        line = screen.query_one(Prompt).line
        line.value = "a"
        assert told == ["a"]
        line.post_message(Key("b", "b"))
        line.post_message(Key("c", "c"))
        await settled(pilot)
        assert told == ["a", "abc"]  # those of one burst together

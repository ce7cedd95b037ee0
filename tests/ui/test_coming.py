"""The first pages are shown and read while the rest comes; then all of it takes their place."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.article import Article, Version
from reader.domain.errors import NotParsed, NotSaved
from reader.domain.span import Span
from reader.library import Opened
from reader.ui.app import ReaderApp
from reader.ui.program.services import Services
from reader.ui.reading import closing
from reader.ui.reading.coming import WAITS, Coming, place_in
from reader.ui.reading.screen import ReadingScreen
from tests.ui.documents import document_of
from tests.ui.fakes import START, OneArticle, document, pressed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

FIRST = document_of("One otter swims. Two otters sleep.\n\nThe river is wide.")


class Loading:
    """A text of which the first pages are there."""

    def __init__(self) -> None:
        self.library = OneArticle(document())
        self.whole: Future[Opened] = Future()
        self.unkept: Future[Opened] = Future()
        self.drawn = 0
        self.given_up = False
        self.pilot: Pilot[None]

    def begin(self) -> None:
        if not self.whole.done():
            self.whole.set_result(self.library.opened)

    def count(self) -> None:
        self.drawn += 1

    def give_up(self) -> None:
        self.given_up = True

    @property
    def screen(self) -> ReadingScreen:
        screen = self.pilot.app.screen
        assert isinstance(screen, ReadingScreen)
        return screen

    @property
    def is_ready(self) -> bool:
        """Whether the screen has been mounted, and its text is on it."""
        return hasattr(self.screen, "reading") and self.screen.reading.view.ready

    @property
    def message(self) -> str:
        return self.screen.reading.status.message

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.pilot.app.post_message(pressed(key))
            await self.pilot.pause()

    async def arrived(self) -> None:
        first = self.screen
        while self.pilot.app.screen is first or not self.is_ready:
            await self.pilot.pause()


@asynccontextmanager
async def loading(*, read: bool = False, begins: bool = False) -> AsyncIterator[Loading]:
    """`read`: all of it, which is only being kept; `begins`: as soon as it is asked for."""
    it = Loading()
    article = Article("", "An article", START, versions=(Version("", START, len(FIRST.text)),))
    first = Opened(article, "", FIRST, editable=False, kept=False, partial=True)
    begin = it.begin if begins else it.count
    coming = Coming(it.whole, lambda: "opening … 3 of 9", it.give_up, lambda: read, begin, it.unkept)
    app = ReaderApp(Services(it.library, it.library.clock), first, coming=coming)
    async with app.run_test(size=(100, 30)) as it.pilot:
        await it.pilot.pause()
        yield it
        if not it.whole.done():
            it.whole.set_exception(NotParsed("was given up"))


async def test_first_pages_can_be_read_and_it_is_said_how_far_the_rest_is() -> None:
    async with loading() as it:
        while it.message != "opening … 3 of 9 · Esc gives up":
            await it.pilot.pause()
        await it.press(")")
        assert it.screen.reading.view.cursor.of(FIRST.text) == "Two otters sleep."


@pytest.mark.parametrize(
    ("key", "writing", "marked"), [("h", False, 1), ("a", True, 1), ("A", True, 0), ("t", False, 1)]
)
async def test_what_would_mark_waits_for_the_rest(key: str, writing: bool, marked: int) -> None:
    async with loading() as it:
        await it.press(")", key)
        assert it.message == WAITS
        it.whole.set_result(it.library.opened)
        await it.arrived()
        while len(it.library.memory.annotations()) != marked or it.screen.reading.writing is not writing:
            await it.pilot.pause()
        assert [one.quote for one in it.library.memory.annotations()] == ["Two otters sleep."] * marked


@pytest.mark.parametrize("command", ["open_desk", "open_versions", "open_export", "open_trash"])
async def test_what_is_about_the_whole_waits_for_it(command: str) -> None:
    async with loading() as it:
        await it.screen.action_command(command)
        assert it.message == WAITS
        first = it.screen
        it.whole.set_result(it.library.opened)
        while it.pilot.app.screen is first or isinstance(it.pilot.app.screen, ReadingScreen):
            await it.pilot.pause()


async def test_all_of_it_takes_their_place_and_the_cursor_keeps_its_sentence() -> None:
    async with loading() as it:
        await it.press(")")
        it.whole.set_result(it.library.opened)
        await it.arrived()
        view = it.screen.reading.view
        assert view.cursor.of(document().text) == "Two otters sleep."
        await it.press("h")
        await it.pilot.pause()
        assert [one.quote for one in it.library.memory.annotations()] == ["Two otters sleep."]
        await it.press("q")
        while it.pilot.app.return_code is None:
            await it.pilot.pause()


async def test_esc_gives_up_and_the_first_pages_stay() -> None:
    async with loading() as it:
        await it.press("escape")
        assert it.given_up
        it.whole.set_exception(NotParsed("was given up"))
        while it.message != "was given up; these are its first pages":
            await it.pilot.pause()
        await it.press(")")
        assert it.screen.reading.view.cursor.of(FIRST.text) == "Two otters sleep."


@pytest.mark.parametrize("keys", [("q",), ("h", "q")])
async def test_leaving_waits_for_a_text_that_is_being_kept_and_says_so(keys: tuple[str, ...]) -> None:
    async with loading(read=True) as it:
        first = it.screen
        await it.press(*keys)
        while it.message != "waiting for the disk to keep the text, 10 seconds at most":
            await it.pilot.pause()
        assert it.pilot.app.return_code is None
        it.whole.set_result(it.library.opened)
        while it.pilot.app.return_code is None:
            await it.pilot.pause()
        assert first.reading.program.given_up == ""


@pytest.mark.parametrize("keys", [("q",), ("ctrl+q",), ("h", "q")])
async def test_no_longer_than_the_limit(keys: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "LIMIT", 0.01)
    async with loading(read=True) as it:
        first = it.screen
        await it.press(*keys)
        while it.pilot.app.return_code is None:
            await it.pilot.pause()
        assert first.reading.program.given_up.startswith("waiting for the disk to keep the text took more than")


async def test_leaving_does_not_wait_for_the_rest() -> None:
    async with loading() as it:
        await it.press("q")
        while it.pilot.app.return_code is None:
            await it.pilot.pause()
        assert not it.whole.done()


@given(st.text("ab. ", min_size=1, max_size=30), st.text("ab. ", max_size=30), st.data())
def test_a_place_in_the_whole_is_within_it(first: str, whole: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(first) - 1))
    opened = Opened(Article("x", "x", START), "v", document_of(whole or "x"))
    place = place_in(opened, document_of(first), 0, Span(start, start + 1))
    assert 0 <= place.cursor <= len(opened.document.text)
    assert place.top >= 0


def test_the_sentence_that_stands_nearest_is_the_one() -> None:
    whole = Opened(Article("x", "x", START), "v", document_of("Yes. A longer page. Yes. And so on. Yes."))
    first = document_of("Yes. Page. Yes.")
    assert place_in(whole, first, 0, Span(11, 15)).cursor == 20


async def test_what_would_mark_waits_for_a_text_that_is_being_kept() -> None:
    async with loading(read=True) as it:
        await it.press(")", "h", "(", "2", "H")
        assert it.message == WAITS
        assert it.screen.reading.view.cursor.of(FIRST.text) == "Two otters sleep."
        it.whole.set_result(it.library.opened)
        await it.arrived()
        while not it.library.memory.annotations():
            await it.pilot.pause()
        assert [one.quote for one in it.library.memory.annotations()] == ["Two otters sleep."]
        while it.screen.reading.view.cursor.of(document().text) == "Two otters sleep.":
            await it.pilot.pause()  # what was pressed after it comes after it


async def test_esc_lets_go_of_what_waits() -> None:
    async with loading(read=True) as it:
        await it.press("h", ")", "escape", ")")
        assert it.screen.reading.view.cursor.of(FIRST.text) == "Two otters sleep."
        it.whole.set_result(it.library.opened)
        await it.arrived()
        await it.pilot.pause()
        assert not it.library.memory.annotations()


async def test_what_waits_is_let_go_of_where_the_text_cannot_be_kept() -> None:
    async with loading(read=True) as it:
        await it.press("h")
        it.whole.set_exception(NotParsed("was given up"))
        while "these are its first pages" not in it.message:
            await it.pilot.pause()
        await it.press(")")
        assert it.screen.reading.view.cursor.of(FIRST.text) == "Two otters sleep."


async def test_a_text_that_has_been_read_stays_on_its_screen_when_it_has_been_kept() -> None:
    async with loading(read=True) as it:
        it.library = OneArticle(FIRST)
        it.pilot.app.program.services = it.pilot.app.program.services._replace(library=it.library)  # type: ignore[attr-defined]
        first = it.screen
        await it.press(")", "h", "(")
        assert it.message == WAITS
        it.whole.set_result(it.library.opened)
        while not list(first.reading.annotations) or first.reading.view.cursor.start:
            await it.pilot.pause()
        assert it.screen is first
        assert [one.quote for one in it.library.memory.annotations()] == ["Two otters sleep."]
        assert [one.quote for one in first.reading.annotations] == ["Two otters sleep."]
        assert it.message == ""
        await it.press("q")
        while it.pilot.app.return_code is None:
            await it.pilot.pause()


@pytest.mark.parametrize(
    ("keys", "quotes"),
    [
        ("v w ) enter", {"One otter swims. T"}),
        (") v $ 2", {"Two otters sleep."}),
        ("/ s l e e p enter v enter ) h", {"sleep", "The river is wide."}),
        ("H j", {"Two otters sleep."}),
        ("H 3 f", {"One otter swims."}),
    ],
)
async def test_what_was_selected_or_chosen_by_its_letter_waits_too(keys: str, quotes: set[str]) -> None:
    async with loading() as it:
        it.library = OneArticle(
            document_of("A Heading.\n\nNobody knew. One otter swims. Two otters sleep.\n\nThe river is wide.")
        )
        it.pilot.app.program.services = it.pilot.app.program.services._replace(library=it.library)  # type: ignore[attr-defined]
        await it.press(*keys.split())
        assert it.message == WAITS
        it.whole.set_result(it.library.opened)
        await it.arrived()
        while len(it.library.memory.annotations()) < len(quotes):
            await it.pilot.pause()
        assert {one.quote for one in it.library.memory.annotations()} == quotes


@pytest.mark.parametrize("key", ["r", "C", "L", "#", "g /", "I"])
async def test_no_key_waits_for_ever_for_what_it_holds_up(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.ui.reading.screen.REST", 3600.0)  # nothing but the key begins it
    async with loading(read=True, begins=True) as it:
        await it.press(*key.split())
        await it.press("ctrl+q")
        while it.pilot.app.return_code is None:
            await it.pilot.pause()
        assert not it.pilot.app.is_running


def unkept(it: Loading) -> Opened:
    """All of the text, of which the library knows nothing yet."""
    article = it.library.opened.article._replace(id="")
    return it.library.opened._replace(article=article, version="", editable=False, kept=False, partial=True)


async def test_all_of_it_is_shown_before_it_is_kept_and_what_would_mark_waits_for_that() -> None:
    async with loading() as it:
        await it.press(")", "h")
        it.unkept.set_result(unkept(it))
        await it.arrived()
        whole = it.screen
        assert whole.reading.view.cursor.of(document().text) == "Two otters sleep."
        await it.press("(")
        assert it.message == WAITS
        assert it.drawn
        assert not it.library.memory.annotations()
        it.whole.set_result(it.library.opened)
        while not list(whole.reading.annotations) or whole.reading.view.cursor.of(document().text)[:3] == "Two":
            await it.pilot.pause()
        assert it.screen is whole
        assert [one.quote for one in it.library.memory.annotations()] == ["Two otters sleep."]
        await it.press("q")
        while it.pilot.app.return_code is None:
            await it.pilot.pause()


async def test_where_it_cannot_be_kept_all_of_it_stays() -> None:
    async with loading() as it:
        it.unkept.set_result(unkept(it))
        await it.arrived()
        await it.press("h")
        it.whole.set_exception(NotSaved("the disk is full"))
        while it.message != "the disk is full":
            await it.pilot.pause()
        assert it.screen.reading.view.cursor.of(document().text)


async def test_what_is_kept_at_once_is_shown_at_once() -> None:
    async with loading() as it:
        it.unkept.set_result(unkept(it))
        it.whole.set_result(it.library.opened)
        await it.arrived()
        await it.press("h")
        while not it.library.memory.annotations():
            await it.pilot.pause()
        (made,) = it.library.memory.annotations()
        assert made.quote == it.screen.reading.view.cursor.of(document().text)

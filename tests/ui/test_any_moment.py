"""Any key at any moment, whatever the library does, and leaving in the midst of it: nothing crashes or stands still."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
from concurrent.futures import Future
from random import Random
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from reader.domain.article import Article, Version
from reader.domain.errors import NotSaved, StoreError
from reader.domain.span import Span
from reader.library import Library, Opened
from reader.settings import Settings
from reader.ui.app import ReaderApp
from reader.ui.keys.key_table import settle_settings
from reader.ui.program.line_history import LineHistories
from reader.ui.program.passing import Pace
from reader.ui.program.program import Destination, Program
from reader.ui.program.services import Services
from reader.ui.reading.coming import Coming
from reader.ui.screens import article_on
from tests.ui.fakes import START, OneArticle, document, pressed, reader
from tests.world import numbered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")

SIZES = ((100, 30), (80, 24), (40, 10), (20, 5))
KEYS = """
j k space b pagedown ctrl+d g,g G ) ( } { J K / n N g,O g,* m,a `,a backspace ctrl+o alt+right f,a enter O D r o h h h
H,a 3 < > * d,d u ctrl+r y w v V g,v i,w a A t . s tab S + = C Z z,2 z,5 R W g,V L E g,H # g,/ : ? escape escape escape
q ctrl+l ctrl+z ctrl+c x X M I T n c d l up down left right ctrl+s ctrl+j ctrl+g ]
"""
HELD = (0.0, 0.001, 0.01, 0.06)
"""Seconds that a call may be held up: not at all, for a turn of the loop, longer than a save is waited for."""
READS = ("of_article", "place")
"""What answers nothing where it cannot be read, and never fails."""
EACH = 8
"""Rounds of a test: of so many seeds in all."""


class Failing:
    """Passes calls on, of which some fail on the threads where the program expects it."""

    def __init__(self, passed_on: object, fails: Callable[[], bool]) -> None:
        self._passed_on, self._fails = passed_on, fails

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._passed_on, name)
        if not callable(found) or name.startswith("_") or name in READS:
            return found

        def called(*given: Any, **named: Any) -> Any:
            if threading.current_thread().name.startswith(("library", "drafts")) and self._fails():
                if name.startswith(("save", "keep", "remember", "drop")):
                    raise NotSaved("no space is left", "the library", "nothing was changed")
                raise StoreError("it is damaged", "the library", "repair it")
            return found(*given, **named)

        return called


class Weather:
    """A library that fails and dawdles as a seed says, under the program."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._failures, self._slow = rng.choice((0, 0, 0.05, 0.3, 1.0)), rng.choice((0, 0.3, 1.0))
        good = self.good = OneArticle(document())
        if rng.random() < 0.5:
            session = good.session(good.opened)
            for start in (17, 35):
                session.set_tags(session.highlight(Span(start, start + 16)).id, ["law", "x/y"])
        store, notebook = Failing(good.memory, self._fails), Failing(good.notebook, self._fails)
        as_any: Any = Library
        self.library = as_any(store, notebook, notebook, now=good.clock, new_id=numbered())

    def _fails(self) -> bool:
        return self.rng.random() < self._failures

    def held(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """The same call, a little later."""

        async def later(program: Program, work: Callable[[], T]) -> T:
            if self.rng.random() < self._slow:
                await asyncio.sleep(self.rng.choice(HELD))
            found: T = await call(program, work)
            if self.rng.random() < self._slow:
                await asyncio.sleep(self.rng.choice(HELD))
            return found

        return later

    def app(self, whole: Future[Opened] | None) -> ReaderApp:
        """The program, in its library or its article; or in first pages, of which `whole` is the whole."""
        services = Services(
            self.library,
            self.good.clock,
            pace=Pace(),
            commands=settle_settings(Settings()).commands,
            histories=LineHistories(),
            environment={"EDITOR": "true"},
        )
        if whole is not None:
            first = Article("", "An article", START, versions=(Version("", START, len(document().text)),))
            read = self.rng.random() < 0.5
            pages = Opened(first, "", document(), editable=False, kept=False, partial=True)
            unkept: Future[Opened] = Future()
            if self.rng.random() < 0.5:  # all of it is there, and is kept later
                unkept.set_result(pages._replace(document=self.good.opened.document))
            coming = Coming(whole, lambda: "opening …", lambda: None, lambda: read, unkept=unkept)
            return ReaderApp(services, pages, coming=coming)
        if self.rng.random() < 0.3:
            return ReaderApp(services)
        opened = self.good.opened
        return ReaderApp(services, opened, self.good.places.place(opened.article.id))


async def check_lived_through(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Press keys, and leave; a pilot raises what the program ends by."""
    rng = Random(seed)
    weather = Weather(rng)
    monkeypatch.setattr(Program, "finish", weather.held(Program.finish))
    monkeypatch.setattr(Program, "call_drafts", weather.held(Program.call_drafts))
    told: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: told.append(context))
    whole: Future[Opened] | None = Future() if rng.random() < 0.3 else None

    def arrive() -> None:
        if whole is not None and not whole.done():
            if rng.random() < 0.3:
                whole.set_exception(NotSaved("it cannot be kept", "the text"))
            else:
                whole.set_result(weather.good.opened)

    app = weather.app(whole)
    async with app.run_test(size=rng.choice(SIZES)):
        for _ in range(rng.randint(0, 20)):
            if rng.random() < 0.1:
                arrive()
            for key in rng.choice(KEYS.split()).split(","):
                app.post_message(pressed(key))
            if rng.random() < 0.3:
                await asyncio.sleep(rng.choice(HELD))  # any moment, which nothing marks
        end = rng.choice(("q", "ctrl+q", "exit"))
        app.exit() if end == "exit" else app.post_message(pressed(end))
        await asyncio.sleep(rng.choice(HELD))
        arrive()
        while not app.program.ends:
            app.post_message(pressed("ctrl+q"))
            await asyncio.sleep(HELD[-1])
        while app.is_running:  # a pilot would take the screens away beneath its keys
            await asyncio.sleep(0)
    assert not told


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(EACH))
async def test_any_keys_and_any_end(seed: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)  # files are exported there
    for number in range(EACH):
        async with asyncio.timeout(120):
            with monkeypatch.context() as patch:
                await check_lived_through(seed * EACH + number, patch)


async def test_leaving_waits_for_nothing_that_would_go_on_with_a_screen() -> None:
    answered = threading.Event()
    went_on = []

    async def ask(program: Program) -> None:
        went_on.append(await program.call(answered.wait))

    async with reader() as it:
        program = it.screen.reading.program
        asking = asyncio.create_task(ask(program))
        await asyncio.sleep(0)
        it.pilot.app.exit()
        with pytest.raises(asyncio.CancelledError):
            await asking
        answered.set()
    assert not went_on


async def test_what_fails_when_nobody_waits_for_it_any_more_tells_no_terminal() -> None:
    asked, told = threading.Event(), list[object]()
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: told.append(context))

    def fail() -> None:
        asked.wait()
        raise StoreError("it is damaged", "the library", "repair it")

    async with reader() as it:
        program = it.screen.reading.program
        asking = asyncio.create_task(program.call(fail))
        await asyncio.sleep(0)
        it.pilot.app.exit()
        await asyncio.wait([asking])
        asked.set()
        await program.finish(lambda: None)  # behind it
    del asking
    gc.collect()
    assert not told


async def test_screens_that_were_taken_down_hear_no_answer() -> None:
    # As a program that fails takes them down, without saying that it ends.
    answered = threading.Event()
    async with reader() as it:
        screen, program = it.screen, it.screen.reading.program
        asking = asyncio.create_task(program.call(answered.wait))
        await asyncio.sleep(0)
    answered.set()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert not program.ends
    assert not program.has(screen)


async def test_what_was_asked_for_is_done_though_nobody_waits_for_it_any_more() -> None:
    answered, done = threading.Event(), threading.Event()
    async with reader() as it:
        program = it.screen.reading.program
        asking = [asyncio.create_task(program.call(answered.wait)), asyncio.create_task(program.call(done.set))]
        await asyncio.sleep(0)
        it.pilot.app.exit()
        answered.set()
        await asyncio.wait(asking)
        assert await asyncio.to_thread(done.wait, 60)


@pytest.mark.parametrize("destination", [Destination.SEARCH, Destination.LIBRARY, Destination.HELP])
async def test_nothing_is_put_up_once_the_program_ends(destination: Destination) -> None:
    async with reader() as it:
        app = it.pilot.app
        assert isinstance(app, ReaderApp)
        app.exit()
        app.open(destination)
        assert app.screen_stack == [it.screen]
    assert app.return_code == 0


async def test_a_screen_that_is_being_put_up_is_there_before_the_program_ends() -> None:
    async with reader() as it:
        app = it.pilot.app
        assert isinstance(app, ReaderApp)
        app.open(Destination.SEARCH)
        search = app.screen
        app.exit()
        while app.return_code is None:
            await asyncio.sleep(0)
        assert search.is_mounted
        assert search.query("#list")


async def test_who_writes_on_an_article_that_was_left_meanwhile_writes_nowhere() -> None:
    async with reader() as it:
        reading = it.screen.reading
        await it.press("L")
        it.pilot.app.screen_stack[0].query("#side").remove()
        it.pilot.app.exit()
        await reading.acts.write(None)  # type: ignore[arg-type]  # nobody looks at it
        await reading.acts.ask(None)  # type: ignore[arg-type]  # the same
        with reading.painted_once():
            reading.show_stored()
    assert it.pilot.app.return_code == 0


@pytest.mark.parametrize("key", ["J", "K", "r"])
async def test_what_asks_for_more_than_first_pages_waits_for_the_text(key: str) -> None:
    library, whole = OneArticle(document()), Future[Opened]()
    article = Article("", "An article", START, versions=(Version("", START, len(document().text)),))
    first = Opened(article, "", document(), editable=False, kept=False, partial=True)
    coming = Coming(whole, lambda: "opening …", lambda: None, lambda: True)
    app = ReaderApp(Services(library, library.clock), first, coming=coming)
    async with app.run_test() as pilot:
        await pilot.pause()
        app.post_message(pressed(key))
        await pilot.pause()
        whole.set_result(library.opened)
        app.post_message(pressed("h"))
        while not library.memory.annotations():
            await pilot.pause()
        app.post_message(pressed("q"))
        while app.return_code is None:
            await pilot.pause()
    assert app.return_code == 0


async def test_a_screen_is_no_article_while_their_module_is_being_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    async with reader() as it:
        monkeypatch.setitem(sys.modules, "reader.ui.reading.screen", ModuleType("half"))
        assert article_on(it.screen) is None

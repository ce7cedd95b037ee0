"""A library in memory, and the program over it, for tests of the screens around the article."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from textual import events
from textual.worker import WorkerCancelled

from reader.domain.article import Article, Version
from reader.domain.document import text_hash
from reader.domain.ports import Change
from reader.domain.span import Span
from reader.library import Library
from reader.ui.app import ReaderApp
from reader.ui.keys.status_line import StatusLine
from reader.ui.lists.entry_list import EntryList
from reader.ui.program.line_history import LineHistories
from reader.ui.program.passing import Pace
from reader.ui.program.services import Services
from reader.ui.reading.screen import ReadingScreen
from tests.ui.documents import document_of
from tests.ui.fakes import START, FailingStore, acted
from tests.world import SECOND, Notebook, Ticking, counted, numbered

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from textual.dom import DOMNode
    from textual.pilot import Pilot
    from textual.screen import Screen
    from textual.widget import Widget

    from reader.domain.annotation import Annotation
    from reader.domain.document import Document
    from reader.library import Opened
    from reader.ui.program.program import Program

LOOK = 0.05
"""Seconds between looks whether there is still somebody to wait for."""


class Shelf:
    """A library, and what tests put into it."""

    def __init__(self) -> None:
        self.clock = Ticking(START - SECOND)
        self.store = FailingStore(clock=self.clock, entropy=counted())
        notebook = Notebook()
        new_id = numbered()
        self.library = Library(self.store, notebook, notebook, now=self.clock, new_id=new_id)
        self._before = Library(self.store, notebook, notebook, now=self.clock, new_id=new_id)
        """As it was in an earlier run of the program: what is marked with it cannot be undone."""

    def add(self, title: str, *paragraphs: str, marks: Sequence[str] = (), **fields: object) -> Article:
        """An article of these paragraphs, with these passages highlighted."""
        document = document_of(*paragraphs)
        self.store.keep(document)
        version = Version(text_hash(document.text), START, len(document.text))
        article = Article(f"{len(self.store.articles()) + 1:08d}-article", title, START, versions=(version,), **fields)  # type: ignore[arg-type]
        self.store.save_articles([Change(None, article)])
        session = self._before.session(self._before.open(article.id))
        for mark in marks:
            start = document.text.index(mark)
            session.highlight(Span(start, start + len(mark)))
        return article

    def change(self, article: Article, document: Document) -> Opened:
        """A newer version of the article, to which nothing was carried yet."""
        self.store.keep(document)
        (before,) = [one for one in self.store.articles() if one.id == article.id]
        version = Version(text_hash(document.text), self.clock(), len(document.text))
        after = Article(before.id, before.title, before.added, versions=(*before.versions, version))
        self.store.save_articles([Change(before, after)])
        return self.library.open(article.id)

    def annotation(self, quote: str) -> Annotation:
        """The stored annotation with this quote."""
        (found,) = [one for one in self.store.annotations() if one.quote == quote]
        return found

    @property
    def services(self) -> Services:
        return Services(library=self.library, now=self.clock, pace=Pace(), histories=LineHistories())


def shelf_of_animals() -> Shelf:
    """Two articles with three highlights."""
    shelf = Shelf()
    shelf.add("Otters", "One otter swims.", "Two [otters] sleep.", marks=["One otter", "[otters]"])
    shelf.add("Badgers", "One badger digs.", marks=["badger"])
    return shelf


@asynccontextmanager
async def running(
    shelf: Shelf, opened: Opened | None = None, size: tuple[int, int] = (100, 30)
) -> AsyncIterator[Pilot[None]]:
    """The program, at the library or in an article."""
    app = ReaderApp(shelf.services, opened)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot


async def settled(pilot: Pilot[None]) -> None:
    """Wait until what was begun in the background is done, and shown.

    `Pilot.pause` waits until the process is idle, in steps of 20 ms; this waits for what there is to do, and no more.
    """
    await _done(pilot)
    waiting = True
    while waiting:
        try:
            await pilot.app.workers.wait_for_complete()
            waiting = False
        except WorkerCancelled:
            # A list that is asked for anew gives up what was on its way.
            await asyncio.sleep(0)
    await acted(pilot.app)
    await _done(pilot)


async def _done(pilot: Pilot[None]) -> None:
    """Every message that was sent is handled, twice over: what a handler sends in its turn too."""
    for _ in range(2):
        screen = pilot.app.screen
        for pump in (pilot.app, screen, *screen.walk_children()):
            await _called(pump.call_later, screen, pump)
        await _called(screen.call_after_refresh, screen, screen)


async def _called(call: Callable[[Callable[[], None]], bool], screen: Screen[Any], pump: DOMNode) -> None:
    """Wait until what is asked for has been called, or nobody is there to call it: the program may fail."""
    called = asyncio.Event()
    if call(called.set):
        while not called.is_set() and screen.app.is_running and pump.is_attached and screen.app.screen is screen:
            # Not in turns with the program for ever: what comes with the next frame takes its time.
            with suppress(TimeoutError):
                await asyncio.wait_for(called.wait(), LOOK)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys; each is done, with what it begins, before the next.

    `Pilot.press` waits 60 ms a key for animations; there are none.
    """
    for key in keys:
        await _send(pilot, key)
        await settled(pilot)


async def type_in(pilot: Pilot[None], text: str) -> None:
    """Type into a line, as fast as one can."""
    for letter in text:
        key = "space" if letter == " " else letter
        pilot.app.post_message(events.Key(key, letter))
    await settled(pilot)


async def _send(pilot: Pilot[None], key: str) -> None:
    app = pilot.app
    character = " " if key == "space" else key if len(key) == 1 else None
    app.post_message(events.Key(key, character))
    await _done(pilot)


def program_of(pilot: Pilot[None]) -> Program:
    """What all screens share."""
    assert isinstance(pilot.app, ReaderApp)
    return pilot.app.program


def reading_screen(pilot: Pilot[None]) -> ReadingScreen:
    """The article on top."""
    screen = pilot.app.screen
    assert isinstance(screen, ReadingScreen)
    return screen


def text_of(screen: Screen[Any], widget: type[Widget] | str) -> str:
    """What a widget shows, line by line, without blanks at the ends."""
    found = screen.query(widget).first()
    return "\n".join(found.render_line(y).text.strip() for y in range(found.size.height)).strip()


def listed(screen: Screen[Any]) -> list[str]:
    """The rows of the list that are not blank."""
    return [line for line in text_of(screen, EntryList).split("\n") if line]


def message(screen: Screen[Any]) -> str:
    """What the last row says in place of the keys."""
    return screen.query_one(StatusLine).message

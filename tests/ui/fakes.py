"""The reading screen over a store in memory, for tests that press keys."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual import events

from reader.domain.annotation import Annotation, State, Target
from reader.domain.article import Article, Version
from reader.domain.document import Block, BlockKind, Document, Mark, MarkKind
from reader.domain.errors import NotSaved
from reader.domain.ports import Change
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span
from reader.library import Library
from reader.session import Session
from reader.settings import Settings
from reader.ui.app import ReaderApp
from reader.ui.keys.key_table import settle_settings
from reader.ui.program.line_history import LineHistories
from reader.ui.program.passing import Pace
from reader.ui.program.services import Services
from reader.ui.reading.screen import ReadingScreen
from tests.memory_store import MemoryStore
from tests.world import SECOND, Notebook, Ticking, counted, numbered

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    from textual.app import App
    from textual.message_pump import MessagePump
    from textual.pilot import Pilot

    from reader.domain.annotation import Colour
    from reader.domain.merge import Tables
    from reader.library import Opened

START = datetime(2026, 3, 1, 12, tzinfo=UTC)

TEXT = (
    "A short article",
    "One otter swims. Two otters sleep. Three otters wait by the river.",
    "The river is wide. Nobody knows its name. It runs on.",
    "Second part",
    "See the example and the note. Old stones lie there. The end is near.",
)
LINKED = "example"


def document() -> Document:
    """Two headings, three paragraphs of three sentences, a link, and a footnote."""
    blocks = []
    start = 0
    for part in TEXT:
        heading = not part.endswith(".")
        span = Span(start, start + len(part))
        blocks.append(Block(BlockKind.HEADING if heading else BlockKind.PARAGRAPH, span, level=int(heading)))
        start = span.end + 2
    text = "\n\n".join(TEXT)
    at = text.index(LINKED)
    link = Mark(MarkKind.LINK, Span(at, at + len(LINKED)), "#second-part")
    return Document(text, tuple(blocks), (link,), anchors=(("second-part", text.index("Second part")),))


def marked(
    annotation_id: str, start: int, end: int, *, quote: str = "words", state: State = State.ANCHORED
) -> Annotation:
    """A highlight of version `v`."""
    target = Target("v", Selectors(TextQuoteSelector(quote), Span(start, end)), state=state)
    return Annotation(annotation_id, "article-1", START, START, targets=(target,))


def page_note(annotation_id: str) -> Annotation:
    """A note on the whole article."""
    return Annotation(annotation_id, "article-1", START, START, note="all of it")


class FailingStore(MemoryStore):
    """A store whose disk can be full."""

    full = False

    def save_annotations(self, changes: Sequence[Change[Annotation]]) -> Sequence[Annotation | None]:
        if self.full:
            raise NotSaved("no space is left", "the library", "nothing was changed")
        return super().save_annotations(changes)


class OneArticle(Library):
    """A library with one article, in memory."""

    def __init__(self, document: Document) -> None:
        self.clock = Ticking(START - SECOND)
        self.notebook = Notebook()
        self.tables: Tables = {}
        self.memory = FailingStore(clock=self.clock, entropy=counted(), tables=self.tables)
        super().__init__(
            self.memory,
            self.notebook,
            self.notebook,
            now=self.clock,
            new_id=numbered(),
        )
        version = Version(self.memory.keep(document), START, len(document.text))
        article = Article("article-1", "A short article", START, versions=(version,))
        self.memory.save_articles([Change(None, article)])

    def renew(self, document: Document) -> None:
        """The article has a new text, to which nothing was carried yet."""
        (before,) = self.memory.articles()
        version = Version(self.memory.keep(document), START, len(document.text))
        self.memory.save_articles([Change(before, before._replace(versions=(*before.versions, version)))])

    @property
    def opened(self) -> Opened:
        """The article, open."""
        return self.open("article-1")


@dataclass
class Reader:
    """The program under a pilot, with the three places that a key must show in."""

    pilot: Pilot[None]
    screen: ReadingScreen
    store: FailingStore
    library: OneArticle
    kept: list[Settings]

    async def press(self, *keys: str) -> None:
        """Press keys, each done before the next, and wait until nothing is left to do.

        `Pilot.press` waits 60 ms a key for animations; there are none.
        """
        app = self.pilot.app
        for key in keys:
            app.post_message(pressed(key))
            for pump in (app, app.screen):
                await _idle(app, pump)
            await self.acted()
            if app.return_code is not None:
                return
            if app.focused is not None or app.screen.query("NoteEditor, Prompt"):
                # Editors come, go and read keys at their own pace.
                await self.pilot.pause()
        await self.pilot.pause()

    async def acted(self) -> None:
        """Wait until the command that waits for the disk, if one does, has shown what it does."""
        await acted(self.pilot.app)

    async def burst(self, *keys: str) -> None:
        """Press keys faster than any of them can be obeyed, as when one pastes or the line is slow."""
        for key in keys:
            self.pilot.app.post_message(pressed(key))
        # Each turn lets one editor come or go.
        for _ in range(6):
            await self.pilot.pause()
            await self.acted()

    async def type(self, text: str) -> None:
        """Type a text, as fast as one can."""
        *first, last = ("space" if letter == " " else letter for letter in text)
        for key in first:
            self.pilot.app.post_message(pressed(key))
        await self.press(last)

    def elsewhere(self) -> Session:
        """The same article, open in another window."""
        library = self.library
        other = MemoryStore(clock=library.clock, device="other-0", entropy=counted(), tables=library.tables)
        opened = library.opened
        return Session(
            other,
            opened.article,
            opened.version,
            opened.document,
            now=Ticking(START - SECOND),
            new_id=lambda: "other-id",
        )

    @property
    def text(self) -> str:
        return self.screen.reading.opened.document.text

    @property
    def stored(self) -> list[Annotation]:
        """What is in the store, in the order of the text, page notes first."""
        return sorted(self.store.annotations(), key=lambda one: (_start(one), one.created))

    @property
    def only(self) -> Annotation:
        """The only annotation: the same in the store, in the session, and in both panes."""
        self.agree()
        (one,) = self.stored
        return one

    @property
    def quotes(self) -> list[str]:
        self.agree()
        return [one.quote for one in self.stored]

    @property
    def tags(self) -> list[tuple[str, ...]]:
        self.agree()
        return [one.tags for one in self.stored]

    @property
    def colours(self) -> list[Colour]:
        self.agree()
        return [one.colour for one in self.stored]

    @property
    def cursor(self) -> str:
        """The sentence under the cursor."""
        return self.screen.reading.view.cursor.of(self.text)

    @property
    def selected(self) -> str:
        return self.screen.reading.view.target.of(self.text)

    @property
    def message(self) -> str:
        return self.screen.reading.status.message

    def agree(self) -> None:
        """Store, session and both panes show the same annotations."""
        stored = {one.id: one for one in self.stored}
        shown = {one.id: one for one in self.screen.reading.annotations}
        assert stored == shown
        view = self.screen.reading.view
        assert view.annotations is self.screen.reading.annotations
        listing = self.screen.reading.pane.listing
        assert listing.total == len(stored)
        if not self.screen.reading.pane.filter_text:
            assert {one.id for one in listing.entries} == set(stored)


async def until(done: Callable[[], bool]) -> None:
    """Let the program go on until it is so; a pause of the pilot's waits for all that waits for something, too."""
    async with asyncio.timeout(60):
        while not done():
            await asyncio.sleep(0)


async def acted(app: App[None]) -> None:
    """Wait until the command that waits for the disk, if one does, has shown what it does."""
    while app.return_code is None and any(
        isinstance(one, ReadingScreen) and one.is_mounted and one.reading.turn.done for one in app.screen_stack
    ):
        await asyncio.sleep(0)


def pressed(key: str) -> events.Key:
    return events.Key(key, " " if key == "space" else key if len(key) == 1 else None)


async def _idle(app: App[None], pump: MessagePump) -> None:
    """Wait until `pump` has handled what was sent to it, or the program has ended."""
    done = asyncio.Event()
    pump.call_later(done.set)
    while not done.is_set() and app.return_code is None:
        await asyncio.sleep(0)


def _start(annotation: Annotation) -> int:
    position = annotation.targets[-1].selectors.position if annotation.targets else None
    return position.start if position else -1


@asynccontextmanager
async def reader(
    *,
    size: tuple[int, int] = (100, 30),
    doc: Document | None = None,
    settings: Settings | None = None,
    library: OneArticle | None = None,
    editable: bool = True,
    environment: Mapping[str, str] | None = None,
    early: Sequence[str] = (),
) -> AsyncIterator[Reader]:
    """The program with one article open; `early` keys are pressed before anything is drawn."""
    library = library or OneArticle(doc or document())
    kept: list[Settings] = []
    services = Services(
        library,
        library.clock,
        settings or Settings(),
        kept.append,
        pace=Pace(),
        commands=settle_settings(settings or Settings()).commands,
        histories=LineHistories(),
        environment=environment or {},
    )
    opened = library.opened._replace(editable=editable)
    app = ReaderApp(services, opened, library.places.place(opened.article.id))
    for key in early:
        app.post_message(pressed(key))
    async with app.run_test(size=size) as pilot:
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        await pilot.pause()
        yield Reader(pilot, screen, library.memory, library, kept)

"""Pictures of the program, which the README shows. Look at them after a change, then: pytest --snapshot-update."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pytest_textual_snapshot import SVGImageExtension

from reader import config
from reader.domain.annotation import Colour
from reader.library import Library
from reader.library.phrases import find_places
from reader.settings import Settings
from reader.ui.app import ReaderApp
from reader.ui.program.passing import Pace
from reader.ui.program.services import Services
from tests.memory_store import MemoryStore
from tests.world import NOON, SECOND, Notebook, Ticking, counted, numbered

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    Compare = Callable[..., bool]

# The plugin names its files .raw since syrupy reads the extension from another attribute; a README needs .svg.
SVGImageExtension.file_extension = "svg"

SAMPLES = config.samples()


class Desk:
    """A library in memory with a clock and ids of its own, so that a picture is the same on every machine."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        now = self.now = Ticking(NOON - SECOND)
        store = MemoryStore(clock=now, entropy=counted())
        notebook = Notebook()
        self.library = Library(store, notebook, notebook, now=now, new_id=numbered())

    def marked(self, name: str, *marks: tuple[str, Colour, str, tuple[str, ...]]) -> None:
        """Open a sample and highlight quotes in it, each with a colour, a note and tags."""
        opened = self.library.open(str(SAMPLES / name))
        session = self.library.session(opened)
        for quote, colour, note, tags in marks:
            session.highlight(find_places(opened.document.text, quote)[0], colour, note=note, tags=tags)

    def app(self, name: str = "") -> ReaderApp:
        """The program with a sample open, or with its library."""
        opened = self.library.open(str(SAMPLES / name)) if name else None
        if opened is not None:
            # Where the checkout is, is nobody's business.
            sources = tuple(one._replace(address=name) for one in opened.article.sources)
            opened = opened._replace(article=opened.article._replace(sources=sources))
        return ReaderApp(Services(self.library, self.now, self.settings, pace=Pace()), opened)


CHIEFS = "police-chiefs.txt"
MARKS = (
    (
        "For forty years American police departments counted arrests the way a factory counts crates, and each "
        "autumn the mayor held the number up to the cameras.",
        Colour.YELLOW,
        "What is counted gets *done*. Compare the essay on targets.",
        ("law/police", "claim"),
    ),
    ("On Thursday they take their case to the White House.", Colour.BLUE, "", ()),
    (
        "Send people who are ill or addicted to treatment instead of to a cell.",
        Colour.GREEN,
        "The first of four demands.",
        ("demand",),
    ),
)


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.marked(CHIEFS, *MARKS)
    return desk


def press(*keys: str) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Press keys, each when what the one before began has ended."""

    async def run(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

    return run


def test_reading(desk: Desk, snap_compare: Compare) -> None:
    assert snap_compare(desk.app(CHIEFS), terminal_size=(100, 30), run_before=press(")", ")"))


def test_labels(desk: Desk, snap_compare: Compare) -> None:
    assert snap_compare(desk.app(CHIEFS), terminal_size=(100, 30), run_before=press("H"))


def test_selecting(desk: Desk, snap_compare: Compare) -> None:
    assert snap_compare(desk.app(CHIEFS), terminal_size=(80, 24), run_before=press("v", "e", "e", "e"))


def test_light(snap_compare: Compare) -> None:
    desk = Desk(Settings(theme="reader-light"))
    desk.marked("in-the-margin.md", ("Somebody was here", Colour.MAGENTA, "", ()))
    assert snap_compare(desk.app("in-the-margin.md"), terminal_size=(120, 40), run_before=press("]", "]", "]", "]"))


def test_narrow(desk: Desk, snap_compare: Compare) -> None:
    assert snap_compare(desk.app(CHIEFS), terminal_size=(60, 24), run_before=press("j"))


def test_library(desk: Desk, snap_compare: Compare) -> None:
    for name in ("harbour-1.md", "atlantic-cable.md", "in-the-margin.md"):
        desk.marked(name)
    assert snap_compare(desk.app(), terminal_size=(100, 30), run_before=press())


def test_help(desk: Desk, snap_compare: Compare) -> None:
    assert snap_compare(desk.app(CHIEFS), terminal_size=(100, 30), run_before=press("?"))


def test_desk(snap_compare: Compare) -> None:
    desk = Desk()
    desk.marked("harbour-1.md", *[(quote, Colour.ORANGE, "", ()) for quote in MOVED])
    article = desk.library.collection.articles()[0].article
    opened = desk.library.open_as(article, str(SAMPLES / "harbour-2.md"))
    desk.library.carry(opened)
    app = ReaderApp(Services(desk.library, desk.now, desk.settings, pace=Pace()), opened)
    assert snap_compare(app, terminal_size=(120, 36), run_before=press("R"))


MOVED = (
    "In 2004 a weir was built eleven kilometers upstream to keep the lower town dry",
    "The engineers had said so.",
    "But a river that never floods is a river that never cleans up after itself.",
)

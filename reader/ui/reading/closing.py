"""When an article is left, its place and progress are kept, and a picture of the screen for the next start."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, TypeVar

from textual.geometry import Region

from reader.domain.errors import ReaderError
from reader.domain.wording import counted
from reader.ui.draw.cells import pin_clusters
from reader.ui.draw.first_rows import cut_around, pack
from reader.ui.draw.first_screen import FirstScreen, terminal_name
from reader.ui.program.program import over
from reader.ui.reading.coming import last_word
from reader.ui.reading.unsaved import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterable

    from textual.widget import Widget

    from reader.ui.reading.article_view import ArticleView
    from reader.ui.reading.state import Reading


T = TypeVar("T")

LIMIT = 10.0
"""Seconds that the disk has at the end, for all that is not saved yet."""


async def put_down(reading: Reading) -> None:
    """Keep where the reader is."""
    if not reading.view.ready or not reading.latest or reading.opened.waiting:
        return
    _keep_first_screen(reading)
    if reading.unsaved:
        reading.turn.wait_for_disk()
    library, article_id = reading.program.services.library, reading.opened.article.id
    place, progress = reading.place, reading.passing.fraction(reading.program.services.now())
    reading.program.services.pace.keep()
    try:
        await reading.program.finish(lambda: library.leave(article_id, place, progress))
    except ReaderError as error:
        reading.fail(error.brief)


async def all_kept(reading: Reading, keep: Callable[[], Awaitable[bool]]) -> bool:
    """Keep what is being typed, by `keep`, and where the reader is; whether nothing typed would be lost now."""
    program, coming = reading.program, reading.coming
    if reading.own_program is not None:
        await reading.own_program.stopped()
    if coming is not None and coming.read():
        program.last_words = await last_word(coming) or program.last_words
    kept = await keep()
    await text_kept(reading)
    saved = await reading.unsaved.settled()
    await put_down(reading)
    return kept and saved


async def within_limit(reading: Reading, work: Coroutine[object, object, T]) -> T | None:
    """Wait for the disk, which is to be done with `work` before one leaves; None where it takes too long."""
    program = reading.program
    task = asyncio.get_running_loop().create_task(work)
    if not (await asyncio.wait({task}, timeout=PATIENCE))[0]:
        reading.turn.wait_for_disk()  # else nothing would be drawn meanwhile
        reading.say(f"{_waiting_for(reading)}, {LIMIT:.0f} seconds at most")
        await asyncio.wait({task}, timeout=LIMIT)
    if task.done():
        program.given_up = ""
        return task.result()
    program.given_up = f"{_waiting_for(reading)} took more than {LIMIT:.0f} seconds: it may not be saved"
    return None


async def text_kept(reading: Reading) -> bool:
    """Wait until a text that has been read is kept too, or is not; one that is still being read is let go."""
    coming = reading.coming
    if coming is not None and coming.read():
        coming.begin()
        await over(coming.whole)
    return True


def _waiting_for(reading: Reading) -> str:
    if reading.coming is not None:
        return "waiting for the disk to keep the text"
    count = len(reading.unsaved)
    return f"waiting for the disk to save {counted(count, 'change')}" if count else "waiting for the disk"


def _keep_first_screen(reading: Reading) -> None:
    """Keep a picture of the screen, where the source is one that is opened again by its name."""
    view, sources = reading.view, reading.opened.article.sources
    if not sources or sources[-1].address == "-" or view.selection or view.labels or not reading.opened.editable:
        return
    source = sources[-1]
    stamp = (max(source.size, 0), max(source.mtime_ns, 0))
    others = (reading.pane, reading.status)
    screen = first_screen(view, others, source.address, stamp, pane=reading.pane.display)
    if screen is not None:
        reading.program.services.keep_first_screen(screen)


def first_screen(
    view: ArticleView, others: Iterable[Widget], source: str, stamp: tuple[int, int], *, pane: bool
) -> FirstScreen | None:
    """Make what to draw first the next time; None before there is a text. `others` draw themselves by lines too."""
    if view.viewport is None:
        return None
    app, document = view.app, view.viewport.layout.document
    placed = view.annotations.meeting(view.shown) if view.annotations else ()
    highlights = [(one.start, one.end, one.annotation.colour.value) for one in placed]
    return FirstScreen(
        source=source,
        stamp=stamp,
        # Textual takes NO_COLOR out of the environment.
        terminal=terminal_name({**os.environ, **({"NO_COLOR": ""} if app.no_color else {})}),
        size=(app.size.width, app.size.height),
        picture=pin_clusters("".join(_drawn(widget) for widget in (view, *others))) + "\x1b[0m",
        theme=app.theme,
        column=view.column,
        around=pack(cut_around(document, view.top, view.cursor, highlights, pane=pane)),
    )


def _drawn(widget: Widget) -> str:
    region = widget.region
    lines = widget.render_lines(Region(0, 0, region.width, region.height)) if widget.display else []
    console = widget.app.console
    return "".join(f"\x1b[{region.y + y + 1};{region.x + 1}H{strip.render(console)}" for y, strip in enumerate(lines))

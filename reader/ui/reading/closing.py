"""What is done when an article is left: its place and progress kept, and a picture of the screen for the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.errors import ReaderError
from reader.ui.reading.snapshot import first_screen

if TYPE_CHECKING:
    from reader.ui.reading.state import Reading


async def put_down(reading: Reading) -> None:
    """Keep where the reader is."""
    if not reading.view.ready or not reading.latest or reading.opened.waiting:
        return
    _keep_first_screen(reading)
    library, article_id = reading.host.services.library, reading.opened.article.id
    place, progress = reading.place, reading.passing.fraction(reading.host.services.now())
    reading.host.services.pace.keep()
    try:
        await reading.host.call(lambda: library.leave(article_id, place, progress))
    except ReaderError as error:
        reading.fail(str(error))


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
        reading.host.services.keep_first_screen(screen)

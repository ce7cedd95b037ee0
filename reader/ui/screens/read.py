"""From a list to an article: opened on top, or come back to where it is open already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.screens.reading import ReadingScreen

if TYPE_CHECKING:
    from reader.library import Opened
    from reader.ui.screens.keyed import KeyedScreen, Result


async def read(screen: KeyedScreen[Result], word: str, annotation_id: str = "") -> None:
    """Open what a path, URL, id or title names, at an annotation where one is given.

    What cannot be opened is said on `screen`, and nothing else happens.
    """
    library = screen.services.library
    opened = await screen.attempt(lambda: library.open(word))
    if opened is None:
        return
    for below in screen.app.screen_stack:
        if isinstance(below, ReadingScreen) and below.reading.opened.article.id == opened.article.id:
            _come_back(screen, below, annotation_id)
            return
    place = await screen.attempt(lambda: library.place(opened.article.id))
    screen.host.put(ReadingScreen(screen.host, opened, place, annotation_id))


async def read_version(screen: KeyedScreen[Result], opened: Opened) -> None:
    """Show a version that is open already, to be read only."""
    screen.host.put(ReadingScreen(screen.host, opened, None))


def _come_back(screen: KeyedScreen[Result], below: ReadingScreen, annotation_id: str) -> None:
    while screen.app.screen is not below:
        screen.app.pop_screen()
    annotation = below.annotations.get(annotation_id)
    if annotation is not None:
        below.reading.choose(annotation)
        below.settle()

"""The first screen of a source is on the terminal before anything else is imported.

The program keeps a picture of the screen when an article is left; it is drawn when the same source is opened again
and has not changed. A plain text that was never open is drawn from its beginning. Whatever is missing here, the
first text comes with the interface, a quarter of a second later.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING
from zlib import crc32

from reader.domain.errors import NotUnderstood
from reader.domain.web_address import is_web_address
from reader.folders import user_folder

if TYPE_CHECKING:
    from reader.domain.document import Document
    from reader.settings import Settings
    from reader.ui.draw.first_rows import Around
    from reader.ui.draw.first_screen import FirstScreen

KEPT = 200
"""Pictures that are kept, some 30 kB each; the one drawn longest ago goes first."""
HEAD = 1 << 16
"""Bytes of a plain text that are read for its first screen: more than 300 columns and 100 rows can show."""
PLAIN = (".txt", ".text", "")
"""Endings of files that are drawn without a parser of structure."""


def draw(word: str) -> list[object] | None:
    """Draw what the source `word` opens, if its first screen is known.

    Answers the terminal's attributes from before; None where nothing was drawn.
    """
    url = is_web_address(word)
    source = word if url else os.path.abspath(os.path.expanduser(word))  # noqa: PTH100, PTH111  (links stay links)
    try:
        stat = None if url else os.stat(source)  # noqa: PTH116  (pathlib is not there yet)
    except OSError:
        return None
    stamp = (stat.st_size, stat.st_mtime_ns) if stat else (0, 0)
    screen = _kept(source, stamp)
    if screen is not None:
        # Here and below: of a text that was never open nothing is drawn from here, and 3 ms sooner from elsewhere.
        from reader.ui.draw.first_paint import paint
        from reader.ui.draw.first_screen import terminal_name

        return paint(screen, terminal_name(os.environ))
    return _paint_plain(source, stat.st_size) if stat else None


def keep(library: str, screen: FirstScreen) -> None:
    """Keep a picture for the next time. Nothing depends on it, so a full disk is no failure.

    `library` is the library file where one was named on the command line: its highlights are in the picture.
    """
    from pathlib import Path  # by now they are there; before the first text this one takes 4 ms

    from reader import config

    path = Path(_path(library or os.environ.get("READER_LIBRARY", ""), screen.source))
    if config.keep(path, screen.to_bytes()):
        with suppress(OSError):
            pictures = sorted(path.parent.iterdir(), key=lambda one: one.stat().st_mtime_ns)
            for old in pictures[:-KEPT]:
                old.unlink()


def was_left(source: str) -> bool:
    """Tell whether a picture is kept of an article that was read from there, whatever has become of the file since."""
    return os.path.exists(_path(os.environ.get("READER_LIBRARY", ""), source))  # noqa: PTH110  (as above)


def _path(library: str, source: str) -> str:
    # Two sources of one name would replace each other's picture; whose it is stands in it. A hash takes 5 ms to import.
    return f"{user_folder('state')}/first/{crc32(os.fsencode(f'{library}{chr(0)}{source}')):08x}"


def _kept(source: str, stamp: tuple[int, int]) -> FirstScreen | None:
    try:
        with open(_path(os.environ.get("READER_LIBRARY", ""), source), "rb") as file:  # noqa: PTH123  (as above)
            kept = file.read()
    except OSError:
        return None
    from reader.ui.draw.first_screen import from_bytes

    screen = from_bytes(kept)
    return screen if screen is not None and screen.stands(source, stamp) else None


def _paint_plain(source: str, size: int) -> list[object] | None:
    if os.path.splitext(source)[1].lower() not in PLAIN:  # noqa: PTH122  (as above)
        return None
    from reader import settings
    from reader.ui.draw.first_paint import LEAST, paint_with
    from reader.ui.draw.first_rows import of_plain_text

    try:
        chosen = settings.of_user()
        with open(source, "rb") as file:  # noqa: PTH123  (as above)
            head = file.read(HEAD)
    except (OSError, NotUnderstood):
        return None  # whoever opens it in a moment says what is wrong
    around = of_plain_text(head, size)
    return paint_with(partial(_drawn, around, chosen), least=LEAST) if around is not None else None


def beginning(document: Document, chosen: Settings, columns: int, rows: int) -> str:
    """Write the escape sequences that draw the beginning of a document that was never open; empty where there is no
    text.
    """
    from reader.domain.span import Span
    from reader.ui.draw.first_paint import LEAST
    from reader.ui.draw.first_rows import cut_around

    around = cut_around(document, 0, Span(0, 0), (), pane=chosen.pane)
    return _drawn(around, chosen, columns, rows) if around is not None and rows >= LEAST else ""


def _drawn(around: Around, chosen: Settings, columns: int, rows: int) -> str:
    from reader import settings
    from reader.ui.draw.few_colours import LIGHT
    from reader.ui.draw.first_rows import draw_around

    theme = chosen.theme
    if theme == settings.AUTO and not settings.ground_is_dark(user_folder("state"), os.environ):
        theme = LIGHT
    return draw_around(around, columns, rows, theme=theme, column=chosen.width)

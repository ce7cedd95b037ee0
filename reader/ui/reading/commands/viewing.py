"""These commands change how the text is shown: width, theme, zen, folding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.article import Status
from reader.domain.errors import ReaderError
from reader.settings import WIDTHS, Settings
from reader.ui.draw.layout.fold import headings
from reader.ui.program.passing import Passing
from reader.ui.reading.article_view import Folding
from reader.ui.reading.keyboard import command

if TYPE_CHECKING:
    from reader.ui.reading.state import Reading

STEP = 4
"""Cells that the column grows by: enough to see, and a few presses for any width."""


@command
async def mark_read(reading: Reading) -> None:
    """Say that the article is read, or that it is being read again."""
    if reading.opened.partial:
        reading.can_edit()  # which says that it waits
        return
    if not reading.is_kept():
        return
    library, article = reading.program.services.library, reading.opened.article

    def turn() -> Status:
        now = library.known(article.id)
        status = Status.READING if now.status is Status.READ else Status.READ
        library.set_status(now, status)
        return status

    try:
        status = await reading.call(turn)
    except ReaderError as error:
        reading.fail(str(error))
        return
    if status is Status.READING:
        reading.passing = Passing(reading.opened.document.text, 0.0, reading.program.services.pace)
    reading.say("read" if status is Status.READ else "being read again")


@command
def widen(reading: Reading) -> None:
    """Make the column wider."""
    _width(reading, reading.view.column + STEP)


@command
def narrow(reading: Reading) -> None:
    """Make the column narrower."""
    _width(reading, reading.view.column - STEP)


@command
def reset_width(reading: Reading) -> None:
    """Make the column as wide as usual."""
    _width(reading, Settings().width)


@command
def next_theme(reading: Reading) -> None:
    """Go on to the next of our themes."""
    reading.say(f"theme: {reading.program.ways.next_theme()}")


@command
def redraw(reading: Reading) -> None:
    """Draw all of the screen anew."""
    reading.program.draw_anew()


@command
def suspend(reading: Reading) -> None:
    """Stop the program for now."""
    reading.say(reading.program.suspend())


@command
def zen(reading: Reading) -> None:
    """Show nothing but the text, or everything again."""
    reading.show_zen(not reading.view.zen)


@command
def fold_none(reading: Reading) -> None:
    """Show all of the text."""
    _fold(reading, Folding.ALL)


@command
def fold_paragraphs(reading: Reading) -> None:
    """Show paragraphs with highlights only."""
    _fold(reading, Folding.PARAGRAPHS)


@command
def fold_sentences(reading: Reading) -> None:
    """Show sentences with highlights only."""
    _fold(reading, Folding.SENTENCES)


@command
def fold_starred(reading: Reading) -> None:
    """Show starred highlights only."""
    _fold(reading, Folding.STARRED)


@command
def fold_outline(reading: Reading) -> None:
    """Show headings only."""
    _fold(reading, Folding.OUTLINE)


def _width(reading: Reading, width: int) -> None:
    width = max(WIDTHS[0], min(WIDTHS[-1], width))
    reading.view.column = width
    reading.program.keep_settings(lambda settings: settings._replace(width=width))
    reading.say(f"{width} cells wide")


def _fold(reading: Reading, folding: Folding) -> None:
    if folding is not Folding.ALL and not _shows_anything(reading, folding):
        reading.say(f"there is nothing to show: {NOTHING_IN[folding]}")
        return
    reading.view.folding = folding
    reading.say("all of the text" if folding is Folding.ALL else f"{folding.value} only; z1 shows all")


def _shows_anything(reading: Reading, folding: Folding) -> bool:
    if folding is Folding.OUTLINE:
        return bool(headings(reading.opened.document))
    placed = reading.annotations.placed
    return any(one.annotation.star for one in placed) if folding is Folding.STARRED else bool(placed)


NOTHING_IN = {
    Folding.PARAGRAPHS: "nothing is highlighted",
    Folding.SENTENCES: "nothing is highlighted",
    Folding.STARRED: "nothing is starred",
    Folding.OUTLINE: "the text has no headings",
}

"""These commands open another text, or give one to an article that waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.errors import NotOpened
from reader.formats.links import folder_of
from reader.library.sources import file_beside
from reader.ui.lists.asked import Asked
from reader.ui.lists.path_line import PATH_HINT, complete_path
from reader.ui.program import openings
from reader.ui.reading.keyboard import command

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.domain.article import Article
    from reader.ui.program.program import Program
    from reader.ui.reading.state import Reading


@command
async def read_other(reading: Reading) -> None:
    """Open a file or a web page, or give it to this article where it waits for its text."""
    article, waiting = reading.opened.article, reading.opened.waiting

    def done(typed: str) -> None:
        word = typed.strip()
        if word and waiting:
            openings.attach(reading.program, article, word, reading.say)
        elif word:
            openings.read(reading.program, word, say=reading.say)

    label = "its text: a path or an address" if waiting else "open a path or an address"
    value = article.url if waiting else ""
    await reading.acts.ask(Asked(label, done, value=value, complete=complete_path, hint=PATH_HINT))


@command
def fetch_text(reading: Reading) -> None:
    """Fetch the text that this article waits for."""
    article = reading.opened.article
    if not reading.opened.waiting:
        reading.say("the text is here")
    elif not article.url:
        reading.fail("no address came with it; O gives it a file or a page")
    else:
        openings.attach(reading.program, article, article.url, reading.say)


@command
def read_again(reading: Reading) -> None:
    """Read what the article was read from anew."""
    _read_anew(reading, openings.read_again)


@command
def whole_page(reading: Reading) -> None:
    """Read the whole page of a web article; where that is open, its article."""
    _read_anew(reading, openings.read_whole)


@command
async def next_file(reading: Reading) -> None:
    """Open the next file of the folder that the article's own lies in."""
    await _read_beside(reading, 1)


@command
async def previous_file(reading: Reading) -> None:
    """Open the file before."""
    await _read_beside(reading, -1)


async def _read_beside(reading: Reading, by: int) -> None:
    sources = reading.opened.article.sources
    address = sources[-1].address if sources else ""
    if not folder_of(address):
        reading.say("it was read from no file")
        return
    try:
        found = await reading.call(lambda: file_beside(address, by))
    except NotOpened as error:
        reading.fail(str(error))
        return
    if found is None:
        reading.say(f"this is the {'last' if by > 0 else 'first'} file of its folder")
    else:
        openings.read(reading.program, found, say=reading.say)


def _read_anew(reading: Reading, how: Callable[[Program, Article, Callable[[str], None]], None]) -> None:
    if reading.opened.waiting:
        reading.say("it waits for its text; O gives it one")
    elif not reading.opened.editable:
        reading.fail("an older version is not read again")
    else:
        how(reading.program, reading.opened.article, reading.say)

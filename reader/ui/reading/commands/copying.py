"""These commands bring quotes to the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.wording import counted, say_page
from reader.ui.reading.keyboard import command

if TYPE_CHECKING:
    from reader.domain.article import Article
    from reader.domain.document import Document
    from reader.domain.span import Span
    from reader.ui.reading.state import Reading


@command
async def copy(reading: Reading) -> None:
    """Copy the focused annotation's quote, else the sentence."""
    focused = reading.focused
    if focused is None:
        await copy_span(reading, reading.view.target)
        return
    target = focused.target_in(reading.opened.version)
    if target is not None and target.span is not None:
        await copy_span(reading, target.span)
    elif focused.foreseen:
        reading.fail("it is not saved yet: it can be copied in a moment")
    elif text := focused.quote or focused.note:
        # Its place is not known, and with it the page that a citation names.
        await _copy(reading, text, _words(text))
    else:
        reading.say("there is nothing in it to copy")


@command
async def copy_selection(reading: Reading) -> None:
    """Copy the selection; without one, say how to quit."""
    if reading.view.selection is None:
        reading.say("nothing is selected; q closes, C-q quits at once")
    else:
        await _copy_selection(reading)


@command
async def select_copy(reading: Reading) -> None:
    """Copy the selection with its citation."""
    await _copy_selection(reading)


async def _copy_selection(reading: Reading) -> None:
    span = reading.view.target
    reading.give_up_selection()
    await copy_span(reading, span)


async def copy_span(reading: Reading, span: Span) -> None:
    """Copy this piece of the text with its citation."""
    document = reading.opened.document
    quote = cite(reading.opened.article, document, span)
    await _copy(reading, quote, f"{_words(span.of(document.text))} with the citation")


async def _copy(reading: Reading, text: str, said: str) -> None:
    reading.say(f"{said}: {await reading.program.copy(text)}")


def _words(text: str) -> str:
    return counted(len(text.split()), "word")


def cite(article: Article, document: Document, span: Span) -> str:
    """Cite the words of `span`, and on the next line author, title, year, page and address, as far as they are
    known.
    """
    quote = span.of(document.text).strip()
    page = document.page_at(span.start)
    parts = [
        ", ".join(article.authors),
        f"“{article.title}”" if article.title else "",
        # ISO 8601: the year comes first.
        article.date[:4],
        say_page(page) if page is not None else "",
        article.url,
    ]
    return f"“{quote}”\n— {', '.join(part for part in parts if part)}"

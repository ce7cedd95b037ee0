"""Commands of the user's own are run: this is what they are given here, and what becomes of what they write."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.domain.motions import inner_sentence, inner_word, words_in
from reader.domain.tags import tag_written
from reader.domain.wording import one_line
from reader.ui.lists.annotation_entry import place_label
from reader.ui.reading.commands.noting import note_of_output
from reader.ui.reading.keyboard import command, keyed_command
from reader.ui.reading.output_view import Given, Output, OutputView

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reader.domain.annotation import Annotation
    from reader.domain.article import Article
    from reader.domain.document import Document
    from reader.domain.span import Span
    from reader.settings import OwnCommand
    from reader.ui.reading.state import Reading
    from reader.ui.terminal.own_program import OwnProgram

MISSING = {
    "quote": "there is no quote here",
    "word": "there is no word here",
    "selection": "nothing is selected; w or v begins to",
    "note": "there is no note here",
    "title": "the article has no title",
    "place": "this has no place in the text",
}
"""Why there is nothing to give, by what was to be given."""
ABOUT = 60
"""Letters of what a command was given that are shown above what it wrote."""


class Obtained(NamedTuple):
    """An `Obtained` is what came of a command: something to show, something to say, or both."""

    output: Output | None = None
    said: str = ""
    failed: bool = False


@keyed_command
def run_(reading: Reading, name: str) -> None:
    """Run the command of that name beside everything else; the one before is ended."""
    # Processes, and what they write: 4 ms, for who has such commands.
    from reader.ui.terminal.own_program import OwnProgram  # noqa: PLC0415

    own = reading.program.services.settings.commands[name]
    given = _given_here(reading)
    if missing := missing_for(name, own, given):
        reading.fail(missing)
        return
    if reading.view.selection is not None:
        reading.give_up_selection()
    if reading.own_program is not None:
        reading.own_program.stop()
    program = reading.own_program = OwnProgram(name, own)
    running = f"{name} is running · Esc ends it"

    async def work() -> None:
        found = await obtain(program, own, given, reading.program.services.environment)
        if reading.own_program is not program:
            return  # another one was begun meanwhile
        reading.own_program = None
        if not reading.is_shown:
            return
        if found.output is not None:
            await _show(reading, found.output)
        if found.failed:
            reading.fail(found.said)
        elif found.said or reading.status.message == running:
            reading.say(found.said)
        reading.acts.settle()

    reading.say(running)
    reading.program.beside(work())


def missing_for(name: str, own: OwnCommand, given: Given) -> str:
    """Tell why the command cannot be given what it asks for, in a sentence; empty where it can."""
    if own.input in MISSING and not given.texts[own.input].strip():
        return f"{name}: {MISSING[own.input]}"
    from reader.ui.terminal.own_program import refusal  # noqa: PLC0415  (as above)

    return refusal(name, own, given.texts)


async def obtain(program: OwnProgram, own: OwnCommand, given: Given, environment: Mapping[str, str]) -> Obtained:
    """Run the program to its end; what came of it."""
    from reader.ui.terminal.own_program import (  # noqa: PLC0415  (as above)
        Why,
        first_line,
        not_started,
        readable,
        say_left_out,
        sentence,
    )

    name = program.name
    try:
        ended = await program.run(given.texts, environment)
    except OSError as error:
        return Obtained(said=not_started(name, own, error), failed=True)
    failed = sentence(name, own, ended)
    text, said = readable(ended.output), "; ".join(filter(None, (failed, say_left_out(own, given.texts))))
    if text is None:
        said = said or f"{name} wrote {len(ended.output)} bytes that are no text"
        return Obtained(said=said, failed=True)
    if text:
        about = one_line(given.texts.get(own.input, ""))[:ABOUT]
        return Obtained(Output(name, text, about, given), said, bool(failed) and ended.why is not Why.STOPPED)
    return Obtained(
        said=said or f"{name} is done; it wrote nothing{first_line(ended.errors)}",
        failed=bool(failed) and ended.why is not Why.STOPPED,
    )


def given_of(
    article: Article,
    document: Document | None,
    span: Span | None,
    one: Annotation | None = None,
    *,
    selected: bool = False,
) -> Given:
    """Return what a command is given about an annotation, or about a piece of the text."""
    quote = span.of(document.text).strip() if document and span else one.quote if one else ""
    texts = {
        "quote": quote,
        "word": _first_word(document, span) or next(iter(quote.split()), ""),
        "selection": quote if selected else "",
        "note": one.whole_note if one else "",
        "title": article.title,
        "place": place_label(document, span) if document and span else "",
        "tags": _tags_written(one.tags) if one else "",
        "url": article.url,
    }
    return Given(texts, one.id if one else "", span)


def given_of_article(article: Article) -> Given:
    """Return what a command is given about an article of which no piece is meant."""
    given = given_of(article, None, None)
    return given._replace(texts={**given.texts, "tags": _tags_written(article.tags)})


def given_of_tag(tag: str) -> Given:
    """Return what a command is given about a tag."""
    return Given({**dict.fromkeys(MISSING, ""), "tags": tag_written(tag), "url": ""})


def given_at(article: Article, document: Document, match: Span) -> Given:
    """Return what a command is given about the sentence that something was found in; that is its word."""
    given = given_of(article, document, inner_sentence(document, match.start))
    return given._replace(texts={**given.texts, "word": _whole_words(document, match)})


def given_together(several: Sequence[Given]) -> Given:
    """Join what a command is given about several at once: their texts, each once, with blank lines between them."""
    if len(several) == 1:
        return several[0]
    names = several[0].texts
    return Given({name: "\n\n".join(filter(None, dict.fromkeys(one.texts[name] for one in several))) for name in names})


def _given_here(reading: Reading) -> Given:
    article, document, view = reading.opened.article, reading.opened.document, reading.view
    if view.selection is not None:
        return given_of(article, document, view.target.trimmed(document.text), selected=True)
    focused = reading.focused
    if focused is not None:
        target = focused.target_in(reading.opened.version)
        return given_of(article, document, target.span if target else None, focused)
    given = given_of(article, document, view.target)
    match = reading.match_here
    return given._replace(texts={**given.texts, "word": _whole_words(document, match)}) if match else given


def _tags_written(tags: Sequence[str]) -> str:
    return " ".join(map(tag_written, tags))


def _whole_words(document: Document, match: Span) -> str:
    """What was found, which may be the beginning of a word or its end, with the rest of that."""
    start, end = inner_word(document, match.start).start, inner_word(document, max(match.start, match.end - 1)).end
    return document.text[start:end].strip()


def _first_word(document: Document | None, span: Span | None) -> str:
    """The first word of a piece of the text, whole."""
    if document is None or span is None:
        return ""
    found = next(iter(words_in(document, span)), None) or inner_word(document, span.start)
    return found.of(document.text).strip()


# -- what it wrote, in the pane


async def _show(reading: Reading, output: Output) -> None:
    """Show it in the place of the pane."""
    reading.close_output()
    view = reading.output = OutputView(output, below=reading.pane.below)
    reading.pane.active = False
    reading.side.add_class("-output")
    await reading.side.mount(view)


@command
async def output_note(reading: Reading) -> None:
    """Make it a note on what the command was given."""
    await note_of_output(reading)


@command
def output_down(reading: Reading) -> None:
    """Scroll the output a row down."""
    _scroll(reading, lambda view: view.scroll_rows(1))


@command
def output_up(reading: Reading) -> None:
    """Scroll the output a row up."""
    _scroll(reading, lambda view: view.scroll_rows(-1))


@command
def output_page_down(reading: Reading) -> None:
    """Scroll the output a page down."""
    _scroll(reading, lambda view: view.turn(1))


@command
def output_page_up(reading: Reading) -> None:
    """Scroll the output a page up."""
    _scroll(reading, lambda view: view.turn(-1))


@command
def output_first(reading: Reading) -> None:
    """Scroll the output to its beginning."""
    _scroll(reading, lambda view: view.show_start())


@command
def output_last(reading: Reading) -> None:
    """Scroll the output to its end."""
    _scroll(reading, lambda view: view.show_end())


def _scroll(reading: Reading, scroll: Callable[[OutputView], object]) -> None:
    if reading.output is not None:
        scroll(reading.output)


@command
async def output_copy(reading: Reading) -> None:
    """Copy what a command wrote."""
    if reading.output is not None:
        reading.say(await reading.program.copy(reading.output.shown.text))

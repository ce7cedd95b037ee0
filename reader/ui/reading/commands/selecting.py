"""One selects as in vim: one end stays, the other goes where a motion leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain import motions
from reader.ui.draw.selection import Unit
from reader.ui.reading.commands.highlighting import COLOURS, mark, movable
from reader.ui.reading.commands.labelling import start_word_labels
from reader.ui.reading.commands.noting import write_on
from reader.ui.reading.commands.tagging import ask_tags
from reader.ui.reading.keyboard import command, keyed_command

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.domain.annotation import Annotation, Colour
    from reader.domain.document import Document
    from reader.domain.span import Span
    from reader.ui.reading.state import Reading


@command
def select(reading: Reading) -> None:
    """Begin to select by character: at the match that was found here, which is the first selection, if there is one."""
    if not reading.can_mark():
        return
    reading.pane.active = False
    match = reading.match_here
    if match is not None:
        reading.view.select(match)
    else:
        reading.view.start_selection(Unit.CHARACTER)


@command
def select_from_word(reading: Reading) -> None:
    """Put a label on every word of the screen: a selection begins with the one that is chosen."""
    reading.pane.active = False
    words = list(motions.words_in(reading.opened.document, reading.view.shown))
    shown = [one for one in words if reading.view.is_shown(one.start)]
    if shown:
        start_word_labels(reading, shown, reading.view.select, "two letters: a selection begins with that word")


@command
def select_sentences(reading: Reading) -> None:
    """Begin to select by sentence."""
    if not reading.can_mark():
        return
    reading.pane.active = False
    reading.view.start_selection(Unit.SENTENCE)


@command
def select_highlight(reading: Reading) -> None:
    """Select the focused highlight, to change its ends; Enter puts them there."""
    found = movable(reading)
    if found is None:
        return
    focused, span = found
    reading.pane.active = False
    reading.view.select(span)
    reading.moving = focused.id


@command
def select_left(reading: Reading) -> None:
    """Move the head a character to the left."""
    _go(reading, motions.left)


@command
def select_right(reading: Reading) -> None:
    """Move the head a character to the right."""
    _go(reading, motions.right)


@command
def select_down(reading: Reading) -> None:
    """Move the head a row down."""
    reading.view.extend(reading.view.below(_head(reading), 1))


@command
def select_up(reading: Reading) -> None:
    """Move the head a row up."""
    reading.view.extend(reading.view.below(_head(reading), -1))


@command
def select_word(reading: Reading) -> None:
    """Move the head to the next word."""
    _go(reading, motions.next_word)


@command
def select_word_back(reading: Reading) -> None:
    """Move the head to the start of the word, or of the one before."""
    _go(reading, motions.previous_word)


@command
def select_word_end(reading: Reading) -> None:
    """Move the head to the end of the word, or of the next."""
    _go(reading, motions.end_of_word)


@command
def select_row_start(reading: Reading) -> None:
    """Move the head to the start of the row."""
    reading.view.extend(motions.first_in(reading.opened.document.text, reading.view.row_at(_head(reading))))


@command
def select_row_end(reading: Reading) -> None:
    """Move the head to the end of the row."""
    reading.view.extend(motions.last_in(reading.opened.document.text, reading.view.row_at(_head(reading))))


@keyed_command
def select_find(reading: Reading, key: str) -> None:
    """Move the head to the next such character in the paragraph."""
    character = " " if key == "space" else key
    _go(reading, lambda document, offset: motions.find_character(document, offset, character))


@command
def select_the_word(reading: Reading) -> None:
    """Select the word at the head."""
    reading.view.select(motions.inner_word(reading.opened.document, _head(reading)))


@command
def select_sentence(reading: Reading) -> None:
    """Select the sentence at the head."""
    reading.view.select(motions.inner_sentence(reading.opened.document, _head(reading)))


@command
def select_paragraph(reading: Reading) -> None:
    """Select the paragraph at the head."""
    reading.view.select(motions.inner_paragraph(reading.opened.document, _head(reading)))


@command
def select_in_quotes(reading: Reading) -> None:
    """Select what stands between the quotation marks around the head."""
    _inner(reading, motions.inner_quotes, "the head is not between quotation marks")


@command
def select_in_brackets(reading: Reading) -> None:
    """Select what stands between the brackets around the head."""
    _inner(reading, motions.inner_brackets, "the head is not between brackets")


def _inner(reading: Reading, inner: Callable[[Document, int], Span | None], none: str) -> None:
    span = inner(reading.opened.document, _head(reading))
    if span is None:
        reading.say(none)
    else:
        reading.view.select(span)


@command
def select_other_end(reading: Reading) -> None:
    """Work at the other end."""
    view = reading.view
    if view.selection is not None:
        view.selection = view.selection.swap()
        view.extend(view.selection.head.start)


@command
def select_by_character(reading: Reading) -> None:
    """Select by character from here on; when it is so already, leave."""
    _by(reading, Unit.CHARACTER)


@command
def select_by_sentence(reading: Reading) -> None:
    """Select by sentence from here on; when it is so already, leave."""
    _by(reading, Unit.SENTENCE)


@command
async def select_highlight_it(reading: Reading) -> None:
    """Highlight the selection."""
    await _mark(reading)


@keyed_command
async def select_colour(reading: Reading, key: str) -> None:
    """Highlight the selection in that colour."""
    await _mark(reading, COLOURS[int(key) - 1])


@command
async def select_note(reading: Reading) -> None:
    """Highlight the selection and write a note on it."""
    made = await _mark(reading, typing_next=True)
    if made is not None:
        await write_on(reading, made)


@command
async def select_tag(reading: Reading) -> None:
    """Highlight the selection and tag it."""
    made = await _mark(reading, typing_next=True)
    if made is not None:
        await ask_tags(reading, made)


async def _mark(reading: Reading, colour: Colour | None = None, *, typing_next: bool = False) -> Annotation | None:
    """Highlight the selection, or give the highlight that is being moved these ends."""
    moving, selection = reading.moving, reading.view.selection
    span = reading.view.target.trimmed(reading.opened.document.text)  # `w` takes the blank behind a word along
    reading.view.selection = None
    if moving:
        done = await _move(reading, moving, span, colour, typing_next=typing_next)
    else:
        done = await mark(reading, span, colour, typing_next=typing_next)
    if done is None and reading.view.selection is None:
        reading.view.selection = selection  # it could not be saved: nobody should have to select it again
    return done


async def _move(
    reading: Reading, moving: str, span: Span, colour: Colour | None, *, typing_next: bool
) -> Annotation | None:
    moved = await reading.change(lambda session: session.move(moving, span), typing_next=typing_next)
    if moved is None:
        return None
    changes = 1
    if colour is not None:
        recoloured = await reading.change(lambda session: session.recolour(moving, colour), typing_next=typing_next)
        changes += recoloured is not None
        moved = recoloured or moved
    reading.choose(moved)
    reading.end_moving(changes)
    return moved


def _by(reading: Reading, unit: Unit) -> None:
    view = reading.view
    selection = view.selection
    if selection is None or selection.by is unit:
        reading.give_up_selection()
        return
    span = selection.span
    if unit is Unit.CHARACTER:
        view.select(span)
        return
    first, last = reading.sentences.at(span.start), reading.sentences.at(span.end - 1)
    anchor, head = (first, last) if selection.forward else (last, first)
    view.selection = type(selection)(anchor, head, unit)


def _go(reading: Reading, motion: Callable[[Document, int], int]) -> None:
    reading.view.extend(motion(reading.opened.document, _head(reading)))


def _head(reading: Reading) -> int:
    selection = reading.view.selection
    assert selection is not None
    return selection.head.start

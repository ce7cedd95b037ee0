"""These commands make, recolour, resize, star and delete highlights, and undo all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.colour import Colour, colour_words
from reader.domain.segment.graphemes import snap
from reader.domain.segment.words import word_back, word_on
from reader.domain.span import Span
from reader.ui.reading.commands.labelling import start_labels
from reader.ui.reading.keyboard import command, keyed_command, obey

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.domain.annotation import Annotation
    from reader.session import Session
    from reader.ui.keys.labels import LabelChoice
    from reader.ui.reading.state import Reading

COLOURS = tuple(Colour)
LABEL_HELP = "letter: highlight · digit: colour · CAPITAL: start of a range"
NOTHING = "there is no annotation here; h makes one"


async def mark(
    reading: Reading, span: Span, colour: Colour | None = None, *, typing_next: bool = False
) -> Annotation | None:
    """Highlight `span` with the pen, or in `colour`, and focus it; None where that was not possible.

    `typing_next` where an editor opens on it.
    """
    if not reading.can_mark():
        return None

    def act(session: Session) -> Annotation:
        made = session.highlight(span, colour or reading.pen)
        return session.recolour(made.id, colour) if colour and made.colour is not colour else made

    here = reading.view.cursor
    made = await reading.change(act, typing_next=typing_next)
    if made is not None and reading.view.cursor == here:
        reading.choose(made)
    elif made is not None:
        reading.chosen = made.id  # one has moved on meanwhile
    return made


@command
async def highlight(reading: Reading) -> None:
    """Highlight the sentence under the cursor."""
    before = reading.annotations
    made = await mark(reading, reading.view.target)
    if made is not None and before.get(made.id) is not None:
        reading.say("it is highlighted already")


@command
def highlight_any(reading: Reading) -> None:
    """Put a letter on every sentence on the screen."""
    if not reading.can_mark():
        return

    async def chosen(choice: LabelChoice) -> None:
        if not reading.opened.partial:
            await mark(reading, choice.span, choice.colour)
            return
        # Its letter says nothing when more of the text is there: the words wait, as if they had been selected.
        reading.view.select(choice.span)
        colour = choice.colour
        await obey(
            reading, *(("select_colour", f"{COLOURS.index(colour) + 1}") if colour else ("select_highlight_it", ""))
        )

    names = reading.program.services.settings.colours
    named = [f"{COLOURS.index(colour) + 1} {name}" for colour, name in names.items()]
    start_labels(reading, reading.view.sentences_on_screen(), chosen, " · ".join([LABEL_HELP, *named]))


@keyed_command
async def recolour(reading: Reading, key: str) -> None:
    """Recolour the focused annotation; with none there, choose the pen."""
    colour = COLOURS[int(key) - 1]
    focused = reading.focused
    if focused is None:
        reading.choose_pen(colour)
        reading.say(f"pen: {colour_words(colour, reading.program.services.settings.colours)}")
        return
    await reading.change(lambda session: session.recolour(focused.id, colour))


@command
async def shrink_end(reading: Reading) -> None:
    """Move the highlight's end a word back."""
    await _move_end(reading, lambda text, span: word_back(text, span.end, span.start), "this is its first word")


@command
async def grow_end(reading: Reading) -> None:
    """Move the highlight's end a word on."""
    await _move_end(reading, lambda text, span: word_on(text, span.end, len(text)), "this is the last word")


def movable(reading: Reading) -> tuple[Annotation, Span] | None:
    """Find the focused highlight and where it is in this text; None, which is said, where none can be moved."""
    focused = reading.focused
    target = focused.target_in(reading.opened.version) if focused else None
    if focused is None or target is None or target.span is None:
        reading.say(NOTHING)
        return None
    return (focused, target.span) if reading.can_mark() else None


async def _move_end(reading: Reading, moved: Callable[[str, Span], int], at_limit: str) -> None:
    found = movable(reading)
    if found is None:
        return
    focused, span = found
    text = reading.opened.document.text
    end = moved(text, span)
    if end == span.end:
        reading.say(at_limit)
        return
    after = snap(text, Span(span.start, end))
    await reading.change(lambda session: session.move(focused.id, after))


@command
async def star(reading: Reading) -> None:
    """Star it, or take the star off."""
    focused = reading.focused
    if focused is None:
        reading.say(NOTHING)
        return
    await reading.change(lambda session: session.star(focused.id))


@command
async def delete(reading: Reading) -> None:
    """Delete the focused annotation."""
    focused = reading.focused
    if focused is None:
        reading.say(NOTHING)
        return
    following = reading.pane.neighbour() if reading.pane.active else None

    def act(session: Session) -> bool:
        session.delete(focused.id)
        return True

    if await reading.change(act):
        reading.say("deleted; u brings it back")
        if following is not None:
            reading.choose(following)


@command
async def undo(reading: Reading) -> None:
    """Take back the last act, also one in a list that changed something here."""
    name = await reading.rewind(back=True)
    if name is not None:
        reading.say(f"undone: {name}" if name else "there is nothing to undo")


@command
async def redo(reading: Reading) -> None:
    """Do again what was undone last."""
    name = await reading.rewind(back=False)
    if name is not None:
        reading.say(f"done again: {name}" if name else "there is nothing to do again")

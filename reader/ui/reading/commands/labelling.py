"""These commands put letters on what is on the screen, and take the keys that answer them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.colour import colour_words
from reader.domain.span import Span
from reader.ui.keys.labels import LabelReader, PairReader, labels_for, labels_for_words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from reader.ui.keys.labels import LabelChoice
    from reader.ui.reading.state import Reading


def start_labels(
    reading: Reading, spans: Sequence[Span], chosen: Callable[[LabelChoice], Awaitable[None]], text: str
) -> None:
    """Put a label on each of `spans`; `chosen` is told the choice, `text` says what the keys do."""
    if not spans:
        return
    reader = LabelReader(labels_for(spans, reading.view.cursor.start))

    async def answer(key: str) -> None:
        if key == "escape":
            end_labels(reading)
            return
        try:
            choice = reader.feed(key)
        except KeyError:
            reading.fail(f"no letter {key} on the screen; Esc leaves")
            return
        reading.view.typed = reader.typed
        if choice is not None:
            end_labels(reading)
            await chosen(choice)
        elif reader.start is not None:
            reading.say("now the letter at which the range ends")
        elif reader.colour is not None:
            words = colour_words(reader.colour, reading.program.services.settings.colours)
            reading.say(f"in {words}: {text}")

    reading.catch = answer
    reading.view.labels = reader.labels
    reading.view.typed = ""
    reading.say(text)


def start_word_labels(reading: Reading, words: Sequence[Span], chosen: Callable[[Span], None], text: str) -> None:
    """Put a label of two letters on each of `words`; `chosen` is told the one whose letters are typed."""
    reader = PairReader(labels_for_words(words, reading.view.cursor.start))

    def answer(key: str) -> None:
        if key == "escape":
            end_labels(reading)
            return
        try:
            word = reader.feed(key)
        except KeyError:
            reading.fail(f"no label begins with {reader.typed}{key}; Esc leaves")
            return
        reading.view.typed = reader.typed
        if word is not None:
            end_labels(reading)
            chosen(word)

    reading.catch = answer
    reading.view.labels = {label: _drawn_over(reading, word) for label, word in reader.labels.items()}
    reading.view.typed = ""
    reading.say(text)


def _drawn_over(reading: Reading, word: Span) -> Span:
    """Where a word's label is drawn: from the blank before it on, so that only its first letter is covered."""
    before = reading.opened.document.text[word.start - 1 : word.start]
    same_row = word.start > reading.view.row_at(word.start).start
    return Span(word.start - 1, word.end) if before == " " and same_row else word


def end_labels(reading: Reading) -> None:
    """Show the text as it was."""
    reading.catch = None
    reading.view.labels = {}
    reading.view.typed = ""
    reading.say("")

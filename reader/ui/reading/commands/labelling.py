"""Letters on what is on the screen, and the keys that answer them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.keys.labels import LabelReader, labels_for

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from reader.domain.span import Span
    from reader.ui.keys.labels import Chosen
    from reader.ui.reading.state import Reading


def start_labels(
    reading: Reading, spans: Sequence[Span], chosen: Callable[[Chosen], Awaitable[None]], text: str
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
            reading.say(f"in {reader.colour.value}: {text}")

    reading.catch = answer
    reading.view.labels = reader.labels
    reading.view.typed = ""
    reading.say(text)


def end_labels(reading: Reading) -> None:
    """Show the text as it was."""
    reading.catch = None
    reading.view.labels = {}
    reading.view.typed = ""
    reading.say("")

"""These commands go from sentence to sentence, paragraph to paragraph, heading to heading; in a selection its head
goes there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain import motions
from reader.ui.reading.keyboard import command
from reader.ui.reading.steps import Step, step_from

if TYPE_CHECKING:
    from reader.ui.reading.state import Reading


@command
def next_sentence(reading: Reading) -> None:
    """Go to the next sentence."""
    _step(reading, Step.SENTENCE, 1)


@command
def previous_sentence(reading: Reading) -> None:
    """Go to the sentence before."""
    _step(reading, Step.SENTENCE, -1)


@command
def next_paragraph(reading: Reading) -> None:
    """Go to the next paragraph."""
    _step(reading, Step.PARAGRAPH, 1)


@command
def previous_paragraph(reading: Reading) -> None:
    """Go to the beginning of this paragraph, or the one before."""
    _step(reading, Step.PARAGRAPH, -1)


@command
def next_heading(reading: Reading) -> None:
    """Go to the next heading."""
    _step(reading, Step.HEADING, 1)


@command
def previous_heading(reading: Reading) -> None:
    """Go to the heading before."""
    _step(reading, Step.HEADING, -1)


def _step(reading: Reading, by: Step, direction: int) -> None:
    view = reading.view
    if view.selection is None:
        view.step(by, direction)
    elif by is Step.HEADING:
        here = reading.sentences.at(view.selection.head.start)
        view.extend(step_from(reading.sentences, here, by, direction).start)
    else:
        view.extend(MOTIONS[by, direction](reading.opened.document, view.selection.head.start))


MOTIONS = {
    (Step.SENTENCE, 1): motions.next_sentence,
    (Step.SENTENCE, -1): motions.previous_sentence,
    (Step.PARAGRAPH, 1): motions.next_paragraph,
    (Step.PARAGRAPH, -1): motions.previous_paragraph,
}
"""Where a selection's head goes."""

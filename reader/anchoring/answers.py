"""An answer says what became of a highlight: it is anchored, moved or an orphan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from reader.domain.span import Span

# Of the answers at or above SURE about 1 in 2,000 stands on the wrong text on the hardest of real edits, and hardly any
# in daily life; below FOUND more are wrong than a reader should ever see.
SURE = 0.90
FOUND = 0.64
# What a place has at most that something else speaks against: shown, with the request to look at it.
DOUBTED = SURE - 0.01


@dataclass(frozen=True, slots=True)
class Anchored:
    """An `Anchored` highlight was found with the same words, surely."""

    span: Span
    confidence: float
    check: Literal[False] = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A `Moved` highlight was found, but its words changed, or the place is less than sure."""

    span: Span
    confidence: float

    @property
    def check(self) -> bool:
        """Tell whether a reader should look at it."""
        return self.confidence < SURE


@dataclass(frozen=True, slots=True)
class Orphan:
    """An `Orphan` was not found: its text is gone, or nothing that is left is likely enough to be it."""

    confidence: float
    span: None = None
    check: Literal[False] = False


Answer = Anchored | Moved | Orphan


def answer(span: Span, confidence: float, *, same_words: bool) -> Answer:
    """Return the answer for the best place found, which may still be too doubtful to be shown."""
    if confidence < FOUND:
        return Orphan(confidence)
    if confidence >= SURE and same_words:
        return Anchored(span, confidence)
    return Moved(span, confidence)

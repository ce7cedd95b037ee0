"""Letters put on what is on the screen, so that one more key chooses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.domain.annotation import Colour
from reader.domain.labels import LEADERS, labels, word_labels
from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Sequence


def labels_for(spans: Sequence[Span], cursor: int) -> dict[str, Span]:
    """A label for each of `spans` (in text order), the shortest and easiest for those nearest to `cursor`."""
    nearest = min(range(len(spans)), key=lambda index: _distance(spans[index], cursor), default=0)
    given = labels(len(spans), nearest)
    return {label: span for label, span in zip(given, spans, strict=True) if label}


def labels_for_words(words: Sequence[Span], cursor: int) -> dict[str, Span]:
    """A label of two letters for each of `words` (in text order), as many as there are labels."""
    nearest = min(range(len(words)), key=lambda index: _distance(words[index], cursor), default=0)
    return {label: word for label, word in zip(word_labels(len(words), nearest), words, strict=True) if label}


class PairReader:
    """Reads the two letters that answer a word's label."""

    def __init__(self, labels: dict[str, Span]) -> None:
        self.labels = labels
        self.typed = ""

    def feed(self, key: str) -> Span | None:
        """The word, when `key` completes its label. Raises KeyError for a key that no label has."""
        label = self.typed + key.lower()
        if not any(one.startswith(label) for one in self.labels):
            raise KeyError(key)
        self.typed = label
        return self.labels.get(label)


def _distance(span: Span, cursor: int) -> int:
    return 0 if cursor in span else min(abs(span.start - cursor), abs(span.end - cursor))


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the labels were answered with; no colour: the pen's."""

    span: Span
    colour: Colour | None


class LabelReader:
    """Reads the keys that answer labels: a colour's digit, a capital that starts a range, a label."""

    def __init__(self, labels: dict[str, Span]) -> None:
        self.labels = labels
        self.colour: Colour | None = None
        self.start: Span | None = None
        self.typed = ""

    def feed(self, key: str) -> Chosen | None:
        """The choice, when `key` completes it. Raises KeyError for a key that no label has."""
        if not self.typed and key in "12345678":
            self.colour = list(Colour)[int(key) - 1]
            return None
        label = self.typed + key
        if label in LEADERS:
            self.typed = label
            return None
        self.typed = ""
        span = self.labels[label.lower()]
        if label != label.lower() and self.start is None:
            self.start = span
            return None
        if self.start is not None:
            span = Span(min(span.start, self.start.start), max(span.end, self.start.end))
        return Chosen(span, self.colour)

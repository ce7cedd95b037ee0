"""Letters are put on what is on the screen, so that one more key chooses it: by `H` on sentences, by `w` on words.

The 26 sentences nearest to the cursor have one letter each, nearest first from the home row outwards. Those beyond
have two keys, of which the first is a punctuation mark: so no label begins another, and all 26 letters stay whole.
No digit and no capital is in a label, because a digit before one chooses the colour and a capital starts a range.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.domain.annotation import Colour
from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

LETTERS = "fjdkslaghrueiwotyqpvncmxbz"
"""Home row first, the strong fingers of both hands in turn, then the row above and the one below (QWERTY)."""

LEADERS = ",.;-:'/!"
"""First keys of two-key labels: on most layouts these need no third finger. 26 + 8 * 26 = 234 sentences."""


def labels_for(spans: Sequence[Span], cursor: int) -> dict[str, Span]:
    """Choose a label for each of `spans` (in text order), the shortest and easiest for those nearest to `cursor`."""
    nearest = min(range(len(spans)), key=lambda index: _distance(spans[index], cursor), default=0)
    given = labels(len(spans), nearest)
    return {label: span for label, span in zip(given, spans, strict=True) if label}


def labels_for_words(words: Sequence[Span], cursor: int) -> dict[str, Span]:
    """Choose a label of two letters for each of `words` (in text order), as many as there are labels."""
    nearest = min(range(len(words)), key=lambda index: _distance(words[index], cursor), default=0)
    return {label: word for label, word in zip(word_labels(len(words), nearest), words, strict=True) if label}


class PairReader:
    """A `PairReader` reads the two letters that answer a word's label."""

    def __init__(self, labels: dict[str, Span]) -> None:
        self.labels = labels
        self.typed = ""

    def feed(self, key: str) -> Span | None:
        """Feed it a key: the word is returned when `key` completes its label.

        Raises KeyError for a key that no label has.
        """
        label = self.typed + key.lower()
        if not any(known.startswith(label) for known in self.labels):
            raise KeyError(key)
        self.typed = label
        return self.labels.get(label)


def _distance(span: Span, cursor: int) -> int:
    return 0 if cursor in span else min(abs(span.start - cursor), abs(span.end - cursor))


@dataclass(frozen=True, slots=True)
class LabelChoice:
    """A `LabelChoice` says what the labels were answered with; no colour: the pen's."""

    span: Span
    colour: Colour | None


class LabelReader:
    """A `LabelReader` reads the keys that answer labels: a colour's digit, a capital that starts a range, a label."""

    def __init__(self, labels: dict[str, Span]) -> None:
        self.labels = labels
        self.colour: Colour | None = None
        self.start: Span | None = None
        self.typed = ""

    def feed(self, key: str) -> LabelChoice | None:
        """Feed it a key: the choice is returned when `key` completes it.

        Raises KeyError for a key that no label has.
        """
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
        return LabelChoice(span, self.colour)


def labels(count: int, cursor: int) -> tuple[str, ...]:
    """Choose labels for `count` sentences in the order of the text, `cursor` being the index of the cursor's.

    Of two that are as near, the later one comes first: one reads on. Beyond 234 a label is empty.
    """
    given = [""] * count
    nearest = sorted(range(count), key=lambda index: (abs(index - cursor), index < cursor))
    for place, index in enumerate(nearest[: len(LETTERS) * (len(LEADERS) + 1)]):
        row, column = divmod(place, len(LETTERS))
        given[index] = LEADERS[row - 1] + LETTERS[column] if row else LETTERS[column]
    return tuple(given)


def word_labels(count: int, cursor: int) -> tuple[str, ...]:
    """Choose labels of two letters for `count` words in the order of the text, `cursor` being the index of the nearest.

    The nearest have the easiest; beyond 676 a label is empty. All have two, so that the first letter never chooses.
    """
    given = [""] * count
    nearest = sorted(range(count), key=lambda index: (abs(index - cursor), index < cursor))
    for place, index in enumerate(nearest[: len(LETTERS) ** 2]):
        first, second = divmod(place, len(LETTERS))
        given[index] = LETTERS[first] + LETTERS[second]
    return tuple(given)

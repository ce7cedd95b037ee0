"""The labels that `H` puts on the sentences on screen, and what the keys typed after it mean.

The 26 sentences nearest to the cursor have one letter each, nearest first from the home row outwards. Those beyond
have two keys, of which the first is a punctuation mark: so no label begins another, and all 26 letters stay whole.
A letter typed as a capital starts a range, which the next label ends; a digit before the label is the colour.
"""

from __future__ import annotations

from dataclasses import dataclass

LETTERS = "fjdkslaghrueiwotyqpvncmxbz"
"""Home row first, the strong fingers of both hands in turn, then the row above and the one below (QWERTY)."""

LEADERS = ",.;-:'/!"
"""First keys of two-key labels: on most layouts these need no third finger. 26 + 8 * 26 = 234 sentences."""


def labels(count: int, cursor: int) -> tuple[str, ...]:
    """Labels for `count` sentences in the order of the text, `cursor` being the index of the cursor's.

    Of two that are as near, the later one comes first: one reads on. Beyond 234 a label is empty.
    """
    given = [""] * count
    nearest = sorted(range(count), key=lambda index: (abs(index - cursor), index < cursor))
    for place, index in enumerate(nearest[: len(LETTERS) * (len(LEADERS) + 1)]):
        row, column = divmod(place, len(LETTERS))
        given[index] = LEADERS[row - 1] + LETTERS[column] if row else LETTERS[column]
    return tuple(given)


@dataclass(frozen=True, slots=True)
class Choice:
    """Sentences chosen: their indexes from `first` to `last`, both included; `colour` from 1 to 8, or None."""

    first: int
    last: int
    colour: int | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """More keys are needed. `open` are the indexes whose labels can still be meant, `begun` where a range began."""

    open: tuple[int, ...]
    begun: int | None = None
    colour: int | None = None


def choose(keys: str, given: tuple[str, ...]) -> Choice | Waiting | None:
    """What the keys typed so far mean; None where no label answers to them."""
    colour = int(keys[0]) if keys[:1] in tuple("12345678") else None
    rest = keys[1:] if colour else keys
    begun: int | None = None
    typed = ""
    for key in rest:
        typed += key
        if typed.lower() not in given:
            continue
        index = given.index(typed.lower())
        if begun is not None:
            return Choice(min(begun, index), max(begun, index), colour)
        if not key.isupper():
            return Choice(index, index, colour)
        begun, typed = index, ""
    still_open = tuple(index for index, label in enumerate(given) if label and label.startswith(typed))
    return Waiting(still_open, begun, colour) if still_open else None

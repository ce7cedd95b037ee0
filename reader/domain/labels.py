"""The labels that `H` puts on the sentences on screen, and `w` on the words.

The 26 sentences nearest to the cursor have one letter each, nearest first from the home row outwards. Those beyond
have two keys, of which the first is a punctuation mark: so no label begins another, and all 26 letters stay whole.
No digit and no capital is in a label, because a digit before one chooses the colour and a capital starts a range.
"""

from __future__ import annotations

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


def word_labels(count: int, cursor: int) -> tuple[str, ...]:
    """Labels of two letters for `count` words in the order of the text, `cursor` being the index of the nearest.

    The nearest have the easiest; beyond 676 a label is empty. All have two, so that the first letter never chooses.
    """
    given = [""] * count
    nearest = sorted(range(count), key=lambda index: (abs(index - cursor), index < cursor))
    for place, index in enumerate(nearest[: len(LETTERS) ** 2]):
        first, second = divmod(place, len(LETTERS))
        given[index] = LETTERS[first] + LETTERS[second]
    return tuple(given)

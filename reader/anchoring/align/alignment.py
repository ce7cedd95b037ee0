"""An `Alignment` holds what is known about two texts: which word of the old one is which word of the new one."""

from __future__ import annotations

import math
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reader.anchoring.words import Words

FREE = -1
"""Stands for the counterpart of a word that has none."""

SPINE = 0
"""The piece of the words that kept their order; every moved passage is a piece of its own."""

# A word that stands once weighs LIGHTEST + SPREAD, one that fills the text LIGHTEST, in between with the square of its
# information: an article or a comma-like word must not outweigh a name however many there are. Fitted together
# with the prices in chaining.py, of which only the ratio counts.
LIGHTEST = 0.22
SPREAD = 1.23


class Box(NamedTuple):
    """A `Box` is a stretch of either text: old words [old, old_end) against new words [new, new_end)."""

    old: int
    old_end: int
    new: int
    new_end: int

    @property
    def area(self) -> int:
        """Tell how many pairs of words it holds; 0 when either side is empty."""
        return max(0, self.old_end - self.old) * max(0, self.new_end - self.new)


class Run(NamedTuple):
    """A `Run` is `length` equal words in a row, from `old` and `new` on."""

    old: int
    new: int
    length: int


class Alignment:
    """An `Alignment` is two texts laid side by side, word by word.

    `to_new[i]` and `to_old[j]` are counterparts or FREE; `piece[i]` says with what else an old word moved.
    Words are compared by number: `a` numbers the old ones and `b` the new ones, equal words alike.
    """

    __slots__ = ("a", "alike", "b", "new", "old", "piece", "pieces", "sums", "to_new", "to_old", "weight", "weight_of")

    def __init__(self, old: Words, new: Words, counts: Counter[str] | None = None) -> None:
        """`counts` are those of a larger text to weigh by, where `old` and `new` are pieces of one."""
        self.old, self.new = old, new
        counts = Counter(old.keys) + (counts or Counter())
        counts.update(new.keys)
        number = {word: n for n, word in enumerate(counts)}
        self.a = [number[word] for word in old.keys]
        self.b = [number[word] for word in new.keys]
        self.weight_of = _weights(list(counts.values()))
        self.weight = [self.weight_of[n] for n in self.a]
        self.sums = [0.0, *accumulate(self.weight)]
        self.to_new, self.to_old = [FREE] * len(old), [FREE] * len(new)
        self.piece = [SPINE] * len(old)
        self.pieces = 1
        self.alike: set[int] = set()
        """Old words whose counterpart is only spelled nearly the same."""

    def match(self, run: Run, piece: int = SPINE) -> None:
        """Make the words of `run` counterparts."""
        i, j, n = run
        self.to_new[i : i + n] = range(j, j + n)
        self.to_old[j : j + n] = range(i, i + n)
        if piece != SPINE:
            self.piece[i : i + n] = [piece] * n

    def pair(self, old: int, new: int, piece: int = SPINE) -> None:
        """Make two words counterparts that may only be spelled nearly the same."""
        self.match(Run(old, new, 1), piece)
        if self.a[old] != self.b[new]:
            self.alike.add(old)

    def part(self, old: int) -> None:
        """Take its counterpart from an old word that has one."""
        self.to_old[self.to_new[old]] = FREE
        self.to_new[old] = FREE
        self.alike.discard(old)

    def weigh(self, first: int, last: int) -> float:
        """Return the weight of the old words [first, last)."""
        return self.sums[last] - self.sums[first]

    def is_free(self, box: Box) -> bool:
        """Tell whether no word of the box has a counterpart."""
        return all(j == FREE for j in self.to_new[box.old : box.old_end]) and all(
            i == FREE for i in self.to_old[box.new : box.new_end]
        )


def _weights(counts: list[int]) -> list[float]:
    total = sum(counts) + 2
    scale = math.log(total)
    return [LIGHTEST + SPREAD * (math.log(total / count) / scale) ** 2 for count in counts]

"""A highlight is seen through an alignment: which of its words are kept, and in which one place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from reader.anchoring.align.alignment import FREE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.anchoring.align.alignment import Alignment

# Kept words with this much more new text than old between them are two pieces of which one may be a stray.
STRETCH = 2.0
SLACK = 18
# A piece stays when it weighs this much, and this much more for each new word that parts it from the heavier one.
LIGHT = 0.5
WEIGHT_PER_WORD = 0.03
# Words that go on unbroken beyond the highlight vouch for the piece they touch.
VOUCHING = 10


@dataclass(frozen=True, slots=True)
class KeptWords:
    """`KeptWords` are the words of a highlight that have counterparts in one place.

    The highlight touches the old words [start, end); `words` of those are kept, all in the same piece. The first of
    them is the new word `new_first`, the last of them `new_last`.
    """

    start: int
    end: int
    words: Sequence[int]
    piece: int
    new_first: int
    new_last: int

    @property
    def first_kept(self) -> bool:
        """Tell whether the highlight still starts with the word that it started with."""
        return self.words[0] == self.start

    @property
    def last_kept(self) -> bool:
        """Tell whether it still ends with the word that it ended with."""
        return self.words[-1] == self.end - 1


def find_kept(alignment: Alignment, start: int, end: int) -> KeptWords | None:
    """Find what is kept of the old words [start, end) in the place where most of them, by weight, are; None:
    nothing.
    """
    to_new, weight, piece = alignment.to_new, alignment.weight, alignment.piece
    first = to_new[start]
    if first != FREE and to_new[start:end] == list(range(first, first + end - start)):
        return KeptWords(start, end, range(start, end), piece[start], first, first + end - start - 1)
    by_piece: defaultdict[int, float] = defaultdict(float)
    for i in range(start, end):
        if to_new[i] != FREE:
            by_piece[piece[i]] += weight[i]
    if not by_piece:
        return None
    heaviest = max(by_piece, key=by_piece.__getitem__)
    words = [i for i in range(start, end) if to_new[i] != FREE and piece[i] == heaviest]
    words = _without_strays(alignment, words)
    return KeptWords(start, end, words, heaviest, to_new[words[0]], to_new[words[-1]])


def _without_strays(alignment: Alignment, words: list[int]) -> list[int]:
    """`words` without light pieces parted from the heavy one by far more new text than old."""
    to_new = alignment.to_new
    pieces, gaps = [[words[0]]], []
    for here, there in pairwise(words):
        gap = to_new[there] - to_new[here] - 1
        if gap < 0 or gap > STRETCH * (there - here - 1) + SLACK:
            pieces.append([])
            gaps.append(gap)
        pieces[-1].append(there)
    if not gaps:
        return words
    weights = [sum(alignment.weight[i] for i in piece) for piece in pieces]
    weights[0] += _vouching(alignment, pieces[0][0], -1)
    weights[-1] += _vouching(alignment, pieces[-1][-1], 1)
    heavy = max(range(len(pieces)), key=weights.__getitem__)
    first = heavy - _reached(weights[:heavy][::-1], gaps[:heavy][::-1])
    last = heavy + _reached(weights[heavy + 1 :], gaps[heavy:])
    return [i for piece in pieces[first : last + 1] for i in piece]


def _vouching(alignment: Alignment, at: int, step: int) -> float:
    """The weight of the words beyond `at` that are kept unbroken with it."""
    to_new, total = alignment.to_new, 0.0
    for distance in range(1, VOUCHING + 1):
        beyond = at + step * distance
        if not 0 <= beyond < len(to_new) or to_new[beyond] != to_new[at] + step * distance:
            break
        total += alignment.weight[beyond]
    return total


def _reached(weights: list[float], gaps: list[int]) -> int:
    """How many pieces outwards are kept; a light one may be carried by a heavier one behind it."""
    reached, weight, gap = 0, 0.0, 0
    for n, (more, between) in enumerate(zip(weights, gaps, strict=True), 1):
        if between < 0:
            break
        weight, gap = weight + more, gap + between
        if weight >= LIGHT + WEIGHT_PER_WORD * gap:
            reached, weight, gap = n, 0.0, 0
    return reached

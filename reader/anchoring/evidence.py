"""What speaks for a place: the numbers that the decision weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.anchoring.alignment import FREE

if TYPE_CHECKING:
    from reader.anchoring.alignment import Alignment
    from reader.anchoring.passage import Kept

# Words on either side that are looked at: fewer, or the nearest counting more, tell less. One that came along, but is
# this many words further off or nearer than before, still stands beside the highlight.
CONTEXT = 12
SHIFT = 12
# With no word before or after, the context says nothing either way.
UNKNOWN = 0.5


class Evidence(NamedTuple):
    """About one place for one highlight. Weights are those of alignment.py, shares are from 0 to 1."""

    words: int
    """How many words the highlight has."""
    weight: float
    """The weight of those that are kept."""
    covered: float
    """Its share of the weight of all."""
    before: float
    """The share of the words before the highlight that stand before the place."""
    after: float
    growth: float
    """New words to old words."""


def gather(alignment: Alignment, kept: Kept, place: tuple[int, int]) -> Evidence:
    """The evidence for the new words [first, last) of `place` being the highlight."""
    start, end = kept.start, kept.end
    weight = sum(alignment.weight[i] for i in kept.words)
    before = range(max(0, start - CONTEXT), start)
    after = range(end, min(len(alignment.to_new), end + CONTEXT))
    return Evidence(
        words=end - start,
        weight=weight,
        covered=weight / alignment.weigh(start, end),
        before=_came_along(alignment, before, kept.new_first - kept.words[0], kept.piece),
        after=_came_along(alignment, after, kept.new_last - kept.words[-1], kept.piece),
        growth=(place[1] - place[0]) / (end - start),
    )


def _came_along(alignment: Alignment, context: range, offset: int, piece: int) -> float:
    """The share of the words of `context`, by weight, that moved on by about `offset`."""
    to_new, pieces, weight = alignment.to_new, alignment.piece, alignment.weight
    there = total = 0.0
    for i in context:
        total += weight[i]
        j = to_new[i]
        if j != FREE and pieces[i] == piece and abs(j - i - offset) <= SHIFT:
            there += weight[i]
    return there / total if total else UNKNOWN

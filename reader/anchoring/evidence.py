"""Evidence is what speaks for a place: the numbers that `confidence` weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.anchoring.align.alignment import FREE
from reader.anchoring.boundaries import NEARLY, SENTENCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.anchoring.align.alignment import Alignment
    from reader.anchoring.passage import KeptWords
    from reader.anchoring.words import Words

# Words on either side that are looked at: fewer, or the nearest counting more, tell less. One that came along, but is
# this many words further off or nearer than before, still stands beside the highlight.
CONTEXT = 12
SHIFT = 12
# With no word before or after, the context says nothing either way.
UNKNOWN = 0.5
# A sentence is followed this far; what is longer is a list or a table.
LONGEST_SENTENCE = 40


class Evidence(NamedTuple):
    """`Evidence` is about one place for one highlight. Weights are those of alignment.py, shares are from 0 to 1."""

    words: int
    """How many words the highlight has."""
    weight: float
    """The weight of those that are kept."""
    covered: float
    """Its share of the weight of all."""
    alike: float
    """The share of the kept weight that is only spelled nearly the same."""
    before: float
    """The share of the words before the highlight that stand before the place."""
    after: float
    sentence_kept: float
    """The weight of what came along of the rest of the sentences that the highlight starts and ends in."""
    sentence_lost: float
    """The weight of what did not."""
    ends: int
    """How many of both ends of what is kept, 0 to 2, are where they were: at the end of a sentence, or inside."""
    growth: float
    """New words to old words."""


def gather(alignment: Alignment, kept: KeptWords, place: tuple[int, int]) -> Evidence:
    """Gather the evidence for the new words [first, last) of `place` being the highlight."""
    old, new = alignment.old, alignment.new
    start, end = kept.start, kept.end
    weight = sum(alignment.weight[i] for i in kept.words)
    before, before_kept = _came_along(alignment, kept, range(max(0, start - CONTEXT), start))
    after, after_kept = _came_along(alignment, kept, range(end, min(len(old), end + CONTEXT)))
    left, left_kept = _came_along(alignment, kept, range(_sentence_start(old, start), start))
    right, right_kept = _came_along(alignment, kept, range(end, _sentence_end(old, end)))
    return Evidence(
        words=end - start,
        weight=weight,
        covered=weight / alignment.weigh(start, end),
        alike=sum(alignment.weight[i] for i in kept.words if i in alignment.alike) / weight if alignment.alike else 0.0,
        before=before_kept / before if before else UNKNOWN,
        after=after_kept / after if after else UNKNOWN,
        sentence_kept=left_kept + right_kept,
        sentence_lost=left + right - left_kept - right_kept,
        ends=(_divides(old, start) == _divides(new, kept.new_first))
        + (_divides(old, end) == _divides(new, kept.new_last + 1)),
        growth=(place[1] - place[0]) / (end - start),
    )


def _came_along(alignment: Alignment, kept: KeptWords, context: Iterable[int]) -> tuple[float, float]:
    """The weight of the old words of `context`, and of those of them that stand as far from the place as before."""
    to_new, pieces, weight = alignment.to_new, alignment.piece, alignment.weight
    first, last = kept.new_first - kept.words[0], kept.new_last - kept.words[-1]
    there = total = 0.0
    for i in context:
        total += weight[i]
        j = to_new[i]
        if j != FREE and pieces[i] == kept.piece and abs(j - i - (first if i < kept.start else last)) <= SHIFT:
            there += weight[i]
    return total, there


def _divides(text: Words, at: int) -> bool:
    """Whether a sentence ends before the word `at`."""
    return text.boundary(at) >= SENTENCE - NEARLY


def _sentence_start(text: Words, at: int) -> int:
    limit = max(0, at - LONGEST_SENTENCE)
    boundary, divides = text.boundary, SENTENCE - NEARLY
    while at > limit and boundary(at) < divides:
        at -= 1
    return at


def _sentence_end(text: Words, at: int) -> int:
    limit = min(len(text), at + LONGEST_SENTENCE)
    boundary, divides = text.boundary, SENTENCE - NEARLY
    while at < limit and boundary(at) < divides:
        at += 1
    return at

"""What speaks for a place: the numbers that the decision weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel

from reader.anchoring.alignment import FREE, SPINE

if TYPE_CHECKING:
    from reader.anchoring.alignment import Alignment
    from reader.anchoring.passage import Kept

# Words on either side that are looked at; the nearest counts most. A neighbour that came along, but is this much
# further off or nearer than before, still stood beside the highlight.
CONTEXT = 8
FADING = CONTEXT + 3
SHIFT = 12
# With no word before or after, the context says nothing either way.
UNKNOWN = 0.5


class Evidence(NamedTuple):
    """About one place for one highlight. Weights are those of alignment.py, shares are from 0 to 1."""

    words: int
    """How many words the highlight has."""
    covered: float
    """The share of their weight that is kept."""
    weight: float
    """The weight kept."""
    likeness: float
    """Of the old words and the new ones, letter by letter."""
    before: float
    """The share of the words before the highlight that stand before the place."""
    after: float
    context_weight: float
    """The weight of the words on both sides that stand in the same piece, however far off."""
    longest: int
    """The longest unbroken run of kept words."""
    growth: float
    """New words to old words."""
    first_kept: bool
    last_kept: bool
    moved: bool


def gather(alignment: Alignment, kept: Kept, place: tuple[int, int]) -> Evidence:
    """The evidence for the new words [first, last) of `place` being the highlight."""
    start, end = kept.start, kept.end
    weight = sum(alignment.weight[i] for i in kept.words)
    befores = range(max(0, start - CONTEXT), start)
    afters = range(end, min(len(alignment.to_new), end + CONTEXT))
    return Evidence(
        words=end - start,
        covered=weight / alignment.weigh(start, end),
        weight=weight,
        likeness=_likeness(alignment, kept, place),
        before=_came_along(alignment, befores, start, kept.new_first - kept.words[0], kept.piece),
        after=_came_along(alignment, afters, end - 1, kept.new_last - kept.words[-1], kept.piece),
        context_weight=sum(
            alignment.weight[i]
            for i in (*befores, *afters)
            if alignment.to_new[i] != FREE and alignment.piece[i] == kept.piece
        ),
        longest=_longest_run(alignment, kept),
        growth=(place[1] - place[0]) / (end - start),
        first_kept=kept.first_kept,
        last_kept=kept.last_kept,
        moved=kept.piece != SPINE,
    )


def _likeness(alignment: Alignment, kept: Kept, place: tuple[int, int]) -> float:
    old, new = alignment.old.keys[kept.start : kept.end], alignment.new.keys[place[0] : place[1]]
    return 1.0 if old == new else Indel.normalized_similarity(" ".join(old), " ".join(new))


def _came_along(alignment: Alignment, words: range, edge: int, offset: int, piece: int) -> float:
    """The share of the context `words`, by weight and nearness to `edge`, that moved on by about `offset`."""
    there = total = 0.0
    for i in words:
        weight = alignment.weight[i] * (1 - abs(i - edge) / FADING)
        total += weight
        j = alignment.to_new[i]
        if j != FREE and alignment.piece[i] == piece and abs(j - i - offset) <= SHIFT:
            there += weight
    return there / total if total else UNKNOWN


def _longest_run(alignment: Alignment, kept: Kept) -> int:
    to_new, longest, run, last = alignment.to_new, 0, 0, FREE
    for i in kept.words:
        goes_on = run and i == last + 1 and to_new[i] == to_new[last] + 1
        run = 0 if i in alignment.alike else run + 1 if goes_on else 1
        longest, last = max(longest, run), i
    return longest

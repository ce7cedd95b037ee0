"""What moved is found last, so words beside and inside a moved passage are taken along, though others have them.

Where a section moved and another was put in its place, all that such sections have in common ("see the reference", a
file name) is matched with the wrong one before the move is known. What moved goes on over such words if it wins more
words than it takes.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from reader.anchoring.align.alignment import FREE, Box
from reader.anchoring.align.chaining import Pair, best_chain, price

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.anchoring.align.alignment import Alignment

# How far beside the passage: a sentence or two. Twice as many win little more and cost four times as much.
REACH = 30
# In word weights: half an ordinary word. From 0.3 to 1.5 hardly anything changes.
WORTH = 0.5


class _Claim(NamedTuple):
    """Pairs that a passage would win, and the old words whose counterparts they take."""

    pairs: list[Pair]
    losers: set[int]


def contest_inside(alignment: Alignment, piece: int, box: Box) -> None:
    """Take what stands between two words of the moved `piece`, if that is worth it."""
    first, last = Pair(box.old - 1, box.new - 1), Pair(box.old_end, box.new_end)
    chain = best_chain(alignment, box)
    losers = set(_counterparts(alignment, first, Pair(box.old_end - 1, box.new_end - 1), 1))
    # What is left empty is a hole too.
    won = _hole(first, last) - sum(alignment.weight[i] for i in losers)
    won += sum(_weight(alignment, pair) for pair in chain)
    won -= sum(_hole(here, there) for here, there in pairwise([first, *chain, last]))
    if chain and won >= WORTH:
        _take(alignment, piece, _Claim(chain, losers))


def contest(alignment: Alignment, piece: int, first: int, last: int) -> None:
    """Take along what stands beside the moved `piece`, whose outermost old words are these, if that is worth it."""
    i, j = first, alignment.to_new[first]
    _claim(alignment, piece, Box(max(0, i - REACH), i, max(0, j - REACH), j), -1)
    i, j = last + 1, alignment.to_new[last] + 1
    _claim(alignment, piece, Box(i, min(len(alignment.a), i + REACH), j, min(len(alignment.b), j + REACH)), 1)


def _claim(alignment: Alignment, piece: int, box: Box, step: int) -> None:
    claim = _best_claim(alignment, box, step) if box.area else None
    if claim is not None:
        _take(alignment, piece, claim)


def _take(alignment: Alignment, piece: int, claim: _Claim) -> None:
    for i in claim.losers:
        alignment.part(i)
    for pair in claim.pairs:
        alignment.pair(*pair, piece)


def _best_claim(alignment: Alignment, box: Box, step: int) -> _Claim | None:
    """The pairs, nearest first, that win most over what they take; None where that is not worth it."""
    chain = best_chain(alignment, box)[::step]
    near = Pair(box.old - 1, box.new - 1) if step > 0 else Pair(box.old_end, box.new_end)
    best, worth = None, WORTH
    losers: set[int] = set()
    won = 0.0
    for n, pair in enumerate(chain, 1):
        taken = losers.union(_counterparts(alignment, near, pair, step))
        won += _weight(alignment, pair) - _hole(near, pair) - sum(alignment.weight[i] for i in taken - losers)
        near, losers = pair, taken
        if won >= worth:
            best, worth = _Claim(chain[:n], losers), won
    return best


def _weight(alignment: Alignment, pair: Pair) -> float:
    return min(alignment.weight[pair.old], alignment.weight_of[alignment.b[pair.new]])


def _hole(here: Pair, there: Pair) -> float:
    return price(abs(there.old - here.old) - 1, abs(there.new - here.new) - 1)


def _counterparts(alignment: Alignment, near: Pair, pair: Pair, step: int) -> Iterator[int]:
    """Old words that have a counterpart and either stand beyond `near`, up to `pair`, or are matched with such."""
    for i in range(near.old + step, pair.old + step, step):
        if alignment.to_new[i] != FREE:
            yield i
    for j in range(near.new + step, pair.new + step, step):
        if alignment.to_old[j] != FREE:
            yield alignment.to_old[j]

"""Where a highlight ends when the words at its end were replaced: which of the new ones beside it are taken in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.anchoring.alignment import FREE
from reader.anchoring.boundaries import LINE, NEARLY, PARAGRAPH, SENTENCE

if TYPE_CHECKING:
    from reader.anchoring.alignment import Alignment
    from reader.anchoring.passage import Kept

# New words in place of lost ones may be this many times as many, and some more; beyond, they are an addition.
LONGER, MORE = 5.0, 8
LONGER_WITHOUT_BOUNDARY = 3.0
# A boundary as strong as the old one, or the counterpart of the old neighbour, is worth this much difference in length
# (natural logarithm of the ratio).
AS_STRONG = 0.35
AT_NEIGHBOUR = 0.25


@dataclass(frozen=True, slots=True)
class _Edge:
    """An end of a highlight whose last words are lost. Numbers are boundaries: n is the one before word n."""

    lost: int
    strength: float
    near: int
    far: int
    closed: bool
    """Whether what stands at `far` is the counterpart of the old neighbour of the highlight."""


def widened(alignment: Alignment, kept: Kept) -> tuple[int, int]:
    """The new words [first, last) of the highlight: the kept ones and what replaced lost ones at its ends."""
    start, end = kept.words[0], kept.words[-1]
    first, last = kept.new_first, kept.new_last + 1
    if not kept.first_kept:
        first = _cut(alignment, _left(alignment, kept), start)
    if not kept.last_kept:
        last = _cut(alignment, _right(alignment, kept), end + 1)
    return first, last


def _left(alignment: Alignment, kept: Kept) -> _Edge:
    near = far = kept.new_first
    while far > 0 and alignment.to_old[far - 1] == FREE:
        far -= 1
    closed = _are_counterparts(alignment, kept.start - 1, far - 1, kept.piece)
    return _Edge(kept.words[0] - kept.start, alignment.old.boundary(kept.start), near, far, closed)


def _right(alignment: Alignment, kept: Kept) -> _Edge:
    near = far = kept.new_last + 1
    while far < len(alignment.to_old) and alignment.to_old[far] == FREE:
        far += 1
    closed = _are_counterparts(alignment, kept.end, far, kept.piece)
    return _Edge(kept.end - 1 - kept.words[-1], alignment.old.boundary(kept.end), near, far, closed)


def _are_counterparts(alignment: Alignment, i: int, j: int, piece: int) -> bool:
    """Whether old word `i` is new word `j`; the ends of the texts are counterparts too."""
    if 0 <= i < len(alignment.to_new):
        return alignment.to_new[i] == j and alignment.piece[i] == piece
    return not 0 <= j < len(alignment.to_old)


def _cut(alignment: Alignment, edge: _Edge, old_near: int) -> int:
    """The boundary up to which new words are taken in; `edge.near` takes none."""
    new = alignment.new
    if edge.near == edge.far:
        return edge.near
    if new.boundary(edge.near) >= PARAGRAPH > alignment.old.boundary(old_near):
        return edge.near  # a paragraph of its own is new, not a rewording
    cuts = range(edge.far, edge.near) if edge.far < edge.near else range(edge.near + 1, edge.far + 1)
    natural = (
        [cut for cut in cuts if _is_natural(edge, cut, new.boundary(cut))] if edge.strength > LINE - NEARLY / 4 else []
    )
    if natural:
        cut = min(natural, key=lambda cut: _difference(edge, cut, new.boundary(cut)))
        return cut if abs(cut - edge.near) <= LONGER * edge.lost + MORE else edge.near
    if edge.closed and abs(edge.far - edge.near) <= LONGER_WITHOUT_BOUNDARY * edge.lost + MORE:
        return edge.far
    return edge.near


def _is_natural(edge: _Edge, cut: int, strength: float) -> bool:
    if strength < min(edge.strength, SENTENCE) - NEARLY:
        return False
    return edge.closed or cut != edge.far or strength >= SENTENCE


def _difference(edge: _Edge, cut: int, strength: float) -> tuple[float, int]:
    """How unlike the lost words those up to `cut` are; of equals the fewer."""
    taken = abs(cut - edge.near)
    unlike = abs(math.log(taken / edge.lost))
    if strength >= edge.strength - NEARLY:
        unlike -= AS_STRONG
    if edge.closed and cut == edge.far:
        unlike -= AT_NEIGHBOUR
    return unlike, taken

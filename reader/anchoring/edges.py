"""Where the words at a highlight's end were replaced, this decides which of the new ones beside it are taken in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import LCSseq

from reader.anchoring.align.alignment import FREE, Box
from reader.anchoring.boundaries import LINE, NEARLY, PARAGRAPH, SENTENCE

if TYPE_CHECKING:
    from reader.anchoring.align.alignment import Alignment
    from reader.anchoring.passage import KeptWords
    from reader.anchoring.words import Words

# New words in place of lost ones may be this many times as many, and some more; beyond, they are an addition.
LONGER, MORE = 5, 8
# A boundary as strong as the old one is worth this much difference in length (natural logarithm of the ratio).
AS_STRONG = 0.35
# In a larger gap equal common words are chance.
LARGEST_GAP = 900


class _Edge(NamedTuple):
    """An end of a highlight whose last words are lost. Numbers are boundaries: n is the one before word n."""

    old_near: int
    old_end: int
    near: int
    far: int
    closed: bool
    """Whether what stands at `far` is the counterpart of the old neighbour of the highlight."""

    @property
    def lost(self) -> int:
        """How many words are lost."""
        return abs(self.old_end - self.old_near)

    @property
    def inside(self) -> range:
        """The boundaries between the lost words."""
        return range(min(self.old_near, self.old_end) + 1, max(self.old_near, self.old_end))

    @property
    def cuts(self) -> range:
        """The boundaries up to which new words may be taken in, the nearest first."""
        if self.far < self.near:
            return range(self.near - 1, self.far - 1, -1)
        return range(self.near + 1, self.far + 1)


def widen(alignment: Alignment, kept: KeptWords) -> tuple[int, int]:
    """Return the new words [first, last) of the highlight: the kept ones and what replaced lost ones at its ends."""
    first, last = kept.new_first, kept.new_last + 1
    if not kept.first_kept:
        first = _cut(alignment, _left(alignment, kept))
    if not kept.last_kept:
        last = _cut(alignment, _right(alignment, kept))
    return first, last


def _left(alignment: Alignment, kept: KeptWords) -> _Edge:
    old_near, near = kept.words[0], kept.new_first
    old_far, far = kept.start, near
    while far > 0 and alignment.to_old[far - 1] == FREE:
        far -= 1
    while old_far > 0 and alignment.to_new[old_far - 1] == FREE:
        old_far -= 1
    edge = _Edge(old_near, kept.start, near, far, old_far == kept.start)
    if not _are_counterparts(alignment, old_far - 1, far - 1, kept.piece):
        return edge._replace(closed=False)
    if edge.closed or alignment.old.boundary(edge.old_end) >= LINE:
        return edge
    for i, j in _weakly_equal(alignment, Box(old_far, old_near, far, near)):
        if i < kept.start:
            edge = edge._replace(far=j + 1, closed=i == kept.start - 1)
        else:
            return edge._replace(old_near=i, near=j)
    return edge


def _right(alignment: Alignment, kept: KeptWords) -> _Edge:
    old_near, near = kept.words[-1] + 1, kept.new_last + 1
    old_far, far = kept.end, near
    while far < len(alignment.to_old) and alignment.to_old[far] == FREE:
        far += 1
    while old_far < len(alignment.to_new) and alignment.to_new[old_far] == FREE:
        old_far += 1
    edge = _Edge(old_near, kept.end, near, far, old_far == kept.end)
    if not _are_counterparts(alignment, old_far, far, kept.piece):
        return edge._replace(closed=False)
    if edge.closed or alignment.old.boundary(edge.old_end) >= LINE:
        return edge
    for i, j in reversed(_weakly_equal(alignment, Box(old_near, old_far, near, far))):
        if i >= kept.end:
            edge = edge._replace(far=j, closed=i == kept.end)
        else:
            return edge._replace(old_near=i + 1, near=j + 1)
    return edge


def _are_counterparts(alignment: Alignment, i: int, j: int, piece: int) -> bool:
    """Whether old word `i` is new word `j`; the ends of the texts are counterparts too."""
    if 0 <= i < len(alignment.to_new):
        return alignment.to_new[i] == j and alignment.piece[i] == piece
    return not 0 <= j < len(alignment.to_old)


def _weakly_equal(alignment: Alignment, gap: Box) -> list[tuple[int, int]]:
    """Equal words in a replaced piece, in order. They prove nothing about the text, but show where in it an end was."""
    if gap.area > LARGEST_GAP:
        return []
    blocks = LCSseq.editops(alignment.a[gap.old : gap.old_end], alignment.b[gap.new : gap.new_end]).as_matching_blocks()
    return [(gap.old + block.a + n, gap.new + block.b + n) for block in blocks for n in range(block.size)]


def _cut(alignment: Alignment, edge: _Edge) -> int:
    """The boundary up to which new words are taken in; `edge.near` takes none."""
    old, new = alignment.old, alignment.new
    if edge.near == edge.far or not edge.lost:
        return edge.near
    if new.boundary(edge.near) >= PARAGRAPH > old.boundary(edge.old_near):
        return edge.near  # a paragraph of its own is new, not a rewording
    cuts = edge.cuts
    if all(old.boundary(at) < PARAGRAPH for at in edge.inside):
        cuts = _to_paragraph(new, cuts)
    was = old.boundary(edge.old_end)
    natural = [cut for cut in cuts if _is_natural(edge, cut, new.boundary(cut), was)] if was >= LINE else []
    cut = edge.far if edge.closed else edge.near
    if natural:
        cut = min(natural, key=lambda cut: _difference(edge, cut, new.boundary(cut), was))
    return cut if abs(cut - edge.near) <= LONGER * edge.lost + MORE else edge.near


def _to_paragraph(text: Words, cuts: range) -> range:
    """`cuts`, nearest first, up to the first at the end of a paragraph: lost words of one are not replaced by two."""
    for n, cut in enumerate(cuts, 1):
        if text.boundary(cut) >= PARAGRAPH:
            return cuts[:n]
    return cuts


def _is_natural(edge: _Edge, cut: int, strength: float, was: float) -> bool:
    if strength < min(was, SENTENCE) - NEARLY:
        return False
    return edge.closed or cut != edge.far or strength >= SENTENCE


def _difference(edge: _Edge, cut: int, strength: float, was: float) -> tuple[float, int]:
    """How unlike the lost words those up to `cut` are; of equals the fewer."""
    taken = abs(cut - edge.near)
    unlike = abs(math.log(taken / edge.lost))
    if strength >= was - NEARLY:
        unlike -= AS_STRONG
    return unlike, taken

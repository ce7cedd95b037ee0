"""Highlights carried from one kept version of a text to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.anchoring.align import align
from reader.anchoring.answers import FOUND, Anchored, Moved, Orphan, answer
from reader.anchoring.decision import confidence
from reader.anchoring.edges import widened
from reader.anchoring.ends import placed
from reader.anchoring.evidence import gather
from reader.anchoring.passage import kept
from reader.anchoring.unaligned import between_words, standing_once
from reader.anchoring.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.anchoring.alignment import Alignment
    from reader.anchoring.answers import Answer
    from reader.anchoring.blocks import Block
    from reader.domain.span import Span


# Confidences where the model has nothing to weigh; both finds are right about as often as its own of these values.
STANDING_ONCE = 0.66
SIGNS_ONLY = 0.80
NO_TRACE = 0.02


def carry(
    old: str,
    new: str,
    spans: Iterable[Span],
    *,
    old_blocks: Sequence[Block] | None = None,
    new_blocks: Sequence[Block] | None = None,
) -> list[Answer]:
    """Where each of `spans` of `old` is in `new`, in the order given; None for blocks that are not known."""
    if old == new:
        return [Anchored(span, 1.0) for span in spans]
    alignment = align(Words(old, old_blocks), Words(new, new_blocks))
    return [_carry_one(alignment, span) for span in spans]


def _carry_one(alignment: Alignment, span: Span) -> Answer:
    start, end = alignment.old.touched(span.start, span.end)
    if start >= end:
        signs = between_words(alignment, span)
        return Moved(signs, SIGNS_ONLY) if signs else Orphan(NO_TRACE)
    there = kept(alignment, start, end)
    sure, place = NO_TRACE, (0, 0)
    if there is not None:
        place = widened(alignment, there)
        sure = confidence(gather(alignment, there, place))
    if sure < FOUND:
        once = standing_once(alignment, start, end)
        if once is not None:
            there, sure, place = once, STANDING_ONCE, (once.new_first, once.new_last + 1)
    if there is None:
        return Orphan(sure)
    same = alignment.old.keys[start:end] == alignment.new.keys[place[0] : place[1]]
    return answer(placed(alignment, span, there, place), sure, same_words=same)

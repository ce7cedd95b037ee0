"""Highlights are carried through every kept version, so that each step is small."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from reader.anchoring.answers import DOUBTED, Anchored, Answer, Moved, Orphan
from reader.anchoring.carrying import NO_TRACE, carry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.anchoring.blocks import TextBlock
    from reader.domain.span import Span


def carry_through(
    texts: Sequence[str], spans: Iterable[Span], *, blocks: Sequence[Sequence[TextBlock] | None] | None = None
) -> list[Answer]:
    """Tell where each of `spans` of the first of `texts` is in the last, in their order; `blocks` are those of each
    text.

    A highlight goes from version to version, and from the first to the last directly. Where both ways find it in the
    same place they confirm each other; where they do not, the answer is to be checked.
    """
    spans = list(spans)
    blocks = blocks or [None] * len(texts)
    direct = carry(texts[0], texts[-1], spans, old_blocks=blocks[0], new_blocks=blocks[-1])
    if len(texts) <= 2:
        return direct
    stepwise: list[Answer] = [Anchored(span, 1.0) for span in spans]
    for (old, old_blocks), (new, new_blocks) in pairwise(zip(texts, blocks, strict=True)):
        found = [one.span for one in stepwise if one.span is not None]
        carried = iter(carry(old, new, found, old_blocks=old_blocks, new_blocks=new_blocks))
        stepwise = [one if one.span is None else _after(one, next(carried)) for one in stepwise]
    return [_agreed(*both) for both in zip(stepwise, direct, strict=True)]


def _after(before: Answer, now: Answer) -> Answer:
    """An answer found through another is no surer than that one."""
    confidence = min(before.confidence, now.confidence)
    if now.span is None:
        return Orphan(confidence)
    if isinstance(before, Anchored) and isinstance(now, Anchored):
        return Anchored(now.span, confidence)
    return Moved(now.span, confidence)


def _agreed(stepwise: Answer, direct: Answer) -> Answer:
    """The small steps are right more often than the long one, and where both agree hardly ever wrong."""
    if stepwise.span is None:
        # Taken out and put back since; only the very same words are believed to be that.
        return Moved(direct.span, DOUBTED) if isinstance(direct, Anchored) else stepwise
    if direct.confidence <= NO_TRACE:
        # Half of what the steps found where directly not one word is left was wrong.
        return direct
    if stepwise.span == direct.span:
        return max(stepwise, direct, key=lambda one: one.confidence)
    if direct.span is not None and direct.span.meets(stepwise.span):
        return stepwise
    return Moved(stepwise.span, min(stepwise.confidence, DOUBTED))

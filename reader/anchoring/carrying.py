"""Highlights are carried from one kept version of a text to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from reader.anchoring.align.align import align
from reader.anchoring.answers import DOUBTED, FOUND, Anchored, Moved, Orphan, answer
from reader.anchoring.confidence import confidence
from reader.anchoring.edges import widen
from reader.anchoring.ends import locate
from reader.anchoring.evidence import gather
from reader.anchoring.excerpts import excerpts
from reader.anchoring.passage import find_kept
from reader.anchoring.unaligned import between_words, find_standing_once
from reader.anchoring.words import Words
from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.anchoring.align.alignment import Alignment
    from reader.anchoring.answers import Answer
    from reader.anchoring.blocks import TextBlock
    from reader.anchoring.evidence import Evidence
    from reader.anchoring.excerpts import Excerpts
    from reader.anchoring.passage import KeptWords


# Confidences where the model has nothing to weigh. Words standing once were right whenever they were looked at, which
# is too seldom to say more; signs are known by their neighbours only. Both ask for a look.
STANDING_ONCE = 0.66
SIGNS_ONLY = 0.80
NO_TRACE = 0.02


def carry(
    old: str,
    new: str,
    spans: Iterable[Span],
    *,
    old_blocks: Sequence[TextBlock] | None = None,
    new_blocks: Sequence[TextBlock] | None = None,
) -> list[Answer]:
    """Tell where each of `spans` of `old` is in `new`, in the order given; None for blocks that are not known."""
    spans = list(spans)
    if old == new:
        return [Anchored(span, 1.0) for span in spans]
    some = excerpts(old, new, spans)
    if some is None:
        alignment = align(Words(old, old_blocks), Words(new, new_blocks))
        return [_carry_one(alignment, span) for span in spans]
    alignment = align(
        Words(some.old.text, some.old.blocks(old_blocks)), Words(some.new.text, some.new.blocks(new_blocks))
    )
    return [_carry_some(alignment, some, old, *one) for one in zip(spans, some.shifts, strict=True)]


def _carry_some(alignment: Alignment, some: Excerpts, old: str, span: Span, shift: int | None) -> Answer:
    """Where a span is of which the alignment has what was edited around it; `shift` where nothing was."""
    if shift is not None:
        words = span.trimmed(old)  # as `locate` has it
        return Anchored(Span(words.start + shift, words.end + shift), 1.0)
    here = some.old.into(span)
    assert here is not None, "what is looked for is compared"
    found = _carry_one(alignment, here)
    return found if found.span is None else replace(found, span=some.new.back(found.span))


class Find(NamedTuple):
    """A `Find` is the best place for a highlight, before it is decided whether that is good enough."""

    span: Span
    evidence: Evidence
    same_words: bool
    same_kind: bool
    """Whether it stands in the same kind of block; also where blocks are not known."""


def find(alignment: Alignment, span: Span) -> Find | None:
    """Tell where the words of `span`, which holds some, are; None where not one of them is left."""
    start, end = alignment.old.touched(span.start, span.end)
    there = find_kept(alignment, start, end)
    if there is None:
        return None
    return _placed(alignment, span, there, widen(alignment, there))


def _placed(alignment: Alignment, span: Span, there: KeptWords, place: tuple[int, int]) -> Find:
    same = alignment.old.keys[there.start : there.end] == alignment.new.keys[place[0] : place[1]]
    was, now = alignment.old.kind(there.words[0]), alignment.new.kind(there.new_first)
    same_kind = was == now or "" in (was, now)
    return Find(locate(alignment, span, there, place), gather(alignment, there, place), same, same_kind)


def _carry_one(alignment: Alignment, span: Span) -> Answer:
    start, end = alignment.old.touched(span.start, span.end)
    if start >= end:
        signs = between_words(alignment, span)
        return Moved(signs, SIGNS_ONLY) if signs else Orphan(NO_TRACE)
    found = find(alignment, span)
    sure = confidence(found.evidence) if found else NO_TRACE
    if found and sure >= FOUND:
        # Of sure places 1 in 2,000 is wrong, but 1 in 12 of those where a heading or code became something else.
        sure = sure if found.same_kind else min(sure, DOUBTED)
        return answer(found.span, sure, same_words=found.same_words)
    once = find_standing_once(alignment, start, end)
    if once is not None:
        place = once.new_first, once.new_last + 1
        return Moved(locate(alignment, span, once, place), STANDING_ONCE)
    return Orphan(sure)

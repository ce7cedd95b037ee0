"""From words back to code points: where exactly a passage starts and ends, signs and parts of words included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.anchoring.align.alignment import FREE
from reader.anchoring.boundaries import SENTENCE
from reader.anchoring.signs import CLOSING, LEADING, OPENING, QUOTING, STOPS, grown_left, grown_right, without
from reader.domain.span import Span

if TYPE_CHECKING:
    from reader.anchoring.align.alignment import Alignment
    from reader.anchoring.passage import Kept

# "It was" made "At dawn it was": that many words may have been put before a sentence, or at its end.
BEFORE_SENTENCE = 12
AT_SENTENCE_END = 40


def placed(alignment: Alignment, span: Span, kept: Kept, place: tuple[int, int]) -> Span:
    """Where in the new text `span` is, of which the words [first, last) of `place` are the new ones."""
    first, last = place
    if kept.first_kept:
        first = _sentence_start(alignment, kept.start, first)
    if kept.last_kept:
        last = _sentence_end(alignment, span, kept.end, last)
    start = _start(alignment, span, kept, first)
    end = _end(alignment, span, kept, last - 1)
    return Span(start, max(start + 1, end))


def _sentence_start(alignment: Alignment, old_first: int, first: int) -> int:
    """The first word of its sentence, when the one that was lost its capital to words put before it."""
    old, new = alignment.old, alignment.new
    was, now = old.text[old.starts[old_first]], new.text[new.starts[first]]
    if not (was.isupper() and now.islower() and old.boundary(old_first) >= SENTENCE - 0.1):
        return first
    at = first
    while at > 0 and alignment.to_old[at - 1] == FREE and first - at < BEFORE_SENTENCE and new.boundary(at) < SENTENCE:
        at -= 1
    return at if new.boundary(at) >= SENTENCE else first


def _sentence_end(alignment: Alignment, span: Span, old_last: int, last: int) -> int:
    """The end of the sentence, when the full stop inside the highlight now stands after words put before it."""
    old, new = alignment.old, alignment.new
    tail = old.text[old.ends[old_last - 1] : span.end]
    stops = [sign for sign in tail if sign in STOPS]
    if not stops or new.boundary(last) >= SENTENCE:
        return last
    at = last
    while at < len(new) and alignment.to_old[at] == FREE and at - last < AT_SENTENCE_END:
        at += 1
        if new.boundary(at) >= SENTENCE:
            between = new.text[new.ends[at - 1] : new.after(at - 1)]
            return at if any(stop in between for stop in stops) else last
    return last


def _start(alignment: Alignment, span: Span, kept: Kept, first: int) -> int:
    old, new = alignment.old, alignment.new
    nearest = kept.words[0]
    start, limit = new.starts[first], new.before(first)
    into = span.start - old.starts[kept.start]
    if kept.first_kept and first == kept.new_first:
        if into > 0:
            return min(new.ends[first] - 1, start + into)
        return grown_left(old.text[span.start : old.starts[nearest]], new.text, limit, start)
    lead = old.text[span.start : old.starts[kept.start]] if into < 0 else ""
    grown = grown_left(lead, new.text, limit, start)
    if first == kept.new_first:
        own = old.text[max(span.start, old.ends[nearest - 1]) : old.starts[nearest]].rsplit("\n", 1)[-1]
        return min(grown, grown_left(without(own, CLOSING), new.text, limit, start))
    while grown == start > limit and new.text[start - 1] in LEADING:
        start = grown = start - 1
    return grown


def _end(alignment: Alignment, span: Span, kept: Kept, last: int) -> int:
    old, new = alignment.old, alignment.new
    nearest = kept.words[-1]
    end, limit = new.ends[last], new.after(last)
    into = old.ends[kept.end - 1] - span.end
    if kept.last_kept and last == kept.new_last:
        if into > 0:
            return max(new.starts[last] + 1, end - into)
        return grown_right(old.text[old.ends[nearest] : span.end], new.text, end, limit)
    tail = old.text[old.ends[kept.end - 1] : span.end] if into < 0 else ""
    grown = grown_right(tail, new.text, end, limit)
    if last == kept.new_last:
        own = old.text[old.ends[nearest] : min(span.end, old.starts[nearest + 1])].split("\n", 1)[0]
        return max(grown, grown_right(without(own, OPENING), new.text, end, limit))
    if grown == end and any(sign in CLOSING for sign in tail):
        while grown < limit and new.text[grown] in CLOSING + QUOTING:
            grown += 1
    return grown

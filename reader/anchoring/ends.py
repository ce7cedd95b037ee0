"""Words become code points again: here a passage gets its exact start and end, signs and parts of words included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.anchoring.align.alignment import FREE
from reader.anchoring.boundaries import SENTENCE
from reader.domain.span import Span

if TYPE_CHECKING:
    from reader.anchoring.align.alignment import Alignment
    from reader.anchoring.passage import KeptWords

# "It was" made "At dawn it was": that many words may have been put before a sentence, or at its end.
BEFORE_SENTENCE = 12
AT_SENTENCE_END = 40

OPENING = "([{<“‘*•"
CLOSING = ".,;:!?)]}"
QUOTING = "`*_\"'”’"
LEADING = ":`*_([{\"'“‘"
STOPS = ".!?:"

# Signs that typography and formats change into each other.
_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "_": "*", "•": "-", "…": "."})


def locate(alignment: Alignment, span: Span, kept: KeptWords, place: tuple[int, int]) -> Span:
    """Tell where in the new text `span` is, of which the words [first, last) of `place` are the new ones."""
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


def _start(alignment: Alignment, span: Span, kept: KeptWords, first: int) -> int:
    old, new = alignment.old, alignment.new
    nearest = kept.words[0]
    start, limit = new.starts[first], new.before(first)
    into = span.start - old.starts[kept.start]
    if kept.first_kept and first == kept.new_first:
        if into > 0:
            return min(new.ends[first] - 1, start + into)
        return grow_left(old.text[span.start : old.starts[nearest]], new.text, limit, start)
    lead = old.text[span.start : old.starts[kept.start]] if into < 0 else ""
    grown = grow_left(lead, new.text, limit, start)
    if first == kept.new_first:
        own = old.text[max(span.start, old.ends[nearest - 1]) : old.starts[nearest]].rsplit("\n", 1)[-1]
        return min(grown, grow_left(drop_signs(own, CLOSING), new.text, limit, start))
    while grown == start > limit and new.text[start - 1] in LEADING:
        start = grown = start - 1
    return grown


def _end(alignment: Alignment, span: Span, kept: KeptWords, last: int) -> int:
    old, new = alignment.old, alignment.new
    nearest = kept.words[-1]
    end, limit = new.ends[last], new.after(last)
    into = old.ends[kept.end - 1] - span.end
    if kept.last_kept and last == kept.new_last:
        if into > 0:
            return max(new.starts[last] + 1, end - into)
        return grow_right(old.text[old.ends[nearest] : span.end], new.text, end, limit)
    tail = old.text[old.ends[kept.end - 1] : span.end] if into < 0 else ""
    grown = grow_right(tail, new.text, end, limit)
    if last == kept.new_last:
        own = old.text[old.ends[nearest] : min(span.end, old.starts[nearest + 1])].split("\n", 1)[0]
        return max(grown, grow_right(drop_signs(own, OPENING), new.text, end, limit))
    if grown == end and any(sign in CLOSING for sign in tail):
        while grown < limit and new.text[grown] in CLOSING + QUOTING:
            grown += 1
    return grown


def grow_left(signs: str, text: str, limit: int, start: int) -> int:
    """Move `start` left over the `signs` that stood before it, as far as they are found, in order, behind `limit`."""
    mirrored = grow_right(signs[::-1], text[limit:start][::-1], 0, start - limit)
    return start - mirrored


def grow_right(signs: str, text: str, end: int, limit: int) -> int:
    """Move `end` right over the `signs` that stood after it, as far as they are found, in order, before `limit`."""
    wanted = "".join(signs.split()).translate(_SAME)
    between = text[end:limit].translate(_SAME)
    if "\n\n" not in signs:
        between = between.partition("\n\n")[0]
    taken = 0
    for sign in wanted:
        found = between.find(sign, taken)
        if found >= 0:
            taken = found + 1
    # Signs behind a blank belong to what comes next, unless there was a blank before.
    if not any(sign.isspace() for sign in signs):
        taken = next((n for n, sign in enumerate(between[:taken]) if sign.isspace()), taken)
    return end + taken


def drop_signs(signs: str, unwanted: str) -> str:
    """Return `signs` but those."""
    return "".join(sign for sign in signs if sign not in unwanted)

"""A passage found again from its quotation alone, where no text is kept that it was marked on.

First the quotation with its surroundings, letter by letter; then, wherever its rare words stand, the words of both
aligned, and the best place weighed against the second best.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.anchoring.alignment import Alignment, Box
from reader.anchoring.answers import Anchored, Answer, Orphan, answer
from reader.anchoring.candidates import candidates, index
from reader.anchoring.decision import confidence
from reader.anchoring.edges import widened
from reader.anchoring.ends import placed
from reader.anchoring.evidence import gather
from reader.anchoring.gaps import fill
from reader.anchoring.passage import kept
from reader.anchoring.words import Words
from reader.domain.span import Span

if TYPE_CHECKING:
    from reader.anchoring.candidates import Index
    from reader.domain.selectors import Selectors

# Words on either side of where a quotation should stand, for what may have been put in.
MARGIN = 12
VERBATIM = 0.99
NO_TRACE = 0.02


class _Place(NamedTuple):
    """Where a quotation may be, and how sure that is without regard to other places."""

    confidence: float
    span: Span
    same_words: bool


def resolve(text: str, selectors: Selectors) -> Answer:
    """Where the quotation is in `text`; its position decides between places that are equally good."""
    quote = selectors.quote
    quotation = quote.prefix + quote.exact + quote.suffix
    span = Span(len(quote.prefix), len(quote.prefix) + len(quote.exact))
    first = text.find(quotation) if quote.exact else -1
    if first >= 0 and quote.prefix + quote.suffix and text.find(quotation, first + 1) < 0:
        return Anchored(span.shifted(first), VERBATIM)
    words = Words(quotation)
    start, end = words.touched(span.start, span.end)
    if start >= end:
        return Orphan(NO_TRACE)
    known = index(text)
    found = [_place(known, words, span, at) for at in candidates(known, words.keys)]
    places = sorted((place for place in found if place is not None), reverse=True)
    if not places:
        return Orphan(NO_TRACE)
    best = places[0]
    return answer(best.span, best.confidence, same_words=best.same_words)


def _place(text: Index, quotation: Words, span: Span, at: int) -> _Place | None:
    """The place for the quotation near the word `at`."""
    first, last = max(0, at - MARGIN), min(len(text.words), at + len(quotation) + MARGIN)
    offset, limit = text.words.starts[first], text.words.ends[last - 1]
    window = Words(text.words.text[offset:limit])
    alignment = Alignment(quotation, window, text.counts)
    fill(alignment, Box(0, len(quotation), 0, len(window)))
    start, end = quotation.touched(span.start, span.end)
    there = kept(alignment, start, end)
    if there is None:
        return None
    place = widened(alignment, there)
    same = quotation.keys[start:end] == window.keys[place[0] : place[1]]
    sure = confidence(gather(alignment, there, place))
    return _Place(sure, placed(alignment, span, there, place).shifted(offset), same)

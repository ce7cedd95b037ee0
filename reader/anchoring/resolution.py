"""A passage is found again from its quotation alone, where no text is kept that it was marked on.

First the quotation with its surroundings, letter by letter; then, wherever its rare words stand, the words of both
aligned, and the best place weighed against the second best.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.anchoring.align.alignment import Alignment, Box
from reader.anchoring.align.gaps import fill
from reader.anchoring.answers import DOUBTED, Anchored, Answer, Orphan, answer
from reader.anchoring.candidates import candidates, index
from reader.anchoring.carrying import find
from reader.anchoring.confidence import CERTAIN, quoted_confidence, score
from reader.anchoring.words import Words
from reader.domain.span import Span

if TYPE_CHECKING:
    from reader.anchoring.candidates import WordIndex
    from reader.anchoring.evidence import Evidence
    from reader.domain.selectors import Selectors

# Words on either side of where a quotation should stand, for what may have been put in.
MARGIN = 12
# A quotation that stands once with all its surroundings was wrong once in 1,400 times.
VERBATIM = 0.99
# A quotation that came without surroundings and stands once, letter by letter, is that place from so many words on;
# fewer may have stood elsewhere.
ENOUGH = 4
NO_TRACE = 0.02
# Code points on either side of a passage in which a word that it parts is seen.
NEAR = 64
# Of a quotation that came without its position: what is usual.
USUAL_DRIFT = 0.05


class Candidate(NamedTuple):
    """A `Candidate` says where a quotation may be, how good that place is, and why."""

    score: float
    span: Span
    evidence: Evidence
    same_words: bool


def resolve(text: str, selectors: Selectors) -> Answer:
    """Tell where the quotation is in `text`, from its words, what stood around it and, if known, about where it was."""
    quote = selectors.quote
    quotation = quote.prefix + quote.exact + quote.suffix
    first = text.find(quotation) if quote.exact else -1
    if first >= 0 and quote.prefix + quote.suffix and text.find(quotation, first + 1) < 0:
        start = first + len(quote.prefix)
        return Anchored(Span(start, start + len(quote.exact)), VERBATIM)
    if first >= 0 and quotation == quote.exact and text.find(quotation, first + 1) < 0:
        span = Span(first, first + len(quotation))
        count = len(Words(quotation))
        if count and _whole_words(text, span):
            return answer(span, VERBATIM if count >= ENOUGH else DOUBTED, same_words=True)
    found = places(text, selectors)
    if not found:
        return Orphan(NO_TRACE)
    best = found[0]
    ahead = lead(found)
    sure = quoted_confidence(best.evidence, ahead, drift(best, text, selectors))
    if first >= 0 and quotation == quote.exact and selectors.position is None:
        # It stands there more than once, or within words, and nothing says which is meant.
        sure = min(sure, DOUBTED)
    if ahead == 0.0 and (selectors.position is None or best.span.start != selectors.position.start):
        # Another place is as good, and this one is not just where it was.
        sure = min(sure, DOUBTED)
    return answer(best.span, sure, same_words=best.same_words)


def places(text: str, selectors: Selectors) -> list[Candidate]:
    """Tell where the quotation may be, the best place first; none where it holds no word, or none of its words is
    left.
    """
    quote = selectors.quote
    words = Words(quote.prefix + quote.exact + quote.suffix)
    span = Span(len(quote.prefix), len(quote.prefix) + len(quote.exact))
    start, end = words.touched(span.start, span.end)
    if start >= end:
        return []
    known = index(text)
    found = [_place(known, words, span, at) for at in candidates(known, words.keys)]
    at = selectors.position.start if selectors.position else -1
    # Of equal ones, as in a refrain, the one that is just where it was; else the last, for contents stand before texts.
    return sorted((one for one in found if one), key=lambda one: (one.score, one.span.start == at, one), reverse=True)


def _whole_words(text: str, span: Span) -> bool:
    """Whether it begins and ends between words."""
    offset = max(0, span.start - NEAR)
    near = Words(text[offset : span.end + NEAR])
    return not any(
        first < edge < last
        for edge in (span.start - offset, span.end - offset)
        for first, last in zip(near.starts, near.ends, strict=True)
    )


def lead(found: list[Candidate]) -> float:
    """Tell by how much the best place is better than the best one elsewhere."""
    rivals = [place.score for place in found[1:] if not place.span.meets(found[0].span)]
    return found[0].score - max(rivals, default=-CERTAIN)


def drift(place: Candidate, text: str, selectors: Selectors) -> float:
    """Tell how far the place is from where the quotation was, as a share of the text."""
    if selectors.position is None:
        return USUAL_DRIFT
    return min(1.0, abs(place.span.start - selectors.position.start) / len(text))


def _place(text: WordIndex, quotation: Words, span: Span, at: int) -> Candidate | None:
    """The place for the quotation near the word `at`."""
    first, last = max(0, at - MARGIN), min(len(text.words), at + len(quotation) + MARGIN)
    offset, limit = text.words.starts[first], text.words.ends[last - 1]
    window = Words(text.words.text[offset:limit])
    alignment = Alignment(quotation, window, text.counts)
    fill(alignment, Box(0, len(quotation), 0, len(window)))
    found = find(alignment, span)
    if found is None:
        return None
    return Candidate(score(found.evidence), found.span.shifted(offset), found.evidence, found.same_words)

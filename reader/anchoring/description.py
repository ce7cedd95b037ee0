"""A passage is described by what it says and what stands around it."""

from __future__ import annotations

from reader.domain.segment.graphemes import snap
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span

# What other annotation programs keep, so that quotes can be exchanged; enough to tell most passages apart.
CONTEXT = 32
# A short quote that stands elsewhere in the same surroundings gets twice as much until it is told apart, or to here.
MOST_CONTEXT = 8 * CONTEXT
SHORT = 64


def describe(text: str, span: Span) -> Selectors:
    """Describe `span` in `text` by its selectors: its words, 32 code points or more on either side, its place."""
    context = CONTEXT
    around = _around(text, span, context)
    while context < MOST_CONTEXT and len(span) < SHORT and _stands_again(text, around):
        context *= 2
        around = _around(text, span, context)
    quote = TextQuoteSelector(span.of(text), text[around.start : span.start], text[span.end : around.end])
    return Selectors(quote, span)


def _around(text: str, span: Span, context: int) -> Span:
    """The span with `context` code points on either side, and no grapheme cluster cut."""
    return snap(text, Span(max(0, span.start - context), min(len(text), span.end + context)))


def _stands_again(text: str, span: Span) -> bool:
    here = span.of(text)
    return text.find(here) < span.start or text.find(here, span.start + 1) >= 0

"""A passage described by what it says and what stands around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.anchoring.clusters import cluster_end, cluster_start
from reader.domain.selectors import Selectors, TextQuoteSelector

if TYPE_CHECKING:
    from reader.domain.span import Span

# What other annotation programs keep, so that quotes can be exchanged; enough to tell most passages apart.
CONTEXT = 32
# A short quote that stands elsewhere in the same surroundings gets twice as much until it is told apart, or to here.
MOST_CONTEXT = 8 * CONTEXT
SHORT = 64


def describe(text: str, span: Span) -> Selectors:
    """The selectors of `span` in `text`: its words, 32 code points or more on either side, its place."""
    context = CONTEXT
    start, end = _around(text, span, context)
    while context < MOST_CONTEXT and len(span) < SHORT and _stands_again(text, start, end):
        context *= 2
        start, end = _around(text, span, context)
    return Selectors(TextQuoteSelector(span.of(text), text[start : span.start], text[span.end : end]), span)


def _around(text: str, span: Span, context: int) -> tuple[int, int]:
    """Where `context` code points around the span start and end; never within a grapheme cluster."""
    return cluster_start(text, max(0, span.start - context)), cluster_end(text, min(len(text), span.end + context))


def _stands_again(text: str, start: int, end: int) -> bool:
    here = text[start:end]
    return text.find(here) < start or text.find(here, start + 1) >= 0

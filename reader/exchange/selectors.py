"""Web Annotation, and Hypothesis with it, writes selectors as this JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span
from reader.exchange.input import DEEPEST, number, records, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reader.exchange.records import BookPart, ExportedAnnotation

_BETWEEN = re.compile(r"[\n\t]")
"""What our text has between blocks, lines and cells."""


def selector_objects(entry: ExportedAnnotation, position: Span | None) -> list[dict[str, Any]]:
    """Return a highlight's quote, and `position` in what the format counts; without one where it has no place."""
    target = entry.target or entry.annotation.targets[-1]
    return _objects(target.selectors.quote, position)


def page_selector_objects(
    entry: ExportedAnnotation, position: Span | None, part: BookPart | None
) -> list[dict[str, Any]]:
    """Return the same for what compares a page sign for sign: with its own blanks and line ends, where `part` has them.

    What a page has between two blocks nobody knows otherwise: then what stands around the quote goes no further than
    its block, and a quote of several blocks is told by its ends too, from the words of the first to those of the last.
    """
    if part is not None:
        return _objects(part.quote, part.span)
    target = entry.target or entry.annotation.targets[-1]
    quote = target.selectors.quote
    prefix, suffix = _BETWEEN.split(quote.prefix)[-1], _BETWEEN.split(quote.suffix)[0]
    found = _objects(TextQuoteSelector(quote.exact, prefix, suffix), position)
    first, *between = [piece for piece in _BETWEEN.split(quote.exact) if piece.strip()] or [quote.exact]
    if between:
        # The range ends where its end selector begins (Web Annotation 4.2.9): an empty quote after the last words.
        start, end = TextQuoteSelector(first, prefix), TextQuoteSelector("", between[-1], suffix)
        found.append({"type": "RangeSelector", "startSelector": _objects(start)[0], "endSelector": _objects(end)[0]})
    return found


def _objects(quote: TextQuoteSelector, position: Span | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"type": "TextQuoteSelector", "exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
    ]
    if position is not None:
        found.append({"type": "TextPositionSelector", "start": position.start, "end": position.end})
    return found


def selectors_of(selectors: Iterable[Mapping[str, Any]]) -> Selectors | None:
    """Return the quote among some selectors, with its position where one is given; None where there is no quote."""
    quote, position = None, None
    for one, is_within in _with_refinements(selectors, within=False):
        if one.get("type") == "TextQuoteSelector" and text(one.get("exact")).strip():
            quote = TextQuoteSelector(text(one["exact"]), text(one.get("prefix")), text(one.get("suffix")))
        # A position that refines another selector counts from where that one begins, which only a browser knows.
        if one.get("type") == "TextPositionSelector" and not is_within:
            start, end = number(one.get("start")), number(one.get("end"))
            position = Span(start, end) if start is not None and end is not None and start < end else position
    return Selectors(quote, position) if quote else None


def _with_refinements(
    selectors: Iterable[Mapping[str, Any]], *, within: bool, depth: int = 0
) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Selectors and those that refine them, with whether each is within another: `refinedBy` has one or several."""
    for one in selectors:
        yield one, within
        inner = one.get("refinedBy")
        if inner and depth < DEEPEST:
            given = records(inner if isinstance(inner, list) else [inner])
            yield from _with_refinements(given, within=True, depth=depth + 1)

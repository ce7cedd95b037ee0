"""Selectors as Web Annotation has them in JSON, to which Hypothesis keeps too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span
from reader.exchange.input import number, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reader.exchange.records import Entry


def selector_objects(entry: Entry, position: Span | None) -> list[dict[str, Any]]:
    """A highlight's quote, and `position` in what the format counts; without one where it has no place."""
    target = entry.target or entry.annotation.targets[-1]
    quote = target.selectors.quote
    found: list[dict[str, Any]] = [
        {"type": "TextQuoteSelector", "exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
    ]
    if position is not None:
        found.append({"type": "TextPositionSelector", "start": position.start, "end": position.end})
    return found


def selectors_of(selectors: Iterable[Mapping[str, Any]]) -> Selectors | None:
    """The quote among some selectors, with its position where one is given; None where there is no quote."""
    quote, position = None, None
    for one in selectors:
        if one.get("type") == "TextQuoteSelector" and text(one.get("exact")).strip():
            quote = TextQuoteSelector(text(one["exact"]), text(one.get("prefix")), text(one.get("suffix")))
        if one.get("type") == "TextPositionSelector":
            start, end = number(one.get("start")), number(one.get("end"))
            position = Span(start, end) if start is not None and end is not None and start < end else position
    return Selectors(quote, position) if quote else None

"""A passage is written down as W3C text selectors, so that it can be found again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reader.domain.span import Span


class TextQuoteSelector(NamedTuple):
    """A `TextQuoteSelector` is the words of a passage and the text on either side of it, as they stood when it was
    marked.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""


class Selectors(NamedTuple):
    """`Selectors` are a TextQuoteSelector and, unless it came from a program that keeps none, a TextPositionSelector.

    `position` is that second one: start and end in code points of the text that was marked.
    """

    quote: TextQuoteSelector
    position: Span | None = None

"""Anchoring wants to know this of a document's blocks."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.domain.span import Span


class TextBlock(Protocol):
    """A `TextBlock` is a piece of a text that stands for itself: a paragraph, a heading, a list item, a table, code."""

    @property
    def kind(self) -> str:
        """Return what it is; blocks of one kind have equal ones."""

    @property
    def span(self) -> Span:
        """Tell where it is in the text."""


# Editors make items of paragraphs and quotations of items all the time, and parsers prose of lines; headings, code and
# tables stay what they are.
_PROSE = frozenset({"paragraph", "item", "quote", "footnote", "figure", "verse"})


class Outline:
    """An `Outline` says which kind of block stands where."""

    __slots__ = ("_kinds", "starts")

    def __init__(self, blocks: Sequence[TextBlock] | None) -> None:
        """None for `blocks` that are not known."""
        self.starts = [block.span.start for block in blocks or ()]
        self._kinds = ["prose" if block.kind in _PROSE else block.kind for block in blocks or ()]

    def kind_at(self, offset: int) -> str:
        """Return the kind of the block at `offset`, all kinds of prose as one; empty where it is not known."""
        index = bisect_right(self.starts, offset) - 1
        return self._kinds[index] if index >= 0 else ""

"""What anchoring wants to know of a document's blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from reader.domain.span import Span


class Block(Protocol):
    """A piece of a text that stands for itself: a paragraph, a heading, a list item, a table, code."""

    @property
    def kind(self) -> str:
        """What it is; blocks of one kind have equal ones."""

    @property
    def span(self) -> Span:
        """Where it is in the text."""

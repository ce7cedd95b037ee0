"""A selection is two ends, each a unit of the text, and everything from the one through the other."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.span import Span

if TYPE_CHECKING:
    from typing import Self


class Unit(StrEnum):
    """A `Unit` is what a selection's ends are made of."""

    CHARACTER = "character"
    """Grapheme clusters."""
    SENTENCE = "sentence"


class Selection(NamedTuple):
    """A `Selection` is the text from `anchor` through `head`, both included; the head is the end that moves, in
    either direction.
    """

    anchor: Span
    head: Span
    by: Unit = Unit.CHARACTER

    @property
    def span(self) -> Span:
        """Return all that is selected."""
        return Span(min(self.anchor.start, self.head.start), max(self.anchor.end, self.head.end))

    @property
    def forward(self) -> bool:
        """Tell whether the head is the later end."""
        return self.anchor.start <= self.head.start

    def extend(self, to: Span) -> Self:
        """Put the head there."""
        return self._replace(head=to)

    def swap(self) -> Self:
        """Make the other end the head."""
        return self._replace(anchor=self.head, head=self.anchor)

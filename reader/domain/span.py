"""A span is a piece of a text, by where it starts and ends."""

from __future__ import annotations

from typing import NamedTuple, Self


class _Ends(NamedTuple):
    start: int
    end: int


class Span(_Ends):
    """A `Span` is a half-open range [start, end) of Unicode code points in one canonical text.

    Ordered by start, then end. An empty span marks a place.
    """

    __slots__ = ()

    def __new__(cls, start: int, end: int) -> Self:
        """Raises ValueError where they are not in order."""
        if not 0 <= start <= end:
            raise ValueError(f"not a span: [{start}, {end})")
        return tuple.__new__(cls, (start, end))  # not super(): by way of it takes half as long again

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        """Every span counts as true: an empty one is a place, not nothing."""
        return True

    def __contains__(self, offset: object) -> bool:
        return isinstance(offset, int) and self.start <= offset < self.end

    def of(self, text: str) -> str:
        """Return the text inside."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Tell whether all of `other` lies inside."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Tell whether at least one code point is in both."""
        return self.start < other.end and other.start < self.end

    def within(self, other: Span) -> Span | None:
        """Return the part inside `other`; None where they share no code point."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None

    def trimmed(self, text: str) -> Span:
        """Leave out the blanks of `text` at either end; empty, at its end, where there is nothing else."""
        start, end = self.start, self.end
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return Span(start, end)

    def shifted(self, by: int) -> Span:
        """Answer a span of the same length, `by` code points further on."""
        return Span(self.start + by, self.end + by)

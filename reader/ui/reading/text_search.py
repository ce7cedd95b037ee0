"""Search in the text, as it is seen: matches are counted bit by bit."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from reader.domain.search_pattern import search_pattern
from reader.domain.span import Span

SLICE = 1 << 16
"""Code points searched at a time while counting: 1 to 2 ms, a fraction of a frame."""

REACH = 1 << 19
"""Code points that are looked through for the first match while a key waits: 6 ms where there is none."""

LONGEST = 1_000
"""Code points that a match may reach past its slice: queries are short."""


@dataclass(frozen=True, slots=True)
class Count:
    """Which match of how many; `complete` once the whole text was searched."""

    index: int
    total: int
    complete: bool

    def __str__(self) -> str:
        return f"{self.index or '…'} of {self.total}{'' if self.complete else '+'}"


class Search:
    """One query in one text. `matches` holds what has been found so far, from the start of the text on."""

    def __init__(self, text: str, query: str) -> None:
        """`query` has at least one character that is not blank."""
        self.query = query
        self.matches: list[Span] = []
        self.complete = False
        self._text = text
        self._pattern = search_pattern(query, text)
        self._searched = 0

    def advance(self) -> bool:
        """Search the next slice of the text; whether there is more to search."""
        if self.complete:
            return False
        end = min(self._searched + SLICE, len(self._text))
        at = max(self._searched, self.matches[-1].end if self.matches else 0)
        for match in self._pattern.finditer(self._text, at, min(end + LONGEST, len(self._text))):
            if match.start() >= end:
                break
            self.matches.append(Span(*match.span()))
        self._searched = end
        self.complete = end == len(self._text)
        return not self.complete

    def near(self, offset: int) -> Span | None:
        """The first match that starts at `offset` or after it, as far as one can see at once."""
        match = self._pattern.search(self._text, offset, min(offset + REACH, len(self._text)))
        return Span(*match.span()) if match else None

    def counted(self, offset: int) -> Span | None:
        """The first match counted that starts at `offset` or after it; once all are counted, from the top again."""
        index = bisect_left(self.matches, offset, key=lambda one: one.start)
        if index < len(self.matches):
            return self.matches[index]
        return self.matches[0] if self.complete and self.matches else None

    def next(self, offset: int) -> Span | None:
        """The first match that starts after `offset`, from the top again where there is none; None without any."""
        match = self._pattern.search(self._text, offset + 1)
        if match is None:
            # From the top; what lies further on has been looked through.
            match = self._pattern.search(self._text, 0, min(offset + LONGEST, len(self._text)))
        return Span(*match.span()) if match else None

    def previous(self, offset: int) -> Span | None:
        """The last match that starts before `offset`, from the end again where there is none; None without any."""
        return self._last_before(offset) or self._last_before(len(self._text) + 1)

    def within(self, span: Span) -> list[Span]:
        """The matches that start in `span`: searched afresh, so that they are there before the counting is."""
        end = min(span.end + LONGEST, len(self._text))
        found = (Span(*match.span()) for match in self._pattern.finditer(self._text, span.start, end))
        return [one for one in found if one.start < span.end]

    def count(self, at: int) -> Count:
        """Where the match that starts at `at` stands among those found so far."""
        index = bisect_right(self.matches, at, key=lambda one: one.start)
        return Count(index, len(self.matches), self.complete)

    def _last_before(self, offset: int) -> Span | None:
        if self._searched >= min(offset, len(self._text)):
            index = bisect_left(self.matches, offset, key=lambda one: one.start) - 1
            return self.matches[index] if index >= 0 else None
        # Not counted so far yet: look back slice by slice.
        end = min(offset, len(self._text))
        while end > 0:
            start = max(0, end - SLICE)
            found = [one for one in self.within(Span(start, end)) if one.start < offset]
            if found:
                return found[-1]
            end = start
        return None

"""The text is searched as it is seen: matches are counted bit by bit."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from reader.domain.errors import NotUnderstood
from reader.domain.search_pattern import search_pattern
from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

SLICE = 1 << 16
"""Code points searched at a time while counting: 1 to 2 ms, a fraction of a frame."""

REACH = 1 << 19
"""Code points that are looked through for the first match while a key waits: 6 ms where there is none."""

LONGEST = 1_000
"""Code points that a match may reach past its slice: queries are short."""


REGULAR = "\\v"
"""What a regular expression begins with, as in vim. It never folds: it finds what it says."""
EXPRESSION_TIME = 0.2
"""Seconds that one slice may take: a good expression takes a hundredth of it, one that explodes never ends."""


class Finds(Protocol):
    """`Finds` is whatever looks for matches, as `re.Pattern` does."""

    def search(self, text: str, start: int = 0, end: int = ..., /) -> re.Match[str] | None:
        """Find the first match."""

    def finditer(self, text: str, start: int = 0, end: int = ..., /) -> Iterator[re.Match[str]]:
        """Find all of them."""


class RegularExpression:
    """A `RegularExpression` is a regular expression that somebody typed: it may match nothing at all, and may not
    take long.
    """

    def __init__(self, expression: str) -> None:
        """Capitals in it are minded where there are any. Raises NotUnderstood where it is none."""
        # 20 ms, and few people search so.
        import regex  # noqa: PLC0415

        self._ended = False
        plain = re.sub(r"\\.", "", expression)
        try:
            self._regex = regex.compile(expression, regex.V1 | (0 if plain != plain.lower() else regex.IGNORECASE))
        except regex.error as error:
            raise NotUnderstood(f"this is no regular expression: {error}", expression) from error

    def search(self, text: str, start: int = 0, end: int = sys.maxsize, /) -> re.Match[str] | None:
        """Find the first match that holds something."""
        return next(self.finditer(text, start, end), None)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize, /) -> Iterator[re.Match[str]]:
        """Find the matches that hold something, as far as the time lasts: an expression that explodes is not tried
        again.
        """
        if self._ended:
            return
        try:
            for match in self._regex.finditer(text, start, min(end, len(text)), timeout=EXPRESSION_TIME):
                if match.end() > match.start():
                    yield cast("re.Match[str]", match)
        except TimeoutError:
            self._ended = True


@dataclass(frozen=True, slots=True)
class Count:
    """A `Count` says which match of how many; `complete` once the whole text was searched."""

    index: int
    total: int
    complete: bool

    def __str__(self) -> str:
        return f"{self.index or '…'} of {self.total}{'' if self.complete else '+'}"


class Search:
    """A `Search` is one query in one text.

    `matches` holds what has been found so far, from the start of the text on.
    """

    def __init__(self, text: str, query: str) -> None:
        """`query` has at least one character that is not blank."""
        self.query = query
        self.matches: list[Span] = []
        self.complete = False
        self._text = text
        self._pattern: Finds = search_pattern(query, text)
        if query.lstrip().startswith(REGULAR):
            self._pattern = RegularExpression(query.lstrip().removeprefix(REGULAR))
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
        """Find the first match that starts at `offset` or after it, as far as one can see at once."""
        match = self._pattern.search(self._text, offset, min(offset + REACH, len(self._text)))
        return Span(*match.span()) if match else None

    def find_counted(self, offset: int) -> Span | None:
        """Find the first match counted that starts at `offset` or after it; once all are counted, from the top
        again.
        """
        index = bisect_left(self.matches, offset, key=lambda one: one.start)
        if index < len(self.matches):
            return self.matches[index]
        return self.matches[0] if self.complete and self.matches else None

    def next(self, offset: int) -> Span | None:
        """Find the first match that starts after `offset`, from the top again where there is none; None without any."""
        match = self._pattern.search(self._text, offset + 1)
        if match is None:
            # From the top; what lies further on has been looked through.
            match = self._pattern.search(self._text, 0, min(offset + LONGEST, len(self._text)))
        return Span(*match.span()) if match else None

    def previous(self, offset: int) -> Span | None:
        """Find the last match that starts before `offset`, from the end again where there is none; None without any."""
        return self._last_before(offset) or self._last_before(len(self._text) + 1)

    def within(self, span: Span) -> list[Span]:
        """Find the matches that start in `span`: searched afresh, so that they are there before the counting is."""
        end = min(span.end + LONGEST, len(self._text))
        found = (Span(*match.span()) for match in self._pattern.finditer(self._text, span.start, end))
        return [one for one in found if one.start < span.end]

    def count(self, at: int) -> Count:
        """Tell where the match that starts at `at` stands among those found so far."""
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

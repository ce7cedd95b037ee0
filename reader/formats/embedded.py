"""Words that a file marks are found in the document that was made of it.

A parser joins lines, takes out hyphens and leaves out what stands in margins, so the words are compared without blanks
and hyphens. Where they stand several times, those win whose words before are the same.
"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred
from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEFT_OUT = deferred(r"[\s\-\u00ad\u200b\u2010\u2011\u0002\ufffe\ufeff]+")
BEFORE = 60
"""Signs before the words that tell one place from another."""
END = 24
"""Signs of the beginning and the end that are looked for where the whole is not found: a page's foot may be between."""
MOST = 200
"""Places of the same words that are compared."""


class WordFinder:
    """A `WordFinder` finds words in one text."""

    def __init__(self, text: str) -> None:
        self._places = array("l")
        pieces = []
        at = 0
        for gap in _LEFT_OUT.finditer(text):
            pieces.append(text[at : gap.start()])
            self._places.extend(range(at, gap.start()))
            at = gap.end()
        pieces.append(text[at:])
        self._places.extend(range(at, len(text)))
        self._text = "".join(pieces)

    def find(self, words: str, before: str = "", near: int = 0) -> Span | None:
        """Tell where `words` stand after the words `before`, else nearest to the offset `near`; None where they do
        not.
        """
        wanted = _LEFT_OUT.sub("", words)
        if not wanted:
            return None
        found = self._best(wanted, _LEFT_OUT.sub("", before)[-BEFORE:], near)
        if found is not None:
            return self._span(found, found + len(wanted))
        if len(wanted) < 2 * END:
            return None
        start = self._best(wanted[:END], _LEFT_OUT.sub("", before)[-BEFORE:], near)
        if start is None:
            return None
        # What stands between may be longer by a running head, and not by more.
        end = self._text.find(wanted[-END:], start + END, start + len(wanted) * 3 // 2 + BEFORE)
        return self._span(start, end + END) if end >= 0 else None

    def _span(self, start: int, end: int) -> Span:
        return Span(self._places[start], self._places[end - 1] + 1)

    def _best(self, wanted: str, before: str, near: int) -> int | None:
        found = list(self._all(wanted))
        return max(found, key=lambda at: (self._alike(at, before), -abs(self._places[at] - near)), default=None)

    def _all(self, wanted: str) -> Iterator[int]:
        at = self._text.find(wanted)
        for _ in range(MOST):
            if at < 0:
                return
            yield at
            at = self._text.find(wanted, at + 1)

    def _alike(self, at: int, before: str) -> int:
        """How many signs before this place are those of `before`."""
        there = self._text[max(0, at - len(before)) : at]
        same = 0
        for one, other in zip(reversed(there), reversed(before), strict=False):
            if one != other:
                break
            same += 1
        return same


def as_words(raw: str) -> str:
    """Return what a page holds sign by sign, as words: lines joined, and words that a line's end broke."""
    joined = re.sub(r"(?<=\w)[\u00ad\u0002\ufffe-](?:\r?\n)(?=\w)|[\u0002\ufffe](?=\w)", "", raw)
    return " ".join(joined.replace("\u00ad", "").split())

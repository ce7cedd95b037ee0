"""A `SentenceEnd` is a place where a sentence may end."""

from __future__ import annotations

from typing import NamedTuple


class SentenceEnd(NamedTuple):
    """A `SentenceEnd` says where a sentence that began at `begin` may end: its marks, what closes after them, and
    what comes next.
    """

    text: str
    begin: int
    marks: int
    closing: int
    note: int
    blank: int
    next: int
    end: int
    first: int
    """The first letter after `next`, behind opening quotes."""


LONGEST = 40
"""A word is looked for so far back, in characters: no abbreviation is longer."""


def word_before(text: str, begin: int, stop: int) -> str:
    """Return the word that ends at `stop`, without opening quotes and brackets."""
    words = text[max(begin, stop - LONGEST) : stop].split()
    if not words or text[stop - 1].isspace():
        return ""
    return words[-1].lstrip("\"'“„‚‘«‹([{¿¡—–")

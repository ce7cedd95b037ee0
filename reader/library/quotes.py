"""Where a quotation stands in a text."""

from __future__ import annotations

import re
from unicodedata import combining, normalize

from reader.domain.span import Span

DASHES = "-\u2010\u2011\u2012\u2013\u2014"
SINGLE = "'\u2018\u2019\u201a\u201b"
DOUBLE = '"\u201c\u201d\u201e\u201f\u00ab\u00bb'
ALIKE = {character: f"[{re.escape(group)}]" for group in (DASHES, SINGLE, DOUBLE) for character in group}
"""Characters that a person types one way and a typesetter sets another."""


def places(text: str, quote: str) -> list[Span]:
    """All places of `quote`, in order, not overlapping. Runs of blanks are equal, and so are kinds of quotation
    marks, apostrophes and dashes. Letters must agree; where that finds nothing, their case may differ.
    """
    words = quote.split()
    if not words:
        return []
    pattern = r"\s+".join("".join(ALIKE.get(one, re.escape(one)) for one in word) for word in words)
    exact = [Span(*found.span()) for found in re.finditer(pattern, text)]
    return exact or [Span(*found.span()) for found in re.finditer(pattern, text, re.IGNORECASE)]


def composed_places(text: str, quote: str) -> list[Span]:
    """All places of `quote`, letter for letter, whichever way the letters of either are composed."""
    pieces, starts = [], []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not combining(text[end]):
            piece = normalize("NFC", text[start:end])
            pieces.append(piece)
            starts += [start] * len(piece)
            start = end
    starts.append(len(text))
    composed, wanted = "".join(pieces), normalize("NFC", quote)
    found = re.finditer(re.escape(wanted), composed) if wanted else ()
    return [Span(starts[one.start()], starts[one.end()]) for one in found]

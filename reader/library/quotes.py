"""Where a quotation stands in a text."""

from __future__ import annotations

import re
from unicodedata import combining, normalize

from reader.domain.search_pattern import search_pattern
from reader.domain.span import Span


def places(text: str, quote: str) -> list[Span]:
    """All places of `quote`, in order, not overlapping, runs of blanks being equal.

    What stands there letter for letter wins. Where nothing does, it is looked for as it is seen (`search_pattern`), at
    last in any case.
    """
    words = quote.split()
    if not words:
        return []
    exact = re.compile(r"\s+".join(map(re.escape, words)))
    return (
        _spans(exact, text)
        or _spans(search_pattern(quote, text, ignore_case=False), text)
        or _spans(search_pattern(quote, text, ignore_case=True), text)
    )


def seen_places(text: str, words: str) -> list[Span]:
    """All places of `words` as they are seen, capitals only as such where they stand so; not overlapping."""
    return _spans(search_pattern(words, text), text) or _spans(search_pattern(words, text, ignore_case=True), text)


def _spans(pattern: re.Pattern[str], text: str) -> list[Span]:
    return [Span(*found.span()) for found in pattern.finditer(text)]


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

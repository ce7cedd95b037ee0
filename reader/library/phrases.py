"""Phrases in texts: where a quotation stands in one, and the words looked for in the kept texts of all articles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from reader.domain.printable import one_line
from reader.domain.search_pattern import search_pattern
from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.domain.article import Article
    from reader.domain.ports import Store


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where all the words stand together, with the text around it on one line."""

    article: Article
    span: Span
    around: str


AROUND = 40
"""Code points shown on either side of what was found."""


def search(store: Store, words: str) -> Iterator[Hit]:
    """Every place of the phrase `words` in the latest texts, article by article; what is not kept is passed over.

    They are found as they are seen, as `/` finds them in one text.
    """
    for article in store.articles():
        document = store.document(article.latest.hash) if article.versions else None
        if document is None:
            continue
        for span in seen_places(document.text, words):
            around = document.text[max(0, span.start - AROUND) : span.end + AROUND]
            yield Hit(article, span, one_line(around))


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

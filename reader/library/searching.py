"""Words found in the kept texts of all articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.domain.printable import one_line
from reader.library.quotes import seen_places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.domain.article import Article
    from reader.domain.ports import Store
    from reader.domain.span import Span


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

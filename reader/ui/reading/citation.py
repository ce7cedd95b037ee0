"""A quote with where it is from, as it goes to the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.domain.article import Article
    from reader.domain.document import Document
    from reader.domain.span import Span


def cited(article: Article, document: Document, span: Span) -> str:
    """The words of `span`, and on the next line author, title, year, page and address, as far as they are known."""
    quote = span.of(document.text).strip()
    page = document.page_at(span.start)
    parts = [
        ", ".join(article.authors),
        f"“{article.title}”" if article.title else "",
        # ISO 8601: the year comes first.
        article.date[:4],
        f"p. {page}" if page is not None else "",
        article.url,
    ]
    return f"“{quote}”\n— {', '.join(part for part in parts if part)}"

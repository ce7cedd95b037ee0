"""A query put to articles and annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.query import matcher, tags_wanted
from reader.library.subjects import article_subject, subject

if TYPE_CHECKING:
    from datetime import datetime

    from reader.domain.annotation import Annotation
    from reader.domain.article import Article
    from reader.domain.query import Query


class QueryTest:
    """Whether an article, or an annotation in it, answers to a query at one time."""

    def __init__(self, query: Query, now: datetime) -> None:
        self._matches = matcher(query, now)
        self.tags = tags_wanted(query)
        """The test that a tag of every answer passes; None where the query does not say."""

    def article(self, article: Article) -> bool:
        """Whether an article alone answers to it."""
        return self._matches(article_subject(article))

    def annotation(self, article: Article, annotation: Annotation) -> bool:
        """Whether an annotation does."""
        return self._matches(subject(article, annotation))

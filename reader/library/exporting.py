"""What answers to a query, made ready for an exporter: article by article, each loaded when its turn comes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from reader.exchange.gathering import gather

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.domain.query import Query
    from reader.exchange.records import Exported
    from reader.library.collection import Collection


def exported(collection: Collection, query: Query | None = None, *, places: bool = True) -> Iterator[Exported]:
    """The annotations that answer to `query`, by article.

    With `places` each article's kept text is loaded, to say under which heading and on which page a highlight is.
    """
    for _, group in groupby(collection.annotations(query), key=lambda found: found.article.id):
        found = list(group)
        article = found[0].article
        document = collection.store.document(article.latest.hash) if places and article.versions else None
        yield gather(article, [one.annotation for one in found], document)

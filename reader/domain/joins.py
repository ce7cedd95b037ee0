"""Several records may be of one work: a join says which are the same, and which one stands for all of them.

A join says of an article that it is the `same_as` another one. It is a register like any other, so it can be undone on
any machine; nothing that belongs to either article is changed by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

    from reader.domain.annotation import Annotation
    from reader.domain.article import Article


class Join(NamedTuple):
    """A `Join` says that the article of this id is the same work as another one; `same_as` is empty where that was
    undone.
    """

    id: str
    same_as: str = ""
    seen: Container[str] = ()
    """The store's own, as in an Article."""


class Joins:
    """`Joins` are articles by the one that stands for them; most libraries have hardly any, and most articles are
    alone.
    """

    def __init__(self, joins: Iterable[Join], exists: Callable[[str], bool]) -> None:
        """Of a join with an article that is not there (yet), nothing is seen."""
        edges = {one.id: one.same_as for one in joins if one.same_as and one.same_as != one.id}
        edges = {name: other for name, other in edges.items() if exists(other)}
        self._first = {name: _end(name, edges) for name in edges}
        self._members: dict[str, list[str]] = {}
        for name, first in sorted(self._first.items()):
            if name != first:
                self._members.setdefault(first, [first]).append(name)
        self.empty = not self._members
        """Whether every article stands for itself, as in most libraries."""

    def __bool__(self) -> bool:
        return bool(self._members)

    def first(self, article_id: str) -> str:
        """Return the id of the article that stands for this one: its own where it is alone."""
        return self._first.get(article_id, article_id)

    def members(self, article_id: str) -> Sequence[str]:
        """Return the ids of all that are the same as this one, the one that stands for them first."""
        first = self.first(article_id)
        return self._members.get(first, (first,))

    def articles(self, articles: Iterable[Article]) -> list[Article]:
        """List articles, of those that are the same only the one that stands for them, with what the others know."""
        found = list(articles)
        if not self._members:
            return found
        by_id = {one.id: one for one in found}
        return [self.whole(one, by_id) for one in found if self.first(one.id) == one.id]

    def whole(self, article: Article, by_id: Mapping[str, Article]) -> Article:
        """Complete the article with what those that are the same know beside it."""
        others = [by_id[name] for name in self.members(article.id)[1:] if name in by_id]
        return join_articles(article, others) if others else article

    def annotation(self, annotation: Annotation) -> Annotation:
        """Put the annotation in the article that stands for its own."""
        first = self._first.get(annotation.article_id)
        return annotation if first is None else annotation._replace(article_id=first)


def join_articles(article: Article, others: Sequence[Article]) -> Article:
    """Make one article out of several records of it: what the first does not say is taken from the others."""

    def first(name: str) -> str:
        return next((value for one in (article, *others) if (value := getattr(one, name))), "")

    seen = " ".join(str(one.seen) for one in (article, *others) if one.seen)
    versions = {one.hash: one for each in (*others, article) for one in each.versions}
    opened = [one.opened for one in (article, *others) if one.opened]
    return article._replace(
        authors=next((one.authors for one in (article, *others) if one.authors), ()),
        language=first("language"),
        date=first("date"),
        url=first("url"),
        format=first("format"),
        # The source named last is the one that the latest text came from.
        sources=tuple({one.address: one for each in (*others, article) for one in each.sources}.values()),
        versions=tuple(sorted(versions.values(), key=lambda one: one.added)),
        tags=tuple(dict.fromkeys(tag for one in (article, *others) for tag in one.tags)),
        opened=max(opened) if opened else None,
        seen=seen,
    )


def _end(name: str, edges: Mapping[str, str]) -> str:
    """Where the joins from `name` lead; of a ring, which two machines may have closed, its smallest id."""
    way = [name]
    while (following := edges.get(way[-1])) is not None:
        if following in way:
            return min(way[way.index(following) :])
        way.append(following)
    return way[-1]

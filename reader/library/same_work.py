"""Records of one work are joined, by a person or where title and quotes leave no doubt, and taken apart again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.domain.errors import NotFound, NotUnderstood
from reader.domain.joins import Join
from reader.domain.ports import ByContent, Change
from reader.library.works import Work, letters, stand_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reader.domain.article import Article
    from reader.domain.ports import Store

SAME_WORK = ByContent("same-work")
"""Joins that any machine makes of the same records have the same stamps."""


class Met(NamedTuple):
    """A `Met` says what a text that has just come is to the articles that waited: those that are it, and those that
    may be.
    """

    joined: Sequence[Article] = ()
    offered: Sequence[Article] = ()


def join(store: Store, one: Article, other: Article, by: ByContent | None = None) -> Article:
    """Say that both are one work; the article that stands for them: the one that has a text, else `other`.

    Raises NotUnderstood where they are one already, and StoreErrors.
    """
    if one.id == other.id:
        raise NotUnderstood("both are one article already", other.title)
    if one.versions and not other.versions:
        one, other = other, one
    there = {each.id: each for each in store.joins()}
    before = there.get(one.id)
    seen = before.seen if before is not None else ()
    store.save_joins([Change(before, Join(one.id, other.id, seen), by)])
    return store.article(other.id) or other


def take_apart(store: Store, article: Article) -> Sequence[Article]:
    """Undo every join of an article; the articles that it was. Raises NotFound where it was joined with none."""
    joins = [one for one in store.joins() if one.same_as]
    group = {article.id}
    while more := {one.id for one in joins if one.same_as in group or one.id in group} - group:
        group |= more
    group |= {one.same_as for one in joins if one.id in group}
    undone = [one for one in joins if one.id in group]
    if not undone:
        raise NotFound("it is joined with no other article", article.title)
    store.save_joins([Change(one, one._replace(same_as="")) for one in undone])
    return [each for name in sorted(group) if (each := store.article(name)) is not None]


def meet(store: Store, article: Article, text: str, articles: Iterable[Article]) -> Met:
    """Join with an article whose text has just come what waited for it, and name what may have."""
    work = Work.of_article(article)
    found = [one for one in _near(articles, work) if one.id != article.id and Work.of_article(one).agrees(work)]
    if not found:
        return Met()
    decided = {one.id for one in store.joins()}
    folded = letters(text)
    met: tuple[list[Article], list[Article]] = [], []
    for one in found:
        if one.id not in decided:
            quotes = [each.quote for each in store.annotations(one.id) if each.quote]
            met[not stand_in(quotes, folded)].append(one)
    for one in met[0]:
        join(store, one, article, SAME_WORK)
    return Met(*met)


def _near(articles: Iterable[Article], work: Work) -> Iterator[Article]:
    """Those that wait, and have something of the work's title or an address: thousands may wait."""
    word = max((each for each in work.title.main.split() if each.isascii()), key=len, default="")
    for one in articles:
        if not one.versions and (one.url or word in one.title.casefold()):
            yield one

"""Queries see annotations and articles as these subjects."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from reader.domain.annotation import State
from reader.domain.query import Subject, matcher, tags_wanted, words_wanted
from reader.domain.search_pattern import fold
from reader.domain.web_address import has_scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from reader.domain.annotation import Annotation
    from reader.domain.article import Article
    from reader.domain.query import Query

STATES = {State.ANCHORED: "anchored", State.MOVED: "reworded", State.ORPHAN: "lost"}
"""How people and queries call what became of a highlight."""


def subject(
    article: Article, annotation: Annotation, version: str = "", texts: Mapping[str, str] | None = None
) -> Subject:
    """Join an annotation with its article, as `version` shows it (the latest that it was looked for in, unless named).

    `texts` are the article's, where they are known already.
    """
    return Subject(
        created=annotation.created,
        modified=annotation.modified,
        texts=lambda: {**(texts or _of(article)), "quote": annotation.quote, "note": annotation.whole_note},
        tags=annotation.tags,
        colour=str(annotation.colour),
        facts=lambda: _facts(article, annotation, version),
    )


class ArticleSubjects:
    """`ArticleSubjects` are the annotations of one article as subjects, each made once: what was folded for one
    letter is for the next.
    """

    def __init__(self, article: Article) -> None:
        self.article = article
        self._texts = _of(article)
        self._known: dict[str, tuple[Annotation, Subject]] = {}

    def __call__(self, annotation: Annotation) -> Subject:
        """The subject of one of them; what changed is another annotation."""
        known = self._known.get(annotation.id)
        if known is None or known[0] is not annotation:
            made = subject(self.article, annotation, texts=self._texts)
            known = self._known[annotation.id] = annotation, made
        return known[1]

    def answering(self, matches: Callable[[Subject], bool], annotations: Iterable[Annotation]) -> list[Annotation]:
        """List those of which the subject matches: of 10,000 at each letter."""
        known = self._known
        found = []
        for one in annotations:
            there = known.get(one.id)
            if matches(there[1] if there is not None and there[0] is one else self(one)):
                found.append(one)
        return found

    def fold(self, annotations: Iterable[Annotation]) -> None:
        """Fold the words of these, before somebody asks for them."""
        for one in annotations:
            self(one).folded("")


def article_subject(article: Article, marked: tuple[str, ...] = ()) -> Subject:
    """Put an article alone as its title, authors, sources, status, when it was last opened, all its tags and the
    `marked`.
    """
    return Subject(
        created=article.added,
        modified=article.opened or article.added,
        texts=lambda: _of(article),
        tags=(*article.tags, *marked),
        facts=lambda: frozenset({f"status:{article.status}"}),
    )


def _facts(article: Article, annotation: Annotation, version: str) -> frozenset[str]:
    target = annotation.target_in(version) if version else None
    target = target or (annotation.targets[-1] if annotation.targets else None)
    facts = {f"status:{article.status}"}
    if target is None:
        facts.add("is:page")
    else:
        facts.add("is:highlight")
        if target.version:  # else it was looked for in no text yet
            facts.add(f"is:{STATES[target.state]}")
        if target.check:
            facts.add("is:check")
    if annotation.star:
        facts |= {"is:starred", "has:star"}
    if annotation.whole_note:
        facts.add("has:note")
    if annotation.tags:
        facts.add("has:tag")
    if annotation.rivals:
        facts.add("is:conflict")
    return frozenset(facts)


def _of(article: Article) -> dict[str, str]:
    # Of a path its name: the folders above it are nobody's subject, and in every answer of a shared library.
    names = (PurePath(one.address).name if not has_scheme(one.address) else one.address for one in article.sources)
    return {"in": article.title, "author": "\n".join(article.authors), "source": "\n".join((*names, article.url))}


_folded_title = lru_cache(1 << 16)(fold)
"""Each letter that is typed is looked for in all titles."""


class QueryTest:
    """A `QueryTest` says whether an article, or an annotation in it, answers to a query at one time."""

    def __init__(self, query: Query, now: datetime) -> None:
        self._matches = matcher(query, now)
        self.tags = tags_wanted(query)
        """The test that a tag of every answer passes; None where the query does not say."""

        self.words = None if self.tags else words_wanted(query)
        """Terms of which every answer fits one; None where the query does not say."""
        self._of_titles = [fold(term.value) for term in self.words or () if not term.field]

    def may_fit_title(self, article: Article) -> bool:
        """Tell whether one of `words` stands in an article's title, so that any annotation in it may answer."""
        if not self._of_titles:
            return False
        folded = _folded_title(article.title)
        return any(words in folded for words in self._of_titles)

    def matches(self, asked: Subject) -> bool:
        """Tell whether it answers."""
        return self._matches(asked)

    def article(self, article: Article, marked: tuple[str, ...] = ()) -> bool:
        """Tell whether an article alone answers to it, with the tags of its annotations."""
        return self._matches(article_subject(article, marked))

    def annotation(self, article: Article, annotation: Annotation) -> bool:
        """Tell whether an annotation does."""
        return self._matches(subject(article, annotation))

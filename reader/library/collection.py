"""All that was read and marked can be listed, searched, handed on and brought back."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.article import last_opened
from reader.domain.errors import NotFound
from reader.domain.ports import Change, MarkCounts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from reader.domain.annotation import Annotation
    from reader.domain.article import Article
    from reader.domain.document import Document
    from reader.domain.ports import Clock, Store, WebPages
    from reader.domain.query import Query, Subject
    from reader.exchange.records import Exported
    from reader.library.phrases import Hit
    from reader.library.query_subjects import QueryTest


SEVERAL = 3
"""Annotations of an article that are looked up one by one: of more the article's are read, which lie together."""


class Listed(NamedTuple):
    """A `Listed` is an article with the number of its highlights and of its notes."""

    article: Article
    highlights: int
    notes: int


class Found(NamedTuple):
    """A `Found` is an annotation with the article that it is in."""

    article: Article
    annotation: Annotation


class TitledArticles(NamedTuple):
    """`TitledArticles` are the articles by their titles, and how many annotations are in them."""

    articles: Sequence[Article]
    annotations: int


class ArticleListing:
    """An `ArticleListing` is articles as they were at one time: what is asked of them again at each letter is asked
    of what is here.
    """

    def __init__(self, listed: list[Listed], store: Store, now: Clock) -> None:
        self.listed = listed
        self._store = store
        self._now = now
        self._subjects: list[Subject] | None = None

    def answers(self, query: Query | None) -> list[Listed]:
        """List those that answer to `query`, in the same order; tags are those of their annotations too."""
        asked = _asked(query, self._now())
        if asked is None:
            return list(self.listed)
        return [one for one, about in zip(self.listed, self.subjects(), strict=True) if asked.matches(about)]

    def subjects(self) -> list[Subject]:
        """Return what queries ask about, made the first time: that takes longer than a letter should."""
        if self._subjects is None:
            from reader.library.query_subjects import article_subject  # noqa: PLC0415  (as in `_asked`)

            tags = self._store.tags_by_article()
            found = [article_subject(one.article, tuple(tags.get(one.article.id, ()))) for one in self.listed]
            for one in found:
                one.folded("")  # what words are looked for in
            self._subjects = found
        return self._subjects


class Collection:
    """A `Collection` answers questions about the whole library with records."""

    def __init__(self, store: Store, now: Clock, pages: WebPages | None = None) -> None:
        """`pages` are those of the web as they came."""
        self._store = store
        self._now = now
        self.pages = pages

    def articles(self, query: Query | None = None) -> list[Listed]:
        """List the articles that answer to `query`, the one opened last first; tags are those of their annotations
        too.
        """
        return self.listing().answers(query)

    def refresh(self) -> bool:
        """Look whether another program wrote since somebody looked; True where what is answered may be another."""
        return self._store.refresh()

    def listing(self) -> ArticleListing:
        """List all articles as they are now, the one opened last first, to be asked again and again."""
        counts, none = self._store.counts(), MarkCounts()
        found = [Listed(one, *counts.get(one.id, none)[:2]) for one in self._store.articles()]
        found.sort(key=lambda one: last_opened(one.article), reverse=True)
        return ArticleListing(found, self._store, self._now)

    def beginning(self, count: int) -> tuple[list[Listed], int] | None:
        """Return the first of `listing` that are not archived, and how many there are; None where all must be read."""
        first = self._store.opened_last(count)
        return None if first is None else ([Listed(one, *marks[:2]) for one, marks in first.articles], first.all)

    def annotations(self, query: Query | None = None) -> list[Found]:
        """List the annotations that answer to `query`: article by article, each in the order of its text."""
        return [
            Found(article, one) for article, marked in self._by_article(query) for one in sorted(marked, key=_in_order)
        ]

    def annotations_by_article(self, query: Query | None, shelf: TitledArticles) -> Iterator[Sequence[Found]]:
        """Yield the same, one article after the other, of `shelf`; where none answers, none are answered for it."""
        asked = _asked(query, self._now())
        of = self._first_candidates(asked)
        for article in shelf.articles:
            marked = [one for one in of(article) if asked is None or asked.annotation(article, one)]
            yield [Found(article, one) for one in sorted(marked, key=_in_order)]

    def shelf(self) -> TitledArticles:
        """Return all articles as `annotations` has them, and how many annotations there are."""
        counts, none = self._store.counts(), MarkCounts()
        articles = sorted(self._store.articles(), key=_by_title)
        return TitledArticles(articles, sum(counts.get(one.id, none).all for one in articles))

    def as_they_are(self, found: Iterable[Found]) -> list[Found]:
        """Look these annotations up as they are by now, those that are not deleted."""
        now = ((one, self._store.annotation(one.annotation.id)) for one in found)
        return [Found(one.article, annotation) for one, annotation in now if annotation is not None]

    def exported(self, query: Query | None = None, *, places: bool = True) -> Iterator[Exported]:
        """Make the annotations that answer to `query` ready for an export, article by article, each when its turn
        comes.

        With `places` its kept text is loaded, to say under which heading and on which page a highlight is.
        """
        for article, marked in self._by_article(query):
            yield self._exported(article, marked, places=places)

    def exported_article(self, article: Article) -> Iterator[Exported]:
        """Make the annotations of one article ready for an export, where it has any."""
        marked = self._store.annotations(article.id)
        if marked:
            yield self._exported(article, marked, places=True)

    def _exported(self, article: Article, marked: Sequence[Annotation], *, places: bool) -> Exported:
        from reader.exchange.gather import gather  # noqa: PLC0415  (3 ms; who opens an article exports nothing yet)
        from reader.library.originals import with_original  # noqa: PLC0415  (the same)

        document = self._store.document(article.latest.hash) if places and article.versions else None
        return with_original(gather(article, marked, document), document, self.pages)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was read yet."""
        first = self._store.opened_last(1)
        return not (self._store.articles() if first is None else first.all)

    def titles(self) -> list[str]:
        """Return the titles of all articles, in no order."""
        return [one.title for one in self._store.articles()]

    def deleted_ids(self) -> frozenset[str]:
        """Return the ids of all annotations that were deleted, with what else they were called."""
        return frozenset(name for one in self._store.deleted() for name in (one.id, *one.aliases))

    def annotation_of(self, annotation_id: str) -> Annotation | None:
        """Return the annotation of that whole id; None where it is not here, or deleted."""
        return self._store.annotation(annotation_id)

    def deleted_annotations(self) -> Sequence[Annotation]:
        """Return what is left of all annotations that were deleted."""
        return self._store.deleted()

    def past(self, annotation_id: str) -> frozenset[str]:
        """Return the `merge.value_hash` of every value that a field of it had once, and has no more."""
        return self._store.past(annotation_id)

    def known_ids(self) -> frozenset[str]:
        """Return the ids of all annotations that are or were here, with what else they are called."""
        return self.deleted_ids() | {name for one in self._store.annotations() for name in (one.id, *one.aliases)}

    def text_of(self, article: Article) -> Document | None:
        """Return the newest text of an article as it was kept; None where none is here."""
        return self._store.document(article.latest.hash) if article.versions else None

    def _by_article(self, query: Query | None) -> Iterator[tuple[Article, Sequence[Annotation]]]:
        """The annotations that answer to `query`, those of an article in no order; articles without any are left out.

        Those of an article are read when its turn comes: 100,000 at once are 300 MB.
        """
        asked = _asked(query, self._now())
        of = self._candidates(asked)
        for article in sorted(self._store.articles(), key=_by_title):
            found = of(article)
            if asked is not None:
                found = [one for one in found if asked.annotation(article, one)]
            if found:
                yield article, found

    def _candidates(self, asked: QueryTest | None) -> Callable[[Article], Sequence[Annotation]]:
        """Those of an article that may answer: where tags or words are asked for, the library is searched at once."""
        if asked and asked.tags:
            tagged = _by_article_id(self._store.annotations_tagged(asked.tags))
            return lambda article: tagged[article.id]
        if asked and asked.words:
            near = {one.id: one for term in asked.words for one in self._store.annotations_with(term.value)}
            found = _by_article_id(near.values())
            return lambda one: self._store.annotations(one.id) if asked.may_fit_title(one) else found[one.id]
        return lambda article: self._store.annotations(article.id)

    def _first_candidates(self, asked: QueryTest | None) -> Callable[[Article], Sequence[Annotation]]:
        """The same, where the first ones are wanted at once: what is found in a few, else what each article has."""
        if asked is None or not asked.words:
            return lambda article: self._store.annotations(article.id)
        near: dict[str, set[str]] = {}
        for term in asked.words:
            found = self._store.annotations_near(term.value)
            if found is None:
                return lambda article: self._store.annotations(article.id)
            for name, ids in found.items():
                near.setdefault(name, set()).update(ids)

        def candidates(article: Article) -> Sequence[Annotation]:
            if asked.may_fit_title(article):
                return self._store.annotations(article.id)
            ids = near.get(article.id, ())
            if len(ids) > SEVERAL:
                return [one for one in self._store.annotations(article.id) if one.id in ids]
            return [one for name in ids if (one := self._store.annotation(name)) is not None]

        return candidates

    def annotation(self, word: str) -> Found:
        """Find an annotation by id or the beginning of one. Raises NotFound."""
        near = self.annotations_beginning(word)
        found = [Found(article, one) for one in near if (article := self._store.article(one.article_id)) is not None]
        if not found:
            raise NotFound("there is no such annotation", word, "see: reader notes")
        if len(found) > 1:
            raise NotFound("more than one annotation answers to it", word, "use more of its id")
        return found[0]

    def annotations_beginning(self, word: str) -> Sequence[Annotation]:
        """List the annotations whose ids begin so; none for an empty word."""
        return self._store.annotations_beginning(word.lower()) if word else ()

    def annotation_in(self, article: Article, start: str) -> Annotation | None:
        """Find the first annotation of an article whose id begins so; None where there is none."""
        return next((one for one in self._store.annotations(article.id) if one.id.startswith(start.lower())), None)

    def search(self, words: str, articles: Iterable[Article] | None = None) -> Iterator[Hit]:
        """Search every place of a phrase in titles, tags, notes, quotes and the latest texts, one after the other as
        found.

        `articles` are all there are, where they are known already: who types asks again and again.
        """
        from reader.library.phrases import search_everything  # noqa: PLC0415  (who opens an article searches nothing)

        return search_everything(self._store, words, articles)

    def all_articles(self) -> Sequence[Article]:
        """List all articles, in no order."""
        return self._store.articles()

    def trash(self, article_id: str | None = None, query: Query | None = None) -> list[Found]:
        """List deleted annotations that can still be brought back and answer to `query`, of one article or all,
        article by article. Of one, its title is not looked at, as in its pane.
        """
        articles = {one.id: one for one in self._store.articles()}
        deleted = self._store.trash(article_id)
        found = in_library_order(Found(articles[one.article_id], one) for one in deleted if one.article_id in articles)
        asked = _asked(query, self._now())
        if asked is None:
            return found
        of_one = article_id is not None
        return [
            one
            for one in found
            if asked.annotation(one.article._replace(title="") if of_one else one.article, one.annotation)
        ]

    def restore(self, annotation: Annotation) -> Annotation:
        """Bring a deleted annotation back."""
        (stored,) = self._store.save_annotations([Change(None, annotation)])
        return stored or annotation


def _by_article_id(annotations: Iterable[Annotation]) -> defaultdict[str, list[Annotation]]:
    found: defaultdict[str, list[Annotation]] = defaultdict(list)
    for annotation in annotations:
        found[annotation.article_id].append(annotation)
    return found


def _asked(query: Query | None, now: datetime) -> QueryTest | None:
    if not query:
        return None
    from reader.library.query_subjects import QueryTest  # noqa: PLC0415  (2 ms; who opens an article asks nothing yet)

    return QueryTest(query, now)


def in_library_order(found: Iterable[Found]) -> list[Found]:
    """Order annotations as the library lists them: article by article, each in the order of its text."""
    return sorted(found, key=lambda one: (one.article.title.casefold(), one.article.id, _in_order(one.annotation)))


def _by_title(article: Article) -> tuple[str, str]:
    return article.title.casefold(), article.id


def _in_order(annotation: Annotation) -> tuple[int, int, str]:
    span = annotation.targets[-1].span if annotation.targets else None
    return (span.start, span.end, annotation.id) if span else (-1, -1, annotation.id)

"""An import looks at what the library has, and sees what it has decided so far as if it stood there."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from reader.library.importing.passages import Known
from reader.library.works import Work, Works, letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reader.domain.annotation import Annotation
    from reader.domain.article import Article
    from reader.domain.document import Document
    from reader.domain.ports import Store


class Shelves:
    """`Shelves` are what the library has, as an import looks at it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._empty: set[str] = set()
        """The ids of articles that are not written yet: there is nothing to look for in them."""
        self._texts: dict[str, Document | None] = {}
        self._letters: dict[str, str] = {}

    # Each is read when it is asked for: of a file that says what it said the last time nothing is.

    @cached_property
    def articles(self) -> dict[str, Article]:
        """Return all articles, by id."""
        return {one.id: one for one in self._store.articles()}

    @cached_property
    def works(self) -> Works:
        """Return the articles, by what they can be recognised by."""
        return Works(self.articles.values())

    @cached_property
    def first(self) -> dict[str, str]:
        """Tell what each article was joined with; empty where that was undone."""
        return {one.id: one.same_as for one in self._store.joins()}

    @cached_property
    def _below(self) -> defaultdict[str, list[str]]:
        """What was joined with each article itself."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for name, same_as in self.first.items():
            found[same_as].append(name)
        return found

    def join(self, name: str, same_as: str) -> None:
        """Know that an article is the same work as another."""
        self._below[same_as].append(name)
        self.first[name] = same_as

    def works_of(self, article: Article) -> Iterator[Work]:
        """Tell what is said of an article by itself and by each that was joined with it."""
        found, at = [article.id], 0
        while at < len(found):
            if (work := self.works.work(found[at])) is not None:
                yield work
            found += [one for one in self._below.get(found[at], ()) if one not in found]
            at += 1

    @cached_property
    def _trash(self) -> Sequence[Annotation]:
        return self._store.deleted()

    @cached_property
    def _deleted(self) -> Mapping[str, list[Annotation]]:
        found = defaultdict(list)
        for one in self._trash:
            if one.article_id:
                found[one.article_id].append(one)
        return found

    @cached_property
    def buried(self) -> Mapping[str, Annotation]:
        """Return what was deleted and has no content any more, by each of its ids."""
        return {name: one for one in self._trash if not one.article_id for name in (one.id, *one.aliases)}

    def forget(self) -> None:
        """Forget what is not written yet: it may be there by now."""
        self._empty.clear()

    def rename(self, article: Article) -> None:
        """Know an article by other names, too."""
        works = self.works
        self.articles[article.id] = article
        works.add(article)

    def deleted_from(self, annotation_id: str) -> str:
        """Return the id of the article that an annotation was deleted from; empty where it was not."""
        return self._homes_of_deleted.get(annotation_id, "")

    @cached_property
    def _homes_of_deleted(self) -> Mapping[str, str]:
        return {one.id: one.article_id for one in self._trash if one.article_id}

    def add(self, article: Article) -> None:
        """Know one more article."""
        works = self.works  # Made of those that were there before.
        self.articles[article.id] = article
        self._empty.add(article.id)
        works.add(article)

    def home(self, article_id: str) -> Article | None:
        """Find the article that stands for the one of this id."""
        seen, last = {article_id}, article_id
        while (following := self.first.get(last)) and following not in seen:
            seen.add(following)
            last = following
        return self.articles.get(last) or self.articles.get(article_id)

    def annotations(self, article: Article | None) -> list[Known]:
        """Answer the annotations of an article, and those that were deleted from it."""
        if article is None:
            return []
        there = () if article.id in self._empty else self._store.annotations(article.id)
        return [*map(Known, there), *(Known(one, deleted=True) for one in self._deleted.get(article.id, ()))]

    def anywhere(self, annotation_id: str) -> Annotation | None:
        """Find the annotation of that id, whichever article it is in."""
        return self._store.annotation(annotation_id)

    def text(self, article: Article) -> Document | None:
        """Read the newest text of an article; None where none is kept."""
        if not article.versions:
            return None
        name = article.latest.hash
        if name not in self._texts:
            self._texts[name] = self._store.document(name)
        return self._texts[name]

    def letters(self, article: Article) -> str:
        """Return the letters of that text."""
        if article.id not in self._letters:
            document = self.text(article)
            self._letters[article.id] = letters(document.text) if document else ""
        return self._letters[article.id]

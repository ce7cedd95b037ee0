"""Questions about the whole library are answered by its index where that can, else by going through all rows."""

from __future__ import annotations

from collections import Counter
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from reader.domain.article import Status, last_opened
from reader.domain.ports import MarkCounts, OpenedLast, TagUse
from reader.domain.tags import each_once
from reader.storage.disk.gc_off import uncollected
from reader.storage.rows.row_kinds import ANNOTATIONS, ARTICLES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Container, Iterable, Iterator
    from datetime import datetime

    from reader.domain.annotation import Annotation
    from reader.domain.article import Article
    from reader.domain.joins import Joins
    from reader.storage.index.library_index import LibraryIndex
    from reader.storage.local.paths import StorePaths
    from reader.storage.view import View

P = ParamSpec("P")
T = TypeVar("T")

FIRST = 200
"""Annotations that are looked up before the others, for whoever shows the first of them at once."""
FEW = 5000
"""Annotations that are looked up one by one: of more the first ones are found as quickly by reading all in order."""


def _of_index(question: Callable[Concatenate[Questions, P], T | None]) -> Callable[Concatenate[Questions, P], T | None]:
    """Let it be asked of a library that has an index; of any other SQLite is not imported (3 ms, 2 MB)."""

    @wraps(question)
    def ask(questions: Questions, /, *arguments: P.args, **named: P.kwargs) -> T | None:
        return question(questions, *arguments, **named) if questions.has_index else None

    return ask


class Questions:
    """`Questions` have records as the index and the journals have them together; None where the index cannot answer.

    Joins of articles are the asker's: what is answered here is of the records as they are.
    """

    def __init__(self, paths: StorePaths, view: View) -> None:
        self._paths = paths
        self._view = view
        self._index: LibraryIndex | None = None

    @property
    def index(self) -> LibraryIndex:
        """Return the index; SQLite is imported when it is first asked for."""
        if self._index is None:
            from reader.storage.index.library_index import LibraryIndex  # noqa: PLC0415  (8 ms, off the first screen)

            self._index = LibraryIndex(self._paths, self._view)
        return self._index

    @property
    def is_behind(self) -> bool:
        """Tell whether the index is to be brought up to date."""
        return self.has_index and self.index.is_behind()

    @property
    def is_missed(self) -> bool:
        """Tell whether it was asked, and could not answer, or not of all texts."""
        return self._index is not None and self._index.is_behind()

    @property
    def has_index(self) -> bool:
        """Tell whether there is anything to ask: a small library is read as quickly."""
        return self._view.file.is_worth_an_index

    def close(self) -> None:
        """Let go of the index."""
        if self._index is not None:
            self._index.close()

    # -- articles

    @_of_index
    def articles(self) -> list[Article] | None:
        """Return all that are not deleted."""
        from reader.storage.index.library_tables import listed_articles  # noqa: PLC0415  (as above)

        changed = self._view.rows_changed(ARTICLES.table)
        with uncollected():
            listed = self._ask(lambda index: listed_articles(index, changed))
            return None if listed is None else [*self._changed_articles(), *listed]

    @_of_index
    def articles_from(self, address: str) -> list[Article] | None:
        """Return the articles that have a source of that address."""
        from reader.storage.index.library_tables import at_address  # noqa: PLC0415  (as above)

        has = lambda one: any(source.address == address for source in one.sources)  # noqa: E731  (said once, used once)
        return self._some(lambda index: at_address(index, address), has)

    @_of_index
    def articles_of_text(self, text_hash: str) -> list[Article] | None:
        """Return the articles that have a version of that text."""
        from reader.storage.index.library_tables import with_text  # noqa: PLC0415  (as above)

        has = lambda one: any(version.hash == text_hash for version in one.versions)  # noqa: E731  (the same)
        return self._some(lambda index: with_text(index, text_hash), has)

    @_of_index
    def articles_waiting(self) -> list[Article] | None:
        """Return the articles that have no text."""
        from reader.storage.index.library_tables import waiting  # noqa: PLC0415  (as above)

        return self._some(waiting, lambda one: not one.versions)

    @_of_index
    def articles_tagged(self) -> list[Article] | None:
        """Return the articles that have tags."""
        from reader.storage.index.library_tables import tagged  # noqa: PLC0415  (as above)

        return self._some(tagged, lambda one: bool(one.tags))

    @_of_index
    def articles_like(self, sketch: frozenset[int]) -> list[Article] | None:
        """Return the articles whose latest text may share enough with that sketch, those that share most first; and
        all of whose latest texts that is not known.
        """
        from reader.storage.index.library_tables import with_text  # noqa: PLC0415  (as above)
        from reader.storage.index.near_texts import is_sketched, sharing, without_sketch  # noqa: PLC0415  (as above)

        def names(index: sqlite3.Connection) -> Iterable[str]:
            near = [*sharing(index, sketch), *without_sketch(index)]
            return dict.fromkeys(name for one in near for name in with_text(index, one))

        near = self._some(names, lambda _: False)
        if near is None:
            return None
        hashes = {one.latest.hash for one in self._changed_articles() if one.versions}
        unknown = self._ask(lambda index: {*sharing(index, sketch), *(h for h in hashes if not is_sketched(index, h))})
        changed = [one for one in self._changed_articles() if one.versions and one.latest.hash in (unknown or hashes)]
        return [*near, *changed]

    @_of_index
    def opened_last(self, count: int) -> OpenedLast | None:
        """Return so many of those that are not archived, and how many there are in all."""
        from reader.storage.index.library_tables import count_articles, counts, opened_last  # noqa: PLC0415  (as above)

        changed, marked = self._view.rows_changed(ARTICLES.table), self._view.rows_changed(ANNOTATIONS.table)
        fresh = list(self._changed_articles())

        def first(index: sqlite3.Connection) -> OpenedLast:
            found = [*(one for one in fresh if one.status is not Status.ARCHIVED), *opened_last(index, count, changed)]
            found = sorted(found, key=last_opened, reverse=True)[:count]
            there = counts(index, marked, [one.id for one in found])
            there, none = add_counts(there, self._changed_annotations()), MarkCounts()
            return OpenedLast(
                [(one, there.get(one.id, none)) for one in found], len(fresh) + count_articles(index, changed)
            )

        return self._ask(first)

    @_of_index
    def lost(self) -> set[str] | None:
        """Return the ids of those that may have annotations while their record is not there."""
        from reader.storage.index.library_tables import lost  # noqa: PLC0415  (as above)

        found = self._ask(lost)
        return None if found is None else {*found, *self._view.annotated_lately()}

    def _some(
        self, names: Callable[[sqlite3.Connection], Iterable[str]], fits: Callable[[Article], bool]
    ) -> list[Article] | None:
        from reader.storage.index.library_tables import articles_of  # noqa: PLC0415  (as above)

        changed = self._view.rows_changed(ARTICLES.table)
        found = self._ask(lambda index: list(articles_of(index, [one for one in names(index) if one not in changed])))
        return None if found is None else [*filter(fits, self._changed_articles()), *found]

    def _changed_articles(self) -> Iterator[Article]:
        rows = self._view.rows_changed(ARTICLES.table).values()
        return (record for row in rows if (record := ARTICLES.record(row)) is not None)

    # -- annotations

    @_of_index
    def counts(self) -> dict[str, MarkCounts] | None:
        """Tell how much was marked in each article."""
        from reader.storage.index.library_tables import counts  # noqa: PLC0415  (as above)

        changed = self._view.rows_changed(ANNOTATIONS.table)
        found = self._ask(lambda index: counts(index, changed))
        return None if found is None else add_counts(found, self._changed_annotations())

    @_of_index
    def tags_in_use(self) -> list[TagUse] | None:
        """Return the tags as they are written."""
        from reader.storage.index.library_tables import tags_in_use  # noqa: PLC0415  (as above)

        changed = self._view.rows_changed(ANNOTATIONS.table)
        found = self._ask(lambda index: tags_in_use(index, changed))
        return None if found is None else add_tags(found, self._changed_annotations())

    def tag_sets(self) -> Counter[tuple[str, ...]] | None:
        """Count the annotations that have just these tags."""
        from reader.storage.index.library_tables import tag_sets  # noqa: PLC0415  (as above)

        changed = self._view.rows_changed(ANNOTATIONS.table)
        found = self._ask(lambda index: tag_sets(index, changed))
        return None if found is None else add_tag_sets(found, self._changed_annotations())

    @_of_index
    def tags_by_article(self) -> dict[str, set[str]] | None:
        """Return the tags that annotations have, by the ids of their articles."""
        from reader.storage.index.library_tables import tags_by_article  # noqa: PLC0415  (as above)

        changed = self._view.rows_changed(ANNOTATIONS.table)
        found = self._ask(lambda index: tags_by_article(index, changed))
        return None if found is None else add_article_tags(found, self._changed_annotations())

    @_of_index
    def beginning(self, start: str) -> list[str] | None:
        """Return the ids of annotations that begin so, and are not deleted."""
        from reader.storage.index.library_tables import beginning  # noqa: PLC0415  (as above)

        changed = self._view.rows_changed(ANNOTATIONS.table)
        found = self._ask(lambda index: [one for one in beginning(index, start) if one not in changed])
        if found is None:
            return None
        return [*found, *(one.id for one in self._changed_annotations() if one.id.startswith(start))]

    @_of_index
    def annotations_with(self, words: str) -> Iterator[list[str] | None] | None:
        """Yield the ids of annotations in which these words may stand, and of all that the journals have, the first of
        them soon; None in the place of the rest where the index has become another meanwhile.
        """
        from reader.storage.index.database import read_fact  # noqa: PLC0415  (as above)
        from reader.storage.index.text_words import names_of, noted_with  # noqa: PLC0415  (as above)

        found = self._ask(lambda index: (read_fact(index, "made"), noted_with(index, words)))
        if found is None or found[1] is None:
            return None
        made, numbers = found[0], found[1]
        changed = dict(self._view.rows_changed(ANNOTATIONS.table))

        def names() -> Iterator[list[str] | None]:
            yield list(changed)
            for part in (numbers[:FIRST], numbers[FIRST:]):
                if part:
                    there = self._ask(lambda index: names_of(index, part) if read_fact(index, "made") == made else None)  # noqa: B023
                    yield None if there is None else [one for one in there if one not in changed]

        return names()

    @_of_index
    def annotations_near(self, words: str) -> dict[str, set[str]] | None:
        """Return the ids of those, by article, and of all that the journals have; None where they may be many."""
        from reader.storage.index.library_tables import by_article  # noqa: PLC0415  (as above)
        from reader.storage.index.text_words import annotations_with  # noqa: PLC0415  (as above)

        def names(index: sqlite3.Connection) -> dict[str, set[str]] | None:
            found = annotations_with(index, words, FEW)
            return None if found is None else by_article(index, found)

        near = self._ask(names)
        if near is not None:
            for one in self._changed_annotations():
                near.setdefault(one.article_id, set()).add(one.id)
        return near

    def _changed_annotations(self) -> Iterator[Annotation]:
        rows = self._view.rows_changed(ANNOTATIONS.table).values()
        return (record for row in rows if (record := ANNOTATIONS.record(row)) is not None)

    # -- texts

    @_of_index
    def texts_with(self, words: str) -> Container[str] | None:
        """Return the hashes of texts in which these words may stand, and of all that it is not known of."""
        from reader.storage.index.text_words import texts_without  # noqa: PLC0415  (as above)

        without = self._ask(lambda index: texts_without(index, words))
        return None if without is None else Without(without)

    @_of_index
    def latest_texts(self, among: Container[str]) -> list[str] | None:
        """Return the hashes of articles' latest texts that are `among` these, in the articles' order, but for those
        that have changed.
        """
        from reader.storage.index.library_tables import latest_texts  # noqa: PLC0415  (as above)

        changed = self._view.rows_changed(ARTICLES.table)
        return self._ask(lambda index: latest_texts(index, among, changed))

    def know_sketch(self, text_hash: str, sketch: frozenset[int]) -> None:
        """Keep what a kept text is found by when it is near another."""
        if self.has_index:
            self.index.know_sketch(text_hash, sketch)

    def _ask(self, question: Callable[[sqlite3.Connection], T]) -> T | None:
        return self.index.ask(question)


class Without:
    """`Without` is all texts but those of these hashes."""

    def __init__(self, hashes: Container[str] = ()) -> None:
        self._hashes = hashes

    def __contains__(self, text_hash: object) -> bool:
        return text_hash not in self._hashes


def add_counts(found: dict[str, MarkCounts], annotations: Iterable[Annotation]) -> dict[str, MarkCounts]:
    """Add these annotations to the counts."""
    highlights: Counter[str] = Counter()
    notes: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for annotation in annotations:
        highlights[annotation.article_id] += not annotation.is_page_note
        notes[annotation.article_id] += bool(annotation.note)
        every[annotation.article_id] += 1
    for name, count in every.items():
        found[name] = joined_counts(found.get(name, MarkCounts()), MarkCounts(highlights[name], notes[name], count))
    return found


def joined_counts(one: MarkCounts, other: MarkCounts) -> MarkCounts:
    """Add up the counts of two records of one article."""
    return MarkCounts(one.highlights + other.highlights, one.notes + other.notes, one.all + other.all)


def put_together(found: dict[str, set[str]], joins: Joins) -> dict[str, set[str]]:
    """Give what was found of articles that are the same to the one that stands for them."""
    for name in [one for one in found if joins.first(one) != one] if joins else ():
        found.setdefault(joins.first(name), set()).update(found.pop(name))
    return found


def add_article_tags(found: dict[str, set[str]], annotations: Iterable[Annotation]) -> dict[str, set[str]]:
    """Add these annotations to the tags by article."""
    for annotation in annotations:
        if annotation.tags:
            found.setdefault(annotation.article_id, set()).update(annotation.tags)
    return found


def add_tag_sets(found: Counter[tuple[str, ...]], annotations: Iterable[Annotation]) -> Counter[tuple[str, ...]]:
    """Add these annotations to those that have just these tags."""
    found.update(each_once(one.tags) for one in annotations if one.tags)
    return found


def add_tags(found: dict[str, TagUse], annotations: Iterable[Annotation]) -> list[TagUse]:
    """Add these annotations to the tags."""
    counts: Counter[str] = Counter()
    first: dict[str, datetime] = {}
    for annotation in annotations:
        for tag in each_once(annotation.tags):
            counts[tag] += 1
            first[tag] = min(first.get(tag, annotation.created), annotation.created)
    for tag, count in counts.items():
        there = found.get(tag, TagUse(tag, 0, first[tag]))
        found[tag] = TagUse(tag, there.uses + count, min(there.first, first[tag]))
    return list(found.values())

"""A library that is on no disk: what tests of everything above the store stand on, held to the same contract."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from reader.domain.annotations import Annotations
from reader.domain.document import text_hash
from reader.domain.joins import Joins, join_articles
from reader.domain.merge import HASH_AT, is_deleted, join_rows
from reader.storage.lost_articles import make_up
from reader.storage.questions import Without, add_article_tags, add_counts, add_tag_sets, add_tags
from reader.storage.rows.annotation_rows import origins_in
from reader.storage.rows.changes import delta_after, seen_of
from reader.storage.rows.join_rows import untag_everywhere
from reader.storage.rows.row_kinds import ANNOTATIONS, ARTICLES, JOINS, NAMED
from reader.storage.rows.stamps import Stamper
from reader.storage.rows.trash import in_trash
from reader.storage.rows.values import article_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence

    from reader.domain.annotation import Annotation
    from reader.domain.article import Article
    from reader.domain.document import Document
    from reader.domain.joins import Join
    from reader.domain.merge import Row, Rows, Tables
    from reader.domain.named import Named
    from reader.domain.ports import Change, Clock, MarkCounts, OpenedLast, Record, TagUse
    from reader.storage.rows.changes import Codec


T = TypeVar("T")


class MemoryStore:
    """A `ports.Store` over rows in memory; several on the same `tables` are windows on one library."""

    def __init__(
        self, *, clock: Clock, device: str = "memory-0", entropy: Callable[[], str], tables: Tables | None = None
    ) -> None:
        self.read_only = ""
        self._clock = clock
        self._stamper = Stamper(clock, device, entropy)
        self._tables = {} if tables is None else tables
        self._documents: dict[str, Document] = {}
        self._known = self._state()

    def articles(self) -> Sequence[Article]:
        """All articles that are not deleted, and one for each whose annotations are there while its record is not."""
        found = [one for row in self._rows(ARTICLES).values() if (one := ARTICLES.record(row)) is not None]
        unknown = set(map(article_of, self._rows(ANNOTATIONS).values())).difference(self._rows(ARTICLES))
        lost = (make_up(name, self.annotations(name), self.document) for name in sorted(unknown))
        return [*self._joined().articles(found), *(one for one in lost if one is not None)]

    def articles_from(self, address: str) -> Sequence[Article]:
        """Those that have a source of that address."""
        return [one for one in self.articles() if any(source.address == address for source in one.sources)]

    def articles_of_text(self, text_hash: str) -> Sequence[Article]:
        """Those that have a version of that text."""
        return [one for one in self.articles() if any(version.hash == text_hash for version in one.versions)]

    def articles_waiting(self) -> Sequence[Article]:
        """Those that have no text yet."""
        return [one for one in self.articles() if not one.versions]

    def opened_last(self, count: int) -> OpenedLast | None:
        """Nothing is known without looking into all of them."""
        return None

    def articles_tagged(self) -> Sequence[Article]:
        """Those that have tags."""
        return [one for one in self.articles() if one.tags]

    def articles_like(self, sketch: frozenset[int]) -> Sequence[Article]:
        """All: nothing is known of what their texts share."""
        return self.articles()

    def know_sketch(self, text_hash: str, sketch: frozenset[int]) -> None:
        """Nothing is kept of it."""

    def latest_texts(self, among: Container[str]) -> None:
        return None

    def texts_with(self, words: str) -> Container[str]:
        """All: the words of texts are not known."""
        return Without()

    def annotations_with(self, words: str) -> Iterable[Annotation]:
        """All: their words are not known."""
        return self.annotations()

    def annotations_near(self, words: str) -> None:
        """They may be many: their words are not known."""

    def counts(self) -> Mapping[str, MarkCounts]:
        """How much was marked in each article."""
        return add_counts({}, self.annotations())

    def tags_by_article(self) -> Mapping[str, Collection[str]]:
        """The tags that annotations have, by the ids of their articles."""
        return add_article_tags({}, self.annotations())

    def tags_in_use(self) -> Sequence[TagUse]:
        """The tags that annotations have."""
        return add_tags({}, self.annotations())

    def tag_sets(self) -> Mapping[tuple[str, ...], int]:
        """How many annotations have just these tags."""
        return add_tag_sets(Counter(), self.annotations())

    def annotations_beginning(self, start: str) -> Sequence[Annotation]:
        """Those whose id begins so."""
        return [one for one in self.annotations() if one.id.startswith(start)]

    def article(self, article_id: str) -> Article | None:
        """The article of that id; None where there is none, or it is deleted."""
        rows = self._rows(ARTICLES)
        found = [
            one for name in self._joined().members(article_id) if name in rows and (one := ARTICLES.record(rows[name]))
        ]
        if not found and article_id not in rows:
            return make_up(article_id, self.annotations(article_id), self.document)
        return join_articles(found[0], found[1:]) if found else None

    def annotations(self, article_id: str | None = None) -> Sequence[Annotation]:
        """Those of one article, or all, that are not deleted; in no order."""
        joins = self._joined()
        found = [one for row in self._rows_of(article_id) if (one := ANNOTATIONS.record(row)) is not None]
        return list(map(joins.annotation, found))

    def annotation(self, annotation_id: str) -> Annotation | None:
        """The annotation of that id; None where there is none, or it is deleted."""
        row = self._rows(ANNOTATIONS).get(annotation_id)
        found = None if row is None else ANNOTATIONS.record(row)
        return None if found is None else self._joined().annotation(found)

    def annotations_in(self, article_id: str, version: str) -> Annotations:
        """Those of one article, as a version of its text shows them."""
        return Annotations(version, self.annotations(article_id))

    def annotations_tagged(self, wanted: Callable[[str], bool]) -> Sequence[Annotation]:
        """Those that have a tag which is wanted."""
        return [one for one in self.annotations() if any(map(wanted, one.tags))]

    def trash(self, article_id: str | None = None) -> Sequence[Annotation]:
        """Deleted annotations that can still be brought back."""
        found = [ANNOTATIONS.from_row(row, seen_of(row)) for row in self._rows_of(article_id) if in_trash(row)]
        return list(map(self._joined().annotation, found))

    def deleted(self) -> Sequence[Annotation]:
        """All that were deleted, also those that nothing is known of any more but their ids and aliases."""
        found = [ANNOTATIONS.from_row(row, seen_of(row)) for row in self._rows_of(None) if is_deleted(row)]
        return list(map(self._joined().annotation, found))

    def said(
        self, annotation_ids: Collection[str], made: Callable[[Mapping[str, Mapping[str, Any]]], T]
    ) -> Mapping[str, T]:
        """What is made of what programs said of those of these that are not deleted, by id."""
        there = {name: row for name, row in self._rows(ANNOTATIONS).items() if name in annotation_ids}
        return {name: made(origins_in(row)) for name, row in there.items() if not is_deleted(row)}

    def past(self, annotation_id: str) -> frozenset[str]:
        """The `merge.value_hash` of every value that a field of it had once, and has no more."""
        row = self._rows(ANNOTATIONS).get(annotation_id)
        return frozenset(stamp[HASH_AT] for stamp in row["dead"]) if row is not None else frozenset()

    def joins(self) -> Sequence[Join]:
        """The joins of articles, those too that were undone."""
        return [one for row in self._rows(JOINS).values() if (one := JOINS.record(row)) is not None]

    def save_annotations(self, changes: Sequence[Change[Annotation]]) -> Sequence[Annotation | None]:
        """Write the changes; answer the records as they now are, None where deleted."""
        return [None if one is None else self._joined().annotation(one) for one in self._save(ANNOTATIONS, changes)]

    @contextmanager
    def hearing(self, written: Callable[[Sequence[Annotation | None]], None]) -> Iterator[None]:
        """Tell nothing: no disk is waited for."""
        yield

    def save_articles(self, changes: Sequence[Change[Article]]) -> Sequence[Article | None]:
        """The same for articles."""
        found = self._save(ARTICLES, untag_everywhere(changes, self._joined()))[: len(changes)]
        return [None if one is None else self.article(one.id) for one in found]

    def save_joins(self, changes: Sequence[Change[Join]]) -> Sequence[Join | None]:
        """The same for joins."""
        return self._save(JOINS, changes)

    def named(self) -> Sequence[Named]:
        """What is kept under names, and what was once and is empty now."""
        return [one for row in self._rows(NAMED).values() if (one := NAMED.record(row)) is not None]

    def save_named(self, changes: Sequence[Change[Named]]) -> Sequence[Named | None]:
        """The same for what is kept under names."""
        return self._save(NAMED, changes)

    def settle(self) -> None:
        """There is no file that could be written."""

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Nobody else writes meanwhile; whether another store on the same tables has."""
        yield self._state() != self._known

    def refresh(self) -> bool:
        """Whether another store on the same tables wrote."""
        state = self._state()
        news, self._known = state != self._known, state
        return news

    def keep(self, document: Document) -> str:
        """Keep a document; answer its text's hash."""
        name = text_hash(document.text)
        there = self._documents.get(name)
        if there is None or (there.parser == document.parser and there.parser_version < document.parser_version):
            self._documents[name] = document
        return name

    def lose(self, text_hash: str) -> None:
        """A kept document has gone."""
        del self._documents[text_hash]

    def document(self, text_hash: str) -> Document | None:
        """A kept document; None where it is missing."""
        return self._documents.get(text_hash)

    def text(self, text_hash: str) -> str | None:
        """The text of a kept document."""
        found = self.document(text_hash)
        return None if found is None else found.text

    def close(self) -> None:
        """Nothing is open."""

    def _save(self, codec: Codec[Record], changes: Sequence[Change[Record]]) -> list[Record | None]:
        news = self._state() != self._known
        rows = self._rows(codec)
        pending: Rows = {}
        ids = [record.id for change in changes if (record := change.after or change.before) is not None]
        for change, uuid in zip(changes, ids, strict=True):
            delta_after(change, rows.get(uuid), pending, codec, self._stamper)
        for uuid, row in pending.items():
            rows[uuid] = join_rows(rows[uuid], row) if uuid in rows else row
        if not news:
            self._known = self._state()
        return [None if uuid not in rows else codec.record(rows[uuid]) for uuid in ids]

    def _rows(self, codec: Codec[Record]) -> Rows:
        return self._tables.setdefault(codec.table, {})

    def _rows_of(self, article_id: str | None) -> list[Row]:
        rows = self._rows(ANNOTATIONS).values()
        members = () if article_id is None else self._joined().members(article_id)
        return [row for row in rows if article_id is None or article_of(row) in members]

    def _joined(self) -> Joins:
        articles = self._rows(ARTICLES)
        return Joins(self.joins(), lambda name: name in articles and not is_deleted(articles[name]))

    def _state(self) -> int:
        # Stamps never become fewer, so their number says whether anything was written.
        return sum(
            len(row["dead"]) + sum(map(len, row["f"].values()))
            for rows in self._tables.values()
            for row in rows.values()
        )

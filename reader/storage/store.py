"""The library on disk is read through a view; a change goes to this device's journal, durable before it is shown."""

from __future__ import annotations

import gc
import os
from collections import Counter
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

import reader.storage.journal as journal
from reader.domain.annotations import Annotations
from reader.domain.columns import Column
from reader.domain.errors import Corrupt, ReadOnly, StoreError
from reader.domain.joins import Joins, join_articles
from reader.domain.merge import HASH_AT, AnyTables, is_deleted
from reader.domain.ports import MarkCounts
from reader.domain.wording import counted
from reader.storage.device import device_id
from reader.storage.disk.gc_off import uncollected
from reader.storage.disk.lock import Lock
from reader.storage.disk.replace import write_file
from reader.storage.disk.system import REAL, System, telling
from reader.storage.file.row_search import with_any_field, with_field
from reader.storage.local.paths import why_unwritable
from reader.storage.lost_articles import make_up
from reader.storage.questions import (
    Questions,
    Without,
    add_article_tags,
    add_counts,
    add_tag_sets,
    add_tags,
    joined_counts,
    put_together,
)
from reader.storage.rows.annotation_rows import TAG, origins_in
from reader.storage.rows.article_rows import SOURCE, VERSION
from reader.storage.rows.changes import delta_after, seen_of
from reader.storage.rows.join_rows import untag_everywhere
from reader.storage.rows.row_kinds import ANNOTATIONS, ARTICLES, JOINS, NAMED
from reader.storage.rows.schema import CURRENT
from reader.storage.rows.stamps import Stamper
from reader.storage.rows.trash import in_trash
from reader.storage.texts.kept_texts import Texts
from reader.storage.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, MutableMapping, Sequence

    from reader.domain.annotation import Annotation
    from reader.domain.article import Article
    from reader.domain.document import Document
    from reader.domain.joins import Join
    from reader.domain.merge import Row
    from reader.domain.named import Named
    from reader.domain.ports import Change, Clock, OpenedLast, Record, TagUse
    from reader.storage.local.paths import StorePaths
    from reader.storage.rows.changes import Codec

T = TypeVar("T")

MUCH = 48 << 20
"""Bytes of this device's journal, which are in memory until the library file is written: half of a large import."""
SEVERAL = 1000
"""From so many rows on, reading all of a table is quicker than looking each of them up."""


class FileStore:
    """A `FileStore` is a `ports.Store` over files.

    Opening reads nothing; the first question does. Threads take turns.
    """

    def __init__(
        self,
        paths: StorePaths,
        *,
        clock: Clock,
        device: str,
        entropy: Callable[[], str],
        system: System = REAL,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.paths = paths
        self.system = system
        self.clock = clock
        self.device = device
        self.view = View(system, paths, device, tell)
        self._texts = Texts(system, paths)
        self._questions = Questions(paths, self.view)
        self._stamper = Stamper(clock, device, entropy)
        self._lock = Lock(paths.lock)
        self._news = False
        self._hears: Callable[[Sequence[Annotation | None]], None] | None = None
        self._joins: tuple[object, Joins] | None = None
        self._turn = RLock()  # the file lock is between processes: within this one, its holder may take it again

    # -- what is there

    @property
    def read_only(self) -> str:
        """Tell why nothing can be saved; empty where it can."""
        if self.view.schema > CURRENT:
            return "the library was written by a newer version of reader; update this one to change it"
        return why_unwritable(self.system, self.paths, self.device)

    def part_from_other_names(self) -> None:
        """Make the library file one of its own; what its other names show stays as it is now. Raises StoreError."""
        with self._turn, self._lock.held(), telling(self.paths.file):
            write_file(self.system, self.paths.file, self.system.read(self.paths.file))

    @property
    def notices(self) -> tuple[str, ...]:
        """Return what happened to the library file that its owner must be told; each is one sentence."""
        told = self.view.file.notices
        unread = [f"{name} cannot be read: what it holds is not shown" for name in self.view.unread_journals]
        told = (*told, *(f"{one}; see what it is, and who may read it" for one in unread))
        damaged = self.view.damaged_lines
        if not damaged:
            return told
        lines = counted(damaged, "damaged line")
        return (*told, f"{lines} of a journal: what is whole there is shown; run `reader doctor --repair`")

    def articles(self) -> Sequence[Article]:
        """List all articles that are not deleted; of those that are the same the one that stands for them.

        One too for each whose annotations are there while its record is not.
        """
        with self._turn:
            found = self._questions.articles()
        if found is None:
            found = self._read(lambda: _records(ARTICLES, self.view.rows(ARTICLES.table)))
        return [*self._joined().articles(found), *self._lost({one.id for one in found})]

    def lost_articles(self) -> Sequence[Article]:
        """Answer those of `articles` that have no record: they are made up from what their annotations know."""
        return self._lost(set())

    def articles_from(self, address: str) -> Sequence[Article]:
        """Return the articles that have a source of that address, and are not deleted."""
        with self._turn:
            found = self._questions.articles_from(address)
        if found is None:
            found = self._with_field(f"{SOURCE}{address}")
        return self._firsts([one for one in found if any(source.address == address for source in one.sources)])

    def articles_of_text(self, text_hash: str) -> Sequence[Article]:
        """Return the articles that have a version of that text, and are not deleted."""
        with self._turn:
            found = self._questions.articles_of_text(text_hash)
        if found is None:
            found = self._with_field(f"{VERSION}{text_hash}")
        sought = self._firsts([one for one in found if any(version.hash == text_hash for version in one.versions)])
        return sought or [one for one in self._lost(set()) if any(each.hash == text_hash for each in one.versions)]

    def articles_like(self, sketch: frozenset[int]) -> Sequence[Article]:
        """Return the articles whose latest text may share enough with that sketch, or is not known of; the most like
        come first.
        """
        with self._turn:
            found = self._questions.articles_like(sketch)
        if found is None:
            return self.articles()
        return [*self._firsts(found), *(one for one in self._lost(set()) if one.versions)]

    def articles_waiting(self) -> Sequence[Article]:
        """Return the articles that have no text yet."""
        with self._turn:
            found = self._questions.articles_waiting()
        if found is None:
            return [one for one in self.articles() if not one.versions]
        return [one for one in (*self._firsts(found), *self._lost(set())) if not one.versions]

    def opened_last(self, count: int) -> OpenedLast | None:
        """Return the first articles as the library lists them; None where some are joined, or lost, too."""
        with self._turn:
            found = self._questions.opened_last(count)
        return None if found is None or self._joined() or self._lost(set()) else found

    def articles_tagged(self) -> Sequence[Article]:
        """Return the articles that have tags, and are not deleted."""
        with self._turn:
            found = self._questions.articles_tagged()
        if found is None:
            return [one for one in self.articles() if one.tags]
        return [one for one in self._firsts(found) if one.tags]

    def know_sketch(self, text_hash: str, sketch: frozenset[int]) -> None:
        """Keep what a kept text is found by when it is near another."""
        with self._turn:
            self._questions.know_sketch(text_hash, sketch)

    def texts_with(self, words: str) -> Container[str]:
        """Return the hashes of kept texts in which these words may stand, and of all others that it is not known of."""
        with self._turn:
            found = self._questions.texts_with(words)
        return Without() if found is None else found

    def latest_texts(self, among: Container[str]) -> Sequence[str] | None:
        """Return the hashes of articles' latest texts that are `among` these, in the order of `articles`, but for
        articles that have changed lately; None where the index does not tell.
        """
        with self._turn:
            return self._questions.latest_texts(among)

    def annotations_with(self, words: str) -> Iterable[Annotation]:
        """Return the annotations in whose notes, quotes or tags these words may stand."""
        with self._turn:
            found = self._questions.annotations_with(words)
        return self._every_annotation() if found is None else self._each_once(found)

    def _each_once(self, parts: Iterator[list[str] | None]) -> Iterator[Annotation]:
        """The annotations of these ids; all that were not among them where it cannot be said which others are."""
        told: set[str] = set()
        while (part := self._next(parts)) != []:
            if part is None:
                yield from (one for one in self._every_annotation() if one.id not in told)
                return
            told.update(part)
            yield from (one for name in part if (one := self.annotation(name)) is not None)

    def _next(self, parts: Iterator[list[str] | None]) -> list[str] | None:
        with self._turn:
            return next(filter(lambda part: part is None or bool(part), parts), [])

    def _every_annotation(self) -> Iterator[Annotation]:
        """All, an article's at a time: who shows the first of them does not wait for 100,000."""
        with self._turn:
            names = self.view.annotated()
        for name in names:
            yield from self._placed(self._read(lambda: _records(ANNOTATIONS, self.view.annotation_rows(name))))  # noqa: B023

    def annotations_near(self, words: str) -> Mapping[str, Collection[str]] | None:
        """Return the ids of those, by the ids of their articles, where they are few; None where they may be many."""
        with self._turn:
            found = self._questions.annotations_near(words)
        return found and put_together(found, self._joined())

    def counts(self) -> Mapping[str, MarkCounts]:
        """Tell how much was marked in each article; articles in which nothing was may be missing."""
        with self._turn:
            found = self._questions.counts()
        if found is None:
            return add_counts({}, self.annotations())
        joins = self._joined()
        if not joins:
            return found
        counted_together: dict[str, MarkCounts] = {}
        for name, one in found.items():
            first = joins.first(name)
            counted_together[first] = joined_counts(counted_together.get(first, MarkCounts()), one)
        return counted_together

    def tags_by_article(self) -> Mapping[str, Collection[str]]:
        """Return the tags that annotations have, by the ids of their articles."""
        with self._turn:
            found = self._questions.tags_by_article()
        if found is None:
            return add_article_tags({}, self.annotations())
        return put_together(found, self._joined())

    def tags_in_use(self) -> Sequence[TagUse]:
        """Return the tags that annotations have, as they are written."""
        with self._turn:
            found = self._questions.tags_in_use()
        return add_tags({}, self.annotations()) if found is None else found

    def tag_sets(self) -> Mapping[tuple[str, ...], int]:
        """Count the annotations that have just these tags; those without any are left out."""
        with self._turn:
            found = self._questions.tag_sets()
        return add_tag_sets(Counter(), self.annotations()) if found is None else found

    def annotations_beginning(self, start: str) -> Sequence[Annotation]:
        """Return the annotations whose id begins so."""
        with self._turn:
            found = self._questions.beginning(start)
        if found is None:
            return [one for one in self.annotations() if one.id.startswith(start)]
        return [one for name in found if (one := self.annotation(name)) is not None]

    @property
    def index_is_behind(self) -> bool:
        """Tell whether the derived index is to be made, or brought up to date."""
        with self._turn:
            return self._questions.is_behind

    @property
    def index_is_missed(self) -> bool:
        """Tell whether a question took long for want of the index."""
        with self._turn:
            return self._questions.is_missed

    def article(self, article_id: str) -> Article | None:
        """Find the article of that id, or the one that stands for it; None where there is none, or it is deleted."""
        members = self._joined().members(article_id)
        with self._turn:
            rows = [row for name in members if (row := self.view.row(ARTICLES.table, name)) is not None]
        found = [one for row in rows if (one := ARTICLES.record(row)) is not None]
        if not rows:
            return make_up(article_id, self.annotations(article_id), self.document)
        return join_articles(found[0], found[1:]) if len(found) > 1 else found[0] if found else None

    def annotations(self, article_id: str | None = None) -> Sequence[Annotation]:
        """Answer the annotations of one article, or all, that are not deleted; in no order."""
        return self._placed(self._read(lambda: _records(ANNOTATIONS, self._annotation_rows(article_id))))

    def annotation(self, annotation_id: str) -> Annotation | None:
        """Find the annotation of that id; None where there is none, or it is deleted."""
        with self._turn:
            row = self.view.row(ANNOTATIONS.table, annotation_id)
        found = None if row is None else ANNOTATIONS.record(row)
        return None if found is None else self._joined().annotation(found)

    def annotations_in(self, article_id: str, version: str) -> Annotations:
        """Answer those of one article, as a version of its text shows them; most are read when they are looked at."""
        if len(self._joined().members(article_id)) > 1:
            return Annotations(version, self.annotations(article_id))
        with self._turn, uncollected(), suppress(Corrupt):
            parts = self.view.part_of(article_id, version)
            if parts is not None:
                return Annotations(version, _records(ANNOTATIONS, parts.rows), parts.unread)
        return Annotations(version, self.annotations(article_id))

    def annotations_tagged(self, wanted: Callable[[str], bool]) -> Sequence[Annotation]:
        """Return the annotations that have a tag which is wanted: the others are hardly looked into."""
        tagged = with_any_field(TAG, wanted)
        found = self._read(lambda: _records(ANNOTATIONS, self.view.rows_with(ANNOTATIONS.table, tagged)))
        return self._placed([one for one in found if any(map(wanted, one.tags))])

    def trash(self, article_id: str | None = None) -> Sequence[Annotation]:
        """List deleted annotations that can still be brought back."""
        rows = self._read(lambda: (row for row in self._annotation_rows(article_id) if in_trash(row)))
        return self._placed([ANNOTATIONS.from_row(row, seen_of(row)) for row in rows])

    def deleted(self) -> Sequence[Annotation]:
        """List all that were deleted, also those that nothing is known of any more but their ids and aliases."""
        rows: list[Row] = self._read(lambda: self.view.deleted_rows(ANNOTATIONS.table))
        return self._placed([ANNOTATIONS.from_row(row, seen_of(row)) for row in rows])

    def said(
        self, annotation_ids: Collection[str], made: Callable[[Mapping[str, Mapping[str, Any]]], T]
    ) -> Mapping[str, T]:
        """Return what is `made` of what programs said of those of these that are not deleted, by id."""
        table, rows_of = ANNOTATIONS.table, self.view.rows
        with self._turn:
            wanted = {name for name in annotation_ids if self.view.may_have(table, name)}
            few = [self.view.row(table, name) for name in wanted] if len(wanted) < SEVERAL else None

        def said() -> Iterator[tuple[str, T]]:
            # A row is let go as soon as it was looked at: many at once cost more than they take to read.
            for row in rows_of(table) if few is None else filter(None, few):
                if row["uuid"] in wanted and not is_deleted(row):
                    yield row["uuid"], made(origins_in(row))

        return dict(self._read(said))

    def past(self, annotation_id: str) -> frozenset[str]:
        """Return the `merge.value_hash` of every value that a field of it had once, and has no more."""
        with self._turn:
            row = self.view.row(ANNOTATIONS.table, annotation_id)
        return frozenset(stamp[HASH_AT] for stamp in row["dead"]) if row is not None else frozenset()

    def joins(self) -> Sequence[Join]:
        """List the joins of articles, those too that were undone."""
        return self._read(lambda: _records(JOINS, self.view.rows(JOINS.table)))

    # -- changes

    def save_annotations(self, changes: Sequence[Change[Annotation]]) -> Sequence[Annotation | None]:
        """Write the changes, all or none, durably; answer the records as they now are, None where deleted."""
        joins = self._joined()
        if joins.empty:
            return self._save(ANNOTATIONS, changes, self._hears)
        found = self._save(ANNOTATIONS, changes)
        return Column(range(len(found)), lambda at: None if (one := found[at]) is None else joins.annotation(one))

    @contextmanager
    def hearing(self, written: Callable[[Sequence[Annotation | None]], None]) -> Iterator[None]:
        """Have `written` told what a save will answer, as soon as only the disk is waited for."""
        with self._turn:
            before, self._hears = self._hears, written
            try:
                yield
            finally:
                self._hears = before

    def save_articles(self, changes: Sequence[Change[Article]]) -> Sequence[Article | None]:
        """Write changes of articles, as `save_annotations` does."""
        joins = self._joined()
        found = list(self._save(ARTICLES, untag_everywhere(changes, joins) if joins else changes)[: len(changes)])
        if not joins:
            return found
        return [one if one is None or len(joins.members(one.id)) == 1 else self.article(one.id) for one in found]

    def save_joins(self, changes: Sequence[Change[Join]]) -> Sequence[Join | None]:
        """Write changes of joins, as `save_annotations` does."""
        return self._save(JOINS, changes)

    def named(self) -> Sequence[Named]:
        """Return what is kept under names, and what was once and is empty now."""
        return self._read(lambda: _records(NAMED, self.view.rows(NAMED.table)))

    def save_named(self, changes: Sequence[Change[Named]]) -> Sequence[Named | None]:
        """Write changes of what is kept under names, as `save_annotations` does."""
        return self._save(NAMED, changes)

    def settle(self) -> None:
        """Have another process write the library file where what was saved lately takes much memory, and wait for it:
        to write it takes as much again. Where that fails it is done later.
        """
        if self.view.journal_bytes < MUCH or self._lock.is_held:
            return
        from reader.storage.local.apart import COMPACTION, FILE_ONLY, start_apart  # noqa: PLC0415  (for an import)

        with suppress(OSError, StoreError):
            start_apart(COMPACTION, self.paths, FILE_ONLY).wait()
            with self._turn:
                self.view.refresh()
        gc.collect()  # it rests while a command runs, and what was let go of holds on to itself

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Hold the library: nobody else writes meanwhile; whether somebody has since `refresh` was called last."""
        with self.writing():
            yield self._news

    def refresh(self) -> bool:
        """Look whether another process or machine wrote; True where what the readers answer may have changed."""
        with self._turn:
            news = self.view.refresh() or self._news
            self._news = False
        return news

    # -- texts

    def keep(self, document: Document) -> str:
        """Keep a document for good; answer its text's hash. Keeping it again writes nothing, or a newer parse of it."""
        return self._texts.keep(document)

    def document(self, text_hash: str) -> Document | None:
        """Read a kept document; None where it is missing or damaged."""
        return self._texts.document(text_hash)

    def text(self, text_hash: str) -> str | None:
        """Read the text of a kept document alone; None where it is missing or damaged."""
        return self._texts.text(text_hash)

    def close(self) -> None:
        """Tidy what is cheap to tidy. Nothing depends on it."""
        self._questions.close()
        self._lock.close()

    # -- for this package

    @contextmanager
    def writing(self, patience: float | None = None) -> Iterator[None]:
        """Hold the lock, knowing everything that is on the disk; it may be held already. Raises StoreError.

        `patience` is how many seconds to wait for another process.
        """
        with self._turn:
            if self._lock.is_held:
                # All of that was asked when it was taken.
                yield
                return
            reason = self.read_only
            if reason:
                raise ReadOnly(reason)
            with self._lock.held(patience):
                self._news = self.view.refresh() or self._news
                yield

    def write(
        self, tables: AnyTables, joined: AnyTables | None = None, written: Callable[[], None] = lambda: None
    ) -> None:
        """Append rows to this device's journal; within `writing`. All or none.

        `joined` is what they become with what is known of them, where that has been found out already; `written` is
        called before the disk is waited for.
        """
        if not any(tables.values()):
            return
        path = self.paths.journal(self.device)
        if joined is None:
            joined = self.view.joined(tables)  # before the write: it may fail
        if self.view.gone:
            tables = joined  # what a row had in the file is nowhere else: a part of it would be a ghost
        line = journal.line_of({name: rows for name, rows in tables.items() if rows}, CURRENT)
        end = journal.append(self.system, path, line, written)
        self.view.wrote(path, end, line, joined)

    def _save(
        self,
        codec: Codec[Record],
        changes: Sequence[Change[Record]],
        hears: Callable[[Sequence[Record | None]], None] | None = None,
    ) -> Sequence[Record | None]:
        ids = [record.id for change in changes if (record := change.after or change.before) is not None]
        stored: Mapping[str, Row] = {}
        others: dict[str, Row | None] = {}

        def read(at: int) -> Record | None:
            row = stored.get(ids[at]) or others.get(ids[at])
            return None if row is None else codec.record(row)

        found: Sequence[Record | None] = Column(range(len(ids)), read)  # whoever saves many seldom looks at each
        with self.writing():
            rows = _held(len(changes))
            for change, uuid in zip(changes, ids, strict=True):
                delta_after(change, self.view.row(codec.table, uuid), rows, codec, self._stamper)
            joined = self.view.joined({codec.table: rows})
            stored = joined.get(codec.table, {})
            others = {uuid: self.view.row(codec.table, uuid) for uuid in ids if uuid not in stored}
            if hears is None:
                self.write({codec.table: rows}, joined)
            else:
                found = list(found)
                self.write({codec.table: rows}, joined, partial(hears, found))
        return found

    def _annotation_rows(self, article_id: str | None) -> Iterator[Row]:
        if article_id is None:
            return self.view.rows(ANNOTATIONS.table)
        return chain.from_iterable(map(self.view.annotation_rows, self._joined().members(article_id)))

    def _joined(self) -> Joins:
        """Which articles are the same; looked up anew only where the rows that say so may have changed."""
        with self._turn:
            state = self.view.state(JOINS.table), self.view.state(ARTICLES.table)
            if self._joins is None or self._joins[0] != state:
                self._joins = state, Joins(self.joins(), self._has_article)
            return self._joins[1]

    def _with_field(self, field: str) -> list[Article]:
        return self._read(lambda: _records(ARTICLES, self.view.rows_with(ARTICLES.table, with_field(field))))

    def _firsts(self, found: list[Article]) -> list[Article]:
        """For each of these the article that stands for it, once."""
        joins = self._joined()
        if not joins:
            return found
        firsts = dict.fromkeys(joins.first(one.id) for one in found)
        return [one for first in firsts if (one := self.article(first)) is not None]

    def _lost(self, known: Container[str]) -> list[Article]:
        """What `lost_articles` answers; those that are `known` need not be looked for."""
        joins = self._joined()
        with self._turn:
            annotated = self._questions.lost()
            if annotated is None:
                annotated = self.view.annotated()
            names = {first for name in annotated if (first := joins.first(name)) not in known}
            lost = sorted(name for name in names if self.view.row(ARTICLES.table, name) is None)
        found = (make_up(name, self.annotations(name), self.document) for name in lost)
        return [one for one in found if one is not None]

    def _has_article(self, article_id: str) -> bool:
        row = self.view.row(ARTICLES.table, article_id)
        return row is not None and not is_deleted(row)

    def _placed(self, found: list[Annotation]) -> list[Annotation]:
        joins = self._joined()
        return list(map(joins.annotation, found)) if joins else found

    def _read(self, found: Callable[[], Iterable[T]]) -> list[T]:
        """All of it, one row after the other: the rows of 10,000 annotations at once are 30 MB."""
        with self._turn, uncollected():
            try:
                return list(found())
            except Corrupt:
                # The file was written in place, or it is damaged: read it as one that anybody may have written.
                self.view.distrust()
                return list(found())


def _held(count: int) -> MutableMapping[str, Row]:
    """What holds so many rows that are to be written: as objects those of 50,000 take 300 MB."""
    if count <= journal.MANY:
        return {}
    from reader.storage.file.packed_rows import PackedRows  # noqa: PLC0415  (for an import)

    return PackedRows()


def _records(codec: Codec[Record], rows: Iterable[Row]) -> Iterator[Record]:
    return (record for row in rows if (record := codec.record(row)) is not None)


def four_digits() -> str:
    """Make up four random hex digits."""
    return os.urandom(2).hex()


def open_store(
    paths: StorePaths,
    *,
    clock: Clock,
    device: str = "",
    entropy: Callable[[], str] = four_digits,
    system: System = REAL,
    tell: Callable[[str], None] = lambda _: None,
) -> FileStore:
    """Open the library at these paths, which need not be there yet. Nothing is read before it is asked for.

    `device` is this machine's own id where none is given. `tell` hears what takes long, before it does.
    """
    device = device or device_id(system, paths, entropy)
    return FileStore(paths, clock=clock, device=device, entropy=entropy, system=system, tell=tell)

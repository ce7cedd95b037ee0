"""Session and library need these things of the outside. Implementations live in storage and formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

from reader.domain.annotation import Annotation
from reader.domain.article import Article
from reader.domain.joins import Join
from reader.domain.named import Named

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from reader.domain.annotations import Annotations
    from reader.domain.document import Document

    Clock = Callable[[], datetime]
    """The time now, with a zone."""
    NewId = Callable[[], str]
    """A new UUID as text."""

T = TypeVar("T")
Record = TypeVar("Record", Article, Annotation, Join, Named)


class ByContent(NamedTuple):
    """A `ByContent` says that a change comes from a file: its stamps follow from what it says, so that machines
    which take in the same file agree. `written` is when that was written, as far as the file knows.
    """

    program: str
    written: datetime | None = None


class Change(NamedTuple, Generic[Record]):
    """A `Change` is one record as it was seen and as it shall be.

    No `before`: new, or brought back; no `after`: deleted.

    Only the fields that differ are written, over what `before` shows and nothing newer: what another window or
    machine wrote meanwhile stays.
    """

    before: Record | None
    after: Record | None
    by: ByContent | None = None


class MarkCounts(NamedTuple):
    """`MarkCounts` say how many highlights and notes there are in an article, and how many annotations in all."""

    highlights: int = 0
    notes: int = 0
    all: int = 0


class OpenedLast(NamedTuple):
    """`OpenedLast` are the first articles of a list, those that were opened last, with what was marked in each, and
    how many there are in all.
    """

    articles: Sequence[tuple[Article, MarkCounts]]
    all: int


class TagUse(NamedTuple):
    """A `TagUse` is a tag as it is written, with the number of annotations that have it so, and when the first of
    them was made.
    """

    tag: str
    uses: int
    first: datetime


class Store(Protocol):
    """A `Store` is the library on disk. Every method raises a `StoreError`; none changes anything when it does.

    Safe to call from one thread at a time.
    """

    @property
    def read_only(self) -> str:
        """Tell why nothing can be saved; empty where it can."""

    def articles(self) -> Sequence[Article]:
        """List all articles that are not deleted.

        One too for each whose annotations are there while its record is not: made up from what they know.
        """

    def articles_from(self, address: str) -> Sequence[Article]:
        """Return the articles that have a source of that address: found without looking into the others."""

    def articles_of_text(self, text_hash: str) -> Sequence[Article]:
        """Return the articles that have a version of that text: found without looking into the others."""

    def articles_waiting(self) -> Sequence[Article]:
        """Return the articles that have no text yet."""

    def opened_last(self, count: int) -> OpenedLast | None:
        """Return so many articles, and how many there are, without looking into the others; None where that takes as
        long as to read all of them.
        """

    def articles_tagged(self) -> Sequence[Article]:
        """Return the articles that have tags: found without looking into the others."""

    def counts(self) -> Mapping[str, MarkCounts]:
        """Tell how much was marked in each article, by its id; articles in which nothing was may be missing."""

    def tags_by_article(self) -> Mapping[str, Collection[str]]:
        """Return the tags that annotations have, by the ids of their articles; articles without any may be missing."""

    def tags_in_use(self) -> Sequence[TagUse]:
        """Return the tags that annotations have, in no order; of one annotation those that are the same count once."""

    def tag_sets(self) -> Mapping[tuple[str, ...], int]:
        """Count the annotations that have just these tags, in whatever order; those without any are left out."""

    def annotations_beginning(self, start: str) -> Sequence[Annotation]:
        """Return the annotations whose id begins so."""

    def articles_like(self, sketch: frozenset[int]) -> Sequence[Article]:
        """Return the articles whose latest text may share enough with that sketch to be the same article, and all of
        whose texts that is not known. The most like come first, as far as it is known.
        """

    def know_sketch(self, text_hash: str, sketch: frozenset[int]) -> None:
        """Keep what a kept text is found by when it is near another. Nothing depends on it."""

    def texts_with(self, words: str) -> Container[str]:
        """Return the hashes of kept texts in which these words may stand, as `search_pattern` finds them, and of all
        others that it is not known of.
        """

    def latest_texts(self, among: Container[str]) -> Sequence[str] | None:
        """Return the hashes of articles' latest texts that are `among` these, in the order of `articles`, but for
        articles that have changed lately; None where to list the articles takes no longer.
        """

    def annotations_with(self, words: str) -> Iterable[Annotation]:
        """Return the annotations in whose notes, quotes or tags these words may stand; one after the other, in no
        order.
        """

    def annotations_near(self, words: str) -> Mapping[str, Collection[str]] | None:
        """Return the ids of those, by the ids of their articles, where they are few; None where they may be many."""

    def article(self, article_id: str) -> Article | None:
        """Find the article of that id; None where there is none, or it is deleted."""

    def annotations(self, article_id: str | None = None) -> Sequence[Annotation]:
        """Answer the annotations of one article, or all, that are not deleted; in no order."""

    def annotation(self, annotation_id: str) -> Annotation | None:
        """Find the annotation of that id; None where there is none, or it is deleted."""

    def annotations_in(self, article_id: str, version: str) -> Annotations:
        """Answer those of one article, as a version of its text shows them; each may be read when it is looked at."""

    def annotations_tagged(self, wanted: Callable[[str], bool]) -> Sequence[Annotation]:
        """Return the annotations that have a tag which is wanted: found without looking into the others."""

    def trash(self, article_id: str | None = None) -> Sequence[Annotation]:
        """List deleted annotations that can still be brought back."""

    def deleted(self) -> Sequence[Annotation]:
        """List all that were deleted, also those that nothing is known of any more but their ids and aliases."""

    def said(
        self, annotation_ids: Collection[str], made: Callable[[Mapping[str, Mapping[str, Any]]], T]
    ) -> Mapping[str, T]:
        """Return, by id, what is `made` of what programs said of those of these that are not deleted: the facts of
        their origins, by program.
        """

    def past(self, annotation_id: str) -> frozenset[str]:
        """Return the `merge.value_hash` of every value that a field of it had once, and has no more."""

    def joins(self) -> Sequence[Join]:
        """List the joins of articles, those too that were undone."""

    def save_joins(self, changes: Sequence[Change[Join]]) -> Sequence[Join | None]:
        """Write changes of joins, as `save_annotations` does."""

    def named(self) -> Sequence[Named]:
        """Return what is kept under names, and what was once and is empty now."""

    def save_named(self, changes: Sequence[Change[Named]]) -> Sequence[Named | None]:
        """Write changes of what is kept under names, as `save_annotations` does."""

    def save_annotations(self, changes: Sequence[Change[Annotation]]) -> Sequence[Annotation | None]:
        """Write the changes, all or none, durably; answer the records as they now are, None where deleted."""

    def hearing(self, written: Callable[[Sequence[Annotation | None]], None]) -> AbstractContextManager[None]:
        """Within it `written` may hear what `save_annotations` will answer, as soon as only the disk is waited for.

        It is told before it is certain, on the thread that saves, which waits for it.
        """

    def save_articles(self, changes: Sequence[Change[Article]]) -> Sequence[Article | None]:
        """Write changes of articles, as `save_annotations` does."""

    def settle(self) -> None:
        """Let go of the memory that what was saved lately takes, where that is much. Raises nothing."""

    def alone(self) -> AbstractContextManager[bool]:
        """Hold the library: within it nobody else writes, so that what is decided from what is read still holds.

        Answers whether another process or machine wrote since `refresh` was called last. May be held already.
        """

    def refresh(self) -> bool:
        """Look whether another process or machine wrote; True where what the readers answer may have changed."""

    def keep(self, document: Document) -> str:
        """Keep a document for good; answer its text's hash. Keeping it again writes nothing, or a newer parse of it."""

    def document(self, text_hash: str) -> Document | None:
        """Read a kept document; None where it is missing or damaged."""

    def text(self, text_hash: str) -> str | None:
        """Read the text of a kept document alone, which takes less time; None where it is missing or damaged."""

    def close(self) -> None:
        """Tidy what is cheap to tidy. Nothing depends on it."""


class ReadingPosition(NamedTuple):
    """A `ReadingPosition` says where one is in an article: the version and offset on the first screen row, the
    cursor, and the named marks.
    """

    version: str
    top: int
    cursor: int
    marks: tuple[tuple[str, int], ...] = ()


class Places(Protocol):
    """`Places` are reading positions of this machine. Losing one loses no work, so failures to write are silent."""

    def place(self, article_id: str) -> ReadingPosition | None:
        """Tell where one was; None for an article that was never open here."""

    def remember(self, article_id: str, place: ReadingPosition) -> None:
        """Keep it, replacing the last."""


class Draft(NamedTuple):
    """A `Draft` is typed text that is not saved yet. `annotation_id` is empty for a note that has no annotation yet."""

    article_id: str
    annotation_id: str
    text: str
    written: datetime


class WebPage(NamedTuple):
    """A `WebPage` is a page as it came: its bytes, the address that it was at, and what the server said that it is."""

    data: bytes
    url: str
    content_type: str = ""


class WebPages(Protocol):
    """`WebPages` are pages as they came, on this machine: one can be read otherwise without a network.

    Losing one loses no work.
    """

    def page(self, address: str) -> WebPage | None:
        """Read what came from that address last; None where it is not kept any more."""

    def keep(self, address: str, page: WebPage) -> None:
        """Keep it in place of the one before. A failure is silent."""


class Rereading(NamedTuple):
    """A `Rereading` says whether a parser, which is told as name/version, makes `another` text of a file of that size
    and time than is kept.
    """

    parser: str
    size: int
    mtime_ns: int
    another: bool


class Rereadings(Protocol):
    """`Rereadings` are what came of files that were read anew, on this machine. Losing one costs reading it again."""

    def reread(self, version: str) -> Rereading | None:
        """Tell what came last of the file of that version; None where that is not known any more."""

    def note_reread(self, version: str, found: Rereading) -> None:
        """Note it, in place of the one before. A failure is silent."""


class Drafts(Protocol):
    """`Drafts` keep typed text on this machine's disk until it is saved."""

    def of_article(self, article_id: str) -> Sequence[Draft]:
        """Return what was left, oldest first."""

    def keep_draft(self, draft: Draft) -> None:
        """Write it durably, replacing the one of the same article and annotation. Raises `StoreError`."""

    def drop_draft(self, article_id: str, annotation_id: str) -> None:
        """Forget typed text that was saved, or given up."""

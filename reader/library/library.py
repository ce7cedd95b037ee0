"""The collection of everything that one person reads: what screens and commands ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.article import Status
from reader.domain.ports import Change
from reader.library.collection import Collection
from reader.library.opening import Opener
from reader.library.version_numbers import version_hash, version_rows
from reader.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.domain.article import Article
    from reader.domain.document import Parsed
    from reader.domain.ports import Clock, Draft, Drafts, NewId, Places, ReadingPosition, Store
    from reader.library.carrying import Carried, Rehearsed
    from reader.library.importing import Importer
    from reader.library.last_import import Memory, Undone
    from reader.library.opened import Opened, Request
    from reader.library.version_numbers import VersionRow

FINISHED = 0.98
"""Progress from which an article counts as read: the last screen is seldom scrolled to its very end."""


class Library(Collection):
    """One person's articles and annotations.

    Reading and writing go through the `store`; positions and drafts are this machine's. Methods block, raise
    `ReaderError`s only, and are called from one thread at a time, those of drafts from another one if need be.
    """

    def __init__(
        self,
        store: Store,
        places: Places,
        drafts: Drafts,
        *,
        now: Clock,
        new_id: NewId,
        creator: str = "",
        last_import: Memory | None = None,
        machine: str = "",
    ) -> None:
        """`last_import` is what this machine remembers of it, and `machine` what people call this one."""
        super().__init__(store, now)
        self._places = places
        self._drafts = drafts
        self._new_id = new_id
        self._creator = creator
        self._last_import = last_import
        self._machine = machine
        self._opener = Opener(store, now)

    @property
    def read_only(self) -> str:
        """Why nothing can be saved; empty where it can."""
        return self.store.read_only

    # -- opening

    def open(self, word: str, request: Request | None = None) -> Opened:
        """The article that a path, URL, id or title names, in its latest version."""
        return self._opener.open(word, request)

    def open_version(self, article: Article, version: str) -> Opened:
        """One kept version of an article, by the beginning of its hash."""
        return self._opener.open_version(article, self.version(article, version))

    def open_as(self, article: Article, path: str) -> Opened:
        """The text of a file as the newest version of `article`."""
        return self._opener.open_as(article, path)

    def attach(self, article: Article, word: str, request: Request | None = None) -> Opened:
        """A path, URL or standard input as the text that an article waits for, or as its newest version."""
        return self._opener.attach(article, word, request)

    def read_whole(self, article: Article, request: Request | None = None) -> Opened:
        """The whole page of a web article as its newest version, or its article again; see `Opener`."""
        return self._opener.read_whole(article, request)

    def read_again(self, article: Article, request: Request | None = None) -> Opened:
        """What an article was read from last, read anew; where the text differs, it is the newest version."""
        return self._opener.read_again(article, request)

    def reads_better(self, article: Article) -> bool:
        """Whether an older parser made the latest text, and that of today makes another; touches only the file."""
        from reader.library.rereading import reads_better  # noqa: PLC0415  (after the first frame, beside it)

        return reads_better(article)

    def importer(self, *, restore_deleted: bool = False) -> Importer:
        """What takes in files of other programs; `keep_import` is told when it is done."""
        from reader.library.importing import Importer  # noqa: PLC0415  (30 ms; most starts import nothing)
        from reader.library.last_import import forgiven  # noqa: PLC0415  (the same)

        undone = forgiven(self._imports())
        return Importer(self.store, self._now, self._opener.read_in, restore_deleted=restore_deleted, undone=undone)

    def import_files(self, words: Sequence[str]) -> tuple[str, bool]:
        """Take in files and folders of files; what came of them in one line, and whether anything changed."""
        from reader.library.file_imports import describe_fates, import_files  # noqa: PLC0415  (the same)

        importer = self.importer()
        try:
            fates = list(import_files(importer, words))
            return describe_fates(fates), bool(importer.done)
        finally:
            self.keep_import(importer)

    def take_embedded(self, opened: Opened, session: Session) -> str:
        """Take in what others have marked and written in a file that has been read, as one act; the line that says so.

        Raises StoreErrors.
        """
        from reader.library.embedded_notes import describe_changes, imported_of  # noqa: PLC0415  (the same)

        kind = opened.document.parser
        imported = list(imported_of(opened.embedded, opened.document.text, kind, opened.article.id))
        with session.alone():
            changes = self.importer().decide(imported, kind)
            session.take_in("what was in the file", changes)
        return describe_changes(changes, kind)

    def keep_import(self, importer: Importer) -> None:
        """Remember what an importer did, so that it can be taken back."""
        from reader.library.last_import import remember  # noqa: PLC0415  (the same)

        remember(self._imports(), importer)

    def undo_import(self) -> Undone:
        """Take the whole last import back."""
        from reader.library.last_import import undo  # noqa: PLC0415  (the same)

        return undo(self._imports(), self.store)

    def _imports(self) -> Memory:
        from reader.library.last_import import LibraryMemory, Nothing  # noqa: PLC0415  (the same)

        if self._last_import is None:
            self._last_import = Nothing()
        return LibraryMemory(self.store, self._last_import, self._machine, self._now)

    def join(self, one: Article, other: Article) -> Article:
        """Say that two articles are one work; the one that stands for both."""
        from reader.library.same_work import join  # noqa: PLC0415  (what is joined is joined once)

        return join(self.store, one, other)

    def take_apart(self, article: Article) -> Sequence[Article]:
        """Undo what `join` said; the articles that there are then."""
        from reader.library.same_work import take_apart  # noqa: PLC0415  (the same)

        return take_apart(self.store, article)

    def parse(self, word: str, request: Request | None = None) -> Parsed:
        """What the parsers make of a source, or what was kept of an article; nothing is written."""
        return self._opener.parse(word, request)

    def known(self, word: str) -> Article:
        """The article that a path, URL, id or title names, without opening it. Raises NotFound."""
        return self._opener.known(word)

    def version(self, article: Article, word: str) -> str:
        """The hash of the version that `word` begins, or numbers from 1 (the oldest). Raises NotFound."""
        return version_hash(article, word)

    def session(self, opened: Opened) -> Session:
        """What changes the annotations of an opened article."""
        store = self.store
        if opened.waiting:
            from reader.library.waiting import PageStore  # noqa: PLC0415  (nearly every article has its text)

            store = PageStore.over(store, opened.article)
        return Session(
            store,
            opened.article,
            opened.version,
            opened.document,
            now=self._now,
            new_id=self._new_id,
            creator=self._creator,
            kept=opened.kept,
        )

    # -- versions

    def version_rows(self, article: Article) -> list[VersionRow]:
        """The kept versions of an article, the oldest first, with what became of its highlights in each."""
        return version_rows(article, self.store.annotations(article.id))

    def rehearse(self, article: Article, path: str) -> list[Rehearsed]:
        """What carrying would do to the highlights of an article with the text of a file; nothing is written."""
        from reader.library.carrying import rehearse  # noqa: PLC0415  (the same as in `carry`)

        return rehearse(self.store, article, self.parse(path).document)

    def carry(self, opened: Opened, progress: Callable[[int, int], None] = lambda _done, _of: None) -> Carried:
        """Bring the highlights of earlier versions over to the one that is open, where that is kept."""
        # Finding them takes 20 ms to import, and most openings carry nothing.
        from reader.library.carrying import Carried, carry  # noqa: PLC0415

        if not opened.kept or opened.waiting:
            return Carried()
        return carry(self.store, opened.article, opened.version, opened.document, progress)

    # -- this machine's

    def place(self, article_id: str) -> ReadingPosition | None:
        """Where one was in an article."""
        return self._places.place(article_id)

    def remember(self, article_id: str, place: ReadingPosition) -> None:
        """Keep where one is; cheap, and durable enough to be called while reading."""
        self._places.remember(article_id, place)

    def leave(self, article_id: str, place: ReadingPosition, progress: float) -> None:
        """The article is closed: keep the place here, and how much of it is passed (0 to 1) in the library."""
        self._places.remember(article_id, place)
        article = self.store.article(article_id)
        if article is None or self.store.read_only:
            return
        status = article.status
        if status in (Status.UNREAD, Status.READING):
            status = Status.READ if progress >= FINISHED else Status.READING
        # It never falls: who looks at the beginning again has read no less.
        left = article._replace(progress=max(article.progress, round(progress, 3)), status=status, opened=self._now())
        self.store.save_articles([Change(article, left)])

    def drafts(self, article_id: str) -> Sequence[Draft]:
        """Notes that were typed and not saved, oldest first."""
        return self._drafts.drafts(article_id)

    def keep_draft(self, draft: Draft) -> None:
        """Keep typed text until it is saved."""
        self._drafts.keep_draft(draft)

    def drop_draft(self, article_id: str, annotation_id: str) -> None:
        """Typed text that was saved, or given up."""
        self._drafts.drop_draft(article_id, annotation_id)

    # -- articles

    def set_status(self, article: Article, status: Status) -> Article:
        """Say how far one is with an article. What is read again is read from its beginning."""
        again = article.status is Status.READ and status is Status.READING
        return self._change(article, article._replace(status=status, progress=0.0 if again else article.progress))

    def tag_article(self, article: Article, tags: Sequence[str]) -> Article:
        """Give an article these tags and no others."""
        return self._change(article, article._replace(tags=tuple(dict.fromkeys(tags))))

    def retitle(self, article: Article, title: str) -> Article:
        """Call an article something else."""
        return self._change(article, article._replace(title=title))

    def _change(self, before: Article, after: Article) -> Article:
        (stored,) = self.store.save_articles([Change(before, after)])
        return stored or after

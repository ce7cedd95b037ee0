"""The `Library` is everything that one person reads: screens and commands ask it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from reader.domain.article import Status
from reader.domain.ports import Change
from reader.library.opening import Opener
from reader.library.sources import check_source
from reader.library.version_numbers import version_hash, version_rows
from reader.session import History, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.domain.article import Article
    from reader.domain.document import Parsed
    from reader.domain.ports import Clock, Drafts, NewId, Places, ReadingPosition, Rereadings, Store, WebPages
    from reader.library.carrying import Carried, Rehearsed
    from reader.library.collection import Collection
    from reader.library.edits import Edits
    from reader.library.importing.imports import Imports, Memory
    from reader.library.named_values import SavedQueries
    from reader.library.opened import Opened, Request, Unkept
    from reader.library.tag_list import TagList
    from reader.library.version_numbers import VersionRow

FINISHED = 0.98
"""Progress from which an article counts as read: the last screen is seldom scrolled to its very end."""


class Library:
    """A `Library` is one person's articles and annotations: it opens and changes articles, and its parts do all else.

    Its parts are `collection`, `tags`, `queries`, `edits` and `imports`; `places` and `drafts` are this machine's.
    Reading and writing go through the `store`, which is for its parts: who has the library asks the library. Methods
    block, raise `ReaderError`s only, and are called from one thread at a time, those of `drafts` from another one if
    need be.
    """

    def __init__(
        self,
        store: Store,
        places: Places,
        drafts: Drafts,
        *,
        now: Clock,
        new_id: NewId,
        creator: Callable[[], str] = str,
        last_import: Memory | None = None,
        pages: WebPages | None = None,
        rereadings: Rereadings | None = None,
        machine: str = "",
    ) -> None:
        """`last_import`, `pages` and `rereadings` are what this machine remembers; `machine` is what people call it."""
        self.store = store
        self.places = places
        self.drafts = drafts
        self._now = now
        self._new_id = new_id
        self._creator = creator
        self._last_import = last_import
        self._machine = machine
        self._pages = pages
        self._rereadings = rereadings
        self._opener = Opener(store, now, pages)
        self._histories: list[History] = []
        """Of the articles that are or were open."""

    @property
    def read_only(self) -> str:
        """Tell why nothing can be saved; empty where it can."""
        return self.store.read_only

    # -- its parts, each imported when it is first asked for: who opens an article needs none of them

    @cached_property
    def collection(self) -> Collection:
        """Return what is in the library: listed, searched, handed on and brought back."""
        from reader.library.collection import Collection  # noqa: PLC0415  (as above)

        return Collection(self.store, self._now, self._pages)

    @cached_property
    def tags(self) -> TagList:
        """Return the tags that annotations and articles have."""
        from reader.library.tag_list import TagList  # noqa: PLC0415  (as above)

        return TagList(self.store, self.edits, self._now)

    @cached_property
    def queries(self) -> SavedQueries:
        """Return the queries that were saved."""
        from reader.library.named_values import SavedQueries  # noqa: PLC0415  (as above)

        return SavedQueries(self.store)

    @cached_property
    def edits(self) -> Edits:
        """Return what changes annotations of any articles, and takes that back."""
        from reader.library.edits import Edits  # noqa: PLC0415  (as above)

        return Edits(self.store, self._now, self._histories)

    @cached_property
    def imports(self) -> Imports:
        """Return what is taken in from files of other programs, and taken back."""
        from reader.library.importing.imports import Imports, LibraryMemory, ShortMemory  # noqa: PLC0415  (as above)

        memory = LibraryMemory(self.store, self._last_import or ShortMemory(), self._machine, self._now)
        return Imports(self.store, self._opener.read_in, self._now, memory)

    # -- opening

    def open(self, word: str, request: Request | None = None) -> Opened:
        """Open the article that a path, URL, id or title names, in its latest version."""
        return self._opener.open(word, request)

    def read(self, word: str, request: Request | None = None) -> Opened | Unkept:
        """The same, as far as reading: a text that is new, or has changed, is not kept yet."""
        return self._opener.read(word, request)

    def reads_from(self, address: str) -> bool:
        """Tell whether an article is known that was read from there."""
        return self._opener.reads_from(address)

    def open_version(self, article: Article, version: str) -> Opened:
        """Open one kept version of an article, by the beginning of its hash."""
        return self._opener.open_version(article, self.version(article, version))

    def open_as(self, article: Article, path: str) -> Opened:
        """Open the text of a file as the newest version of `article`."""
        return self._opener.open_as(article, path)

    def attach(self, article: Article, word: str, request: Request | None = None) -> Opened:
        """Attach a path, URL or standard input as the text that an article waits for, or as its newest version."""
        return self._opener.attach(article, word, request)

    def read_whole(self, article: Article, request: Request | None = None) -> Opened:
        """Read the whole page of a web article as its newest version, or its article again; see `Opener`."""
        return self._opener.read_whole(article, request)

    def read_again(self, article: Article, request: Request | None = None) -> Opened:
        """Read anew what an article was read from last; where the text differs, it is the newest version."""
        return self._opener.read_again(article, request)

    def reads_better(self, article: Article) -> bool:
        """Tell whether an older parser made the latest text, and that of today makes another; touches only the file."""
        from reader.library.rereading import reads_better  # noqa: PLC0415  (after the first frame, beside it)

        return reads_better(article, self._rereadings)

    def join(self, one: Article, other: Article) -> Article:
        """Say that two articles are one work; the one that stands for both."""
        from reader.library.same_work import join  # noqa: PLC0415  (what is joined is joined once)

        return join(self.store, one, other)

    def take_apart(self, article: Article) -> Sequence[Article]:
        """Undo what `join` said; the articles that there are then."""
        from reader.library.same_work import take_apart  # noqa: PLC0415  (the same)

        return take_apart(self.store, article)

    def parse(self, word: str, request: Request | None = None) -> Parsed:
        """Tell what the parsers make of a source, or what was kept of an article; nothing is written."""
        return self._opener.parse(word, request)

    def check_source(self, word: str) -> None:
        """Raise what is wrong with a path, id or title, without opening it."""
        check_source(word, self.store.articles)

    def known(self, word: str) -> Article:
        """Find the article that a path, URL, id or title names, without opening it. Raises NotFound."""
        return self._opener.known(word)

    def version(self, article: Article, word: str) -> str:
        """Find the hash of the version that `word` begins, or numbers from 1 (the oldest). Raises NotFound."""
        return version_hash(article, word)

    def session(self, opened: Opened) -> Session:
        """Begin what changes the annotations of an opened article."""
        store, history = self.store, History()
        if opened.waiting:
            from reader.library.waiting import PageStore  # noqa: PLC0415  (nearly every article has its text)

            store = PageStore.over(store, opened.article)
        else:
            self._histories.append(history)
        return Session(
            store,
            opened.article,
            opened.version,
            opened.document,
            now=self._now,
            new_id=self._new_id,
            creator=self._creator(),
            kept=opened.kept,
            history=history,
        )

    # -- versions

    def version_rows(self, article: Article) -> list[VersionRow]:
        """List the kept versions of an article, the oldest first, with what became of its highlights in each."""
        return version_rows(article, self.store.annotations(article.id))

    def rehearse(self, article: Article, path: str) -> list[Rehearsed]:
        """Tell what carrying would do to the highlights of an article with the text of a file; nothing is written."""
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

    def leave(self, article_id: str, place: ReadingPosition, progress: float) -> None:
        """Close the article: the place here is kept, and how much of it is passed (0 to 1) in the library."""
        self.places.remember(article_id, place)
        article = self.store.article(article_id)
        if article is None or self.store.read_only:
            return
        status = article.status
        if status in (Status.UNREAD, Status.READING):
            status = Status.READ if progress >= FINISHED else Status.READING
        # It never falls: who looks at the beginning again has read no less.
        left = article._replace(progress=max(article.progress, round(progress, 3)), status=status, opened=self._now())
        self.store.save_articles([Change(article, left)])

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

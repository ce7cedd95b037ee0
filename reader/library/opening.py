"""A source opened: read only when it must be, taken in as an article, and its text kept."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.domain.article import Article, Source, Status
from reader.domain.document import Metadata, Parsed
from reader.domain.errors import NotFetched, NotFound, NotOpened, StoreError
from reader.domain.ports import Change
from reader.formats import parse
from reader.library.intake import Intake, Relation, as_version, decide
from reader.library.likeness import Likeness
from reader.library.sources import STANDARD_INPUT, Kind, Located, file_state, locate, read_file, read_input

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.domain.document import Document
    from reader.domain.ports import Clock, Store
    from reader.formats.fetch import Fetched
    from reader.library.likeness import Sketches


@dataclass(frozen=True, slots=True)
class Opened:
    """An article open in one version. `notice` is one sentence for the reader, or empty.

    `editable` is False for an older version, and where nothing can be saved.
    """

    article: Article
    version: str
    document: Document
    relation: Relation = Relation.SAME
    notice: str = ""
    editable: bool = True


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for besides the source: the `whole` page, a `format`, and how to tell of progress."""

    whole: bool = False
    format: str = ""
    progress: Callable[[int, int | None], None] | None = None
    """Told bytes received and, where known, of how many."""


class Opener:
    """Opens what a word of the command line names."""

    def __init__(self, store: Store, sketches: Sketches, now: Clock) -> None:
        self._store = store
        self._sketches = sketches
        self._now = now

    def open(self, word: str, request: Request | None = None) -> Opened:
        """The article of that path, URL, id or title, in its latest version. Raises a ReaderError."""
        request = request or Request()
        located = locate(word, self._store.articles)
        match located.kind:
            case Kind.ARTICLE:
                return self._reopen(self._article(located.address))
            case Kind.PATH:
                return self._open_path(located, request)
            case Kind.URL:
                return self._open_url(located, request)
            case Kind.INPUT:
                data = read_input()
                return self._take_in(parse(data, format=request.format), Source(located.address))

    def open_version(self, article: Article, version: str) -> Opened:
        """One kept version. Only the latest can be edited. Raises NotFound."""
        document = self._store.document(version)
        if document is None:
            raise NotFound("the text of this version is missing", article.title, "see: reader doctor")
        latest = version == article.latest.hash
        return Opened(article, version, document, editable=latest and not self._store.read_only)

    def open_as(self, article: Article, path: str) -> Opened:
        """The text of a file as the newest version of `article`, whatever its likeness. Raises a ReaderError."""
        parsed = self.parse(path)
        source = Source(str(Path(path).absolute()), size=file_state(path).size, mtime_ns=file_state(path).mtime_ns)
        return self._kept(as_version(article, parsed, source, self._now()), parsed)

    def parse(self, word: str, request: Request | None = None) -> Parsed:
        """What the parsers make of a source, or what was kept of an article; nothing is written."""
        request = request or Request()
        located = locate(word, self._store.articles)
        match located.kind:
            case Kind.PATH:
                name = Path(located.address).name
                return parse(read_file(located.address), name=name, format=request.format, whole=request.whole)
            case Kind.URL:
                got = _fetch(Source(located.address), request)
                return _parse_page(got, request)
            case Kind.INPUT:
                return parse(read_input(), format=request.format, whole=request.whole)
            case Kind.ARTICLE:
                article = self._article(located.address)
                said = Metadata(article.title, article.authors, article.language, article.date, article.url)
                return Parsed(self.open_version(article, article.latest.hash).document, said, article.format)

    def known(self, word: str) -> Article:
        """The article that `word` names, without opening it. Raises NotFound."""
        located = locate(word, self._store.articles)
        article = self._article(located.address) if located.kind is Kind.ARTICLE else self._known(located.address)
        if article is None:
            raise NotFound("it has not been read yet", word, f"open it first: reader {word}")
        return article

    def _article(self, article_id: str) -> Article:
        article = self._store.article(article_id)
        if article is None:
            raise NotFound("there is no such article", article_id)
        return article

    def _known(self, address: str) -> Article | None:
        return next(iter(self._store.articles_from(address)), None)

    def _reopen(self, article: Article, notice: str = "") -> Opened:
        """The last version that was kept, without looking at its source."""
        return replace(self.open_version(article, article.latest.hash), notice=notice)

    def _open_path(self, located: Located, request: Request) -> Opened:
        known = self._known(located.address)
        try:
            state = file_state(located.address)
        except NotOpened as error:
            if known is None or not known.versions or Path(located.address).exists():
                raise
            return self._reopen(known, f"{error.what}: this is the text as it was kept")
        source = Source(located.address, size=state.size, mtime_ns=state.mtime_ns)
        asked = request.whole or request.format
        # The latest text is that of the source named last: another one's may be older, or a copy that was edited.
        if known is not None and known.sources[-1:] == (source,) and not asked:
            with suppress(NotFound):  # its text has gone from the library: it is read again
                return self._reopen(known)
        data = read_file(located.address)
        name = Path(located.address).name
        return self._take_in(parse(data, name=name, format=request.format, whole=request.whole), source)

    def _open_url(self, located: Located, request: Request) -> Opened:
        known = self._known(located.address)
        # As with a file: what another source has brought since is not this page's text.
        last = known.sources[-1] if known is not None and known.sources[-1].address == located.address else None
        kept = known is not None and bool(known.versions)
        conditional = last if last is not None and kept and not request.whole else Source(located.address)
        try:
            got = _fetch(conditional, request)
        except NotFetched as error:
            if known is None or not kept:
                raise
            return self._reopen(known, f"{error.what}: this is the text as it was kept")
        if got.not_modified and known is not None:
            return self._reopen(known)
        source = Source(located.address, etag=got.etag, modified=got.modified)
        parsed = _parse_page(got, request)
        return self._take_in(parsed, source)

    def _take_in(self, parsed: Parsed, source: Source) -> Opened:
        parsed = _titled(parsed, source)
        likeness = Likeness(self._store, self._sketches, parsed.document.text)
        intake = decide(parsed, source, self._store.articles(), likeness, self._now())
        opened = self._kept(intake, parsed)
        before = intake.before
        if before is None or opened.notice or source.address in {one.address for one in before.sources}:
            return opened
        return replace(opened, notice=f"this is “{before.title}”, which you have read from another place")

    def _kept(self, intake: Intake, parsed: Parsed) -> Opened:
        article, notice = intake.article, ""
        try:
            self._store.keep(parsed.document)
            article = self._save(intake.before, _being_read(article))
        except StoreError as error:
            # Reading goes on where nothing can be saved; what it cannot do is said before anything is typed.
            notice = str(error)
        editable = not self._store.read_only
        return Opened(article, article.latest.hash, parsed.document, intake.relation, notice, editable)

    def _save(self, before: Article | None, after: Article) -> Article:
        after = replace(after, opened=self._now())
        (stored,) = self._store.save_articles([Change(before, after)])
        return stored or after


def _fetch(source: Source, request: Request) -> Fetched:
    # urllib3 and what it brings take 60 ms to import, and most openings fetch nothing.
    from reader.formats.fetch import fetch  # noqa: PLC0415

    return fetch(source.address, etag=source.etag, modified=source.modified, progress=request.progress)


def _parse_page(got: Fetched, request: Request) -> Parsed:
    form = request.format or got.format
    return parse(got.data, name=got.name, format=form, whole=request.whole, url=got.url, charset=got.charset)


def _being_read(article: Article) -> Article:
    return replace(article, status=Status.READING) if article.status is Status.UNREAD else article


def _titled(parsed: Parsed, source: Source) -> Parsed:
    """A text without a title is called after its file, else by its first words."""
    if parsed.metadata.title:
        return parsed
    name = "" if source.address == STANDARD_INPUT else _from_file_name(Path(source.address).stem)
    first = parsed.document.text.lstrip().split("\n", 1)[0]
    # Sixty code points are what a list has room for at 80 columns.
    title = name or (first if len(first) <= 60 else first[:59].rstrip() + "…")
    return replace(parsed, metadata=replace(parsed.metadata, title=title))


def _from_file_name(stem: str) -> str:
    """`police-chiefs` is called “Police chiefs”; a name with blanks or capitals was written with care, and stays."""
    if " " in stem or stem != stem.lower():
        return stem
    words = stem.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]

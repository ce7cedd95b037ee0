"""A source is opened, and read only when it must be."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.domain.article import Source
from reader.domain.document import Metadata, Parsed
from reader.domain.errors import NotFetched, NotFound, NothingMarked, NotOpened, NotParsed
from reader.domain.ports import WebPage
from reader.formats import parse
from reader.formats.kinds import Format, is_whole_page
from reader.library.opened import Opened, Relation, Request, Unkept
from reader.library.sources import SHORTEST_ID, Located, SourceKind, file_state, locate, read_file, read_input
from reader.typed_paths import is_there

if TYPE_CHECKING:
    from reader.domain.article import Article
    from reader.domain.ports import Clock, Store, WebPages
    from reader.formats.fetch import Fetched
    from reader.library.recognition import Sketches


class Opener:
    """An `Opener` opens what a word of the command line names."""

    def __init__(self, store: Store, now: Clock, pages: WebPages | None = None) -> None:
        self._store = store
        self._now = now
        self._pages = pages

    @cached_property
    def _sketches(self) -> Sketches:
        from reader.library.recognition import Sketches  # noqa: PLC0415  (what is known is not compared)

        return Sketches()

    def open(self, word: str, request: Request | None = None) -> Opened:
        """Open the article of that path, URL, id or title, in its latest version. Raises a ReaderError."""
        request = request or Request()
        found = self.read(word, request)
        if isinstance(found, Opened):
            return found
        if request.read is not None:
            request.read(found.parsed)
        return found.keep()

    def read(self, word: str, request: Request | None = None) -> Opened | Unkept:
        """The same, as far as reading: what is new, or has changed, is not kept yet. Raises a ReaderError."""
        request = request or Request()
        located = locate(word, self._store.articles)
        match located.kind:
            case SourceKind.ARTICLE:
                return self._open_article(self._article(located.address), request)
            case SourceKind.PATH:
                return self._open_path(located, request)
            case SourceKind.URL:
                return self._open_url(located, request)
            case SourceKind.INPUT:
                data = read_input()
                return self._unkept(parse(data, format=request.format), Source(located.address))

    def read_in(self, path: str) -> Opened:
        """Read a file that holds highlights, notes or comments of its own, as an article that is not open to be read.

        Raises NotImported where nobody has marked or written anything in it, and other ReaderErrors.
        """
        from reader.library.intake import take_in  # noqa: PLC0415  (as below)

        state = file_state(path)
        parsed = parse(read_file(path), name=Path(path).name)
        if not parsed.embedded:
            raise NothingMarked("nobody has marked or written anything in it", Path(path).name, "to read it, open it")
        source = Source(path, size=state.size, mtime_ns=state.mtime_ns)
        return take_in(parsed, source, self._store, self._sketches, self._now(), to_read=False)

    def open_version(self, article: Article, version: str) -> Opened:
        """Open one kept version. Only the latest can be edited. Raises NotFound."""
        document = self._store.document(version)
        if document is None:
            from reader.library.waiting import text_is_gone  # noqa: PLC0415  (nearly every article has its text)

            raise text_is_gone(article)
        latest = version == article.latest.hash
        return Opened(article, version, document, editable=latest and not self._store.read_only)

    def open_as(self, article: Article, path: str) -> Opened:
        """Open the text of a file as the newest version of `article`, whatever its likeness. Raises a ReaderError."""
        parsed = self.parse(path)
        source = Source(str(Path(path).absolute()), size=file_state(path).size, mtime_ns=file_state(path).mtime_ns)
        from reader.library.intake import take_in_as  # noqa: PLC0415  (the same)

        return take_in_as(article, parsed, source, self._store, self._now())

    def attach(self, article: Article, word: str, request: Request | None = None) -> Opened:
        """Attach a path, URL or standard input as the text that `article` waits for; where it has one, as its newest
        version.

        Raises a ReaderError.
        """
        parsed, source = self._read(word, request or Request())
        from reader.library.intake import take_in_as, take_in_for  # noqa: PLC0415  (the same)

        if article.versions:
            return take_in_as(article, parsed, source, self._store, self._now())
        return take_in_for(article, parsed, source, self._store, self._sketches, self._now())

    def read_again(self, article: Article, request: Request | None = None) -> Opened:
        """Read anew what the article was read from last: where the text differs, it is its newest version.

        Raises a ReaderError.
        """
        from reader.library.intake import take_in_as  # noqa: PLC0415  (the same)
        from reader.library.rereading import address_again  # noqa: PLC0415  (asked for by few)

        request = request or Request(whole=_is_whole(article))
        parsed, source = self._read(address_again(article), request)
        opened = take_in_as(article, parsed, source, self._store, self._now())
        same = bool(article.versions) and opened.version == article.latest.hash
        return opened._replace(relation=Relation.SAME) if same else opened

    def read_whole(self, article: Article, request: Request | None = None) -> Opened:
        """Read the whole page that a web article is on, as its newest version; where that is open, its article again.

        Raises a ReaderError.
        """
        if article.format != Format.HTML:
            raise NotOpened("it is no web page: all of it is read", article.title)
        request = request or Request()
        if not _is_whole(article):
            return self._read_kept(article, whole=True) or self.read_again(article, request._replace(whole=True))
        earlier = next((one for one in reversed(article.versions) if not is_whole_page(one.parser)), None)
        document = None
        if earlier is not None:
            with suppress(NotFound):  # its text has gone from the library: it is read again
                document = self.open_version(article, earlier.hash).document
        if document is None:
            return self._read_kept(article, whole=False) or self.read_again(article, request._replace(whole=False))
        from reader.library.intake import take_in_as  # noqa: PLC0415  (the same)

        parsed = Parsed(document, Metadata(title=article.title), article.format)
        return take_in_as(article, parsed, article.sources[-1], self._store, self._now())

    def _read_kept(self, article: Article, *, whole: bool) -> Opened | None:
        """The page of the text that is read, as it came, read as asked; None where it is not kept on this machine."""
        source = article.sources[-1] if article.sources else None
        page = self._pages.page(source.address) if self._pages is not None and source is not None else None
        if page is None or source is None:
            return None
        from reader.formats.fetch import Fetched  # noqa: PLC0415  (as below)
        from reader.library.intake import take_in_as  # noqa: PLC0415  (the same)

        got = Fetched(page.data, page.url, page.content_type)
        return take_in_as(article, _parse_page(got, Request(whole=whole)), source, self._store, self._now())

    def _fetch(self, source: Source, request: Request) -> Fetched:
        """What is at an address, the page of it kept."""
        got = _fetch(source, request)
        if self._pages is not None and got.data and (got.format or Format.HTML) == Format.HTML:
            self._pages.keep(source.address, WebPage(got.data, got.url, got.content_type))
        return got

    def _read(self, word: str, request: Request) -> tuple[Parsed, Source]:
        """What is read in a path, URL or standard input, whatever is known of it."""
        located = locate(word, list)
        source = Source(located.address)
        match located.kind:
            case SourceKind.PATH:
                state = file_state(located.address)
                source = Source(located.address, size=state.size, mtime_ns=state.mtime_ns)
                name = Path(located.address).name
                parsed = parse(read_file(located.address), name=name, format=request.format, whole=request.whole)
            case SourceKind.URL:
                got = self._fetch(source, request)
                source = Source(located.address, etag=got.etag, modified=got.modified)
                parsed = _parse_page(got, request)
            case _:
                parsed = parse(read_input(), format=request.format)
        return parsed, source

    def parse(self, word: str, request: Request | None = None) -> Parsed:
        """Tell what the parsers make of a source, or what was kept of an article; nothing is written."""
        request = request or Request()
        located = locate(word, self._store.articles)
        match located.kind:
            case SourceKind.PATH:
                name = Path(located.address).name
                return parse(read_file(located.address), name=name, format=request.format, whole=request.whole)
            case SourceKind.URL:
                got = _fetch(Source(located.address), request)
                return _parse_page(got, request)
            case SourceKind.INPUT:
                return parse(read_input(), format=request.format, whole=request.whole)
            case SourceKind.ARTICLE:
                article = self._article(located.address)
                if not article.versions:
                    from reader.library.waiting import waits  # noqa: PLC0415  (nearly every article has its text)

                    raise waits(article)
                said = Metadata(article.title, article.authors, article.language, article.date, article.url)
                return Parsed(self.open_version(article, article.latest.hash).document, said, article.format)

    def reads_from(self, address: str) -> bool:
        """Tell whether an article is known that was read from that path or address."""
        return self._known(locate(address, list).address) is not None

    def known(self, word: str) -> Article:
        """Find the article that `word` names, without opening it. Raises NotFound."""
        try:
            located = locate(word, self._store.articles)
        except NotOpened:
            joined = [one.id for one in self._store.joins() if len(word) >= SHORTEST_ID and one.id.startswith(word)]
            if len(joined) != 1:
                raise
            return self._article(joined[0])  # another article stands for it
        article = self._article(located.address) if located.kind is SourceKind.ARTICLE else self._known(located.address)
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

    def _open_article(self, article: Article, request: Request) -> Opened | Unkept:
        """Its latest version; where its text has gone from the library, what stands where it came from, or the page of
        its quotes.
        """
        with suppress(NotFound):
            return self._reopen(article)
        with suppress(NotFound, NotOpened, NotParsed):
            if found := self._at_its_source(article, request):
                return found
        with suppress(NotFound, NotParsed):
            if kept := self._read_kept(article, whole=_is_whole(article)):
                return kept
        from reader.library.waiting import open_page  # noqa: PLC0415  (nearly every article has its text)

        return open_page(article, self._store)

    def _at_its_source(self, article: Article, request: Request) -> Unkept | None:
        """The file that it was read from last, where it is there and still holds it."""
        from reader.library.intake import is_text_of, take_in_as  # noqa: PLC0415  (as below)

        for source in reversed(article.sources):
            located = locate(source.address, list)
            if located.kind is SourceKind.PATH and is_there(Path(located.address)):
                parsed, found = self._read(source.address, request)
                if is_text_of(article, parsed, self._store, self._sketches):
                    keep = partial(take_in_as, article, parsed, found, self._store, self._now())
                    return Unkept(parsed, True, keep)
                return None
        return None

    def _reopen(self, article: Article, notice: str = "") -> Opened:
        """The last version that was kept, without looking at its source; the page of one that has no text yet."""
        if not article.versions:
            from reader.library.waiting import open_page  # noqa: PLC0415  (nearly every article has its text)

            return open_page(article, self._store)
        return self.open_version(article, article.latest.hash)._replace(notice=notice)

    def _open_path(self, located: Located, request: Request) -> Opened | Unkept:
        known = self._known(located.address)
        try:
            state = file_state(located.address)
        except NotOpened as error:
            if known is None or not known.versions or is_there(Path(located.address)):
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
        whole = request.whole or _is_whole(known)
        return self._unkept(parse(data, name=name, format=request.format, whole=whole), source, known)

    def _open_url(self, located: Located, request: Request) -> Opened | Unkept:
        known = self._known(located.address)
        # As with a file: what another source has brought since is not this page's text.
        last = known.sources[-1] if known is not None and known.sources[-1].address == located.address else None
        kept = known is not None and bool(known.versions)
        conditional = last if last is not None and kept and not request.whole else Source(located.address)
        try:
            got = self._fetch(conditional, request)
        except NotFetched as error:
            if known is None or not kept:
                raise
            return self._reopen(known, f"{error.what}: this is the text as it was kept")
        if got.not_modified and known is not None:
            with suppress(NotFound):  # as with a file
                return self._reopen(known)
            got = self._fetch(Source(located.address), request)
        source = Source(located.address, etag=got.etag, modified=got.modified)
        parsed = _parse_page(got, request._replace(whole=request.whole or _is_whole(known)))
        return self._unkept(parsed, source, known)

    def _unkept(self, parsed: Parsed, source: Source, known: Article | None = None) -> Unkept:
        return Unkept(parsed, known is not None, partial(self._take_in, parsed, source))

    def _take_in(self, parsed: Parsed, source: Source) -> Opened:
        from reader.library.intake import take_in  # noqa: PLC0415  (5 ms; what is known is not taken in again)

        return take_in(parsed, source, self._store, self._sketches, self._now())


def _is_whole(article: Article | None) -> bool:
    return article is not None and bool(article.versions) and is_whole_page(article.latest.parser)


def _fetch(source: Source, request: Request) -> Fetched:
    # urllib3 and what it brings take 60 ms to import, and most openings fetch nothing.
    from reader.formats.fetch import fetch  # noqa: PLC0415

    return fetch(source.address, etag=source.etag, modified=source.modified, progress=request.progress)


def _parse_page(got: Fetched, request: Request) -> Parsed:
    form = request.format or got.format
    return parse(got.data, name=got.name, format=form, whole=request.whole, url=got.url, charset=got.charset)

"""The files that articles were read from are looked at again where an export needs a place in the file itself."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.errors import ReaderError
from reader.domain.patterns import deferred
from reader.domain.selectors import TextQuoteSelector
from reader.domain.span import Span
from reader.exchange.records import BookPart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element as Element

    from reader.domain.article import Article
    from reader.domain.document import Document
    from reader.domain.ports import WebPages
    from reader.exchange.records import Exported
    from reader.formats.archive import Archive

LARGEST = 64 << 20
"""Bytes of a file that is looked at; larger ones are no texts, and books of pictures."""
LARGEST_CHAPTER = 4 << 20
AROUND = 48
"""Characters before a quote that tell it from the same words elsewhere."""
BESIDE = 32
"""Characters that are told of what stands on either side of a quote."""
MOST_BESIDE = 16 * BESIDE
"""The same where the quote stands so more than once: pages repeat themselves, and have their text in a script too."""
_CHARSET = deferred(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
HIDDEN = frozenset(("script", "style", "template", "noscript", "iframe", "textarea"))
"""Elements whose text a browser has and does not show: pages keep their whole text in one once more."""


def with_original(exported: Exported, document: Document | None, pages: WebPages | None = None) -> Exported:
    """Add the file that the article was read from, or the web page as it came, where `pages` has it.

    `document` is the article's text as it was exported.
    """
    article = exported.article
    if document is None or article.format not in ("plain", "epub", "html"):
        return exported
    return exported._replace(original=FileOriginal(article, document, pages))


class FileOriginal:
    """A `FileOriginal` is a file, read when it is first asked about.

    What is not there any more, or is another text, has no places.
    """

    def __init__(self, article: Article, document: Document, pages: WebPages | None = None) -> None:
        self._article = article
        self._document = document
        self._kept = pages

    @cached_property
    def _data(self) -> bytes:
        for source in reversed(self._article.sources):
            path = Path(source.address)
            try:
                if path.is_absolute() and path.is_file() and path.stat().st_size <= LARGEST:
                    return path.read_bytes()
            except OSError:
                continue
        return b""

    @cached_property
    def start(self) -> int | None:
        """Tell where the article's text begins in the file's own characters; None where it is not that text."""
        if self._article.format != "plain" or not self._data:
            return None
        try:
            whole = self._data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            return None
        found = whole.find(self._document.text)
        return found if found >= 0 else None

    def part(self, span: Span) -> BookPart | None:
        """Tell which page `span` of the article's text is in, a book's or the one, and where in it; None where in
        none.
        """
        if not self._pages:
            return None
        text = self._document.text
        wanted = _squeezed(span.of(text))
        around = _squeezed(text[max(0, span.start - AROUND) : span.start])
        # With what stands before it, it stands in one place mostly; else it is the same time that it is said.
        hits = self._hits(around + wanted) if wanted else []
        if len(hits) == 1:
            number, at = hits[0][0], hits[0][1] + len(around)
        else:
            hits = self._hits(wanted) if wanted else []
            times = _squeezed(text[: span.start]).count(wanted) if hits else 0
            if not hits:
                return None
            number, at = hits[min(times, len(hits) - 1)]
        page = self._pages[number]
        return page.part(Span(page.places[at], page.places[at + len(wanted) - 1] + 1))

    def _hits(self, wanted: str) -> list[tuple[int, int]]:
        """Where it stands: the number of the page, and the place in its words without blanks."""
        found = []
        for number, page in enumerate(self._pages):
            at = page.words.find(wanted)
            while at >= 0:
                found.append((number, at))
                at = page.words.find(wanted, at + len(wanted))
        return found

    @cached_property
    def _pages(self) -> list[_Page]:
        """The book's files in reading order, by their names in the manifest, or the one page."""
        match self._article.format:
            case "html":
                page = self._web_page()
                return [page] if page is not None else []
            case "epub" if self._book is not None:
                archive, names, folder = self._book
                short = [posixpath.relpath(name, folder) if folder else name for name in names]
                return [_chapter(archive, name, called) for name, called in zip(names, short, strict=True)]
            case _:
                return []

    def _web_page(self) -> _Page | None:
        """The file; else the page as it came from the address that was read last."""
        if self._data or self._kept is None:
            return _web_page(self._data)
        addresses = (one.address for one in reversed(self._article.sources))
        found = next((page for one in addresses if (page := self._kept.page(one)) is not None), None)
        if found is None:
            return None
        said = _CHARSET.search(found.content_type)
        return _web_page(found.data, said[1] if said else "")

    @cached_property
    def _book(self) -> tuple[Archive, Sequence[str], str] | None:
        from reader.formats.archive import Archive  # noqa: PLC0415  (5 ms of lxml, for books only)
        from reader.formats.epub.package import find_package, read_package  # noqa: PLC0415

        try:
            archive = Archive(self._data)
            package = find_package(archive)
            return archive, read_package(archive, package).chapters, posixpath.dirname(package)
        except ReaderError:
            return None


class _Page(NamedTuple):
    """A page's text as a browser has it, and what of it is shown, without blanks, with the place of each letter."""

    name: str
    text: str
    words: str
    places: Sequence[int]

    @classmethod
    def of(cls, name: str, root: Element | None) -> _Page:
        """The text of a page's body."""
        body = None if root is None else next(root.iter("body"), None)
        parts, places, words, start = [], [], [], 0
        for text, is_shown in _texts(body) if body is not None else ():
            if is_shown:
                some = [at for at, sign in enumerate(text) if not sign.isspace()]
                words += [text[at] for at in some]
                places += [start + at for at in some]
            parts.append(text)
            start += len(text)
        return cls(name, "".join(parts), "".join(words), places)

    def part(self, span: Span) -> BookPart:
        """What is told of a place in it."""
        text, beside = self.text, BESIDE
        while beside < MOST_BESIDE and _is_twice(text[max(0, span.start - beside) : span.end + beside], text):
            beside *= 2
        around = text[max(0, span.start - beside) : span.start], text[span.end : span.end + beside]
        return BookPart(self.name, span, TextQuoteSelector(span.of(text), *around))


def _is_twice(words: str, text: str) -> bool:
    return text.find(words, text.find(words) + 1) >= 0


def _texts(body: Element) -> Iterator[tuple[str, bool]]:
    """The pieces of an element's text, in order, each with whether it is shown."""
    from lxml.etree import iterwalk  # noqa: PLC0415  (5 ms, for pages only)

    hidden = 0
    for event, node in iterwalk(body, ("start", "end")):
        hidden += (node.tag in HIDDEN) * (1 if event == "start" else -1)
        text = node.text if event == "start" else node.tail if node is not body else None
        if text:
            yield str(text), not hidden


def _web_page(data: bytes, charset: str = "") -> _Page | None:
    from reader.domain.decode import detect_and_decode  # noqa: PLC0415  (as above)
    from reader.formats.html.page import declared_encoding  # noqa: PLC0415
    from reader.formats.html.tree import tree_of  # noqa: PLC0415

    read = detect_and_decode(data, charset or declared_encoding(data)) if data else None
    return _Page.of("", tree_of(read.text)) if read is not None else None


def _chapter(archive: Archive, name: str, called: str) -> _Page:
    from reader.formats.html.xml import xhtml_of  # noqa: PLC0415  (as above)

    data = archive.read(name)
    return _Page.of(called, xhtml_of(data) if data is not None and len(data) <= LARGEST_CHAPTER else None)


def _squeezed(text: str) -> str:
    """The text without blanks."""
    return "".join(text.split())

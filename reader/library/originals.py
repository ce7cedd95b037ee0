"""The files that articles were read from are looked at again where an export needs a place in the file itself."""

from __future__ import annotations

import posixpath
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.domain.errors import ReaderError
from reader.domain.span import Span
from reader.exchange.records import BookPart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.domain.article import Article
    from reader.domain.document import Document
    from reader.exchange.records import Exported
    from reader.formats.archive import Archive

LARGEST = 64 << 20
"""Bytes of a file that is looked at; larger ones are no texts, and books of pictures."""
LARGEST_CHAPTER = 4 << 20
AROUND = 48
"""Characters before a quote that tell it from the same words elsewhere."""


def with_original(exported: Exported, document: Document | None) -> Exported:
    """The same, with the file that the article was read from; `document` is its text as it was exported."""
    article = exported.article
    if document is None or article.format not in ("plain", "epub"):
        return exported
    return exported._replace(original=FileOriginal(article, document))


class FileOriginal:
    """A file, read when it is first asked about. What is not there any more, or is another text, has no places."""

    def __init__(self, article: Article, document: Document) -> None:
        self._article = article
        self._document = document

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
        """Where the article's text begins in the file's own characters; None where it is not that text."""
        if self._article.format != "plain" or not self._data:
            return None
        try:
            whole = self._data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            return None
        found = whole.find(self._document.text)
        return found if found >= 0 else None

    def part(self, span: Span) -> BookPart | None:
        """Which of a book's files `span` of the article's text is in, and where in its body; None where of none."""
        if self._article.format != "epub" or not self._chapters:
            return None
        text = self._document.text
        wanted = _squeezed(span.of(text))[0]
        around = _squeezed(text[max(0, span.start - AROUND) : span.start])[0]
        # With what stands before it, it stands in one place mostly; else it is the same time that it is said.
        hits = self._hits(around + wanted) if wanted else []
        if len(hits) == 1:
            chapter, at = hits[0][0], hits[0][1] + len(around)
        else:
            hits = self._hits(wanted) if wanted else []
            times = _squeezed(text[: span.start])[0].count(wanted) if hits else 0
            if not hits:
                return None
            chapter, at = hits[min(times, len(hits) - 1)]
        name, _words, places = self._chapters[chapter]
        return BookPart(name, Span(places[at], places[at + len(wanted) - 1] + 1))

    def _hits(self, wanted: str) -> list[tuple[int, int]]:
        """Where it stands: the number of the chapter, and the place in its words without blanks."""
        found = []
        for number, (_name, words, _places) in enumerate(self._chapters):
            at = words.find(wanted)
            while at >= 0:
                found.append((number, at))
                at = words.find(wanted, at + len(wanted))
        return found

    @cached_property
    def _chapters(self) -> list[tuple[str, str, list[int]]]:
        """The files in reading order: their names in the manifest, their words without blanks, and where each is."""
        if self._book is None:
            return []
        archive, names, folder = self._book
        return [
            (posixpath.relpath(name, folder) if folder else name, *_squeezed(_body(archive, name))) for name in names
        ]

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


def _body(archive: Archive, name: str) -> str:
    """The characters of a chapter's body, as a browser has them."""
    from reader.formats.html.xml import xhtml_of  # noqa: PLC0415  (as above)

    data = archive.read(name)
    root = xhtml_of(data) if data is not None and len(data) <= LARGEST_CHAPTER else None
    body = None if root is None else next(root.iter("body"), None)
    return "" if body is None else "".join(map(str, body.itertext()))


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text without blanks, and where each of its characters stood."""
    places = [at for at, sign in enumerate(text) if not sign.isspace()]
    return "".join(text[at] for at in places), places

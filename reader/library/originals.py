"""The files that articles were read from, looked at again where an export needs a place in the file itself."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.domain.errors import ReaderError
from reader.domain.span import Span
from reader.exchange.records import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.domain.article import Article
    from reader.domain.document import Document
    from reader.exchange.records import Exported
    from reader.formats.archive import Archive

LARGEST = 64 << 20
"""Bytes of a file that is looked at; larger ones are no texts, and books of pictures."""
LARGEST_CHAPTER = 4 << 20
_CHAPTER = re.compile(r"(\d+)-")
"""The anchor that a book's parser puts where each of its files begins: the file's number in the order of reading."""


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

    def part(self, span: Span) -> Part | None:
        """Which of a book's files `span` of the article's text is in, and where in its body; None where of none."""
        if self._article.format != "epub" or self._book is None:
            return None
        chapters = self._chapters
        at = next((index for index in reversed(range(len(chapters))) if chapters[index][0] <= span.start), None)
        if at is None:
            return None
        begin, number = chapters[at]
        end = chapters[at + 1][0] if at + 1 < len(chapters) else len(self._document.text)
        archive, names, folder = self._book
        if number >= len(names):
            return None
        ours = self._document.text[begin:end]
        place = _locate(Span(span.start - begin, min(span.end, end) - begin), ours, _body(archive, names[number]))
        return Part(posixpath.relpath(names[number], folder) if folder else names[number], place)

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

    @cached_property
    def _chapters(self) -> list[tuple[int, int]]:
        anchors = ((_CHAPTER.fullmatch(name), offset) for name, offset in self._document.anchors)
        return sorted((offset, int(found[1])) for found, offset in anchors if found is not None)


def _body(archive: Archive, name: str) -> str:
    """The characters of a chapter's body, as a browser has them."""
    from reader.formats.html.xml import xhtml_of  # noqa: PLC0415  (as above)

    data = archive.read(name)
    root = xhtml_of(data) if data is not None and len(data) <= LARGEST_CHAPTER else None
    body = None if root is None else next(root.iter("body"), None)
    return "" if body is None else "".join(map(str, body.itertext()))


def _locate(span: Span, ours: str, theirs: str) -> Span | None:
    """Where the words of `span` stand in `theirs`: the same time that they are said, blanks not minded."""
    words, places = _squeezed(ours)
    wanted, _ = _squeezed(span.of(ours))
    there, there_places = _squeezed(theirs)
    if not wanted:
        return None
    start = next((index for index, place in enumerate(places) if place >= span.start), 0)
    times = sum(words.startswith(wanted, at) for at in range(start)) if len(words) < LARGEST_CHAPTER else 0
    at = there.find(wanted)
    for _ in range(times):
        following = there.find(wanted, at + 1)
        if at < 0 or following < 0:
            break
        at = following
    return Span(there_places[at], there_places[at + len(wanted) - 1] + 1) if at >= 0 else None


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text without blanks, and where each of its characters stood."""
    places = [at for at, sign in enumerate(text) if not sign.isspace()]
    return "".join(text[at] for at in places), places

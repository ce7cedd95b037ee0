"""EPUB 2 and 3 become a document.

`package` reads what a book says of itself, `contents` its own table of contents and list of pages, and `book` makes one
page of its chapters, which the one walker over HTML goes through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.document import Parsed
from reader.domain.errors import NotOpened
from reader.formats.archive import Archive
from reader.formats.epub.book import Book, join_chapters
from reader.formats.epub.package import Package, find_package, is_locked, read_package
from reader.formats.html.walk import walk
from reader.formats.kinds import FORMATS, Format

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

VERSION = FORMATS[Format.EPUB].version
NAMED = 3
"""Chapters that are missing, and entries that lead to them, which are named."""


def parse_epub(data: bytes) -> Parsed:
    """Parse the document of a book. Raises NotOpened for what is none or is locked, NotParsed beyond the limits."""
    archive = Archive(data)
    package = read_package(archive, find_package(archive))
    if is_locked(archive, package):
        raise NotOpened("is locked by its seller (DRM)")
    return _parsed(archive, package)


def first_of_epub(file: BinaryIO, count: int, most: int) -> Parsed | None:
    """Parse the first chapters of a book, so many, in `most` bytes; None where these are all. Raises as `parse_epub`
    does.
    """
    archive = Archive(file)
    package = read_package(archive, find_package(archive))
    if is_locked(archive, package):
        raise NotOpened("is locked by its seller (DRM)")
    if len(package.chapters) <= count and sum(map(archive.size, package.chapters)) <= most:
        return None
    chapters = _first_chapters(archive, package, count, most)
    return _parsed(archive, package._replace(chapters=chapters, beside=frozenset()))


def _first_chapters(archive: Archive, package: Package, count: int, most: int) -> tuple[str, ...]:
    """Those that come first; of the last of them there may be the beginning only."""
    for at, name in enumerate(package.chapters[:count], 1):
        if archive.size(name) >= most:
            archive.cut(name, most)
            return package.chapters[:at]
        most -= archive.size(name)
    return package.chapters[:count]


def _parsed(archive: Archive, package: Package) -> Parsed:
    book = join_chapters(archive, package)
    document = walk(book.page, "epub", VERSION)
    if not document.text:
        damaged = len(book.unread) == len(package.chapters)
        raise NotOpened("is damaged: no chapter of it can be read" if damaged else "has no text in it")
    lost = (*package.missing, *book.unread)
    return Parsed(document, package.metadata, "epub", tuple(_remarks(lost, book, package)))


def _remarks(lost: tuple[str, ...], book: Book, package: Package) -> Iterator[str]:
    """What of the book is not there to be read."""
    if book.damaged:
        signs = "1 sign of it is" if book.damaged == 1 else f"{book.damaged} signs of it are"
        yield f"{signs} damaged and shown as \ufffd"
    if lost:
        count = len(package.chapters) + len(package.missing)
        yield f"{len(lost)} of {count} chapters cannot be read: missing or damaged ({_named(lost)})"
    if book.lost:
        entries = (
            "1 entry of its contents leads" if len(book.lost) == 1 else f"{len(book.lost)} entries of its contents lead"
        )
        yield f"{entries} to nothing that is in it ({_named(book.lost)})"


def _named(some: tuple[str, ...]) -> str:
    """The first of them."""
    return ", ".join(some[:NAMED]) + (", …" if len(some) > NAMED else "")

"""EPUB 2 and 3 into a document."""

from __future__ import annotations

from reader.domain.document import Parsed
from reader.domain.errors import NotOpened
from reader.formats.archive import Archive
from reader.formats.epub.book import join_chapters
from reader.formats.epub.package import find_package, is_locked, read_package
from reader.formats.html.walk import walk

VERSION = 1
"""Raised when the same bytes become another document."""


def parse_epub(data: bytes) -> Parsed:
    """The document of a book. Raises NotOpened for what is none or is locked, NotParsed beyond the limits."""
    archive = Archive(data)
    package = read_package(archive, find_package(archive))
    if is_locked(archive, package):
        raise NotOpened("is locked by its seller (DRM)")
    document = walk(join_chapters(archive, package), "epub", VERSION)
    if not document.text:
        damaged = all(archive.read(name) is None for name in package.chapters)
        raise NotOpened("is damaged: no chapter of it can be read" if damaged else "has no text in it")
    return Parsed(document, package.metadata, "epub")

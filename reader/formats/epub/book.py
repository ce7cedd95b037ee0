"""A book's chapters as one page, so that links and footnotes between them are links within it."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag

from lxml import etree

from reader.domain.printable import one_line
from reader.formats.archive import within
from reader.formats.html.notes import EPUB_TYPE
from reader.formats.html.tree import text_in
from reader.formats.html.xml import xhtml_of, xml_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from reader.formats.archive import Archive
    from reader.formats.epub.package import Package

_NOTES = ("footnote", "endnote", "rearnote")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def join_chapters(archive: Archive, package: Package) -> Element:
    """All chapters in one element; names and links are `#<number of the chapter>-<name>`."""
    numbers = {archive.find(name): str(number) for number, name in enumerate(package.chapters)}
    titles = _titles(archive, package)
    book = etree.Element("body")
    for name in package.chapters:
        data = archive.read(name)
        root = xhtml_of(data) if data is not None else None
        body = None if root is None else next(root.iter("body"), None)
        if body is None or _is_contents(body):
            continue
        number = numbers[archive.find(name)]
        _rename(body, number, posixpath.dirname(name), archive, numbers)
        body.tag = "section"
        body.set("id", f"{number}-")
        body.tail = None
        title = titles.get(name, "")
        if title and not _has_heading(body) and not _is_notes(body):
            heading = etree.Element("h2")
            heading.text = title
            body.insert(0, heading)
            heading.tail, body.text = body.text, None
        book.append(body)
    return book


def _rename(body: Element, number: str, folder: str, archive: Archive, numbers: dict[str | None, str]) -> None:
    for node in body.iter():
        for attribute in ("id", "name"):
            if node.get(attribute):
                node.set(attribute, f"{number}-{node.get(attribute)}")
        if node.tag == "image":
            # A cover is often an SVG around a picture.
            node.tag = "img"
        href = node.get("href") if node.tag == "a" else None
        if href:
            node.set("href", _within_book(href, number, folder, archive, numbers))


def _within_book(href: str, number: str, folder: str, archive: Archive, numbers: dict[str | None, str]) -> str:
    if href.startswith("#"):
        return f"#{number}-{unquote(href[1:])}"
    target = within(folder, href)
    there = numbers.get(archive.find(target)) if target else None
    return href if there is None else f"#{there}-{unquote(urldefrag(href).fragment)}"


def _titles(archive: Archive, package: Package) -> dict[str, str]:
    """What the contents call each chapter, by its entry; of several places in one, the first."""
    data = archive.read(package.contents) if package.contents else None
    if data is None:
        return {}
    folder = posixpath.dirname(package.contents)
    titles: dict[str, str] = {}
    for title, href in _entries(data):
        name = archive.find(within(folder, href))
        if name and title:
            titles.setdefault(name, title)
    return titles


def _entries(data: bytes) -> Iterator[tuple[str, str]]:
    root = xml_of(data)
    if root is None:
        root = xhtml_of(data)
    if root is None:
        return
    for point in root.iter("{*}navPoint"):
        label, content = next(point.iter("{*}navLabel"), None), next(point.iter("{*}content"), None)
        if label is not None and content is not None:
            yield one_line(text_in(label)), content.get("src") or ""
    for nav in root.iter("{*}nav"):
        kinds = " ".join(str(value) for key, value in nav.attrib.items() if str(key).endswith(("type", "role")))
        if "toc" in kinds or not kinds:
            for link in nav.iter("{*}a"):
                yield one_line(text_in(link)), link.get("href") or ""


def _is_contents(body: Element) -> bool:
    """Whether a chapter is the book's machine-made table of contents, which the reader shows by itself."""
    navs = list(body.iter("nav"))
    rest = len("".join(text_in(body).split())) - sum(len("".join(text_in(nav).split())) for nav in navs)
    return bool(navs) and rest < 60


def _is_notes(body: Element) -> bool:
    """Whether a chapter holds footnotes, which are put behind everything."""
    return any(kind in (node.get(EPUB_TYPE) or "") for node in body.iter("aside", "section", "li") for kind in _NOTES)


def _has_heading(body: Element) -> bool:
    return any(text_in(one).strip() for one in body.iter(*_HEADINGS))

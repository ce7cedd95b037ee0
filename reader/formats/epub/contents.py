"""A book's own contents and list of pages say what each entry is called and where in the book it leads."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urldefrag

from reader.domain.wording import one_line
from reader.formats.html.tree import text_in
from reader.formats.html.xml import xhtml_of, xml_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from reader.formats.archive import Archive

DEEPEST = 5
"""Levels of entries that are told apart: headings have six, and the first is the book's."""


class ContentsEntry(NamedTuple):
    """A `ContentsEntry` is one entry: the file and the name in it that it leads to (empty: its beginning), and its
    depth from 1.
    """

    title: str
    file: str
    name: str
    depth: int
    linked: bool = True
    """Whether it leads there itself; else it only stands over others, of which the first does."""


class BookContents(NamedTuple):
    """`BookContents` are the entries in their order; `pages` are the pages of a printed edition, with their labels
    as titles. What leads to no file of the book has none.
    """

    entries: tuple[ContentsEntry, ...] = ()
    pages: tuple[ContentsEntry, ...] = ()


def read_contents(archive: Archive, names: tuple[str, ...]) -> BookContents:
    """Read the contents in the first of the entries that has any, and the pages in the first that has those."""
    entries: tuple[ContentsEntry, ...] = ()
    pages: tuple[ContentsEntry, ...] = ()
    for name in names:
        data = archive.read(name)
        if data is None or (entries and pages):
            continue
        root = xml_of(data)
        if root is None:
            root = xhtml_of(data)
        if root is None:
            continue
        folder = posixpath.dirname(name.replace("\\", "/"))
        entries = entries or tuple(_placed(archive, folder, _entries(root)))
        pages = pages or tuple(_placed(archive, folder, _pages(root)))
    return BookContents(entries, pages)


def _placed(archive: Archive, folder: str, listed: Iterator[tuple[str, str, int, bool]]) -> Iterator[ContentsEntry]:
    for title, href, depth, linked in listed:
        file = archive.follow(folder, href) or ""
        if title:
            yield ContentsEntry(title, file, unquote(urldefrag(href).fragment), min(depth, DEEPEST), linked)


def _entries(root: Element) -> Iterator[tuple[str, str, int, bool]]:
    for point in root.iter("{*}navPoint"):
        depth = 1 + sum(1 for _ in point.iterancestors("{*}navPoint"))
        yield _label(point), _content(point), depth, True
    for nav in root.iter("{*}nav"):
        kinds = _kinds(nav)
        if "toc" in kinds or not kinds:
            for item in nav.iter("{*}li"):
                depth = sum(1 for _ in item.iterancestors("{*}ol", "{*}ul"))
                yield _titled(item), _led(item), depth, _is_linked(item)


def _titled(item: Element) -> str:
    """What stands in an entry before the entries below it."""
    for child in item:
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2] in ("a", "span", "p", "h1", "h2", "h3"):
            return one_line(text_in(child))
    return one_line(item.text or "")


def _led(item: Element) -> str:
    """Where an entry leads: what has no link of its own, to its first entry."""
    return next((href for link in item.iter("{*}a") if (href := link.get("href"))), "")


def _is_linked(item: Element) -> bool:
    """Whether an entry has a link that is not of one below it."""
    return any(next(link.iterancestors("{*}li"), None) is item for link in item.iter("{*}a") if link.get("href"))


def _pages(root: Element) -> Iterator[tuple[str, str, int, bool]]:
    for target in root.iter("{*}pageTarget"):
        yield _label(target) or target.get("value") or "", _content(target), 1, True
    for nav in root.iter("{*}nav"):
        if "page-list" in _kinds(nav) or "pagelist" in _kinds(nav):
            for link in nav.iter("{*}a"):
                yield one_line(text_in(link)), link.get("href") or "", 1, True


def _kinds(nav: Element) -> str:
    return " ".join(str(value) for key, value in nav.attrib.items() if str(key).endswith(("type", "role")))


def _label(point: Element) -> str:
    label = next(point.iter("{*}navLabel"), None)
    return "" if label is None else one_line(text_in(label))


def _content(point: Element) -> str:
    content = next(point.iter("{*}content"), None)
    return "" if content is None else content.get("src") or ""

"""A book says of itself its metadata, its files, and the order in which they are read."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.document import Metadata
from reader.domain.errors import NotOpened, NotParsed
from reader.formats.html.tree import text_in
from reader.formats.html.xml import xml_of
from reader.formats.titles import field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from reader.formats.archive import Archive

CONTAINER = "META-INF/container.xml"
_PACKAGE, _SNIFFED = b"http://www.idpf.org/2007/opf", 2000
"""What the description of a book says that it is, and within how many bytes."""
CHAPTERS = 15_000
"""Files in the reading order at most; a chapter a file makes tens, a page a file some thousands."""
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_READ = (*_PAGES, "image/svg+xml")
_FONT_ALGORITHMS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Fonts are often scrambled; that locks no text."""


class Package(NamedTuple):
    """A `Package` is a book's chapters as names of entries in reading order, its contents' entries (nav, NCX), and
    metadata.

    `missing` are the chapters that are named and not there, as they are named.
    """

    chapters: tuple[str, ...]
    contents: tuple[str, ...]
    metadata: Metadata
    missing: tuple[str, ...] = ()
    beside: frozenset[str] = frozenset()
    """Pages that are in the book and not in its order: of use where something leads to them, as to notes."""


def find_package(archive: Archive) -> str:
    """Find the entry that describes the book. Raises NotOpened where there is none."""
    container = archive.read(CONTAINER)
    root = xml_of(container) if container is not None else None
    if root is not None:
        for file in root.iter("{*}rootfile"):
            found = archive.follow("", file.get("full-path") or "")
            if found is not None:
                return found
    named = [name for name in archive.names if not name.startswith("__MACOSX")]
    packages = [name for name in named if name.lower().endswith(".opf")] or [
        name for name in named if name.lower().endswith(".xml") and _PACKAGE in (archive.read(name) or b"")[:_SNIFFED]
    ]
    if packages:
        return min(packages, key=lambda name: (name.count("/"), name))
    raise NotOpened("is no book: nothing in it says what to read")


def read_package(archive: Archive, name: str) -> Package:
    """Read the description in that entry. Raises NotOpened where it cannot be read, or names nothing to read."""
    data = archive.read(name)
    root = xml_of(data) if data is not None else None
    if root is None:
        raise NotOpened("is damaged: the list of its chapters cannot be read")
    folder = posixpath.dirname(name.replace("\\", "/"))
    items = {item.get("id") or "": item for item in root.iter("{*}item")}
    spine = next(root.iter("{*}spine"), None)
    references = [] if spine is None else [one.get("idref") or "" for one in spine.iter("{*}itemref")]
    named = [_read_as(item, items).get("href") or "" for one in references if (item := items.get(one)) is not None]
    if not named:
        # Some books have no order; then that in which they list their pages is as good as any.
        named = [one.get("href") or "" for one in items.values() if one.get("media-type") in _PAGES]
    places = {href: archive.follow(folder, href) for href in dict.fromkeys(named)}
    present = [one for one in dict.fromkeys(places.values()) if one]
    if len(present) > CHAPTERS:
        raise NotParsed(f"has more than {CHAPTERS} chapters")
    if not present:
        raise NotOpened("has no chapters in it")
    unlisted = (one for one in dict.fromkeys(references) if one not in items)
    missing = (*(href for href, place in places.items() if place is None), *unlisted)
    contents = tuple(_contents(archive, items, spine, folder))
    beside = frozenset(_beside(archive, root, folder)) - {*present, *contents}
    return Package(tuple(present), contents, _metadata(root), missing, beside)


def _read_as(item: Element, items: dict[str, Element]) -> Element:
    """A file of the order, or the page that stands for it where it is none."""
    seen: list[Element] = []
    one: Element | None = item
    while one is not None and one not in seen and one.get("media-type") not in _READ:
        seen.append(one)
        one = items.get(one.get("fallback") or "")
    return item if one is None or one in seen else one


def _beside(archive: Archive, root: Element, folder: str) -> Iterator[str]:
    """All pages that the book lists, but for its cover and its own contents in HTML."""
    guided = {
        archive.follow(folder, one.get("href") or "")
        for one in root.iter("{*}reference")
        if (one.get("type") or "").lower() in ("toc", "cover")
    }
    for item in root.iter("{*}item"):
        if item.get("media-type") in _PAGES:
            found = archive.follow(folder, item.get("href") or "")
            if found is not None and found not in guided:
                yield found


def is_locked(archive: Archive, package: Package) -> bool:
    """Tell whether chapters are encrypted."""
    data = archive.read("META-INF/encryption.xml")
    root = xml_of(data) if data is not None else None
    if root is None:
        return False
    for one in root.iter("{*}EncryptedData"):
        method = next(one.iter("{*}EncryptionMethod"), None)
        reference = next(one.iter("{*}CipherReference"), None)
        font = method is not None and method.get("Algorithm") in _FONT_ALGORITHMS
        if reference is not None and not font and archive.follow("", reference.get("URI") or "") in package.chapters:
            return True
    return False


def _contents(archive: Archive, items: dict[str, Element], spine: Element | None, folder: str) -> Iterator[str]:
    """The entries that list the book's contents: first the navigation of EPUB 3, then the NCX."""
    navs = [one for one in items.values() if "nav" in (one.get("properties") or "").split()]
    said = items.get(spine.get("toc") or "") if spine is not None else None
    ncxs = [
        one for one in items.values()
        if one.get("media-type") == "application/x-dtbncx+xml" or (one.get("href") or "").lower().endswith(".ncx")
    ]  # fmt: skip
    for item in (*navs, said, *ncxs):
        found = archive.follow(folder, item.get("href") or "") if item is not None else None
        if found is not None:
            yield found


def _metadata(root: Element) -> Metadata:
    roles = {
        (meta.get("refines") or "")[1:]: text_in(meta)
        for meta in root.iter("{*}meta")
        if meta.get("property") == "role"
    }
    creators = [one for one in root.iter("{*}creator") if _role(one, roles) in ("", "aut")]
    return Metadata(
        title=next(_texts(root, "title"), ""),
        authors=tuple(name for one in creators if (name := field(text_in(one)))),
        language=next(_texts(root, "language"), ""),
        date=next(_texts(root, "date"), "")[:25],
        tags=tuple(_texts(root, "subject")),
    )


def _role(creator: Element, roles: dict[str, str]) -> str:
    said = next((value for name, value in creator.attrib.items() if str(name).endswith("}role")), "")
    return (str(said) or roles.get(creator.get("id") or "", "")).strip()


def _texts(root: Element, name: str) -> Iterator[str]:
    for one in root.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}"):
        if line := field(text_in(one)):
            yield line

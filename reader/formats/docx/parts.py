"""The files of a Word document are found by the relations between them (ECMA-376, part 2), whatever they are called."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from reader.domain.errors import NotOpened
from reader.domain.patterns import deferred
from reader.formats.html.tree import text_in
from reader.formats.html.xml import xml_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml.etree import _Element as Element

    from reader.formats.archive import Archive

TEXT = "word/document.xml"
_IS_TEXT = deferred(r"wordprocessingml\.(?:document|template)\.main|\.ms-word\.(?:document|template)\S*\.main")
_SNIFFED = 2000
_IS_PAGE = deferred(
    rb"<(?:!doctype html|html|body|p|div|h1)\b|^\s*MIME-Version:.*multipart/related", re.IGNORECASE | re.DOTALL
)
"""What a piece begins with that is a page, by itself or packed with its pictures."""


class PackagePart(NamedTuple):
    """A `PackagePart` is one XML file of the package, and where the links in it lead, by their ids."""

    root: Element
    links: Mapping[str, str]


class PackageParts(NamedTuple):
    """`PackageParts` are what the text is made of; `pages` are pieces of it that are pages of HTML, by their ids, and
    `embeds` says whether there are pieces that are files of another kind.
    """

    text: PackagePart
    styles: Element | None
    numbering: Element | None
    footnotes: PackagePart | None
    endnotes: PackagePart | None
    pages: Mapping[str, bytes]
    embeds: bool
    is_cut: bool = False
    """Whether this is not all of the text."""


def read_parts(archive: Archive, most: int = 0) -> PackageParts:
    """Read the parts of the document, of its text `most` bytes where that is said.

    Raises NotOpened where there is no text among them, or it cannot be read.
    """
    name = next((one for kind, one, _ in _relations(archive, "") if kind == "officeDocument" and one in archive), "")
    name = name or (TEXT if TEXT in archive else _declared(archive))
    if name not in archive:
        raise NotOpened("is no DOCX: it has no text part")
    is_cut = 0 < most < archive.size(name)
    if is_cut:
        archive.cut(name, most)
    text = _part(archive, name, cut=is_cut)
    if text is None:
        raise NotOpened("is damaged: its text cannot be read")
    relations = list(_relations(archive, name))
    _put_drawn(archive, relations, text.root)
    related = {kind: one for kind, one, _ in reversed(relations) if one in archive}
    folder = posixpath.dirname(name)
    for kind in ("styles", "numbering", "footnotes", "endnotes"):
        related.setdefault(kind, posixpath.join(folder, f"{kind}.xml"))
    pieces = dict(_pieces(archive, name))
    pages = {key: data for key, data in pieces.items() if _IS_PAGE.search(data[:_SNIFFED])}
    styles, numbering = _part(archive, related["styles"]), _part(archive, related["numbering"])
    return PackageParts(
        text,
        None if styles is None else styles.root,
        None if numbering is None else numbering.root,
        _part(archive, related["footnotes"]),
        _part(archive, related["endnotes"]),
        pages,
        len(pages) < len(pieces),
        is_cut,
    )


def _part(archive: Archive, name: str, *, cut: bool = False) -> PackagePart | None:
    data = archive.read(name)
    if data is None:
        return None
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        # Word writes none, and they are how XML is made to grow.
        raise NotOpened("is no DOCX that Word would write")
    root = xml_of(data, cut=cut)
    return None if root is None else PackagePart(root, dict(_links(archive, name)))


def _declared(archive: Archive) -> str:
    """The text part by its type, where no relation leads to it."""
    data = archive.read("[Content_Types].xml")
    root = xml_of(data) if data is not None else None
    said = root.iterchildren("{*}Override") if root is not None else ()
    found = (one.get("PartName") or "" for one in said if _IS_TEXT.search(one.get("ContentType") or ""))
    return next((one.lstrip("/") for one in found), TEXT)


def _put_drawn(archive: Archive, relations: Iterable[tuple[str, str, str]], root: Element) -> None:
    """Put the words of diagrams and charts, which are parts of their own, where they are drawn, as boxes of text."""
    drawn = {key: place for kind, place, key in relations if kind in ("diagramData", "chart", "chartEx")}
    for node in list(root.iter("{*}relIds", "{*}chart")) if drawn else ():
        place = next((drawn[said] for said in map(str, node.attrib.values()) if said in drawn), "")
        part = xml_of(archive.read(place) or b"") if place else None
        if part is not None and len(words := _words_drawn(part)):
            node.append(words)


def _words_drawn(part: Element) -> Element:
    box = etree.Element("txbxContent")
    seen: set[str] = set()
    for paragraph in part.iter("{*}p", "{*}v"):
        number = paragraph.tag.endswith("}v") and not any(True for _ in paragraph.iterancestors("{*}strCache"))
        words = paragraph.text or "" if paragraph.tag.endswith("}v") else text_in(paragraph)
        if not number and words.strip() and words not in seen:
            seen.add(words)
            run = etree.SubElement(etree.SubElement(box, "p"), "r")
            etree.SubElement(run, "t").text = words.strip()
    return box


def _relations(archive: Archive, name: str) -> Iterator[tuple[str, str, str]]:
    """The kinds of what a part is related to, the names of their entries, and their ids."""
    folder = posixpath.dirname(name)
    for one in _related(archive, name):
        if (one.get("TargetMode") or "") != "External":
            target = (one.get("Target") or "").replace("\\", "/")
            place = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            yield (one.get("Type") or "").rpartition("/")[2], posixpath.normpath(place), one.get("Id") or ""


def _pieces(archive: Archive, name: str) -> Iterator[tuple[str, bytes]]:
    """The files that are pieces of the text, by the ids by which they are put into it."""
    folder = posixpath.dirname(name)
    for one in _related(archive, name):
        if (one.get("Type") or "").endswith("/aFChunk"):
            target = (one.get("Target") or "").replace("\\", "/")
            place = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            yield one.get("Id") or "", archive.read(posixpath.normpath(place)) or b""


def _links(archive: Archive, name: str) -> Iterator[tuple[str, str]]:
    for one in _related(archive, name):
        if (one.get("TargetMode") or "") == "External":
            yield one.get("Id") or "", one.get("Target") or ""


def _related(archive: Archive, name: str) -> Iterator[Element]:
    folder, file = posixpath.split(name)
    data = archive.read(posixpath.join(folder, "_rels", f"{file}.rels"))
    root = xml_of(data) if data is not None else None
    if root is not None:
        yield from root.iter("{*}Relationship")

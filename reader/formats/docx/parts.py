"""The files of a Word document are found by the relations between them (ECMA-376, part 2), whatever they are called."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.errors import NotOpened
from reader.formats.html.xml import xml_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

    from reader.formats.archive import Archive

TEXT = "word/document.xml"


class PackagePart(NamedTuple):
    """A `PackagePart` is one XML file of the package, and where the links in it lead, by their ids."""

    root: Element
    links: Mapping[str, str]


class PackageParts(NamedTuple):
    """`PackageParts` are what the text is made of; `embeds` says whether there are pieces in it that are files of
    their own.
    """

    text: PackagePart
    styles: Element | None
    numbering: Element | None
    footnotes: PackagePart | None
    endnotes: PackagePart | None
    embeds: bool
    is_cut: bool = False
    """Whether this is not all of the text."""


def read_parts(archive: Archive, most: int = 0) -> PackageParts:
    """Read the parts of the document, of its text `most` bytes where that is said.

    Raises NotOpened where there is no text among them, or it cannot be read.
    """
    name = next((one for kind, one in _relations(archive, "") if kind == "officeDocument" and one in archive), TEXT)
    if name not in archive:
        raise NotOpened("is no DOCX: it has no text part")
    is_cut = 0 < most < archive.size(name)
    if is_cut:
        archive.cut(name, most)
    text = _part(archive, name, cut=is_cut)
    if text is None:
        raise NotOpened("is damaged: its text cannot be read")
    related = {kind: one for kind, one in reversed(list(_relations(archive, name))) if one in archive}
    folder = posixpath.dirname(name)
    for kind in ("styles", "numbering", "footnotes", "endnotes"):
        related.setdefault(kind, posixpath.join(folder, f"{kind}.xml"))
    styles, numbering = _part(archive, related["styles"]), _part(archive, related["numbering"])
    return PackageParts(
        text,
        None if styles is None else styles.root,
        None if numbering is None else numbering.root,
        _part(archive, related["footnotes"]),
        _part(archive, related["endnotes"]),
        "aFChunk" in related,
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


def _relations(archive: Archive, name: str) -> Iterator[tuple[str, str]]:
    """The kinds of what a part is related to, and the names of their entries."""
    folder = posixpath.dirname(name)
    for one in _related(archive, name):
        if (one.get("TargetMode") or "") != "External":
            target = (one.get("Target") or "").replace("\\", "/")
            place = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            yield (one.get("Type") or "").rpartition("/")[2], posixpath.normpath(place)


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

"""DOCX into a document, by way of the HTML that mammoth makes of it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError

import mammoth

from reader.domain.decode import whole
from reader.domain.document import Metadata, Parsed
from reader.domain.errors import NotOpened
from reader.formats.archive import Archive
from reader.formats.html.tree import text_in, tree_of
from reader.formats.html.walk import walk
from reader.formats.html.xml import xml_of
from reader.formats.titles import field, first_heading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

VERSION = 1
"""Raised when the same bytes become another document."""

TEXT = "word/document.xml"
_PARTS = (TEXT, "word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "word/endnotes.xml", "word/comments.xml")
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Code'] => pre:separator('\\n')
p[style-name='HTML Preformatted'] => pre:separator('\\n')
r[style-name='Code'] => code
b => strong
i => em
strike => s
"""


def parse_docx(data: bytes) -> Parsed:
    """The document of a DOCX. Raises NotOpened for what is none, NotParsed beyond the limits of `Archive`."""
    archive = Archive(data)
    # mammoth reads these parts whole: what a bomb would unpack to is found out before.
    parts = {name: archive.read(name) for name in _PARTS}
    if parts[TEXT] is None:
        raise NotOpened("is no DOCX: it has no text part")
    if any(b"<!DOCTYPE" in (part or b"") or b"<!ENTITY" in (part or b"") for part in parts.values()):
        # Word writes none, and they are how XML is made to grow.
        raise NotOpened("is no DOCX that Word would write")
    try:
        html = mammoth.convert_to_html(
            io.BytesIO(data), style_map=_STYLES, convert_image=mammoth.images.img_element(_no_picture)
        ).value
    except (KeyError, ValueError, AttributeError, TypeError, IndexError, SyntaxError, OSError, ExpatError) as error:
        # mammoth has no errors of its own: what a damaged part sets off can be any of these.
        raise NotOpened("is damaged: its text cannot be read") from error
    root = tree_of(whole(html))
    if root is None or not text_in(root).strip():
        raise NotOpened("has no text in it")
    document = walk(root, "docx", VERSION)
    return Parsed(document, _metadata(archive, first_heading(document)), "docx")


def _no_picture(_image: object) -> dict[str, str]:
    """Pictures are their alternative texts; their bytes are not read."""
    return {"src": ""}


def _metadata(archive: Archive, heading: str) -> Metadata:
    core = archive.read("docProps/core.xml")
    root = xml_of(core) if core is not None else None
    said = dict(_fields(root)) if root is not None else {}
    authors = [name.strip() for name in said.get("creator", "").split(";") if name.strip()]
    return Metadata(
        title=said.get("title", "") or heading,
        authors=tuple(name for name in authors if name != "python-docx"),
        language=said.get("language", ""),
        date=said.get("modified", said.get("created", ""))[:10],
        tags=tuple(tag.strip() for tag in said.get("keywords", "").replace(";", ",").split(",") if tag.strip()),
    )


def _fields(root: Element) -> Iterator[tuple[str, str]]:
    for node in root:
        if isinstance(node.tag, str):
            yield node.tag.rpartition("}")[2], field(text_in(node))

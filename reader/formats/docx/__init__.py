"""A DOCX becomes a document: its XML becomes HTML, which the one walker goes through.

`parts` finds the files of the package, `styles` and `list_counters` say what its paragraphs are, `body` turns them into
elements, `runs` what stands in a line, `office_math` its formulas, all of it by `ooxml`; `comments` are what reviewers
wrote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.document import Metadata, Parsed
from reader.domain.errors import NotOpened
from reader.formats.archive import Archive
from reader.formats.docx.body import page_of
from reader.formats.docx.comments import comments_of
from reader.formats.docx.ooxml import child
from reader.formats.docx.parts import TEXT, read_parts
from reader.formats.html.tree import text_in
from reader.formats.html.walk import walk
from reader.formats.html.xml import xml_of
from reader.formats.kinds import FORMATS, Format
from reader.formats.titles import field, first_heading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from lxml.etree import _Element as Element

VERSION = FORMATS[Format.DOCX].version


def parse_docx(data: bytes) -> Parsed:
    """Parse the document of a DOCX. Raises NotOpened for what is none, NotParsed beyond the limits of `Archive`."""
    archive = Archive(data)
    parts = read_parts(archive)
    page = page_of(parts)
    document = walk(page, "docx", VERSION)
    if not document.text:
        raise NotOpened("has no text in it")
    remarks = ("what is embedded in it as another file is not read",) if parts.embeds else ()
    embedded = comments_of(archive, parts.text.root, document.text)
    return Parsed(document, _metadata(archive, first_heading(document)), "docx", remarks, embedded)


def first_of_docx(file: BinaryIO, paragraphs: int, most: int) -> Parsed | None:
    """Parse the first paragraphs as a document of their own, in `most` bytes; None where there are not many more."""
    archive = Archive(file)
    if 0 < archive.size(TEXT) < most // 4:
        return None
    parts = read_parts(archive, most)
    body = child(parts.text.root, "body")
    if body is None or (len(body) < 2 * paragraphs and not parts.is_cut):
        return None
    del body[min(paragraphs, len(body) - parts.is_cut) :]  # the last one may have lost its end
    document = walk(page_of(parts), "docx", VERSION)
    return Parsed(document, _metadata(archive, first_heading(document)), "docx")


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

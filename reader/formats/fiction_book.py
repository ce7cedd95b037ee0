"""A FictionBook (FB2) is XML of its own, whose elements become those of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from reader.domain.document import Metadata, Parsed
from reader.domain.errors import NotOpened
from reader.formats.archive import Archive
from reader.formats.html.converted import add_metadata
from reader.formats.html.tree import text_in
from reader.formats.html.xml import mended_xml_of
from reader.formats.kinds import FORMATS, Format
from reader.formats.titles import field

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

VERSION = FORMATS[Format.FB2].version

_LINK = "{http://www.w3.org/1999/xlink}href"
_NAMES = {
    "p": "p", "subtitle": "p", "text-author": "p", "date": "p", "epigraph": "blockquote", "cite": "blockquote",
    "annotation": "blockquote", "emphasis": "em", "strong": "strong", "strikethrough": "s", "sub": "sub", "sup": "sup",
    "code": "code", "table": "table", "tr": "tr", "td": "td", "th": "th", "poem": "div", "section": "section",
}  # fmt: skip
_SPANS = ("colspan", "rowspan", "align")


def parse_fiction_book(data: bytes) -> Parsed:
    """Parse the document of an FB2 or of the archive of one. Raises NotOpened for what is none."""
    root = mended_xml_of(_unpacked(data))
    if root is None or _local(root) != "FictionBook":
        raise NotOpened("is damaged: it is no FictionBook that can be read")
    page = etree.Element("body")
    bodies = list(root.iterfind("{*}body"))
    notes = [one for one in bodies if one.get("name") in ("notes", "comments", "footnotes")]
    referred = {link.get(_LINK, "")[1:] for link in root.iter("{*}a") if link.get(_LINK, "").startswith("#")}
    noted = frozenset(one for body in notes for one in body.iter("{*}section") if one.get("id") in referred)
    for body in bodies:
        _Section(page, frozenset(one.get("id") or "" for one in noted)).add(body, 0)
    return add_metadata(etree.tostring(page, encoding="unicode", method="html"), "fb2", VERSION, _metadata(root))


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(b"PK\x03\x04"):
        return data
    archive = Archive(data)
    book = next((one for one in archive.names if one.lower().endswith(".fb2")), "")
    return (archive.read(book) if book else None) or b""


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2] if isinstance(node.tag, str) else ""


class _Section:
    """Copies what a book has into a page. `notes` are the names of the sections that are footnotes."""

    def __init__(self, page: Element, notes: frozenset[str]) -> None:
        self._page = page
        self._notes = notes

    def add(self, body: Element, depth: int) -> None:
        """Add a body or a section."""
        todo: list[tuple[Element, Element, int]] = [(body, self._page, depth)]
        # A stack of our own: however deep the sections lie, ours does not grow.
        while todo:
            node, target, level = todo.pop()
            made = self._made(node, target, level)
            if made is None:
                continue
            deeper = level + (_local(node) in ("section", "poem", "body"))
            todo.extend((child, made, deeper) for child in reversed(node))
            made.text = node.text
            if _local(node) == "a" and (node.get(_LINK) or "")[1:] in self._notes:
                del made[:]

    def _made(self, node: Element, target: Element, level: int) -> Element | None:
        """The element that stands for `node`, added; None where it has been dealt with whole."""
        name = _local(node)
        made: Element | None = None
        match name:
            case "title":
                if not self._is_note(node.getparent()):
                    words = " ".join(" ".join(text_in(one).split()) for one in (node if len(node) else [node]))
                    heading = etree.SubElement(target, f"h{min(max(level, 1), 6)}")
                    heading.text = words
                return None
            case "stanza":
                _add_stanza(node, target)
                return None
            case "empty-line" | "binary" | "stylesheet" | "description" | "image":
                _keep_tail(target, node, node.get("alt") or "")
                return None
            case "a":
                made = self._link(node, target)
            case "style" | "":
                made = etree.SubElement(target, "span")
            case _:
                made = etree.SubElement(target, _NAMES.get(name, "div"))
                if name == "subtitle":
                    made = _inside(made, "strong", node)
        self._name(made, node)
        if name != "subtitle":
            made.tail = node.tail
        return made

    def _link(self, node: Element, target: Element) -> Element:
        href = node.get(_LINK) or ""
        if href[1:] in self._notes:
            raised = etree.SubElement(target, "sup")
            raised.tail = node.tail
            link = etree.SubElement(raised, "a", href=href)
            link.text = "1"  # the sign is drawn, whatever the book calls it
            node.tail = None
            node.text = "1"
            return link
        return etree.SubElement(target, "a", href=href)

    def _is_note(self, section: Element | None) -> bool:
        return section is not None and (section.get("id") or "") in self._notes and section.get("id") is not None

    def _name(self, made: Element, node: Element) -> None:
        if node.get("id"):
            made.set("id", str(node.get("id")))
            if self._is_note(node):
                made.tag = "aside"
        for name in _SPANS:
            if node.get(name):
                made.set(name, str(node.get(name)))


def _add_stanza(stanza: Element, target: Element) -> None:
    """A stanza is a paragraph of lines; its own title and subtitle stand above it."""
    for child in stanza:
        if _local(child) in ("title", "subtitle"):
            paragraph = etree.SubElement(target, "p")
            etree.SubElement(paragraph, "strong").text = " ".join(text_in(child).split())
    paragraph = etree.SubElement(target, "p")
    lines = [child for child in stanza if _local(child) == "v"]
    for number, line in enumerate(lines):
        inside = etree.SubElement(paragraph, "span")
        inside.text = line.text
        for child in line:
            section_child = etree.SubElement(inside, _NAMES.get(_local(child), "span"))
            section_child.text, section_child.tail = text_in(child), child.tail
        if number < len(lines) - 1:
            etree.SubElement(paragraph, "br")


def _inside(made: Element, name: str, node: Element) -> Element:
    made.tail = node.tail
    return etree.SubElement(made, name)


def _keep_tail(target: Element, node: Element, text: str) -> None:
    span = etree.SubElement(target, "span")
    span.text, span.tail = text or None, node.tail


def _metadata(root: Element) -> Metadata:
    about = next(root.iterfind("{*}description/{*}title-info"), None)
    if about is None:
        return Metadata()
    date = about.find("{*}date")
    written = "" if date is None else (date.get("value") or text_in(date))
    return Metadata(
        title=_field(about.find("{*}book-title")),
        authors=tuple(filter(None, map(_author, about.iterfind("{*}author")))),
        language=_field(about.find("{*}lang")),
        date=written.strip() if written.strip()[:4].isdecimal() else "",
    )


def _author(author: Element) -> str:
    parts = [_field(author.find(f"{{*}}{name}")) for name in ("first-name", "middle-name", "last-name")]
    return " ".join(filter(None, parts)) or _field(author.find("{*}nickname"))


def _field(node: Element | None) -> str:
    return "" if node is None else field(text_in(node))

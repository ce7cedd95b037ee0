"""The body of a Word document becomes HTML: paragraphs, headings, lists, tables, notes, with all changes accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from reader.formats.docx.list_counters import Lists
from reader.formats.docx.ooxml import child, name_of, number, says, value
from reader.formats.docx.runs import RunLine, Runs
from reader.formats.docx.styles import WordStyles
from reader.formats.html.list_numbers import numeral_of
from reader.formats.html.sections import DRAWN_AS
from reader.formats.html.tree import text_in, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

    from reader.formats.docx.list_counters import Numbered
    from reader.formats.docx.parts import PackagePart, PackageParts
    from reader.formats.docx.styles import Style

PIECE = "piece-of-text"
"""The attribute that names the page which stands in a place."""
DEEPEST = 40
"""Tables and boxes within each other that are read: no writer has as many."""


def page_of(parts: PackageParts) -> Element:
    """Make a page of all text of the document, its notes at the end."""
    page = etree.Element("body")
    styles, lists = WordStyles(parts.styles), Lists(parts.numbering)
    notes = _Notes({"footnote": parts.footnotes, "endnote": parts.endnotes})
    body = child(parts.text.root, "body")
    if body is not None:
        _Body(page, styles, lists, parts.text.links, notes).read(body)
        _put_pages(page, parts.pages)
    notes.write(page, styles, lists)
    return page


def _put_pages(page: Element, pages: Mapping[str, bytes]) -> None:
    """Put pages of HTML where the document names them as pieces of its text."""
    if not pages:
        return
    # Few documents have any, and what reads pages is as much again as what reads documents.
    from email import message_from_bytes  # noqa: PLC0415

    from reader.domain.decode import detect_and_decode  # noqa: PLC0415
    from reader.formats.html.page import declared_encoding  # noqa: PLC0415

    for place in list(page.iter("div")):
        data = pages.get(place.get(PIECE) or "")
        if data is None:
            continue
        if data.lstrip()[:20].lower().startswith(b"mime-version"):
            parts = message_from_bytes(data).walk()
            packed = next((one.get_payload(decode=True) for one in parts if one.get_content_type() == "text/html"), b"")
            data = packed if isinstance(packed, bytes) else b""
        read = detect_and_decode(data, declared_encoding(data))
        root = tree_of(read.text) if read is not None else None
        if root is not None:
            place.extend(root.iterchildren("body"))
            for body in place:
                body.tag = "div"


class _Notes:
    """The notes that are referred to, in that order, each with its sign."""

    def __init__(self, parts: Mapping[str, PackagePart | None]) -> None:
        self._parts = parts
        self._bodies = {
            (kind, value(note, "id")): note
            for kind, part in parts.items()
            if part is not None
            for note in part.root
            if name_of(note) == kind and value(note, "type") not in ("separator", "continuationSeparator")
        }
        self._order: dict[tuple[str, str], str] = {}
        self._marked: set[tuple[str, str]] = set()
        """Those with signs of their own, which are not counted."""

    def refer(self, kind: str, note_id: str, own: str = "") -> tuple[str, str]:
        """The sign and the name of a note, the sign its `own` where it has one; empty for one that is not there."""
        key = (kind, note_id)
        if key not in self._bodies:
            return "", ""
        if key not in self._order:
            count = 1 + sum(of == kind and key not in self._marked for key in self._order for of in key[:1])
            self._order[key] = own or (str(count) if kind == "footnote" else numeral_of(count, "lower-roman"))
            self._marked |= {key} if own else set()
        return self._order[key], f"{kind}-{note_id}"

    def write(self, page: Element, styles: WordStyles, lists: Lists) -> None:
        """Append the notes that were referred to, those of notes among them."""
        done: set[tuple[str, str]] = set()
        section = etree.Element("section", {"role": "doc-endnotes"})
        while waiting := [key for key in self._order if key not in done]:
            for kind, note_id in waiting:
                done.add((kind, note_id))
                part = self._parts[kind]
                note = etree.SubElement(section, "div", {"id": f"{kind}-{note_id}", "role": "doc-footnote"})
                links = part.links if part is not None else {}
                _Body(note, styles, lists, links, self).read(self._bodies[kind, note_id])
        if len(section):
            page.append(section)


class _Body:
    """Appends the blocks of a part, a cell or a box to an element."""

    def __init__(
        self,
        out: Element,
        styles: WordStyles,
        lists: Lists,
        links: Mapping[str, str],
        notes: _Notes,
        depth: int = 0,
        *,
        in_cell: bool = False,
    ) -> None:
        self._out, self._styles, self._lists, self._links, self._notes = out, styles, lists, links, notes
        self._depth, self._in_cell = depth, in_cell
        self._boxes: list[Element] = []
        self._runs = Runs(styles, links, notes.refer, self._boxes.append)
        self._open: list[tuple[int, Element]] = []
        """The lists that are open, by their level."""
        self._initial = ""
        self._joined: RunLine | None = None
        """The line that the next paragraph goes on, where the end of this one was deleted."""
        self._code: Element | None = None

    def read(self, parent: Element) -> None:
        """Append all blocks that are in an element, in whatever they are wrapped."""
        for node in parent:
            name = name_of(node)
            if name == "p":
                self._paragraph(node)
            elif name == "tbl":
                self._table(node)
            elif name == "sdt":
                content = child(node, "sdtContent")
                if content is not None:
                    self.read(content)
            elif name in ("customXml", "smartTag", "ins", "moveTo", "Choice", "txbxContent"):
                self.read(node)
            elif name == "AlternateContent":
                self.read(next((one for one in node if name_of(one) == "Choice"), node))
            elif name in ("m:oMath", "m:oMathPara"):
                self._loose(node)
            elif name == "altChunk":
                self._close()
                etree.SubElement(self._out, "div", {PIECE: value(node, "id")})

    def _loose(self, node: Element) -> None:
        wrapped = etree.Element("p")
        wrapped.append(node)
        self._paragraph(wrapped)

    def _paragraph(self, node: Element) -> None:
        properties = child(node, "pPr")
        style_id = value(child(properties, "pStyle"))
        style = self._styles.get(style_id)
        line = self._joined or RunLine(etree.Element("p"))
        going_on = self._joined is not None
        if self._initial:
            line.add(self._initial, ())
            self._initial = ""
        if going_on and text_in(line.block)[-1:].isalnum():
            line.add(" ", ())  # two words do not become one
        self._runs.read(node, line)
        block = line.block
        frame = child(properties, "framePr")
        if value(frame, "dropCap") in ("drop", "margin"):
            self._initial = text_in(block).strip()
            return
        self._joined = (
            line
            if child(properties, "rPr", "del") is not None or child(properties, "rPr", "moveFrom") is not None
            else None
        )
        if not going_on:
            self._place(block, properties, style_id, style)
        for box in self._boxes[:]:
            self._boxes.remove(box)
            if self._depth < DEEPEST:
                self._inner(self._out).read(box)

    def _inner(self, out: Element, *, in_cell: bool = False) -> _Body:
        return _Body(out, self._styles, self._lists, self._links, self._notes, self._depth + 1, in_cell=in_cell)

    def _place(self, block: Element, properties: Element | None, style_id: str, style: Style) -> None:
        """Put a paragraph where it belongs, as what it is."""
        level = _heading_level(properties, style)
        # An empty one is counted too, as Word does.
        numbered = self._numbered(properties, style_id, style) if not self._joined else None
        if numbered is not None and not _has_words(block) and self._in_cell and numbered.number:
            block.text = numbered.sign  # a column that numbers the rows
            numbered = None
        if style.contents:
            return
        if not _has_words(block) and not self._joined:
            # An empty paragraph only makes room: a list goes on behind it.
            if style.code and self._code is not None:
                self._code.append(_line_end())
            return
        if style.code and not level:
            self._code_line(block)
            return
        self._code = None
        if level:
            self._close()
            block.tag = f"h{level}"
            if numbered is not None and numbered.sign:
                block.text, first = f"{numbered.sign} ", block.text
                _put_first(block, first)
            self._out.append(block)
        elif numbered is not None:
            self._item(block, numbered)
        elif self._open and style.name.startswith("list continue"):
            self._open[-1][1][-1].append(block)
        else:
            self._close()
            if style.quote:
                last = self._out[-1] if len(self._out) else None
                quote = (
                    last if last is not None and last.tag == "blockquote" else etree.SubElement(self._out, "blockquote")
                )
                quote.append(block)
            else:
                self._out.append(block)

    def _numbered(self, properties: Element | None, style_id: str, style: Style) -> Numbered | None:
        own = child(properties, "numPr")
        list_id = value(child(own, "numId")) or style.list_id
        if not list_id or list_id == "0":
            return None
        said = value(child(own, "ilvl"))
        if said:
            level = number(said)
        elif style.list_level >= 0:
            level = style.list_level
        else:
            level = self._lists.level_of_style(list_id, style_id)
        return self._lists.next(list_id, level)

    def _item(self, block: Element, numbered: Numbered) -> None:
        tag = "ol" if numbered.sign and numbered.number else "ul"
        while self._open and self._open[-1][0] > numbered.level:
            self._open.pop()
        if self._open and self._open[-1][0] == numbered.level and self._open[-1][1].tag != tag:
            self._open.pop()
        if not self._open or self._open[-1][0] < numbered.level:
            inside = self._open[-1][1][-1] if self._open else self._out
            self._open.append((numbered.level, etree.SubElement(inside, tag)))
        item = etree.SubElement(self._open[-1][1], "li")
        if tag == "ol":
            item.set("value", str(numbered.number))
            if numbered.sign != f"{numbered.number}.":
                item.set(DRAWN_AS, numbered.sign)
        item.append(block)

    def _close(self) -> None:
        self._open = []

    def _code_line(self, block: Element) -> None:
        self._close()
        if self._code is None or self._out[-1] is not self._code:
            self._code = etree.SubElement(self._out, "pre")
        else:
            self._code.append(_line_end())
        block.tag = "code"
        for mark in list(block.iter("br")):
            mark.tail = "\n" + (mark.tail or "")
            mark.tag = "span"
        self._code.append(block)

    def _table(self, node: Element) -> None:
        self._close()
        self._code = None
        if self._depth >= DEEPEST:
            return
        table = etree.SubElement(self._out, "table", {"role": "table"})
        above: dict[int, Element] = {}
        for row in _rows(node):
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                continue
            head = bool(says(properties, "tblHeader"))
            self._row(row, etree.SubElement(table, "tr"), above, head=head)
        if not text_in(table).strip():
            self._out.remove(table)

    def _row(self, row: Element, out: Element, above: dict[int, Element], *, head: bool) -> None:
        column = number(value(child(row, "trPr", "gridBefore")))
        for _ in range(min(column, 60)):
            etree.SubElement(out, "td")
        for cell in _cells(row):
            properties = child(cell, "tcPr")
            if child(properties, "cellDel") is not None:
                continue
            wide = max(1, number(value(child(properties, "gridSpan")), 1))
            merged = child(properties, "vMerge")
            if merged is not None and value(merged) != "restart" and column in above:
                begun = above[column]
                begun.set("rowspan", str(number(begun.get("rowspan") or "1") + 1))
            else:
                made = etree.SubElement(out, "th" if head else "td", {"colspan": str(wide)} if wide > 1 else {})
                self._inner(made, in_cell=True).read(cell)
                _keep_sign(made)
                above.pop(column, None)
                if merged is not None:
                    above[column] = made
            column += wide


def _keep_sign(cell: Element) -> None:
    """The one item of a cell is a paragraph, which begins with its number."""
    if len(cell) != 1 or cell[0].tag != "ol" or len(cell[0]) != 1 or len(cell[0][0]) != 1:
        return
    item = cell[0][0]
    block, sign = item[0], item.get(DRAWN_AS) or f"{item.get('value')}."
    block.text = f"{sign} {block.text or ''}"
    cell[:] = [block]


def _heading_level(properties: Element | None, style: Style) -> int:
    own = child(properties, "outlineLvl")
    level = number(value(own), 9) + 1 if own is not None else style.level
    return level if 1 <= level <= 6 else 6 if 6 < level < 10 else 0


def _put_first(block: Element, text: str | None) -> None:
    block.text = (block.text or "") + (text or "")


def _has_words(block: Element) -> bool:
    return bool(text_in(block).strip()) or next(block.iter("img"), None) is not None


def _line_end() -> Element:
    end = etree.Element("span")
    end.text = "\n"
    return end


def _rows(table: Element) -> Iterator[Element]:
    yield from _inside(table, "tr")


def _cells(row: Element) -> Iterator[Element]:
    yield from _inside(row, "tc")


def _inside(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, whatever they are wrapped in."""
    for node in parent:
        if name_of(node) == name:
            yield node
        elif name_of(node) in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
            yield from _inside(node, name)

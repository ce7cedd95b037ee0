"""In a paragraph of a Word document stand runs of text, links, fields, notes, pictures, formulas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from reader.domain.patterns import deferred
from reader.domain.wording import one_line
from reader.formats.docx.office_math import formula
from reader.formats.docx.ooxml import child, is_on, name_of, number, says, value
from reader.formats.html.tree import text_in
from reader.formats.office.field_codes import shown_by
from reader.formats.office.symbol_fonts import symbol, written_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml.etree import _Element as Element

    from reader.formats.docx.styles import Style, WordStyles

    Format = tuple[tuple[str, str], ...]
    """Elements about a piece of text, the outermost first, each with the address that a link leads to."""

_NO_TEXT = (
    "del moveFrom delText delInstrText pPr rPr sdtPr sdtEndPr proofErr commentReference annotationRef footnoteRef"
    " endnoteRef separator continuationSeparator ctrlPr instrText smartTagPr customXmlPr rubyPr bookmarkEnd pgNum"
)
_LEFT_OUT = frozenset(_NO_TEXT.split())
"""What is no text, or was deleted."""
_LINK = deferred(r'\s*HYPERLINK\s+(?:"([^"]*)"|(\\l)|(\S+))(?:\s*(\\l)?\s*"([^"]*)")?', re.IGNORECASE)


_LOOKS = (("strong", ("b",), "bold"), ("em", ("i",), "italic"), ("s", ("strike", "dstrike"), "strike"))
"""Elements, the properties that stand for them, and what of a style says so."""


class RunLine:
    """A `RunLine` puts text and elements into a block; neighbours of one look are one piece."""

    def __init__(self, block: Element) -> None:
        self.block = block
        self._leaf = block
        self._look: Format = ()

    def add(self, piece: str | Element, look: Format) -> None:
        """Append a piece."""
        if look != self._look:
            self._leaf = self.block
            for tag, href in look:
                self._leaf = etree.SubElement(self._leaf, tag, {"href": href} if href else {})
            self._look = look
        if not isinstance(piece, str):
            self._leaf.append(piece)
        elif len(self._leaf):
            self._leaf[-1].tail = (self._leaf[-1].tail or "") + piece
        else:
            self._leaf.text = (self._leaf.text or "") + piece


class Runs:
    """`Runs` read what is in paragraphs.

    `refer` answers the sign and the name of a note, `box` takes what is in a box.
    """

    def __init__(
        self,
        styles: WordStyles,
        links: Mapping[str, str],
        refer: Callable[[str, str, str], tuple[str, str]],
        box: Callable[[Element], None],
    ) -> None:
        self._styles, self._links, self._refer, self._box = styles, links, refer, box
        self._fields: list[list[str]] = []
        """Fields that are open: the instruction so far, whether its result has begun, what it shows without one."""
        self._font = ""

    def read(self, paragraph: Element, line: RunLine, look: Format = ()) -> None:
        """Append what is in a paragraph, or in anything that may stand in one."""
        for node in paragraph:
            name = name_of(node)
            if name in _LEFT_OUT or not name:
                continue
            if name == "r":
                self._run(node, line, look)
            elif name == "hyperlink":
                href = self._links.get(value(node, "id"), "")
                anchor = value(node, "anchor")
                href = f"{href}#{anchor}" if anchor and not href.endswith(f"#{anchor}") else href
                self.read(node, line, _linked(look, href))
            elif name == "fldSimple":
                instruction = value(node, "instr")
                if not len(node) and (shown := shown_by(instruction)):
                    line.add(shown, look)
                self.read(node, line, _linked(look, _target(instruction)))
            elif name == "m:oMath":
                line.add(formula(node), look)
            elif name == "m:oMathPara":
                self._display(node, line, look)
            elif name == "bookmarkStart":
                _mark_place(node, line, look)
            elif name == "AlternateContent":
                self.read(_alternative(node), line, look)
            elif name == "sdt":
                content = child(node, "sdtContent")
                if content is not None:
                    self.read(content, line, look)
            elif name == "p" or not name.endswith("Pr"):
                self.read(node, line, look)

    def _run(self, run: Element, line: RunLine, look: Format) -> None:
        properties = child(run, "rPr")
        # Asked for by name many times, of every run.
        said = {} if properties is None else {name_of(one): one for one in properties}
        style = self._styles.get(value(said.get("rStyle")))
        hidden = _is_on(said, "vanish")
        if hidden or (hidden is None and style.hidden):
            # The parts of a field are often hidden with it, and still say where it ends.
            for node in run:
                if name_of(node) == "fldChar":
                    self._field(value(node, "fldCharType"), node)
            return
        fonts = said.get("rFonts")
        self._font = (value(fonts, "hAnsi") or value(fonts, "ascii")) if fonts is not None else ""
        worn = _worn(said, style)
        nodes = iter(run)
        for node in nodes:
            if len(node.attrib) > 1 and value(node, "customMarkFollows") not in ("", "0", "false", "off"):
                mark = next((one for one in nodes if name_of(one) in ("t", "sym")), None)
                self._note(node, name_of(node).removesuffix("Reference"), line, look, _sign_of(mark))
            else:
                self._in_run(node, line, look, worn)

    def _in_run(self, node: Element, line: RunLine, look: Format, worn: Format) -> None:
        name = name_of(node)
        if name == "fldChar":
            shown = self._field(value(node, "fldCharType"), node)
            if shown and (outer := self._unshown()) is not None:
                outer[0] += shown
            elif shown:
                line.add(shown, (*look, *worn))
            if (box := child(node, "ffData", "checkBox")) is not None:
                checked = says(box, "checked")
                line.add("☒" if (says(box, "default") if checked is None else checked) else "☐", look)
        elif name == "instrText":
            if self._fields and not self._fields[-1][1]:
                self._fields[-1][0] += node.text or ""
        elif name in _LEFT_OUT:
            return
        elif (outer := self._unshown()) is not None:
            outer[0] += (node.text or "") if name == "t" else ""  # what a field within it says
        else:
            link = next((href for said, *_ in reversed(self._fields) if (href := _target(said))), "")
            self._piece(name, node, line, (*_linked(look, link), *worn))

    def _unshown(self) -> list[str] | None:
        """The innermost field of which only the instruction has come so far."""
        return next((field for field in reversed(self._fields) if not field[1]), None)

    def _piece(self, name: str, node: Element, line: RunLine, look: Format) -> None:
        if name in ("t", "m:t"):
            line.add(written_in(node.text or "", self._font), look)
        elif name in ("tab", "ptab"):
            line.add("\t", look)
        elif name in ("br", "cr"):
            if value(node, "type") not in ("page", "column"):
                line.add(etree.Element("br"), look)
            else:
                line.add(" ", look)  # a page that begins within a paragraph parts two words
        elif name == "noBreakHyphen":
            line.add("\u2011", look)
        elif name == "softHyphen":
            line.add("\u00ad", look)
        elif name == "sym":
            line.add(_symbol(node), look)
        elif name in ("footnoteReference", "endnoteReference"):
            self._note(node, name.removesuffix("Reference"), line, look)
        elif name == "ruby":
            self._ruby(node, line, look)
        elif name == "AlternateContent":
            for inner in _alternative(node):
                self._piece(name_of(inner), inner, line, look)
        elif name in ("drawing", "pict", "object"):
            self._picture(node, line, look)
        elif name.startswith("m:"):
            line.add(formula(node), look)

    def _field(self, what: str, node: Element) -> str:
        """Open a field, or end it; what one shows that has ended without a result."""
        if what == "begin":
            self._fields.append(["", "", _chosen(child(node, "ffData", "ddList"))])
        elif what == "separate" and self._fields:
            self._fields[-1][1] = "shown"
        elif what == "end" and self._fields:
            instruction, shown, chosen = self._fields.pop()
            return "" if shown else chosen or shown_by(instruction)
        return ""

    def _display(self, node: Element, line: RunLine, look: Format) -> None:
        """Formulas that stand one below the other."""
        for at, inner in enumerate(one for one in node if name_of(one) == "m:oMath"):
            if at:
                line.add(etree.Element("br"), look)
            line.add(formula(inner), look)

    def _note(self, node: Element, kind: str, line: RunLine, look: Format, own: str = "") -> None:
        sign, name = self._refer(kind, value(node, "id"), own)
        if not name:
            return
        link = etree.Element("a", {"href": f"#{name}", "role": "doc-noteref"})
        link.text = sign
        line.add(link, tuple(one for one in look if one[0] not in ("sup", "a")))

    def _ruby(self, node: Element, line: RunLine, look: Format) -> None:
        ruby = etree.Element("ruby")
        base, reading = child(node, "rubyBase"), child(node, "rt")
        if base is not None:
            self.read(base, RunLine(ruby))
        if reading is not None and text_in(reading).strip():
            self.read(reading, RunLine(etree.SubElement(ruby, "rt")))
        line.add(ruby, look)

    def _picture(self, node: Element, line: RunLine, look: Format) -> None:
        """A picture is what is said of it; the boxes of text in it stand after the paragraph."""
        said = ""
        for inner in node.iter():
            name = name_of(inner)
            if name == "docPr" and not said:
                said = value(inner, "descr") or value(inner, "title")
            elif name in ("shape", "rect", "imagedata") and not said:
                said = value(inner, "alt")
            elif name == "textpath" and not said:
                said = value(inner, "string")  # words that are drawn
            elif name == "txbxContent":
                above = {name_of(one) for one in _up_to(node, inner)}
                if "txbxContent" in above:
                    continue  # a box in a box is read with it
                if "Fallback" not in above or "Choice" not in {name_of(one) for one in _choices(inner)}:
                    self._box(inner)
        if one_line(said):
            line.add(etree.Element("img", {"alt": one_line(said), "src": ""}), look)


def _chosen(options: Element | None) -> str:
    """What is chosen in a list that a form has; its first entry where nothing else is said."""
    entries = [value(one) for one in options if name_of(one) == "listEntry"] if options is not None else []
    at = number(value(child(options, "result")))
    return entries[at] if 0 <= at < len(entries) else ""


def _up_to(node: Element, inner: Element) -> Iterator[Element]:
    """The elements about one, within another."""
    for above in inner.iterancestors():
        if above is node:
            return
        yield above


def _choices(node: Element) -> list[Element]:
    """The alternatives of which a piece is in one."""
    for above in node.iterancestors():
        if name_of(above) == "AlternateContent":
            return list(above)
    return []


def _alternative(node: Element) -> Element:
    """Of several forms of one thing, the first, which is the newest."""
    return next((one for one in node if name_of(one) == "Choice"), next(iter(node), node))


def _linked(look: Format, href: str) -> Format:
    return (*look, ("a", href)) if href and not any(tag == "a" for tag, _ in look) else look


def _target(instruction: str) -> str:
    """Where a field that is a link leads."""
    match = _LINK.match(instruction)
    if match is None:
        return ""
    address, place = match[1] or match[3] or "", match[5] or ""
    return f"{address}#{place}" if place and (match[2] or match[4]) else address


def _is_on(said: Mapping[str, Element], name: str) -> bool | None:
    """Whether a property of a run is on or off; None where nothing is said of it."""
    return is_on(said[name]) if name in said else None


def _worn(said: Mapping[str, Element], style: Style) -> Format:
    """The elements about a run, by its properties, by their names, and by its style."""
    tags = []
    for tag, names, before in _LOOKS:
        own = [is_on(said[name]) for name in names if name in said]
        if any(own) if own else getattr(style, before):
            tags.append(tag)
    raised = value(said.get("vertAlign"))
    if raised in ("superscript", "subscript"):
        tags.append(raised[:3])
    elif shift := value(said.get("position")):
        # LibreOffice writes what is raised and small as what it looks like.
        small = "sz" in said
        tags += ["sub" if shift.startswith("-") else "sup"] if small and shift.strip("-0") else []
    if style.code:
        tags.append("code")
    return tuple((tag, "") for tag in tags)


def _mark_place(node: Element, line: RunLine, look: Format) -> None:
    name = value(node, "name")
    if name and not name.startswith("_GoBack"):
        line.add(etree.Element("a", {"id": name}), tuple(one for one in look if one[0] != "a"))


def _sign_of(mark: Element | None) -> str:
    return "" if mark is None else _symbol(mark) if name_of(mark) == "sym" else (mark.text or "").strip()


def _symbol(node: Element) -> str:
    said = value(node, "char")
    code = int(said, 16) if re.fullmatch("[0-9A-Fa-f]{1,5}", said) else 0
    return symbol(code, value(node, "font")) if code else ""

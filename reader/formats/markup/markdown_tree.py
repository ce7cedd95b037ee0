"""Signs of Markdown that cmark leaves as text are read in the tree that it made: there it is known what is code.

Formulas, definition lists, links to other notes in double brackets, attributes in braces.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from lxml import etree

from reader.domain.patterns import deferred
from reader.domain.web_address import has_scheme
from reader.formats.html.tree import UNWRITABLE, text_in
from reader.formats.markup.markdown_boxes import holds_any
from reader.formats.markup.markdown_source import CLOSES, OPENS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lxml.etree import _Element as Element

    Make = Callable[[re.Match[str]], Element | str]

_KEPT = deferred(f"{OPENS}(\\d+){CLOSES}")
_LINK = deferred(r"(!?)\[\[([^\[\]|\n]{1,300})(?:\|([^\[\]\n]{1,300}))?\]\]")
_ONE = r"(?:[#.][\w:.-]+|[\w-]+=(?:\"[^\"]*\"|'[^']*'|[^\s{}\"']+))"
_ATTRIBUTES = rf"\{{:?[ \t]*{_ONE}(?:[ \t]+(?:{_ONE}|-))*[ \t]*\}}"
_BEFORE = deferred(_ATTRIBUTES)
_BEHIND = deferred(rf"[ \t]*({_ATTRIBUTES})[ \t]*$")
_ALONE = deferred(rf"(?:^|\n)[ \t]*{_ATTRIBUTES}[ \t]*$")
_SPAN = deferred(rf"\[([^\[\]\n]{{1,400}})\]{_ATTRIBUTES}")
_ID = deferred(r"#([\w:.-]+)")
_DEFINITION = deferred(r"(?:^|\n)[:~][ \t]+")
_DEFINITION_BELOW = deferred(r"\n[:~][ \t]+")
"""The same behind an element in the line: `**Note**: this` defines nothing."""
_OF_THEIR_OWN = ("$$", "\\[", "\\begin")
"""What formulas begin with that stand in no line."""
_CODE = ("code", "pre", "kbd", "samp", "script", "style")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def read_signs(root: Element, formulas: Sequence[tuple[str, str]]) -> None:
    """Put elements for the signs into the tree."""
    if formulas:
        _put_formulas(root, formulas)
    body = root.find("body")
    text = text_in(root if body is None else body)
    # Asked of the whole text first: most have none of these signs, and the tree is large.
    if holds_any(text, "[[") and _LINK.search(text):
        _replace_text(root, _LINK, _note_link)
    if "{" in text and _BEFORE.search(text):
        _read_attributes(root)
    if holds_any(text, "\n:", "\n~") or text.startswith(":"):
        for paragraph in list(root.iter("p")):
            _define(paragraph)


def may_hold_signs(html: str) -> bool:
    """Tell whether there may be signs in what cmark wrote for which elements have to be put."""
    if holds_any(html, "[[") and _LINK.search(html):
        return True
    if holds_any(html, "\n:", "\n~", "<p>:", "<p>~"):
        return True
    return "{" in html and _BEFORE.search(html.replace("&quot;", '"')) is not None


def _put_formulas(root: Element, formulas: Sequence[tuple[str, str]]) -> None:
    def formula(match: re.Match[str]) -> Element:
        return _formula(*formulas[int(match[1])])

    def written(text: str) -> str:
        return UNWRITABLE.sub("\ufffd", _KEPT.sub(lambda match: formulas[int(match[1])][0], text))

    for node in root.iter():
        if node.attrib:
            for name, value in node.attrib.items():
                if OPENS in str(value):
                    node.set(name, written(str(value)))
    for code in root.iter(*_CODE):
        for one in code.iter():
            if one.text and OPENS in one.text:
                one.text = written(one.text)
            if one.tail and one is not code and OPENS in one.tail:
                one.tail = written(one.tail)
    _replace_text(root, _KEPT, formula)


def _formula(written: str, tex: str) -> Element:
    """A formula as a page has it; one of several lines keeps them."""
    lines = tex.strip("\n ").split("\n")
    if len(lines) > 1 and written.startswith(_OF_THEIR_OWN):
        holder = etree.Element("pre")
        code = etree.SubElement(holder, "code")
        code.set("class", "language-tex")
        code.text = "\n".join(line.rstrip() for line in lines)
        return holder
    math = etree.Element("math")
    note = etree.SubElement(etree.SubElement(math, "semantics"), "annotation", encoding="application/x-tex")
    note.text = tex.strip()
    if not written.startswith(_OF_THEIR_OWN):
        return math
    paragraph = etree.Element("div")
    paragraph.append(math)
    return paragraph


def _note_link(match: re.Match[str]) -> Element | str:
    """`[[Note#Part|words]]`, as Obsidian and other wikis have it: a link to that file."""
    target, words = match[2].strip().removesuffix("\\"), (match[3] or "").strip()
    page, _, part = target.partition("#")
    if not target:
        return match[0]
    link = etree.Element("a")
    ending = "" if not page or re.search(r"\.\w{1,5}$", page) or has_scheme(page) else ".md"
    slug = "#" + part.lstrip("^").strip().lower().replace(" ", "-") if part else ""
    link.set("href", quote(page.strip() + ending, safe="/:%#?&=+,;@") + quote(slug, safe="#-_"))
    link.text = words if words and not (match[1] and words.isdigit()) else target.replace("#", " > ").strip(" >")
    return link


def _read_attributes(root: Element) -> None:
    """Attributes in braces are no text: of a heading its name is kept, and all else says how a page looks."""
    if _SPAN.search(text_in(root)):
        _replace_text(root, _SPAN, lambda match: match[1])
    for node in root.iter(*_HEADINGS, "p", "li", "dd", "dt"):
        if node.tag in _HEADINGS:
            _cut_last(node, _BEHIND, names=True)
        else:
            _cut_last(node, _ALONE, names=False)
    for node in root.iter("a", "img", "code", "em", "strong", "span", "math"):
        if node.tail and node.tail.startswith("{") and not _in_code(node.getparent()):
            node.tail = _BEFORE.sub("", node.tail, count=1)


def _cut_last(node: Element, sign: re.Pattern[str], *, names: bool) -> None:
    """Cut attributes from the end of a block's text."""
    last = node[-1] if len(node) else None
    said = (node.text if last is None else last.tail) or ""
    match = sign.search(said) if said.rstrip().endswith("}") and not _in_code(node) else None
    if match is None:
        return
    name = _ID.search(match[0])
    if names and name:
        node.set("id", name[1])
    if last is None:
        node.text = said[: match.start()]
    else:
        last.tail = said[: match.start()]


def _define(paragraph: Element) -> None:
    """A line of its own and one that begins with a colon are a term and what it means."""
    said = (paragraph.text or "", *(child.tail or "" for child in paragraph))
    if not said[0].startswith((": ", "~ ")) and not any("\n:" in text or "\n~" in text for text in said):
        return
    parent = paragraph.getparent()
    if parent is None or parent.tag not in ("body", "div", "blockquote", "section", "details", "li", "dl"):
        return
    before = paragraph.getprevious()
    begins = (paragraph.text or "").startswith((": ", "~ "))
    cuts = len(_DEFINITION.findall(said[0])) + sum(len(_DEFINITION_BELOW.findall(text)) for text in said[1:])
    # The term may be a paragraph of its own before it.
    alone = (
        begins
        and before is not None
        and (before.tag == "dl" or (before.tag == "p" and "\n" not in text_in(before).strip()))
    )
    if not (alone or (cuts and not begins)):
        return
    lines = list(_definition_lines(paragraph))
    if before is not None and before.tag == "dl" and not (before.tail or "").strip():
        entries = before
    else:
        entries = etree.Element("dl")
        paragraph.addprevious(entries)
        if begins and before is not None:
            before.tag, before.tail = "dt", None
            entries.append(before)
    for number, line in enumerate(lines):
        line.tag = "dd" if begins or number else "dt"
        if line.tag == "dt":
            entries.extend(_terms(line))
        else:
            entries.append(line)
    entries.tail = paragraph.tail
    parent.remove(paragraph)


def _terms(line: Element) -> Iterator[Element]:
    """Several terms before one meaning stand on lines of their own."""
    if len(line) or "\n" not in (line.text or ""):
        yield line
        return
    for words in (line.text or "").split("\n"):
        term = etree.Element("dt")
        term.text = words
        yield term


def _definition_lines(paragraph: Element) -> Iterator[Element]:
    """The paragraph cut where a line begins with a colon; inline elements stay in their part."""
    part = etree.Element("p")
    pieces: list[str | Element] = [paragraph.text or ""]
    for child in list(paragraph):
        tail, child.tail = child.tail or "", None
        pieces += [child, tail]
    filled = False
    sign = _DEFINITION
    for piece in pieces:
        if not isinstance(piece, str):
            part.append(piece)
            filled, sign = True, _DEFINITION_BELOW
            continue
        cuts = sign.split(piece) if piece else [""]
        for number, words in enumerate(cuts):
            if number and (filled or number > 1):
                yield part
                part = etree.Element("p")
            _add_text(part, part[-1] if len(part) else None, words)
            filled = filled or bool(words.strip())
    yield part


def _replace_text(root: Element, sign: re.Pattern[str], make: Make) -> None:
    """Put what `make` makes of each match in the place of it, in all text that is no code."""
    for node in list(root.iter()):
        if not isinstance(node.tag, str) or node.tag in ("math", "annotation"):
            continue
        if node.text and sign.search(node.text) and not _in_code(node):
            text, node.text = node.text, None
            _fill(node, None, text, sign, make)
        if node.tail and sign.search(node.tail):
            parent = node.getparent()
            if parent is not None and not _in_code(parent):
                text, node.tail = node.tail, None
                _fill(parent, node, text, sign, make)


def _fill(parent: Element, last: Element | None, text: str, sign: re.Pattern[str], make: Make) -> None:
    """Put what stands for a text behind `last`, or first in its parent. By neighbours: an index costs all before it."""
    at = 0
    for match in sign.finditer(text):
        _add_text(parent, last, text[at : match.start()])
        made = make(match)
        if isinstance(made, str):
            _add_text(parent, last, made)
        elif last is None:
            words, parent.text = parent.text, None
            parent.insert(0, made)
            parent.text, last = words, made
        else:
            words, last.tail = last.tail, None
            last.addnext(made)
            last.tail, last = words, made
        at = match.end()
    _add_text(parent, last, text[at:])


def _add_text(parent: Element, last: Element | None, text: str) -> None:
    text = UNWRITABLE.sub("\ufffd", text)
    if last is None:
        parent.text = (parent.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def _in_code(node: Element | None) -> bool:
    while node is not None:
        if node.tag in _CODE:
            return True
        node = node.getparent()
    return False

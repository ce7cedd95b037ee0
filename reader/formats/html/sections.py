"""Some elements are blocks of their own, or hold some."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from lxml import etree

from reader.domain.document import BlockKind, MarkKind
from reader.domain.patterns import deferred
from reader.domain.wording import one_line
from reader.formats.html.flow import ListLevel
from reader.formats.html.inline import says_more
from reader.formats.html.list_numbers import style_of
from reader.formats.html.tree import text_in
from reader.formats.html.verse import open_stanza

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element as Element

    from reader.formats.builder import Line
    from reader.formats.html.flow import AddLine, Enter, Flow, Leave

_PICTURES = frozenset(("img", "picture", "svg", "video", "audio", "canvas", "iframe", "object", "embed"))
_LANGUAGE = deferred(r"(?:language|lang|highlight-source|brush:)-?\s*([\w+#.-]+)|^highlight-([\w+#]+)$")
_CODE_LINE = deferred(
    r"(?:^|[\s_-])(?:listing|code|cm|view|crayon|token|ace|hljs|CodeMirror|monaco|source)[_-]?line(?:$|\s)",
    re.IGNORECASE,
)
"""What programs call one line of a listing."""
_OF_PANDOC = frozenset(("sourceCode", "numberSource", "numberLines", "lineAnchors", "line-anchors"))
_TASKS = deferred(r"(?:^|[\s_-])(?:task|to-?do|check)-?list(?:$|[\s_-])", re.IGNORECASE)
_DONE = deferred(r"(?:^|[\s_-])(?:checked|done|completed?|checkbox-on)(?:$|[\s_-])", re.IGNORECASE)
_BULLET = deferred(r"\s*[•·▪◦‣●○\uf0b7](?:[\s\xa0]+|$)")
_SIGN = deferred(r"\s*(?:[•·∙▪◦‣●○◆◇■□➢➤►▶→✦❖*∗–—−-]|\uf0b7)\s*")
"""What stands for a bullet where it is in an element of its own before an item's text."""
_VERSE = deferred(r"(?:^|[\s_-])(?:poem|poetry|verse)(?:$|\s)", re.IGNORECASE)
TAG = deferred(r"\s*[(\[]?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[a-z]|[ivxlc]{1,6})[)\].:]{1,2}\s*", re.IGNORECASE)
"""The sign of an item that is written in it."""
_WORDLESS = frozenset(("input", "svg", "a", "button", "i"))
"""What may stand before the words of an item: a box, a sign, a place that is linked to."""
_FRAMES = frozenset(("div", "section", "article", "header", "label"))
_COLOURED = ("span", "code")
"""What colours a part of some code, and says nothing."""
_LABELS = frozenset(("span", "b", "strong", "em", "i"))
_CALLOUT = deferred(r"\s*\[!(\w[\w-]{0,30})\][+-]?[ \t]*([^\n]*)\n?")
CALLED = "called-in-contents"
"""The attribute by which a book's heading is told what the contents call it, where that is not its text."""
DRAWN_AS = "drawn-as"
"""The attribute by which an item of a list is told what is drawn before it."""
LABEL = 12
"""Characters at most of the number of what stands beside it."""
LARGEST = 999_999_999
"""A list's number has nine digits at most, as in CommonMark."""


def enter_heading(flow: Flow, heading: Element) -> Leave:
    """Enter a heading."""
    slug = flow.slugs.get(heading)
    flow.begin(BlockKind.HEADING, level=int(str(heading.tag)[1]), label=heading.get(CALLED) or "")
    if slug:
        flow.builder.anchor(slug)
    return flow.resume


def add_heading(flow: Flow, heading: Element, line: Line) -> bool:
    """Add a heading that is one line."""
    slug = flow.slugs.get(heading)
    flow.add_heading(line, int(str(heading.tag)[1]), heading.get(CALLED) or "", (slug,) if slug else ())
    return True


def enter_block(flow: Flow, element: Element) -> Leave:
    """Enter anything that begins on a line of its own; what a list's item begins with is the item."""
    if flow.lists and _is_head_of_item(flow, element):
        return flow.resume_behind_text
    flow.resume()
    return flow.resume


def add_block(flow: Flow, element: Element, line: Line) -> bool:
    """Add anything that is one line of its own; what a list's item begins with is the item."""
    if len(line[0]) < LABEL and _begins_next(element, line[0]):
        return True
    begun = flow.lists and _is_head_of_item(flow, element)
    if begun and not line[0].strip():
        return True  # the item is still to come
    flow.add(line, flow.builder.next if begun else None)
    return True


def _begins_next(label: Element, said: str) -> bool:
    """Put the number of what stands beside it, as of a work in a list of them, before its words; whether it was one."""
    text = label.getnext()
    if label.tag != "div" or text is None or label.getprevious() is not None or text.getnext() is not None:
        return False
    if text.tag != "div" or not (text.text or "").strip() or TAG.fullmatch(said) is None:
        return False
    text.text = f"{said.strip()} {(text.text or '').lstrip()}"
    return True


def _is_head_of_item(flow: Flow, element: Element) -> bool:
    """Whether the item that an element is in has no words before it."""
    if flow.builder.inside or flow.grid is not None or flow.footnote is not None:
        return False
    node = element
    while (parent := node.getparent()) is not None:
        before = node.getprevious()
        if before is not None and not (before.tag in _WORDLESS or _is_empty_frame(before)):
            return False
        if parent.tag == "li":
            return True
        if parent.tag not in _FRAMES:
            return False
        node = parent
    return False


def _is_empty_frame(node: Element) -> bool:
    return node.tag in _FRAMES and not text_in(node).strip()


def enter_division(flow: Flow, division: Element) -> Leave:
    """Enter a part of the page, or a listing or a stanza of which each line is a part of its own."""
    if flow.grid is not None or flow.verbatim:
        return enter_block(flow, division)
    if division.attrib and flow.footnote is None and open_stanza(division):
        return _enter_lines(flow, BlockKind.VERSE)
    if not is_code_lines(division):
        return enter_block(flow, division)
    for line in division:
        for node in line.iter() if "\xa0" in text_in(line) else ():
            node.text = (node.text or "").replace("\xa0", " ")  # outside of `pre` no other blank stays
            node.tail = (node.tail or "").replace("\xa0", " ")
        line.tail = None
        if _is_data_link(line):
            line.clear()
    return _enter_lines(flow, BlockKind.CODE)


def _enter_lines(flow: Flow, kind: BlockKind) -> Leave:
    flow.begin(kind)
    flow.verbatim += 1

    def leave() -> None:
        flow.verbatim -= 1
        flow.resume()

    return leave


def is_code_lines(division: Element) -> bool:
    """Tell whether all that is in an element are lines of code: called so, or with code and nothing else in each."""
    if not len(division) or any(line.tag != "div" for line in division):
        return False
    lines = [line for line in division if not _is_data_link(line)]
    if lines and all(_CODE_LINE.search(line.get("class") or "") for line in lines):
        return True
    return len(division) > 1 and all(
        len(line) > 0
        and not (line.text or "").strip()
        and all(code.tag == "code" and not (code.tail or "").strip() for code in line)
        for line in division
    )


def _is_data_link(line: Element) -> bool:
    """Whether it is no line, but a link with which one saves them all."""
    return len(line) == 1 and line[0].tag == "a" and (line[0].get("href") or "").startswith("data:")


def enter_paragraph(flow: Flow, paragraph: Element) -> Leave:
    """Enter a paragraph; the first of a list's item is the item."""
    if flow.lists and _is_head_of_item(flow, paragraph):
        return flow.resume_behind_text
    flow.resume()
    return flow.resume


def enter_quotation(flow: Flow, quotation: Element) -> Leave:
    """Enter a quotation, or what is written as one to stand out."""
    _title_callout(quotation)
    return flow.begin_quotation()


def enter_list(flow: Flow, element: Element) -> Leave:
    """Enter a list."""
    ordered = element.tag == "ol"
    backwards = ordered and element.get("reversed") is not None
    count = sum(child.tag == "li" for child in element) if backwards else 1
    start = _number(element.get("start"), count) if ordered else 1
    if flow.verbatim:
        for child in element:
            if not (child.tail or "").strip():
                child.tail = None
        return None  # lines of code, an item each
    return flow.begin_list(
        ListLevel(ordered, start, -1 if backwards else 1, style_of(element) if ordered else _boxes_of(element))
    )


def _boxes_of(element: Element) -> str:
    """What stands before the items of a list without numbers, where a style draws boxes to tick there."""
    if not element.attrib or not _TASKS.search(element.get("class") or ""):
        return ""
    return "box" if next(element.iter("input"), None) is None else ""


def enter_item(flow: Flow, item: Element) -> Leave:
    """Enter an item of a list, or what stands for one outside of any."""
    number = 0
    if flow.lists:
        level = flow.lists[-1]
        number = level.number = _number(item.get("value"), level.number)
        level.number += level.step
    if flow.grid is not None and not (_is_one_of_several(item) or _says_number(item)):
        flow.resume()
        return flow.resume
    numbered = flow.is_numbered
    if not numbered:
        _strip_bullet(item)
        _drop_sign(item)
    checked = None
    boxed = bool(flow.lists) and flow.lists[-1].style == "box"
    if len(item) or boxed:
        checked = _checked(item, drawn=boxed)
    if len(item):
        _set_label(item, numbered=numbered)
    flow.begin_item(number, checked, item.get(DRAWN_AS) or "")
    if flow.verbatim and not text_in(item).strip("\n"):
        flow.builder.verbatim("\n")  # an empty line of code
    return flow.resume


def add_item(flow: Flow, item: Element, line: Line) -> bool:
    """Add an item of a list that is one line."""
    # What begins otherwise may begin with a bullet of its own.
    if not flow.lists or flow.lists[-1].style or not line[0][:1].isalnum():
        return False
    if len(item) > 1 and not item.text and not (item[0].tail or "").strip():
        return False  # what it begins with may be its sign
    flow.add_item(line)
    return True


def _set_label(item: Element, *, numbered: bool) -> None:
    """Draw the sign that is written in an element of its own before an item's text as the sign of the item; where the
    text follows in the same line, set it apart.
    """
    label = item[0]
    if label.tag not in _LABELS or (item.text or "").strip() or (label.tail or "").strip() or len(item) < 2:
        return
    sign = text_in(label)
    if TAG.fullmatch(sign) is None:
        return
    if item[1].tag in ("div", "p", "section"):
        first = item[1]
        while not (first.text or "").strip() and len(first) and first[0].tag in ("div", "p", "section"):
            first = first[0]
        item.remove(label)
        if numbered:
            item.set(DRAWN_AS, sign.strip())
        else:
            first.text = f"{sign.strip()} {(first.text or '').lstrip()}"
    elif not label.tail:
        label.tail = " "


def _strip_bullet(item: Element) -> None:
    """Take away the bullet that word processors type into an item beside the one that is drawn."""
    if (item.text or "")[:1].isalnum():
        return  # as nearly all begin
    node = item
    while not (node.text or "").strip() and len(node) and node[0].tag in ("p", "span", "a", "b", "strong", "font"):
        node = node[0]
    match = _BULLET.match(node.text or "")
    if match and (match.end() < len(node.text or "") or node.tag == "span"):
        node.text = (node.text or "")[match.end() :]


def _drop_sign(item: Element) -> None:
    """Take away a bullet that is an element of its own: the text behind it is the item's."""
    if len(item) < 2 or item[0].tag not in _LABELS or (item.text or "").strip() or (item[0].tail or "").strip():
        return
    said = text_in(item[0])
    if not said.strip() or _SIGN.fullmatch(said):
        item.remove(item[0])


def _is_one_of_several(item: Element) -> bool:
    """Whether an item has words, and another beside it."""
    beside = item.getnext() if item.getprevious() is None else item.getprevious()
    return beside is not None and beside.tag == item.tag and bool(text_in(item).strip())


def _says_number(item: Element) -> bool:
    """Whether an item that stands alone has a number that says something, as the row of a table may."""
    parent = item.getparent()
    said = item.get("value") or item.get(DRAWN_AS) or (parent is not None and parent.get("start", "1") != "1")
    return bool(said) and parent is not None and parent.tag == "ol"


def enter_term(flow: Flow, _dt: Element) -> Leave:
    """Enter the term of a definition."""
    flow.resume()
    flow.builder.open(MarkKind.STRONG)

    def leave() -> None:
        flow.builder.close()
        flow.resume()

    return leave


def add_term(flow: Flow, _dt: Element, line: Line) -> bool:
    """Add the term of a definition that is one line."""
    words, marks = line[0].rstrip(" "), line[1]
    flow.add((words, [*marks, (MarkKind.STRONG, 0, len(words), "")]))
    return True


def enter_definition(flow: Flow, _dd: Element) -> Leave:
    """A definition stands in as a further paragraph of a list does."""
    flow.lists.append(ListLevel(ordered=False, number=1, step=1))
    flow.resume()

    def leave() -> None:
        flow.lists.pop()
        flow.resume()

    return leave


def add_definition(flow: Flow, _dd: Element, line: Line) -> bool:
    """Add a definition that is one line."""
    flow.add_definition(line)
    return True


def enter_code_block(flow: Flow, pre: Element) -> Leave | Literal[False]:
    """Enter lines as they are. What only colours them is not entered."""
    if flow.grid is not None:
        return None
    verse = _VERSE.search(pre.get("class") or "") is not None
    flow.begin(BlockKind.VERSE if verse else BlockKind.CODE, language="" if verse else _language(pre))
    if flow.builder.keeps_lines and _is_only_coloured(flow, pre):
        flow.builder.verbatim(text_in(pre))
        flow.resume()
        return False
    flow.verbatim += 1

    def leave() -> None:
        flow.verbatim -= 1
        flow.resume()

    return leave


def _is_only_coloured(flow: Flow, pre: Element) -> bool:
    """Whether nothing is in an element but text, and what says how to show it."""
    if pre.get("id") in flow.wanted or pre.get("role"):
        return False
    for node in pre.iterdescendants():
        if node.tag not in _COLOURED or node in flow.special:
            return False
        if (names := node.keys()) and says_more(flow, node, names):
            return False
    return True


def enter_rule(flow: Flow, _hr: Element) -> Leave:
    """Enter a rule between blocks."""
    if flow.grid is None and flow.footnote is None:
        flow.resume()
        flow.builder.rule()
    return None


def enter_figure(flow: Flow, figure: Element) -> Leave:
    """Enter something to look at, with a caption."""
    flow.resume()
    outer = flow.caption, flow.pictured
    flow.caption = one_line(" ".join(map(text_in, figure.iter("figcaption"))))
    flow.pictured = any(node.tag in _PICTURES for node in figure.iter())

    def leave() -> None:
        flow.caption, flow.pictured = outer
        flow.resume()

    return leave


def enter_caption(flow: Flow, _caption: Element) -> Leave:
    """Enter a caption: of a picture the figure itself, of anything else a paragraph."""
    flow.begin(BlockKind.FIGURE if flow.pictured else BlockKind.PARAGRAPH)
    return flow.resume


def leave_out(_flow: Flow, _element: Element) -> Literal[False]:
    """Leave out what is not text."""
    return False


def _checked(item: Element, *, drawn: bool) -> bool | None:
    """Whether a task is done: its box stands first in the item, or first in its first paragraph or label; or
    classes say so, where a style has `drawn` the box.
    """
    box = item[0] if len(item) else item
    if box.tag != "input" and len(box):
        box = box[0]
    if box.tag == "input" and box.get("type") == "checkbox":
        return box.get("checked") is not None
    if not drawn:
        return None
    words = f"{item.get('class') or ''} {item[0].get('class') or '' if len(item) else ''}"
    return _DONE.search(words) is not None


def _title_callout(quotation: Element) -> None:
    """`[!NOTE]` at the head of a quotation, as GitHub and Obsidian have it, becomes a title."""
    first = next(iter(quotation), None)
    match = _CALLOUT.match(first.text or "") if first is not None and first.tag == "p" else None
    if first is None or match is None:
        return
    title = etree.Element("strong")
    title.text = match[2].strip() or match[1].capitalize()
    paragraph = etree.Element("p")
    paragraph.append(title)
    quotation.insert(0, paragraph)
    first.text = (first.text or "")[match.end() :]


def _language(pre: Element) -> str:
    """The language of a code block, from the attributes that highlighters use."""
    code = pre[0] if len(pre) else None
    around = pre.getparent()
    for node in (pre, code if code is not None and code.tag == "code" else None, around):
        if node is None or not node.keys():
            continue
        if node is not around:
            for name in ("data-lang", "data-language", *(("lang",) if node is pre else ())):
                if node.get(name):
                    return str(node.get(name)).split()[0][:40]
        named = language_named((node.get("class") or "").split())
        if named is not None:
            return named
    return ""


def language_named(words: Sequence[str]) -> str | None:
    """Return the language that one of the classes of some code names; None where none does."""
    if words[:1] == ["sourceCode"] and len(words) > 1:
        # Pandoc names the language among its own words.
        return next((word for word in words if word not in _OF_PANDOC), "")[:40]
    for word in words:
        if match := _LANGUAGE.match(word):
            return (match[1] or match[2])[:40]
    return None


def _number(value: str | None, otherwise: int) -> int:
    if not value:
        return otherwise  # as nearly all say nothing
    digits = value.strip()
    if not digits.lstrip("-").isascii() or not digits.lstrip("-").isdigit() or len(digits) > 18:
        return otherwise
    return max(-LARGEST, min(int(digits), LARGEST))


_NOT_TEXT = (
    "audio canvas colgroup datalist embed head iframe input meta noscript object option script select style"
    " svg template textarea title track video progress meter dialog frameset noframes applet param link"
)
_PLAIN = (
    "address article aside body center details fieldset footer form header hgroup legend listing main menuitem nav"
    " optgroup section"
)
SECTIONS: dict[str, Enter] = {
    **dict.fromkeys(_NOT_TEXT.split(), leave_out),
    **dict.fromkeys(_PLAIN.split(), enter_block),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), enter_heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), enter_list),
    **dict.fromkeys(("pre", "xmp", "plaintext"), enter_code_block),
    "blockquote": enter_quotation,
    "dd": enter_definition,
    "div": enter_division,
    "dl": enter_block,
    "dt": enter_term,
    "figcaption": enter_caption,
    "figure": enter_figure,
    "hr": enter_rule,
    "li": enter_item,
    "p": enter_paragraph,
    "summary": enter_term,
}
ONE_LINE: dict[str, AddLine] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), add_heading),
    **dict.fromkeys(("dt", "summary"), add_term),
    "dd": add_definition,
    "div": add_block,
    "li": add_item,
    "p": add_block,
}
"""How those are added that mostly hold words and marks, and nothing else."""

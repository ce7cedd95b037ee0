"""A formula that a script has drawn, and whose source is not in the page, is read from the drawing."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING
from unicodedata import normalize

from lxml import etree

from reader.domain.patterns import deferred
from reader.formats.html.formulas import accent, formula, fraction, is_source, joined, plain_tex, root, script, table
from reader.formats.html.tree import text_in, tree_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lxml.etree import _Element as Element

_FRAMES = frozenset(("span", "div", "code", "math-renderer"))
DEEPEST = 40
"""Parts within parts of a drawing that are told apart; what is deeper is its text."""
_TOP, _HEIGHT = deferred(r"(?:^|;)\s*top\s*:\s*(-?[\d.]+)em"), deferred(r"(?:^|;)\s*height\s*:\s*(-?[\d.]+)em")
_WIDE = deferred(r"margin-(?:left|right)\s*:\s*(?:0\.[5-9]|[1-9])\d*(?:\.\d+)?em")
_UNSEEN = frozenset(("strut", "pstrut", "vlist-s", "nulldelimiter", "frac-line", "hide-tail", "mathml",
                     "overline-line", "underline-line", "hline", "arraycolsep", "vertical-separator"))  # fmt: skip
"""The pieces that only take room, or are strokes."""
_STRUCK = deferred("\ue020\\s*(\\S)")
"""The stroke through the sign that follows, which has a place among those of private use."""
_SPACED = frozenset(("mrel", "mbin"))
_GLYPH = deferred(r"(?:^|\s)mjx-c([0-9A-F]{2,5})(?:\s|$)")
_STYLED_LETTERS = frozenset((0x210E, *range(0x1D400, 0x1D800)))
"""Italic and other letters of mathematics, of which the h is the sign of Planck."""
_RAISED_BY = deferred(r"translate\(-?[\d.]+[, ]+(-?[\d.]+)\)")
_SQUARE_ROOTS = frozenset(("msqrt", "mroot"))
_LEAVES = frozenset(("mi", "mn", "mo", "ms", "mtext"))
_GROUPS = {"math": "math", "texatom": "mrow", "mrow": "mrow", "mstyle": "mrow", "mpadded": "mrow", "menclose": "mrow"}
_PARTED = frozenset(
    ("mfrac", "mover", "mroot", "msqrt", "msub", "msubsup", "msup", "mtable", "mtd", "mtr", "mlabeledtr", "munder",
     "munderover", "mmultiscripts", "mprescripts", "none", "mspace", "mphantom")
)  # fmt: skip


def open_drawn(page: Element, text: str) -> None:
    """Put a formula in the place of its drawing: the source that the script left in an attribute, or what it drew.

    `text` is that of the page: a saved one has the drawing, and no script.
    """
    if "data-mathml" in text:
        for drawn in list(page.iter("span", "div")):
            source = drawn.get("data-mathml")
            tree = tree_of(source) if source and next(drawn.iter("math"), None) is None else None
            math = next(tree.iter("math"), None) if tree is not None else None
            if math is not None and not _source_follows(drawn):
                drawn[:], drawn.text = [math], None
    if "katex-html" in text:
        for drawn in [one for one in page.iter("span") if "katex-html" in (one.get("class") or "").split()]:
            _read_layout(drawn)
    for drawn in list(page.iter("mjx-container")):
        if next(drawn.iter("math"), None) is None:
            said = next(filter(None, (one.get("data-latex") for one in drawn.iter())), drawn.get("aria-label"))
            if said := plain_tex(said) if said else _read_glyphs(drawn):
                drawn[:], drawn.text = [], said


def _source_follows(drawn: Element) -> bool:
    for node in chain([drawn], drawn.iterancestors()):
        after = node.getnext()
        if after is not None or node.tag not in _FRAMES:
            return after is not None and after.tag == "script" and is_source(after)
    return False


# Drawn with letters, of which style sheets say where they stand.


def _read_layout(drawn: Element) -> None:
    """Put what letters and their places say in the place of a drawing that has no source beside it."""
    parent = drawn.getparent()
    if parent is None or next(parent.iter("math"), None) is not None or _source_follows(drawn):
        return
    said = _STRUCK.sub("\\1\u0338", " ".join(_row(drawn, 0).split()))
    if said := normalize("NFC", said):
        drawn[:], drawn.text = [], said
        drawn.attrib.pop("aria-hidden", "")


def _words(node: Element) -> Sequence[str]:
    """The classes of an element, of which later versions write some with the name of the program before them."""
    return [word.removeprefix("katex-") for word in (node.get("class") or "").split()]


def _row(node: Element, depth: int) -> str:
    """What stands side by side in an element; scripts belong to what is before them."""
    if depth > DEEPEST:
        return text_in(node)
    parts = [_seen(node.text)]
    for child in node:
        words = _words(child)
        if "msupsub" in words:
            below, above = _scripts(child, depth + 1)
            parts.append(script(parts.pop() if parts else "", below, above))
        elif _UNSEEN.isdisjoint(words):
            parts.append(_part(child, words, depth + 1))
        if said := _seen(child.tail):
            parts.append(said)
    return joined([part for part in parts if part])


def _part(node: Element, words: Sequence[str], depth: int) -> str:
    for name in words:
        if name in _LAYOUTS:
            return _LAYOUTS[name](node, depth)
    if not isinstance(node.tag, str) or node.tag == "svg":
        return ""
    said = _row(node, depth)
    if "mspace" in words:
        return " " if said or _WIDE.search(node.get("style") or "") else ""
    if not _SPACED.isdisjoint(words):
        return f" {said.strip()} "
    if "tag" in words:
        return f" {said}"
    named = "mop" in words and len(said) > 1 and said.isalpha()
    return f"{said} " if named or "mpunct" in words else said


def _seen(text: str | None) -> str:
    return (text or "").replace("\u200b", "").replace("\xa0", " ").strip("\n")


def _rows(node: Element) -> list[tuple[float, Element]]:
    """The parts of an element that stand above each other, the uppermost first, with their places."""
    holder = next((one for one in node.iter("span") if "vlist" in _words(one)), None)
    found = []
    for part in holder if holder is not None else ():
        top = _TOP.search(part.get("style") or "")
        strut = next((one for one in part if "pstrut" in _words(one)), None)
        height = _HEIGHT.search(strut.get("style") or "") if strut is not None else None
        if top:
            found.append((float(top[1]) + (float(height[1]) if height else 0), part))
    return sorted(found, key=lambda one: one[0])


def _scripts(node: Element, depth: int) -> tuple[str, str]:
    """The index and the power that stand behind something."""
    below = above = ""
    for place, part in _rows(node):
        if place < 0:
            above = _row(part, depth)
        else:
            below = _row(part, depth)
    return below, above


def _fraction(node: Element, depth: int) -> str:
    rows = [part for _, part in _rows(node) if not any("frac-line" in _words(one) for one in part)]
    said = [_row(part, depth) for part in rows]
    if len(said) != 2:
        return "".join(said)
    ruled = any("frac-line" in _words(one) for one in node.iter("span"))
    return fraction(*said) if ruled else f"({said[0].strip()} over {said[1].strip()})"


def _root(node: Element, depth: int) -> str:
    degree = next((one for one in node if "root" in _words(one)), None)
    inner = [part for child in node if child is not degree for _, part in _rows(child)]
    radicand = "".join(_row(part, depth) for part in inner)
    return root(radicand, _row(degree, depth) if degree is not None else "")


def _limits(node: Element, depth: int) -> str:
    """A sum or a limit with what stands below and above it, which is smaller."""
    below = above = base = ""
    for _, part in _rows(node):
        said = _row(part, depth).strip()
        drawn = any("hide-tail" in _words(one) for one in part)
        if not any("sizing" in _words(one) for one in part):
            base = base or said or ("→" if drawn and "x-arrow" in _words(node) else "")
        elif base:
            below = said
        else:
            above = said
    return f"{script(base, below, above)} "


def _accented(node: Element, depth: int) -> str:
    base = sign = ""
    for _, part in _rows(node):
        if any("accent-body" in _words(one) for one in part.iter("span")):
            sign = _row(part, depth) or ("→" if next(part.iter("svg"), None) is not None else "")
        else:
            base = _row(part, depth)
    return accent(base, sign)


def _lined(node: Element, depth: int) -> str:
    said = "".join(_row(part, depth) for _, part in _rows(node))
    return accent(said, "‾") if "overline" in _words(node) else said


def _matrix(node: Element, depth: int) -> str:
    columns = [
        [_row(cell, depth) for _, cell in _rows(column)]
        for column in node
        if any(name.startswith("col-align") for name in _words(column))
    ]
    rows = max(map(len, columns), default=0)
    return table([[column[at] for column in columns if at < len(column)] for at in range(rows)])


_LAYOUTS: dict[str, Callable[[Element, int], str]] = {
    "accent": _accented,
    "mfrac": _fraction,
    "mover": _limits,
    "mtable": _matrix,
    "munder": _limits,
    "op-limits": _limits,
    "overline": _lined,
    "sqrt": _root,
    "underline": _lined,
    "x-arrow": _limits,
}


# Drawn with glyphs, which are named by what they show, within elements that are called as those of MathML.


def _read_glyphs(drawn: Element) -> str:
    parts = list(_mathml(drawn, 0))
    math = etree.Element("math")
    math.extend(parts)
    return normalize("NFC", formula(math)) if parts else ""


def _kind(node: Element) -> str:
    said = node.get("data-mml-node")
    name = str(node.tag) if isinstance(node.tag, str) else ""
    return (said or name.removeprefix("mjx-") if said or name.startswith("mjx-") else "").lower()


def _mathml(node: Element, depth: int) -> Iterator[Element]:
    """Make the elements of MathML that are drawn in an element."""
    if depth > DEEPEST:
        return
    for child in node:
        kind = _kind(child)
        if kind in _LEAVES:
            made = etree.Element(kind)
            made.text = "".join(_shown(child))
            yield made
        elif kind in _GROUPS or kind in _PARTED:
            made = etree.Element(_GROUPS.get(kind, kind))
            if kind == "mfrac" and next(child.iter("mjx-line", "rect"), None) is None:
                made.set("linethickness", "0")
            made.extend(_in_order(kind, child, list(_mathml(child, depth + 1))))
            yield made
        elif kind not in ("surd", "assistive-mml"):
            yield from _mathml(child, depth + 1)


def _in_order(kind: str, node: Element, parts: list[Element]) -> Sequence[Element]:
    """The parts of an element as MathML has them, where they are drawn from above: the power before the index."""
    chtml = str(node.tag).startswith("mjx-")
    if kind == "munderover" and len(parts) == 2 and chtml:  # what is above, and what holds the rest
        return [*parts[1], parts[0]] if parts[1].tag == "munder" else parts
    if kind in ("msubsup", "munderover") and len(parts) == 3:
        heights = [float(match[1]) for one in node if (match := _RAISED_BY.search(one.get("transform") or ""))]
        return parts if len(heights) > 1 and heights[-2] < heights[-1] else [parts[0], parts[2], parts[1]]
    if kind == "mover" and len(parts) == 2 and chtml and _kind(node[0]) == "over":
        return [parts[1], parts[0]]
    if kind in _SQUARE_ROOTS:
        kept = [part for part in parts if not (part.tag == "mo" and (part.text or "") == "√")]
        return [kept[1], kept[0]] if kind == "mroot" and chtml and len(kept) == 2 else kept
    return parts


def _shown(leaf: Element) -> Iterator[str]:
    """The letters that are drawn in an element."""
    for node in leaf.iter():
        code = node.get("data-c")
        if code is None and (match := _GLYPH.search(node.get("class") or "")):
            code = match[1]
        if code and re.fullmatch(r"[0-9A-Fa-f]{2,5}", code) and not 0xD800 <= (number := int(code, 16)) < 0xF900:
            letter = chr(number)
            yield normalize("NFKC", letter) if number in _STYLED_LETTERS else letter
        elif node.tag in ("mjx-utext", "text"):
            yield text_in(node)

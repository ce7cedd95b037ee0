"""Formulas become text: the TeX that a page has of one, or its MathML put so that it can be read in a line."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import combining

from reader.domain.patterns import deferred
from reader.formats.html.names import KNOWN
from reader.formats.html.tree import text_in, tree_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml.etree import _Element as Element

_DRAWN_BY_SCRIPT = deferred(r"matex|latex|katex|-math")
_DRAWN = frozenset(("span", "div", "code", "math-renderer"))
"""The elements that such a script draws in."""
_DELIMITED = deferred(r"\s*(?:\\\((.*)\\\)|\\\[(.*)\\\]|[$][$]([^$]*)[$][$]|[$]([^$]+)[$])\s*", re.DOTALL)
_TYPESETS = ("MathJax", "mathjax", "KaTeX", "katex")
"""What the programs are called that do: looked for as they are written, in scripts that are long."""
_DOLLARS = deferred(r"(?:inlineMath|delimiters)[\s\S]{0,400}?[\"'][$][\"']")
_MARKED = deferred(r"\\[(\[b]|[$]")
_BETWEEN = (
    r"\\\((.{1,2000}?)\\\)|\\\[(.{1,2000}?)\\\]|[$][$](.{1,2000}?)[$][$]"
    r"|\\begin\{(?:equation|displaymath|math)\*?\}(.{1,2000}?)\\end\{\w+\*?\}"
)
_TYPESET_BUT_DOLLARS = deferred(_BETWEEN, re.DOTALL)
_TYPESET = deferred(rf"{_BETWEEN}|(?<![\\$])[$](?=[^\s$])([^$]{{1,400}}?)(?<=[^\s\\])[$](?!\d)", re.DOTALL)
_CDATA = deferred(r"%?\s*<!\[CDATA\[|%?\s*\]\]>\s*$")
"""What Markdown's programs put about the TeX in a script, so that XML reads over its signs."""
_LABEL = deferred(r"\s*\\label\{[^{}]{0,80}\}")
_AS_WRITTEN = frozenset(("pre", "code", "script", "style", "textarea", "kbd", "samp", "tt", "annotation"))
_STYLED = deferred(r"^(\{)?\s*\\(?:displaystyle|textstyle|scriptstyle)(?![a-zA-Z])\s*(.*?)(?(1)\})$", re.DOTALL)
_SIMPLE = deferred(r"[\w.′'∞]*|\d+,\d+|[^\w\s]|√\w|\w[\u0300-\u036f]")
"""What needs no brackets to be one thing."""
_ACCENTS = {"¯": "\u0304", "‾": "\u0304", "–": "\u0304", "―": "\u0304", "ˉ": "\u0304", "^": "\u0302",
            "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "→": "\u20d7", "⃗": "\u20d7", "˙": "\u0307",
            "¨": "\u0308", "ˇ": "\u030c", "˚": "\u030a", "˘": "\u0306", "´": "\u0301", "`": "\u0300",
            "_": "\u0332"}  # fmt: skip
_BRACES = frozenset("⏞⏟⏜⏝⎴⎵︷︸")
"""What only joins what is under it, or above, with what is said of it."""
_RAISED = dict(zip(["5", "6", "7", "8", "9", "n", "i"], "⁵⁶⁷⁸⁹ⁿⁱ", strict=True))
_SPACED = frozenset("=≠<>≤≥≈≡∼≃≅→←↔⇒⇔⇐∈∉⊂⊆⊃⊇∪∩+−±×÷∧∨↦∝:")
_NO_ARGUMENT = frozenset("\u2061\u2062\u2063\u2064")
"""Signs of MathML that are not seen: a function is applied, a product, a list."""


def formula(math: Element) -> str:
    """Write the formula that a `math` element is."""
    for node in math.iter():
        if _name(node) == "annotation" and "tex" in (node.get("encoding") or "").lower():
            return plain_tex(text_in(node))
    said = math.get("alttext") or ""
    return plain_tex(said) if said.strip() else " ".join(readable(math).split())


def plain_tex(tex: str) -> str:
    """Write TeX on one line, without what only says how large it is set."""
    line = " ".join(tex.split())
    match = _STYLED.match(line)
    return match[2].strip() if match else line


def open_delimited(classed: Iterable[tuple[Element, str]]) -> None:
    r"""Take away the `\(` and `\[` that Pandoc and Sphinx write about a formula for the script that would draw it.

    Formulas are among the elements that have a class.
    """
    for node, name in classed:
        if not _is_drawn_by_script(name) or node.tag not in _DRAWN or len(node) > 1:
            continue
        number = node[0] if len(node) else None
        match = _DELIMITED.fullmatch((node.text or "") + ((number.tail or "") if number is not None else ""))
        if match:
            node.text = _bare(match)
            if number is not None:  # as Sphinx writes it before its formula
                node.text, number.tail = f"{node.text} ", None


@lru_cache(KNOWN)
def _is_drawn_by_script(name: str) -> bool:
    return name.lstrip().startswith("math") or _DRAWN_BY_SCRIPT.search(name) is not None


def open_typeset(root: Element) -> None:
    r"""Take away the signs about formulas in the text of a page for a script that would set them in the browser.

    `$` is such a sign only where the page tells the script so.
    """
    scripts = [f"{one.get('src') or ''} {one.text or ''}" for one in root.iter("script")]
    if not any(name in script for script in scripts for name in _TYPESETS):
        return
    signs = _TYPESET if any(map(_DOLLARS.search, scripts)) else _TYPESET_BUT_DOLLARS
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        if node.text and node.tag not in _AS_WRITTEN and _MARKED.search(node.text):
            node.text = signs.sub(_bare, node.text)
        if node.tail and _MARKED.search(node.tail) and not _is_within(node, _AS_WRITTEN):
            node.tail = signs.sub(_bare, node.tail)


def _is_within(node: Element, tags: frozenset[str]) -> bool:
    parent = node.getparent()
    return parent is not None and parent.tag in tags


def _bare(match: re.Match[str]) -> str:
    tex = next(filter(None, match.groups()), "")
    return plain_tex(_LABEL.sub("", tex)) if tex.strip() else match[0]


def is_source(script: Element) -> bool:
    """Tell whether a script holds the TeX or the MathML of a formula that it would draw."""
    return (script.get("type") or "").lower().startswith("math/")


def formula_in(script: Element) -> str:
    """Write the formula that such a script would draw."""
    source = script.text or ""
    if "mml" not in (script.get("type") or "").lower():
        return plain_tex(_CDATA.sub("", source))
    root = tree_of(source)
    math = next(root.iter("math"), None) if root is not None else None
    return formula(math) if math is not None else ""


def is_formula(text: str) -> bool:
    """Tell whether the text that stands for a picture is TeX."""
    return bool(re.search(r"\\[a-zA-Z]+|[_^]\{|\^\w|_\w\b", text))


def readable(node: Element) -> str:
    """Write MathML in a line: fractions with a stroke, powers with ^, indexes with _, roots with their sign."""
    rule = _RULES.get(_name(node))
    if rule is not None:
        return rule(node)
    return _row(node)


def _name(node: Element) -> str:
    return str(node.tag).rpartition("}")[2].lower()


def _parts(node: Element) -> list[str]:
    return [readable(child) for child in node if isinstance(child.tag, str)]


def _row(node: Element) -> str:
    if not len(node):
        return " ".join((node.text or "").split())
    return joined(_parts(node))


def joined(parts: list[str]) -> str:
    """Write parts side by side; words that would run together, and figures, are kept apart."""
    out = ""
    for part in parts:
        apart = (
            out
            and part
            and ((out[-1].isdigit() and part[0].isdigit()) or (len(part) > 1 and part.isalpha() and out[-1].isalpha()))
        )
        out += f" {part}" if apart else part
    return out


def _operator(node: Element) -> str:
    sign = (node.text or "").strip()
    if sign in _NO_ARGUMENT:
        name, argument = node.getprevious(), node.getnext()
        named = name is not None and len(text_in(name).strip()) > 1
        bracketed = argument is not None and text_in(argument).strip()[:1] in ("(", "[", "{")
        return " " if sign == "\u2061" and named and not bracketed else ""
    prefix = node.get("form") == "prefix" or node.getprevious() is None
    return f" {sign} " if sign in _SPACED and not prefix else sign


def _text(node: Element) -> str:
    return f" {text_in(node).strip()} "


def one(text: str) -> str:
    """Make the text one thing: in brackets where it is several."""
    text = text.strip()
    bracketed = text[:1] in "([{|" and text[-1:] in ")]}|" and len(text) > 1 and text.count(text[0]) == 1
    return text if _SIMPLE.fullmatch(text) or bracketed else f"({text})"


def fraction(above: str, below: str) -> str:
    """Write a fraction."""
    return f"{one(above)}/{one(below)}"


def script(base: str, below: str = "", above: str = "") -> str:
    """Write an expression with its index and its power."""
    base = one(base) if base.strip() not in "∑∏∫⋃⋂" else base.strip()
    return base + (f"_{one(below)}" if below.strip() else "") + (f"^{one(above)}" if above.strip() else "")


def root(radicand: str, degree: str = "") -> str:
    """Write a root."""
    sign = {"": "√", "2": "√", "3": "∛", "4": "∜"}.get(degree.strip())
    inner = one(radicand)
    return f"{sign}{inner}" if sign else f"{_RAISED.get(degree.strip()) or one(degree)}√{inner}"


def accent(base: str, sign: str) -> str:
    """Write a letter with a sign above it."""
    mark = _ACCENTS.get(sign.strip()) or (sign.strip() if combining(sign.strip()[:1] or " ") else "")
    if mark and base.strip():
        return one(base) + mark
    return f"{one(base)}^{one(sign)}" if sign.strip() else base


def _fraction(node: Element) -> str:
    parts = [*_parts(node), "", ""]
    if node.get("linethickness") in ("0", "0pt", "0em"):
        return f"({parts[0].strip()} over {parts[1].strip()})"
    return fraction(parts[0], parts[1])


def _sub(node: Element) -> str:
    parts = [*_parts(node), "", ""]
    return script(parts[0], parts[1])


def _sup(node: Element) -> str:
    parts = [*_parts(node), "", ""]
    return script(parts[0], "", parts[1])


def _both(node: Element) -> str:
    parts = [*_parts(node), "", "", ""]
    return script(parts[0], parts[1], parts[2]) + (" " if parts[0].strip() in "∑∏∫⋃⋂" else "")


def _under(node: Element) -> str:
    parts = [*_parts(node), "", ""]
    return parts[0] if parts[1].strip() in _BRACES else script(parts[0], parts[1]) + " "


def _over(node: Element) -> str:
    parts = [*_parts(node), "", ""]
    return parts[0] if parts[1].strip() in _BRACES else accent(parts[0], parts[1])


def _root(node: Element) -> str:
    parts = [*_parts(node), "", ""]
    return root(parts[0], parts[1])


def _fenced(node: Element) -> str:
    signs = (node.get("separators") or ",").strip()[:1]
    return (
        (node.get("open") or "(") + f"{signs} ".join(part.strip() for part in _parts(node)) + (node.get("close") or ")")
    )


def table(rows: list[list[str]]) -> str:
    """Write a matrix: cells by commas, rows by semicolons."""
    return "; ".join(", ".join(cell.strip() for cell in row) for row in rows)


def _table(node: Element) -> str:
    rows = [row for row in node if isinstance(row.tag, str)]
    return table([_parts(row) for row in rows])


def _many(node: Element) -> str:
    """Scripts on both sides: base, then pairs of lower and upper ones; those before it come behind a sign."""
    children = [child for child in node if isinstance(child.tag, str)]
    names = [_name(child) for child in children]
    cut = names.index("mprescripts") if "mprescripts" in names else len(names)
    base, *after = [readable(child) for child in children[:cut]] or [""]
    before = [readable(child) for child in children[cut + 1 :]]
    return f"{_pairs(before)}{script(base, *after[:2])}{_pairs(after[2:])}"


def _pairs(parts: list[str]) -> str:
    pairs = zip(parts[::2], [*parts[1::2], ""], strict=False)
    return "".join(script("", below, above) for below, above in pairs)


_RULES: dict[str, Callable[[Element], str]] = {
    "annotation": lambda _node: "",
    "annotation-xml": lambda _node: "",
    "maction": lambda node: next(iter(_parts(node)), ""),
    "mfenced": _fenced,
    "mfrac": _fraction,
    "mmultiscripts": _many,
    "mo": _operator,
    "mover": _over,
    "mphantom": lambda _node: "",
    "mroot": _root,
    "ms": lambda node: f'"{text_in(node)}"',
    "mspace": lambda _node: " ",
    "msqrt": lambda node: root(_row(node)),
    "msub": _sub,
    "msubsup": _both,
    "msup": _sup,
    "mtable": _table,
    "mtext": _text,
    "munder": _under,
    "munderover": _both,
    "semantics": lambda node: next(iter(_parts(node)), ""),
}

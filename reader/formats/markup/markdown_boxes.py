"""Boxes and parts of a Markdown text that are written with fences or by indenting become quotations and elements.

Fences of colons are of Pandoc, Quarto and Docusaurus; what `!!!` and `???` begin, and tabs, of MkDocs; fences of code
that name a box, of MyST (Jupyter Book).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred

if TYPE_CHECKING:
    from collections.abc import Iterator

# No part of the indent can be taken in two ways: a line of twenty blanks would be tried in millions.
_FENCE = deferred(r"[ \t]*(?:>[ \t]*|(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})[ \t]*([^\n]*)$")
_COLONS = deferred(
    r"^( {0,3}):{3,}[ \t]*(?:\{([^}\n]*)\}|([a-zA-Z][\w-]*))?[ \t]*(?:\[([^\]\n]*)\]|([^\n:{}]*?))?"
    r"[ \t]*(?:\{[^}\n]*\})?:*[ \t]*$"
)
_BOXES = frozenset(
    [
        "note",
        "tip",
        "warning",
        "caution",
        "danger",
        "info",
        "important",
        "attention",
        "error",
        "hint",
        "example",
        "abstract",
        "question",
        "admonition",
        "seealso",
        "todo",
        "topic",
        "sidebar",
        "margin",
        "dropdown",
        "epigraph",
        "pull-quote",
    ]
)
_TITLED = frozenset(("admonition", "topic", "sidebar", "margin", "dropdown"))
"""Boxes that have the title that is given to them, and none else."""
_NAMES = {"seealso": "See also", "epigraph": "", "pull-quote": "", **dict.fromkeys(_TITLED, "")}
"""What boxes are called that are not called as their kind."""
_INDENTED_BOX = deferred(
    r"^([ ]*)(?:(!!!|\?\?\?\+?)[ \t]+([\w-]+)(?:[ \t]+[\w-]+)*|(===[!+]?))(?:[ \t]+(\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*$",
    re.MULTILINE,
)
"""A box of MkDocs, which holds the lines indented below it, or a tab of several."""
_DIRECTIVE = deferred(
    r" {0,3}(`{3,}|~{3,})[ \t]*\{(note|tip|warning|caution|danger|info|important|attention|error|hint|admonition"
    r"|seealso|todo|topic|sidebar|margin|dropdown|figure|epigraph|highlights|pull-quote)\}[ \t]*([^\n`]*)$"
)
_OPTION = deferred(r"[ \t]*:[\w-]+:(?:[ \t]|$)")
_ITEM = deferred(r" *(?:[-*+]|\d{1,9}[.)])[ \t]")
INDENT = 4
"""Blanks by which Python-Markdown indents what belongs to the line above."""


def open_boxes(text: str) -> str:
    """Write a text with its boxes as quotations, and of the attributes of a fence of code only its language."""
    if holds_any(text, "!!!", "???", "===") and _INDENTED_BOX.search(text):
        text = "\n".join(_with_quoted_boxes(text.split("\n")))
    if holds_any(text, ":::", "```{", "``` {", "~~~"):
        text = "\n".join(_unfenced(text.split("\n")))
    return text


def holds_any(text: str, *signs: str) -> bool:
    """Tell whether any of the signs stands in a text, before a pattern looks for it, which takes as long as cmark."""
    # One character is found ten times as fast as three, and most texts have not even that.
    return any(sign[0] in text and sign[-1] in text and sign in text for sign in signs)


def fence_of(line: str) -> re.Match[str] | None:
    """Find what begins or ends code on a line, if anything does."""
    return _FENCE.match(line) if "```" in line or "~~~" in line else None


def _with_quoted_boxes(lines: list[str]) -> Iterator[str]:
    """The lines, each box of MkDocs as a quotation with its title, and each tab under its name."""
    fence = ""
    in_list = False
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        match = fence_of(line)
        if match and (not fence or (match[1].startswith(fence) and not match[2])):
            fence = "" if fence else match[1]
        box = None if fence else _INDENTED_BOX.match(line)
        if line.strip() and not line.startswith(" "):
            in_list = _ITEM.match(line) is not None
        if box is None or (box[4] and not box[5]) or (len(box[1]) >= INDENT and not in_list):
            yield line
            continue
        start, indents = at, (box[1] + INDENT * " ", box[1] + "\t")
        while at < len(lines) and (lines[at].startswith(indents) or not lines[at].strip()):
            at += 1
        inside = [_without_indent(one, len(box[1])) for one in lines[start:at]]
        if not any(map(str.strip, inside)):
            yield line
            at = start
            continue
        title = box[5][1:-1] if box[5] else (box[3] or "").capitalize()
        sign = box[1] if box[4] else f"{box[1]}> "
        if title:
            yield from (f"{sign}**{title}**", sign)
        yield from (sign + one for one in _with_quoted_boxes(inside))
        yield ""


def _without_indent(line: str, outer: int) -> str:
    line = line[outer:]
    return line[1:] if line.startswith("\t") else line[INDENT:]


def _unfenced(lines: list[str]) -> Iterator[str]:
    """Fences of colons as elements, and of the attributes of a fence of code only its language."""
    fence = ""
    boxes: list[bool] = []
    skip = 0
    for at, line in enumerate(lines):
        if at < skip:
            continue
        match = fence_of(line)
        if fence:
            if match and match[1].startswith(fence) and not match[2]:
                fence = ""
            yield line
            continue
        box = _DIRECTIVE.match(line) if match else None
        if box:
            end = next((n for n in range(at + 1, len(lines)) if _ends(lines[n], box[1])), len(lines))
            yield from _directive(box, list(_unfenced(lines[at + 1 : end])))
            skip = end + 1
            continue
        if match and "`" not in match[2]:
            fence = match[1]
            yield line[: match.start(2)] + _language(match[2])
            continue
        colons = _COLONS.match(line) if ":::" in line else None
        if colons is None:
            yield line
        elif any(colons.group(2, 3)) or (colons[5] and not boxes):
            yield from _open(colons, boxes)
            skip = at + 1
            while colons[2] and skip < len(lines) and _OPTION.match(lines[skip]):
                skip += 1
        elif boxes:
            yield from ("", "</blockquote>" if boxes.pop() else "</div>", "")
        else:
            yield line


def _open(colons: re.Match[str], boxes: list[bool]) -> Iterator[str]:
    """What stands for the beginning of a fence of colons: a box with a title, or only a part."""
    dotted, bare = next(iter(re.findall(r"\.([\w-]+)|^([\w-]+)$", colons[2] or "")), ("", ""))
    kind = ((colons[3] or "").lower() or dotted or bare.lower()).removeprefix("callout-")
    title = (colons[4] or colons[5] or "").strip()
    box = kind in _BOXES
    boxes.append(box)
    yield from ("", "<blockquote>" if box else "<div>", "")
    title = title or (_NAMES.get(kind, kind.capitalize()) if box else "")
    if title:
        yield from (f"**{title}**", "")


def _ends(line: str, fence: str) -> bool:
    bare = line.strip()
    return bare.startswith(fence) and not bare.strip(fence[0])


def _directive(box: re.Match[str], inside: list[str]) -> Iterator[str]:
    """A box, a caption or an aside of MyST (Jupyter Book), which are written as code is and hold words."""
    start = next((n for n, one in enumerate(inside) if not _OPTION.match(one)), len(inside))
    if inside and inside[0].strip() == "---":
        start = next((n + 1 for n, one in enumerate(inside) if n and one.strip() == "---"), 0)
    name, said = box[2].lower(), box[3].strip()
    sign = "> " if name in _BOXES else ""
    titled = name in _TITLED
    title = said if titled else "" if name not in _BOXES else _NAMES.get(name, name.capitalize())
    yield ""
    if title:
        yield from (f"{sign}**{title}**", sign)
    first = [said] if said and not titled and name != "figure" else []
    yield from (sign + one for one in (*first, *inside[start:]))
    yield ""


def _language(info: str) -> str:
    """The language in `{.python .numberLines}`, `{r, echo=FALSE}` or `{code-cell} ipython3`, and nothing else."""
    inside = re.match(r"\{([^}\n]*)\}?[ \t]*([\w+#-]*)", info)
    if inside is None:
        return info
    names = re.findall(r"(?:^|[\s.])\.?([a-zA-Z][\w+#-]*)(?![\w=-])", inside[1])
    return inside[2] or (names[0] if names else "")

"""Some things are drawn without words and say for the ear what they show: stars of a rating, gauges, CSS pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred
from reader.domain.wording import one_line
from reader.formats.html.tree import text_in

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from reader.formats.html.flow import Flow

_BLOCKS = frozenset(("div", "p", "figure", "ul", "ol"))
_DRAWN = _BLOCKS | {"span", "i", "b", "em", "strong", "td", "li", "svg", "meter", "progress"}
_WORDLESS = frozenset(("script", "style", "template", "svg", "title", "desc"))
_FOR_THE_EAR = deferred(r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text|a-offscreen)(?:$|\s)")
_RATING = deferred(r"rat(?:ed|ing)|stars?\b|score", re.IGNORECASE)
_WORD = deferred(r"\w")
_DIGIT = deferred(r"\d")
MANY_WORDS = 4
"""Words from which on the label of a drawing says what it shows, and not what a sign beside a link is called."""


def says_in_label(flow: Flow, node: Element) -> bool:
    """Write what an element without words is labelled with, where that is more than a name; whether it was."""
    if node.tag not in _DRAWN or flow.verbatim:
        return False
    label = _label(node)
    if not label:
        return False
    if node.tag in ("td", "li"):
        node.text = f"{label} {node.text or ''}"
        return False
    apart = node.tag in _BLOCKS and flow.grid is None
    if apart:
        flow.resume()
    flow.builder.text(label if apart else f" {label} ")
    if apart:
        flow.resume()
    return True


def _label(node: Element) -> str:
    if node.tag in ("meter", "progress"):
        return one_line(text_in(node)) or one_line(node.get("aria-label") or "") or _measured(node)
    label = one_line(node.get("aria-label") or "")
    if not label and _RATING.search(node.get("class") or ""):
        label = one_line(node.get("title") or "")
    if not label or _is_pressed(node):
        return ""
    seen = _seen(node)
    if _WORD.search(seen) or one_line(node.tail or "").startswith(label):
        return ""
    counted = _DIGIT.search(label) is not None and len(label) > 2
    drawing = node.get("role") == "img"
    if node.tag == "svg":
        return label if drawing and (counted or label.count(" ") + 1 >= MANY_WORDS) else ""
    return label if counted or (drawing and not seen) else ""


def _measured(node: Element) -> str:
    value, most = node.get("value"), node.get("max")
    return f"{value}/{most}" if value and most else value or ""


def _is_pressed(node: Element) -> bool:
    """Whether it stands for something to press, whose name is none of the text."""
    return any(above.tag in ("button", "nav", "select", "a") for above in (node, *node.iterancestors()))


def _seen(node: Element) -> str:
    """The text inside, without what is drawn only or heard only."""
    said = node.text or ""
    for child in node:
        hidden = (
            child.tag in _WORDLESS
            or child.get("aria-hidden") == "true"
            or _FOR_THE_EAR.search(child.get("class") or "") is not None
        )
        said += ("" if hidden else _seen(child)) + (child.tail or "")
    return said.strip()

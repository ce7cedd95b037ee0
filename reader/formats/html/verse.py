"""Verse is written in many ways: where its lines are elements, they become lines of one text, with their indent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from reader.domain.patterns import deferred
from reader.formats.html.tree import text_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_STANZA = deferred(
    r"(?:^|[\s_-])(?:stanzas?|strophe|line-?block|line-?group|lg|poem|poetry|verse-?(?:group|block)|song|lyrics?)(?:$|\s)",
    re.IGNORECASE,
)
"""What is called that holds lines of verse."""
_DEEPER = deferred(r"(?:^|[\s_-])(?:line-?block|line-?group|lg)(?:$|\s)", re.IGNORECASE)
"""What holds lines that stand further in than those about it."""
_INDENT = deferred(r"(?:^|[\s_-])(?:i|in|ind|indent|l|line)-?(\d{1,2})(?:$|\s)", re.IGNORECASE)
_LINE_TAGS = frozenset(("div", "p", "span"))
_WITHIN = frozenset(
    ("span", "i", "em", "b", "strong", "small", "sup", "sub", "a", "abbr", "q", "cite", "u", "s", "br", "bdi")
)
"""What may stand in a line of verse."""
_PAGE = deferred(r"\W*(?:p\.?|pg\.?|page)?\s*\d{1,4}\W*", re.IGNORECASE)
"""The number of a printed page that begins between two lines."""
_WHITE = deferred(r"\s+")
STEP, WIDEST = 4, 40
"""Blanks of a level, and of an indent at most."""
LONGEST = 100
"""Characters of a line of verse at most."""
LINES = 2000
"""Lines of a stanza at most."""


def open_stanza(division: Element) -> bool:
    """Let a stanza whose lines are elements hold text with line ends, and nothing else; whether it is one."""
    if _STANZA.search(division.get("class") or "") is None:
        return False
    lines = list(_lines_in(division, 0))
    if not 0 < len(lines) <= LINES or any(line is None for _, line in lines):
        return False
    kept: list[Element] = []
    for number, (indent, line) in enumerate(lines):
        if line is None:
            continue
        numbered = _PAGE.fullmatch(text_in(line)) is not None
        _straighten(line)
        line.text = ("" if numbered else " " * min(indent, WIDEST)) + (line.text or "")
        line.tag, line.tail = "span", None if numbered or number + 1 == len(lines) else "\n"
        kept.append(line)
    division[:], division.text = kept, None
    return True


def _lines_in(stanza: Element, indent: int) -> Iterator[tuple[int, Element | None]]:
    """The lines of a stanza, each with its indent; None for what is none."""
    if (stanza.text or "").strip():
        yield 0, None
    for child in stanza:
        if (child.tail or "").strip():
            yield 0, None
        elif child.tag == "br" or not isinstance(child.tag, str):
            continue
        elif child.tag == "div" and _DEEPER.search(child.get("class") or ""):
            yield from _lines_in(child, indent + STEP)
        elif not _is_line(child):
            yield 0, None
        else:
            said = _INDENT.search(child.get("class") or "")
            yield indent + (int(said[1]) if said else 0), child


def _is_line(node: Element) -> bool:
    if node.tag not in _LINE_TAGS or len(text_in(node)) > LONGEST:
        return False
    last = node[-1] if len(node) else None
    for inner in node.iterdescendants():
        if isinstance(inner.tag, str) and inner.tag not in _WITHIN:
            return False
        if inner.tag == "br" and not (inner is last and not (inner.tail or "").strip()):
            return False
    return True


def _straighten(line: Element) -> None:
    """Let a line be one, however it was broken in the file."""
    etree.strip_elements(line, "br", with_tail=False)
    nodes = list(line.iter())
    for node in nodes:
        node.text = _WHITE.sub(" ", node.text) if node.text else None
        if node is not line and node.tail:
            node.tail = _WHITE.sub(" ", node.tail)
    line.text = (line.text or "").lstrip(" ")
    if len(line) and line[-1].tail:
        line[-1].tail = line[-1].tail.rstrip(" ")
    elif not len(line):
        line.text = line.text.rstrip(" ")

"""Footnotes: which links refer to one, and which elements are one."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from reader.formats.html.tree import text_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element as Element

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
LONGEST = 5000
"""Characters of a footnote at most; what is longer is a section that is linked to."""

_SIGN = re.compile(r"\W*(?:\d{1,4}|[*†‡§¶‖]{1,4}|[a-z]{1,2}|[ivxl]{1,6}|note \d{1,4})\W*", re.IGNORECASE)
_BACK = re.compile(r"[\W_]*|\W*(?:back|return|\d{1,4}|[a-z]|jump up)\W*", re.IGNORECASE)
_BODIES = frozenset(("li", "p", "div", "aside", "dd", "td", "tr", "blockquote"))
_NAMED_REFERENCE = re.compile(r"\b(?:footnote|noteref|fnref|doc-noteref|reference)", re.IGNORECASE)
_NAMED_BACK = re.compile(r"backref|backlink|back-link|footnote-return|doc-backlink|reversefootnote", re.IGNORECASE)


class Notes(NamedTuple):
    """The footnotes of a page, in the order in which they are first referred to."""

    references: Mapping[Element, str]
    bodies: Sequence[tuple[str, Element]]
    backlinks: frozenset[Element]


def find_notes(root: Element) -> Notes:
    """Look for links that look like a footnote's sign and lead to something short further down."""
    links = [(link, unquote(str(link.get("href"))[1:])) for link in root.iter("a") if _is_inner(link)]
    if not links:
        return Notes({}, (), frozenset())
    order = {node: index for index, node in enumerate(root.iter())}
    named = {node.get("id") or node.get("name"): node for node in reversed(order)}
    found = {name: _body(named.get(name)) for name in {name for link, name in links if _refers(link)}}
    uses = Counter(body for body in found.values() if body is not None)
    bodies = {name: body for name, body in found.items() if body is not None and uses[body] == 1}
    references: dict[Element, str] = {}
    for link, name in links:
        body = bodies.get(name)
        if body is not None and order[body] > order[link] and _refers(link):
            references[link] = name
    back = {link for link, name in links if link not in references and _leads_back(link, named.get(name), references)}
    in_order = [(name, bodies[name]) for name in dict.fromkeys(references.values())]
    return Notes(references, _without_outer(in_order), frozenset(back))


def _is_inner(node: Element) -> bool:
    return node.tag == "a" and (node.get("href") or "").startswith("#")


def _refers(link: Element) -> bool:
    """Whether a link looks like the sign of a footnote."""
    text = text_in(link).strip()
    if not _SIGN.fullmatch(text):
        return False
    parent = link.getparent()
    nodes = [link] if parent is None else [link, parent]
    said = " ".join(str(node.get(name) or "") for node in nodes for name in ("class", "role", EPUB_TYPE, "epub:type"))
    raised = any(node.tag == "sup" for node in [*nodes, *link])
    return raised or _NAMED_REFERENCE.search(said) is not None or (text.startswith("[") and text.endswith("]"))


def _body(target: Element | None) -> Element | None:
    """The element that is the footnote which `target` names: itself, or what it stands at the head of."""
    node = target
    while node is not None and node.tag not in _BODIES:
        node = node.getparent() if node.tag in ("a", "span", "sup", "b", "strong", "dt") else None
    if node is None or any(child.tag in ("h1", "h2", "h3", "section", "article") for child in node.iter()):
        return None
    length = 0
    for text in node.itertext():
        length += len(text)
        if length > LONGEST:
            return None
    return node if length > 1 else None


def _leads_back(link: Element, target: Element | None, references: Mapping[Element, str]) -> bool:
    said = " ".join(str(link.get(name) or "") for name in ("class", "role"))
    if _NAMED_BACK.search(said):
        return True
    if target is None or not _BACK.fullmatch(text_in(link).strip()):
        return False
    return any(one in references for one in _near(target))


def _near(target: Element) -> Iterator[Element]:
    """The few elements about a place that a link back leads to: a loop over more would let a page cost its square."""
    yield from islice(target.iter("a"), 4)
    yield from islice(target.iterancestors("a"), 4)
    beside = target.getnext()
    if beside is not None:
        yield from islice(beside.iter(), 4)


def _without_outer(bodies: list[tuple[str, Element]]) -> list[tuple[str, Element]]:
    """Without those that hold another: each piece of text is in one footnote."""
    outer = {above for _, body in bodies for above in body.iterancestors()}
    return [(name, body) for name, body in bodies if body not in outer]

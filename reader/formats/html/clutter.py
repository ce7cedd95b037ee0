"""What lies within an article's element and is not of the article: link lists, forms, share bars, boxes about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.formats.html.formulas import is_source
from reader.formats.html.measures import LINE
from reader.formats.html.names import BESIDE, HOVER, NOTES, ROLES, SIGNED, around, names_of, weigh
from reader.formats.html.tree import text_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from reader.formats.html.measures import Measures

MOST = 0.5
"""Share of the chosen prose from which on an element is the article, whatever it is called."""
LABEL = 150
"""Characters at most of the line that names the author and the day."""
LEAD = 50
"""Characters of a lead at least."""
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
"""A time of the day, as stands in the line that says when something was published."""
_ELSEWHERE = re.compile(
    r"\W*(?:related|also(?: read| see)?|see also|read (?:more|also|next)|more (?:from|on)|you may (?:also )?like"
    r"|lesen sie auch|mehr zum thema|siehe auch|lire aussi|à lire|voir aussi|leia (?:também|mais)|veja também"
    r"|ver también|lea también|te puede interesar|leggi anche|lees ook|läs också|czytaj (?:też|także)|читайте также"
    r"|関連\w*|相关阅读)\b",
    re.IGNORECASE,
)
"""How lines begin that lead to other articles."""
_RIGHTS = re.compile(r"\W*(?:©|\(c\)\s|copyright\b)", re.IGNORECASE)
_PICTURE = re.compile(r"(?:^|[\s_-])(?:image|img|photo|picture|media|video)(?:$|[\s_-])", re.IGNORECASE)
LINK_LIST = 3
"""Paragraphs in a row that are links and nothing else: a list of other articles."""

_OUTSIDE = frozenset(["nav", "aside", "footer", "script", "style", "noscript", "iframe", "button"])
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_WHOLE = _HEADINGS | {"p", "pre", "blockquote", "table", "figure", "picture", "dt", "figcaption", "summary", "math"}
"""What stays or goes as one."""
_PARTS = _HEADINGS | {"pre", "blockquote", "table", "figure", "ul", "ol", "dl", "hr", "math", "p"}
_CLEANED = frozenset(("form", "fieldset", "table", "ul", "ol", "dl", "div", "section", "header", "article"))
_ADDED = ("pre", "math", "figure", "table", "blockquote")


class Clutter:
    """Tells what is to be left out between `root` and the elements in it that are `kept`, and within those.

    What is `out` never is of the article; `heading` always is, and the lead that stands between it and the rest.
    """

    def __init__(
        self, measures: Measures, root: int, kept: frozenset[int], out: frozenset[int], heading: Element | None
    ) -> None:
        self._measures = measures
        self._root, self._kept, self._out = root, kept, out
        self._heading = -1 if heading is None else measures.index[heading]
        self._first, self._last = min(kept), max(kept)
        self._parents = frozenset(measures.parents[at] for at in kept)
        self._about = frozenset(above for at in (*kept, self._heading) for above in measures.above(at))
        self._prose = measures.without(out)
        self._most = MOST * sum(self._prose[at] for at in kept)
        self._disbelieved = self._too_many()
        self._figures: set[str] = set()

    def _too_many(self) -> frozenset[str]:
        """The names that say nothing here: what is called so holds most of the article together."""
        called: dict[str, list[int]] = {}
        for at in range(self._root, self._measures.ends[self._root]):
            node = self._measures.nodes[at]
            if node.attrib and self._prose[at] and (word := around(node)):
                called.setdefault(word, []).append(at)
        held = {word: sum(self._prose[at] for at in self._measures.outermost(some)) for word, some in called.items()}
        return frozenset(word for word, prose in held.items() if prose > self._most)

    def find(self) -> Iterator[Element]:
        """The outermost elements to leave out."""
        measures = self._measures
        waiting = [(self._root, self._root in self._kept)]
        while waiting:
            parent, inside = waiting.pop()
            links = self._link_list(measures.nodes[parent]) if inside else frozenset()
            for child in measures.nodes[parent]:
                at = measures.index.get(child)
                if at is None or at == self._heading:
                    continue
                if inside and child.tag == "p":
                    yield from (one for one in child.iter("span", "div") if HOVER.search(one.get("class") or ""))
                if child.tag == "figure" and self._is_repeated(child):
                    yield child
                    continue
                within = inside or at in self._kept
                if at in self._about or at in self._kept:
                    waiting.append((at, within))
                elif at in self._out or child in links:
                    yield child
                elif not within:
                    if not (self._is_lead(at) or self._is_between(at)):
                        yield child
                elif self._prose[at] > self._most:
                    waiting.append((at, True))
                elif self._is_clutter(at):
                    yield child
                elif child.tag not in _WHOLE and len(child):
                    waiting.append((at, True))

    def _is_repeated(self, figure: Element) -> bool:
        """Whether a picture with these words stood before: pages have one for wide and one for narrow screens."""
        words = " ".join(text_in(figure).split())
        if len(words) < LINE:
            return False
        known = words in self._figures
        self._figures.add(words)
        return known

    def _is_between(self, at: int) -> bool:
        """Whether it is a part of a text and stands among the pieces of the article: a heading, a list, code."""
        if not self._first < at < self._last or self._measures.parents[at] not in self._parents:
            return False
        return self._measures.nodes[at].tag in _PARTS and not self._is_clutter(at)

    def _is_lead(self, at: int) -> bool:
        """Whether it is prose between the heading and the article."""
        if not 0 <= self._heading < at < self._first:
            return False
        if (
            self._prose[at] < LEAD
            or _PICTURE.search(names_of(self._measures.nodes[at]))
            or self._measures.link_share(at) > 0.3
            or self._is_clutter(at)
        ):
            return False
        return _CLOCK.search(text_in(self._measures.nodes[at])) is None

    def _link_list(self, parent: Element) -> frozenset[Element]:
        """The paragraphs of a parent that are links and nothing else, where at least three stand in a row."""
        found: set[Element] = set()
        row: list[Element] = []
        for child in [*parent, None]:
            at = None if child is None else self._measures.index.get(child)
            if at is not None and child is not None:
                if not self._measures.length[at]:
                    continue
                if child.tag == "p" and self._measures.link_share(at) > 0.9:
                    row.append(child)
                    continue
            if len(row) >= LINK_LIST:
                found.update(row)
            row = []
        return frozenset(found)

    def _is_clutter(self, at: int) -> bool:
        node = self._measures.nodes[at]
        tag, says = node.tag, names_of(node)
        if node.get("role") in ROLES or tag == "nav":
            return True
        if says and NOTES.search(says):
            return False
        if tag == "aside" and says and BESIDE.search(says):
            return self._measures.link_share(at) > 0.5
        if tag in _OUTSIDE or is_contents(node):
            return tag != "script" or not is_source(node)
        if tag in (*_HEADINGS, "p", "div") and self._is_aside_line(at):
            return True
        if tag in _HEADINGS:
            return False
        if says and self._measures.length[at] < LABEL and SIGNED.search(says):
            return True
        if tag == "p":
            return False
        if says and tag not in ("a", "span", "li") and (word := around(node)) and word not in self._disbelieved:
            return not self._quotes(node)
        return tag in _CLEANED and self._is_empty_of_prose(at)

    def _quotes(self, node: Element) -> bool:
        """Whether it is there for a quotation in it, as what is embedded from elsewhere is."""
        return any(self._prose[self._measures.index[one]] > 0 for one in node.iter("blockquote"))

    def _is_aside_line(self, at: int) -> bool:
        """Whether a line leads to other articles, or says whose the text is."""
        length = self._measures.length[at]
        if not 0 < length < LABEL:
            return False
        links, text = self._measures.link_share(at), text_in(self._measures.nodes[at]).strip()
        if links > MOST and _ELSEWHERE.match(text):
            return True
        if links > 0.9 and len(text) > LINE and text.isupper():
            return True
        return _RIGHTS.match(text) is not None

    def _is_empty_of_prose(self, at: int) -> bool:
        measures = self._measures
        node, length = measures.nodes[at], measures.length[at]
        if not length:
            return False
        links = measures.link_share(at)
        if measures.commas[at] >= 10 and links < 0.5:
            return False
        weight = weigh(node)
        if weight < 0 and links > 0.1:
            return True
        if node.tag == "table":
            return links > 0.5 and not _is_of_data(node)
        if node.tag in ("ul", "ol", "dl"):
            return links > 0.6
        if any(True for _ in node.iter(*_ADDED)) or measures.prose[at] >= MOST * length:
            return False
        if links <= 0.6 and sum(1 for _ in node.iter("li")) >= LINK_LIST:
            return False
        if sum(1 for _ in node.iter("input", "textarea", "select")) > sum(1 for _ in node.iter("p")) / 3:
            return True
        return links > (0.5 if weight >= 25 else 0.33)


def _is_of_data(table: Element) -> bool:
    """Whether rows say something of what they link to: of their cells a third and more are no links."""
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    cells = [cell for row in rows if len(row) > 1 for cell in row if text_in(cell).strip()]
    plain = sum(next(cell.iter("a"), None) is None for cell in cells)
    return sum(len(row) > 1 for row in rows) >= LINK_LIST and 3 * plain >= len(cells)


def is_contents(node: Element) -> bool:
    """Whether it lists the places of the page, which the reader does by itself."""
    if node.tag not in ("div", "nav", "ol", "section", "ul"):
        return False
    links = [link for link in node.iter("a") if link.get("href")]
    inner = len(links) > 1 and all(str(link.get("href")).startswith("#") for link in links)
    if not inner:
        return False
    length = len("".join(text_in(node).split()))
    linked = sum(len("".join(text_in(link).split())) for link in links)
    return linked > 0.8 * length and NOTES.search(names_of(node)) is None

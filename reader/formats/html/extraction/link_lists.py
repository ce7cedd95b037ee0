"""Links in a row are of the article where it announces them; others lead to other articles, or list its own places."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reader.formats.html.extraction.measures import LABEL, MOST
from reader.formats.html.extraction.notices import host_of, is_of_site, is_share, names_elsewhere
from reader.formats.html.names import NOTES, around, names_of, unlikely
from reader.formats.html.tree import text_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element as Element

    from reader.formats.html.extraction.measures import Measures

TEASER = 300
"""Characters at most of what is said of another article."""
SHORTEST_LINK = 6
"""Characters that the links of a list have on the average; signs and numbers of pages have fewer."""
ROW = 8
"""Links that a page has at least whose most common host is its own."""
LINK_LIST = 3
"""Paragraphs in a row that are links and nothing else: a list of other articles."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
LINES = HEADINGS | {"p", "div"}
"""What a line that names a list may be."""
BOXES = frozenset(("form", "fieldset", "table", "ul", "ol", "dl", "div", "section", "header", "article"))
"""What may hold nothing but links, or fields."""


class LinkLists:
    """`LinkLists` tell of the links below `root` whether they are of the article, whose elements are `kept`.

    `prose` is what each element holds of it, `site` the page's own address, and below `closing` is no text of it.
    """

    def __init__(
        self, measures: Measures, root: int, kept: frozenset[int], prose: Sequence[float], site: str, closing: int
    ) -> None:
        self._measures = measures
        self._root, self._kept, self._closing = root, kept, closing
        self._prose = prose
        self._most = MOST * sum(prose[at] for at in kept)
        self._is_of_links = self._consists_of_links()
        self._site = site or self._most_linked()

    def is_announced(self, at: int) -> bool:
        """Tell whether a list of links is of the article: a heading of it or a line above says what is in it, it leads
        to other sites, or lists are what the article consists of.
        """
        measures = self._measures
        node = measures.nodes[at]
        if names_of(node) and (unlikely(node) or around(node)):
            return False
        links = [link for link in node.iter("a") if text_in(link).strip()]
        if any(map(is_share, links)) or sum(len(text_in(link)) for link in links) < SHORTEST_LINK * len(links):
            return False
        line = self._line_above(at)
        text = text_in(measures.nodes[line]).strip() if line >= 0 else ""
        if not text or names_elsewhere(text):
            return False
        if self._is_of_links or measures.nodes[line].tag in HEADINGS:
            return True
        abroad = sum(not is_of_site(link.get("href") or "", self._site) for link in links)
        inner = sum((link.get("href") or "").startswith("#") for link in links)
        return abroad - inner > MOST * len(links)

    def leads_on(self, at: int) -> bool:
        """Tell whether a line below the text is a link to another page of the site that nothing announces."""
        if at < self._closing or self.is_announced(at):
            return False
        return all(is_of_site(link.get("href") or "", self._site) for link in self._measures.nodes[at].iter("a"))

    def bare_links(self, parent: Element) -> frozenset[Element]:
        """Return the paragraphs of a parent that are links and nothing else, where at least three stand in a row."""
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
            if len(row) >= LINK_LIST and not self.is_announced(self._measures.index[row[0]]):
                found.update(row)
            row = []
        return frozenset(found)

    def lists_elsewhere(self, parent: Element) -> frozenset[Element]:
        """Return the lines of a parent that name a list of other articles, with those that are in it."""
        found: set[Element] = set()
        listing: list[Element] = []
        for child in parent:
            at = self._measures.index.get(child)
            if at is None:
                continue
            if self._measures.length[at] < LABEL and child.tag in LINES and names_elsewhere(text_in(child).strip()):
                listing = [child]
            elif self._prose[at] or (self._measures.length[at] and self._measures.link_share(at) <= MOST):
                listing = []
            elif listing:
                found.update((*listing, child))
        return frozenset(found)

    def is_of_teasers(self, at: int) -> bool:
        """Tell whether an element behind the text is a row of cards, each with a link to another page of the site."""
        measures = self._measures
        node = measures.nodes[at]
        if at < self._closing or node.tag not in BOXES or len(node) < LINK_LIST:
            return False
        if 2 * self._prose[at] > self._most:
            return False
        cards = [card for card in node if card in measures.index and measures.length[measures.index[card]]]
        if cards and cards[0].tag in HEADINGS:
            cards = cards[1:]
        kinds = {(card.tag, card.get("class")) for card in cards}
        return len(cards) >= LINK_LIST and len(kinds) == 1 and all(map(self._is_teaser, cards))

    def _is_teaser(self, card: Element) -> bool:
        """Whether a card begins with a link: its picture or its name leads to the page that it is about."""
        if not 0 < self._measures.length[self._measures.index[card]] <= TEASER:
            return False
        shown = next(card.iter("img", *HEADINGS), None) is not None
        for node in card.iter():
            if node.tag == "a":
                return shown and is_of_site(node.get("href") or "", self._site)
            if (node.text or "").strip() or node.tag == "img" or (node is not card and (node.tail or "").strip()):
                return False
        return False

    def _line_above(self, at: int) -> int:
        """The block whose text stands above one, items of other lists of links left out; -1 for none."""
        measures = self._measures
        for before in range(at - 1, self._root, -1):
            if measures.own[before] and measures.ends[before] <= at:
                linked = measures.own_linked[before] > MOST * measures.own[before]
                if not linked or measures.nodes[before].tag in HEADINGS:
                    return before
        return -1

    def _consists_of_links(self) -> bool:
        """Whether most of the article is lists of links: there is more of them than of all else."""
        measures = self._measures
        inside = [at for one in measures.outermost(self._kept) for at in range(one, measures.ends[one])]
        linked = sum(
            measures.own_linked[at] for at in inside if measures.nodes[at].tag in ("li", "dd", "dt", "p", "td")
        )
        return linked > sum(measures.prose[at] for at in measures.outermost(self._kept))

    def _most_linked(self) -> str:
        """The host that half of the page's links lead to, where the page does not say what its address is."""
        hosts = Counter(
            host for node in self._measures.nodes if node.tag == "a" and (host := host_of(node.get("href")))
        )
        return next((f"//{host}" for host, count in hosts.most_common(1) if 2 * count >= hosts.total() >= ROW), "")


def is_of_data(table: Element) -> bool:
    """Tell whether rows say something of what they link to: of their cells a third and more are no links."""
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    cells = [cell for row in rows if len(row) > 1 for cell in row if text_in(cell).strip()]
    plain = sum(next(cell.iter("a"), None) is None for cell in cells)
    return sum(len(row) > 1 for row in rows) >= LINK_LIST and 3 * plain >= len(cells)


def is_contents(node: Element) -> bool:
    """Tell whether it lists the places of the page, which the reader does by itself."""
    if node.tag not in ("div", "nav", "ol", "section", "ul"):
        return False
    links = [link for link in node.iter("a") if link.get("href")]
    inner = len(links) > 1 and all(str(link.get("href")).startswith("#") for link in links)
    if not inner:
        return False
    length = len("".join(text_in(node).split()))
    linked = sum(len("".join(text_in(link).split())) for link in links)
    return linked > 0.8 * length and NOTES.search(names_of(node)) is None

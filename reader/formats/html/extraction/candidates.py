"""One element holds the article: lines of prose speak for the elements about them, links speak against."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from reader.formats.html.extraction.measures import LINE, Measures
from reader.formats.html.names import BESIDE, STRAY, around, names_of, says_comments, unlikely, weigh
from reader.formats.html.tree import text_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_OF_TEXT = ("p", "blockquote", "h2", "h3", "h4", "ul", "ol", "dl", "pre", "table", "section")
LEVELS = 5
"""Elements about a line that it speaks for: the nearest most, the next half of that, those beyond ever less."""
_FIRST = {"div": 5, "pre": 3, "td": 3, "blockquote": 3, **dict.fromkeys(
    ("address", "ol", "ul", "dl", "dd", "dt", "li", "form"), -3), **dict.fromkeys(
    ("h1", "h2", "h3", "h4", "h5", "h6", "th"), -5)}  # fmt: skip
_MIXED = frozenset(("div", "section", "article", "main", "body", "center", "td", "blockquote"))
"""What holds lines of its own beside paragraphs."""
MORE = 0.25
"""Share of an article's prose from which on more of it is worth a wider element."""
PURE = 0.9
"""Share of prose in what is added: teasers of other articles and comments have names, times and links between them."""
BEST = 5
"""Candidates that are compared."""


class MainElement(NamedTuple):
    """A `MainElement` is the element that holds the article, and those beside it that go with it; all by their
    index.
    """

    root: int
    beside: frozenset[int]


def choose(measures: Measures, out: frozenset[int], *, by_name: bool = True) -> MainElement | None:
    """Choose the article's element among those that are not `out`; None where no line of prose is."""
    scores = _scores(measures, out, by_name)
    if not scores:
        return None
    final = {at: score * (1 - measures.link_share(at)) for at, score in scores.items()}
    best = sorted(final, key=lambda at: -final[at])[:BEST]
    top = _shared_holder(measures, final, best)
    top = _climbed(measures, final, top)
    top = _widened(measures, top, out)
    return MainElement(top, frozenset(_beside(measures, final, top, out)))


def _scores(measures: Measures, out: frozenset[int], by_name: bool) -> dict[int, float]:
    scores: dict[int, float] = {}
    parents, nodes = measures.parents, measures.nodes
    skip = 0
    for at, own in enumerate(measures.own):
        if at < skip:
            continue
        if at in out:
            skip = measures.ends[at]
            continue
        if own < LINE:
            continue
        tag = nodes[at].tag
        pieces = max(1, own // 600)
        speaks = pieces + measures.own_commas[at] + min(3 * pieces, own / 100)
        above = at if tag in _MIXED and measures.blocks[at] else parents[at]
        for level in range(LEVELS):
            if above < 0:
                break
            if above not in scores:
                scores[above] = _FIRST.get(str(nodes[above].tag), 0) + (weigh(nodes[above]) if by_name else 0)
            scores[above] += speaks / (1 if level == 0 else 2 if level == 1 else level * 3)
            above = parents[above]
    return scores


def _shared_holder(measures: Measures, final: dict[int, float], best: list[int]) -> int:
    """The best one, or the one about it that holds three more that are nearly as good."""
    top = best[0]
    rivals = [at for at in best[1:] if final[at] >= 0.75 * final[top]]
    if len(rivals) >= 3:
        above = measures.parents[top]
        while above > 0:
            if sum(above <= at < measures.ends[above] for at in rivals) >= 3:
                return above
            above = measures.parents[above]
    return top


def _climbed(measures: Measures, final: dict[int, float], top: int) -> int:
    """The element about it where more of the article is: one whose score rises, or that holds nothing else."""
    last = final.get(top, 0.0)
    least = last / 3
    above = measures.parents[top]
    while above > 0:
        score = final.get(above)
        if score is not None:
            if score < least:
                break
            if score > last:
                top = above
                break
            last = score
        above = measures.parents[above]
    above = measures.parents[top]
    while above > 0 and len(measures.nodes[above]) == 1:
        top, above = above, measures.parents[above]
    return top


def _widened(measures: Measures, top: int, out: frozenset[int]) -> int:
    """The outermost element about it in which what is added is prose too: an article may be in several pieces."""
    prose, length = measures.without(out), measures.without(out, measures.length)
    widest, above = top, measures.parents[top]
    while above >= 0:
        more = prose[above] - prose[widest]
        if more >= MORE * prose[widest]:
            added = length[above] - length[widest]
            if more >= PURE * added or more >= PURE * (added - _in_tables(measures, above, widest, out)):
                widest = above
        above = measures.parents[above]
    return widest


def _in_tables(measures: Measures, above: int, inside: int, out: frozenset[int]) -> float:
    """Characters of tables with heads in one element, but for those in another: of data, which is no prose."""
    tables = (
        at
        for at in range(above, measures.ends[above])
        if measures.nodes[at].tag == "table"
        and at not in out
        and not inside <= at < measures.ends[inside]
        and next(measures.nodes[at].iter("th"), None) is not None
    )
    return sum(measures.length[at] - measures.prose[at] for at in measures.outermost(tables))


def _beside(measures: Measures, final: dict[int, float], top: int, out: frozenset[int]) -> list[int]:
    """What stands beside the element and is of the article too."""
    parent = measures.parents[top]
    if parent < 0:
        return [top]
    least = max(10.0, 0.2 * final.get(top, 0.0))
    same = measures.nodes[top].get("class") or ""
    found = []
    for node in measures.nodes[parent]:
        at = measures.index.get(node)
        if at is None or at in out:
            continue
        bonus = 0.2 * final.get(top, 0.0) if same and node.get("class") == same else 0.0
        if at == top or (at in final and final[at] + bonus >= least) or _is_line_beside(measures, at):
            found.append(at)
    return found


def _is_line_beside(measures: Measures, at: int) -> bool:
    if measures.nodes[at].tag != "p" or STRAY.search(measures.nodes[at].get("class") or ""):
        return False
    length, links = measures.length[at], measures.link_share(at)
    if length > 80:
        return links < 0.25
    return (
        length > 0
        and links == 0
        and "".join(map(str, measures.nodes[at].itertext())).rstrip().endswith((".", "!", "?", "。"))
    )


def called_unlikely(measures: Measures) -> dict[str, list[int]]:
    """Return what is called as what stands about an article, by the word that it is called."""
    called: dict[str, list[int]] = {}
    for at, node in enumerate(measures.nodes):
        if not at or not node.attrib or node.tag in ("body", "a", "article", "main"):
            continue
        word = unlikely(node)
        if word == "social" and next(node.iter("blockquote"), None) is not None:
            continue  # what is quoted from elsewhere is of the article
        if word == "gallery" and any(map(_is_told, (node, *islice(node.iterancestors("ul", "ol"), 1)))):
            continue  # so are pictures of which something is said
        if word and not (word == "sidebar" and any(map(stands_amid, (node, *islice(node.iterancestors(), 1))))):
            called.setdefault(word, []).append(at)
    return called


def _is_told(gallery: Element) -> bool:
    return around(gallery) == "gallery" and next(captions(gallery), None) is not None


def captions(gallery: Element) -> Iterator[Element]:
    """Find what is said of the pictures in an element: captions, and items with words that are no link."""
    yield from gallery.iter("figcaption")
    for item in gallery.iter("li"):
        if next(item.iter("img", "picture", "svg", "video"), None) is not None:
            linked = sum(len(text_in(link).strip()) for link in item.iter("a"))
            if len(text_in(item).strip()) > 2 * linked:
                yield item


def stands_amid(node: Element) -> bool:
    """Tell whether something set aside stands between parts of a text: below a paragraph, and not last."""
    if node.tag != "aside" or next(node.itersiblings(*_OF_TEXT), None) is None:
        return False
    before = node.getprevious()
    while before is not None and before.tag in ("aside", "figure"):
        before = before.getprevious()
    if before is not None and before.tag == "div" and BESIDE.search(before.get("class") or ""):
        return True
    return (
        before is not None and before.tag in _OF_TEXT and next(node.itersiblings("p", preceding=True), None) is not None
    )


def comments(measures: Measures) -> frozenset[int]:
    """Return what readers wrote about it."""
    if measures.comments is None:
        measures.comments = frozenset(
            at
            for at, node in enumerate(measures.nodes)
            if at
            and node.attrib
            and (names := names_of(node))
            and says_comments(names)
            and node.tag not in ("body", "article", "main")
        )
    return measures.comments

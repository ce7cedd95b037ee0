"""A page's article is the element that holds its prose, without what stands about it."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from reader.domain.document import Metadata
from reader.domain.patterns import deferred
from reader.formats.html.extraction.candidates import MainElement, called_unlikely, choose, comments
from reader.formats.html.extraction.clutter import Clutter
from reader.formats.html.extraction.measures import Measures
from reader.formats.html.names import POSTS, mark_sections
from reader.formats.html.notes import notes_outside
from reader.formats.html.tree import text_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element

NEAR = 4
"""Elements about the article up to which its heading is looked for; further out is the frame of the page."""
ENOUGH = 0.33
"""Share of the page's prose, what readers wrote left out, that an article holds; else names are not believed."""
LONG, LITTLE = 2000, 0.15
"""Characters of what is an article by its length alone, and the share of the page's prose that it has to hold then."""
MUCH_MORE = 1.2
"""How much more has to be found before a name that speaks against it is not believed."""
FEW = 140
"""Characters of an article at least."""
MUCH_LESS = 3
"""How much more the page has to say that an article of fewer is none: of an index, or a page of declarations."""
TELLING = 2.5
"""The same that it is told how much of the words is left out, prose or not."""
_WORD = deferred(r"\w+")
_NOTHING = Metadata()
_HOLDERS = frozenset(("article", "center", "div", "main", "section", "table", "tbody", "td", "tr", "body"))
_OUTSIDE = frozenset(["nav", "aside", "footer", "form", "script", "style", "noscript", "iframe", "button"])


class ArticleElement(NamedTuple):
    """An `ArticleElement` is the element that holds the article, those in it that are not of it, and its heading,
    wherever it stands.
    """

    root: Element
    left_out: frozenset[Element] = frozenset()
    heading: Element | None = None
    left_out_share: float = 0.0
    """How much of the page's prose is not in it, from 0 to 1."""


def find_article(root: Element, about: Metadata = _NOTHING) -> ArticleElement:
    """Find the part of the page that is its article; the whole page without its frame where nothing is found.

    `about` is what the page says of it: the heading that is its title comes first.
    """
    body = root.find("body")
    body = root if body is None else body
    mark_sections(body)
    measures = Measures(body)
    choice, out = _choice(measures)
    if choice is None:
        return _main(body)
    kept = frozenset((*choice.beside, *_posts(measures)))
    article = measures.holder(kept)
    heading = _heading(body, about.title, measures.nodes[article])
    if heading is not None:
        article = _with_heading(measures, article, measures.index[heading])
    left_out = frozenset(Clutter(measures, article, kept, out, heading, about).find())
    whole = measures.nodes[article]
    inside = measures.prose[article] - sum(measures.prose[measures.index[one]] for one in left_out)
    share = 1 - inside / measures.prose[0] if measures.prose[0] else 0.0
    said, all_said = _words_of(measures, article, left_out)
    if said < FEW and said * MUCH_LESS < all_said:
        return _main(body)
    if said * TELLING < all_said:
        share = max(share, 1 - said / all_said)
    notes = notes_outside(whole, left_out, body)
    whole = _headed(heading, whole) if heading is not None else whole
    return ArticleElement(_with_notes(whole, notes) if notes else whole, left_out.difference(notes), heading, share)


def _words_of(measures: Measures, article: int, left_out: frozenset[Element]) -> tuple[float, float]:
    """Characters that are no link: of the article, and of all of the page but for what readers wrote."""
    plain = [length - linked for length, linked in zip(measures.length, measures.linked, strict=True)]
    inside = plain[article] - sum(plain[measures.index[one]] for one in left_out)
    return inside, plain[0] - sum(plain[at] for at in measures.outermost(comments(measures)))


def _posts(measures: Measures) -> list[int]:
    """The posts of a forum's page, where it has several: each is as much the article as the first."""
    below = [range(at, measures.ends[at]) for at in measures.outermost(comments(measures))]
    found = [
        at
        for at, node in enumerate(measures.nodes)
        if node.attrib and POSTS.search(node.get("class") or "") and not any(at in some for some in below)
    ]
    return found if sum(measures.prose[at] > 0 for at in found) > 1 else []


def _with_heading(measures: Measures, article: int, heading: int) -> int:
    """The element about the article and its heading, if that is near: a summary or a picture may stand between."""
    for around in islice(chain([article], measures.above(article)), NEAR):
        if around <= heading < measures.ends[around]:
            return around
    return article


def _choice(measures: Measures) -> tuple[MainElement | None, frozenset[int]]:
    """The best choice and what was out for it: first by all names, then without that which hides most, and so on."""
    total = measures.prose[0] - sum(measures.prose[at] for at in measures.outermost(comments(measures)))
    called = called_unlikely(measures)
    best, out_for_best, most = None, frozenset[int](), -1.0
    while True:
        out = frozenset(chain.from_iterable(called.values()))
        choice = choose(measures, out, by_name=bool(called))
        prose = measures.without(out)
        found = sum(prose[at] for at in choice.beside) if choice is not None else 0.0
        if found > MUCH_MORE * most:
            best, out_for_best, most = choice, out, found
        if not called or most >= max(FEW, ENOUGH * total) or most >= max(LONG, LITTLE * total):
            return best, out_for_best
        outermost = frozenset(measures.outermost(out))
        called.pop(max(called, key=lambda word: sum(measures.prose[at] for at in called[word] if at in outermost)))


def _main(body: Element) -> ArticleElement:
    """What the page itself calls its article, for the few pages in which nothing is found."""
    for tag in ("article", "main"):
        found = list(body.iter(tag))
        if len(found) == 1 and text_in(found[0]).strip():
            return ArticleElement(found[0])
    return ArticleElement(body, frozenset(body.iter(*_OUTSIDE)))


def _heading(body: Element, title: str, article: Element) -> Element | None:
    """The page's heading that is its title; else the only one of the first level, if it is in the article."""
    for heading in chain(body.iter("h1", "h2"), body.iter("h3")):
        if title and _words(text_in(heading)) == _words(title):
            return heading
    for heading in body.iter("h1"):
        words = _words(text_in(heading))
        if len(words) > 1 and words == _words(title)[: len(words)]:
            return heading  # of two, which are the title together
    first = list(article.iter("h1"))
    return first[0] if len(first) == 1 else None


def _headed(heading: Element, article: Element) -> Element:
    """The article behind its heading, which may stand elsewhere on the page."""
    if any(above is article for above in heading.iterancestors()):
        return article
    copy = etree.Element("h1")
    copy.text = text_in(heading)
    whole = etree.Element("div")
    article.tail = None
    whole.extend((copy, article))
    return whole


def _with_notes(article: Element, notes: Iterable[Element]) -> Element:
    """The article before its notes, which stand elsewhere on the page: below it, in another column."""
    whole, below = etree.Element("div"), etree.Element("section", {"class": "footnotes"})
    below.extend(notes)
    for note in below:
        note.tail = None
    article.tail = None
    whole.extend((article, below))
    return whole


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())

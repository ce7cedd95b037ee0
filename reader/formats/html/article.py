"""The article in a page: trafilatura decides which words belong to it, the page's own elements that hold them stay."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from lxml import etree
from trafilatura import bare_extraction

from reader.formats.html.tree import text_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element as Element

SENTENCE = 5
"""Words from which on a paragraph is one, and not a date or a name."""
RUN = 4
"""Words in a row by which text is found again: fewer occur anywhere, more are broken by inline elements."""
NEAR = 4
"""Elements about the article up to which its heading is looked for; further out is the frame of the page."""
MOST = 0.9
"""Share of the article's words that its element must hold; the rest may be a stray line elsewhere."""

_WORD = re.compile(r"\w+")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LEAVES = _HEADINGS | {"p", "li", "pre", "blockquote", "td", "th", "dd", "dt", "figcaption", "summary"}
_MEDIA = frozenset(("pre", "table", "figure", "img", "math"))
_PARTS = _HEADINGS | _MEDIA | {"p", "blockquote", "picture", "hr", "ul", "ol", "dl", "details"}
_HOLDERS = frozenset(("article", "center", "div", "main", "section", "table", "tbody", "td", "tr"))
_WHOLE = _LEAVES | {"table", "figure", "picture"}
"""What stays or goes as one."""
_OUTSIDE = frozenset(["nav", "aside", "footer", "form", "script", "style", "noscript", "iframe", "button"])
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|ambox|banner|breadcrumbs?|button|byline|comments?|cookies?|copyright|dateline|edit|hatnote"
    r"|infobox|meta|nav\w*|newsletter|pagination|popup|promo\w*|rating|related|read-?more|recommend\w*|reply|share\w*|sharing"
    r"|sidebar|signature|social|sponsor\w*|subscri\w*|tags?|toolbar|toc|votes?|widget)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NEVER = re.compile(r"(?:^|[\s_-])(?:ambox|hatnote|infobox|navbox|toc)(?:$|[\s_-])", re.IGNORECASE)
"""What stands about an article even where trafilatura keeps it."""
_SIDE = re.compile(r"(?:^|[\s_-])sidebar(?:$|\s)", re.IGNORECASE)
FEW = 40
"""Words, about the 250 characters below which trafilatura itself doubts its answer: of a page of some lines it drops
code and short paragraphs, and all of such a page is read at once anyhow."""
SMALL = 0.2
"""Share of the article's words that a column beside it may hold; what is called so and holds more is the page."""
_POSTS = re.compile(
    r"(?:^|\s)(?:post[-_]?(?:body|content|text|message)|message-?(?:body|content)|bbwrapper|cooked|s-prose)(?:$|\s)",
    re.IGNORECASE,
)
"""What forums call the text of one post. trafilatura keeps the first post only."""
_NOTES = re.compile(r"footnote|endnote|doc-endnotes|references|reflist", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ArticleElement:
    """The element that holds the article, those in it that are not of it, and its heading, wherever it stands."""

    root: Element
    left_out: frozenset[Element] = frozenset()
    heading: Element | None = None


def find_article(root: Element, page: str, title: str = "") -> ArticleElement:
    """The part of the page that is its article; the whole page without its frame where nothing is found.

    `page` is the source of the page, `title` what the page says that the article is called: its heading comes first.
    """
    found = bare_extraction(page, include_comments=False, include_tables=True, favor_recall=True, fast=True)
    body = root.find("body")
    body = root if body is None else body
    if found is None or isinstance(found, dict) or found.body is None:
        return _main(body)
    texts = [text_in(one) for one in found.body.iter()]
    posts = [one for one in body.iter() if _POSTS.search(one.get("class") or "")]
    if len(posts) > 1:
        texts += [text_in(one) for post in posts for one in post.iter()]
    count = _Count(body, _Kept(texts))
    if count.kept[body] < FEW:
        return _main(body)
    article = _holder(body, count)
    heading = _heading(body, title, article)
    if heading is not None:
        article = _with_heading(article, heading)
        count.first = min(count.first, count.order[heading])
    left_out = frozenset(_left_out(article, count, heading))
    return ArticleElement(_headed(heading, article) if heading is not None else article, left_out, heading)


def _holder(body: Element, count: _Count) -> Element:
    """The innermost element that holds nearly all of the article."""
    article = body
    inner: Element | None = body
    while inner is not None:
        article = inner
        holders = (one for one in article if one.tag in _HOLDERS)
        inner = next((one for one in holders if count.kept[one] >= MOST * count.kept[body]), None)
    return article


def _with_heading(article: Element, heading: Element) -> Element:
    """The element about the article and its heading, if that is near: a summary or a picture may stand between."""
    above = set(heading.iterancestors())
    for around in islice(chain([article], article.iterancestors()), NEAR):
        if around in above:
            return around if around.tag in _HOLDERS else article
    return article


class _Kept:
    """The words that trafilatura kept."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._lines: set[tuple[str, ...]] = set()
        self._runs: set[tuple[str, ...]] = set()
        for text in texts:
            words = _words(text)
            self._lines.add(tuple(words))
            self._runs.update(_runs(words))

    def share(self, words: list[str]) -> float:
        """How much of a piece of text is among them."""
        if len(words) < RUN:
            return 1.0 if tuple(words) in self._lines else 0.0
        return sum(run in self._runs for run in _runs(words)) / (len(words) - RUN + 1)


class _Count:
    """How many words each element holds, how many of them are kept, and in which order elements stand."""

    def __init__(self, body: Element, kept: _Kept) -> None:
        self.words: defaultdict[Element, float] = defaultdict(float)
        self.kept: defaultdict[Element, float] = defaultdict(float)
        self.order: dict[Element, int] = {}
        self.first, self.last = -1, -1
        nodes = list(body.iter())
        for index, node in enumerate(nodes):
            self.order[node] = index
            words = _words(" ".join(_own_text(node)))
            share = kept.share(words) if words else 0.0
            self.words[node] += len(words)
            self.kept[node] += len(words) * share
            if (share > 0.5 and node.tag in (*_LEAVES, "div", "section")) or _NOTES.search(_says(node)):
                self.first = index if self.first < 0 else self.first
                self.last = index
        self._sum_up(body, nodes)
        self.total = self.kept[body]

    def _sum_up(self, body: Element, nodes: list[Element]) -> None:
        for node in reversed(nodes):
            parent = node.getparent()
            if parent is not None and node is not body:
                self.words[parent] += self.words[node]
                self.kept[parent] += self.kept[node]

    def share(self, node: Element) -> float:
        """How much of an element is kept."""
        return self.kept[node] / self.words[node] if self.words[node] else 0.0

    def between(self, node: Element) -> bool:
        """Whether there is kept text before and after it."""
        return self.first <= self.order[node] <= self.last


def _own_text(node: Element) -> Iterator[str]:
    """The text of a leaf; of any other element, what stands directly in it."""
    if node.tag in _LEAVES and not any(child.tag in _LEAVES or child.tag == "div" for child in node.iterdescendants()):
        yield text_in(node)
    elif not any(above.tag in _LEAVES for above in node.iterancestors()) or node.tag in ("div", *_LEAVES):
        yield node.text or ""
        for child in node:
            yield child.tail or ""


def _left_out(article: Element, count: _Count, heading: Element | None) -> Iterator[Element]:
    """What lies within the article's element and is not of the article."""
    kept = set() if heading is None else {heading, *heading.iterancestors()}
    waiting = [article]
    while waiting:
        for child in waiting.pop():
            if child is heading:
                continue
            if not (child in kept or _stays(child, count) or _is_mixed(child, count)):
                yield child
            elif child.tag not in _WHOLE and len(child):
                waiting.append(child)


def _stays(node: Element, count: _Count) -> bool:
    says = _says(node)
    around = node.tag in _OUTSIDE or (node.tag not in _HEADINGS and _AROUND.search(says) is not None)
    share = count.share(node)
    if _NEVER.search(says) or _is_contents(node) or (_SIDE.search(says) and count.kept[node] < SMALL * count.total):
        return False
    if _NOTES.search(says) or (share > 0.5 and not (around and _link_share(node) > 0.3)):
        return True
    if around:
        return False
    if share > 0 or not count.words[node]:
        return True
    return _is_part(node, count) and count.between(node) and _link_share(node) < 0.5


def _is_contents(node: Element) -> bool:
    """Whether it lists the places of the page, which the reader does by itself."""
    if node.tag not in ("div", "nav", "ol", "section", "ul"):
        return False
    links = [link for link in node.iter("a") if link.get("href")]
    inner = len(links) > 1 and all(str(link.get("href")).startswith("#") for link in links)
    return inner and _link_share(node) > 0.8 and _NOTES.search(_says(node)) is None


def _is_part(node: Element, count: _Count) -> bool:
    """Whether an element that trafilatura kept nothing of is what it often loses: pictures, code, tables, headings."""
    if node.tag in _PARTS:
        return node.tag != "p" or count.words[node] >= SENTENCE
    parts = [one for one in node.iter() if one.tag in _MEDIA or one.tag in _HEADINGS]
    return bool(parts) and 2 * sum(count.words[one] for one in parts) >= count.words[node]


def _is_mixed(node: Element, count: _Count) -> bool:
    """Whether it only holds others, which are looked at one by one, amid the article."""
    says = _says(node)
    if node.tag not in _HOLDERS or _AROUND.search(says) or _NEVER.search(says) or not count.between(node):
        return False
    return count.words[node] == sum(count.words[child] for child in node)


def _says(node: Element) -> str:
    """What an element is called."""
    return " ".join(node.get(name) or "" for name in ("class", "id", "role")) if node.attrib else ""


def _link_share(node: Element) -> float:
    words = len(_words(text_in(node)))
    return sum(len(_words(text_in(link))) for link in node.iter("a")) / words if words else 0.0


def _main(body: Element) -> ArticleElement:
    """What the page itself calls its article, for the few pages in which nothing is found."""
    for tag in ("article", "main"):
        found = list(body.iter(tag))
        if len(found) == 1 and text_in(found[0]).strip():
            return ArticleElement(found[0])
    return ArticleElement(body, frozenset(body.iter(*_OUTSIDE)))


def _heading(body: Element, title: str, article: Element) -> Element | None:
    """The page's heading that is its title; else the only one of the first level, if it is in the article."""
    for heading in body.iter("h1", "h2"):
        if title and _words(text_in(heading)) == _words(title):
            return heading
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


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(RUN)), strict=False)

"""The names of an element (class, id, role) say something of what it holds."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_UNLIKELY = deferred(
    r"-ad-|advert|agegate|banner|breadcrumb|combx|comment|community|consent|cookie|cover-wrap|disqus|extra|footer|gallery|gdpr"
    r"|legends|lightbox|menu|modal|newsletter|pagination|pager|paywall|popup|promo|recirc|recommend|regwall|related|remark"
    r"|replies|rss|shoutbox|sidebar(?!block)|skyscraper|social|sponsor|subscri|supplemental|toolbar|tooltip|widget",
    re.IGNORECASE,
)
_LIKELY = deferred(r"\band\b|article|body|column|content|main|mathjax|shadow", re.IGNORECASE)
_AROUND = deferred(
    r"(?:^|[\s_-])(ads?|advert\w*|ambox|(?:post|entry|article)-author|author-?(?:bio|box|info|card|content|desc\w*|about|block|details|profile)|vcard|banner|bio|breadcrumbs?|buttons?|byline|carousel|comments?"
    r"|cookies?|copyright|dateline|disclosure|disclaimer|disqus\w*|edit|gallery|hatnote|infobox|meta|nav\w*|navbox|newsletter|pagination|popup"
    r"|promo\w*|recirc\w*|related\w*|read-?more|recommend\w*|reply|share\w*|sharing|sidebar|signature|slide-?show"
    r"|slider|sociable|social|sponsor\w*|subscri\w*|tags?|toolbar|toc|votes?|widget)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OF_CODE = frozenset(("toolbar", "widget", "buttons", "edit"))
"""What the frames of listings are called too."""
_GOOD = deferred(r"article|blog|body|content|entry|hentry|h-entry|main|page|post|story|text|prose", re.IGNORECASE)
_BAD = deferred(
    r"-ad-|hidden|\bhid\b|banner|combx|comment|com-|contact|foot|gdpr|masthead|media|meta|outbrain|promo|related"
    r"|scroll|share|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|tool|widget",
    re.IGNORECASE,
)
NOTES = deferred(r"footnote|endnote|doc-endnotes|references|reflist", re.IGNORECASE)
BESIDE = deferred(
    r"quote|note|\btip|warning|caution|important|callout|admonition|example|definition|epigraph", re.IGNORECASE
)
"""What is set beside the text and is of it."""
_CALLOUT = deferred(r"alert-\w|admonition|callout|note|warning|\btip|important|caution|infobox", re.IGNORECASE)
HOVER = deferred(r"tooltip|popover|rollover|hover-?card|hover-?box", re.IGNORECASE)
"""What is shown over the text while one points at a word."""
STRAY = deferred(
    r"(?:^|[\s_-])(?:disclosure|disclaimer|newsletter|copyright|sponsor(?:ed)?|promo|related|read-?more|subscribe)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""What a paragraph in the midst of an article is called that is none of it."""
SIGNED = deferred(
    r"(?:^|[\s_-])(?:author|by-?line|date-?line|meta|time-?stamp|published|updated)(?:$|[\s_-])", re.IGNORECASE
)
"""What the line with the author and the day is called."""
SUBTITLE = deferred(
    r"(?:^|[\s_-])(?:sub-?(?:title|head(?:ing|line)?)|dek|deck|standfirst|stand-?first|lede|tagline|excerpt|chapeau|bajada)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""What the line below a heading is called."""
COMMENTS = deferred(r"comment|disqus|replies|respond\b", re.IGNORECASE)
"""What readers wrote below an article; it may be longer than that."""
_NAMES = ("class", "id", "data-component", "data-testid", "data-module")
KNOWN = 4096
"""Names of which it is kept what they mean: a page has thousands of elements that are called alike."""
_BUT_ID = tuple(name for name in _NAMES if name != "id")
POSTS = deferred(
    r"(?:^|\s)(?:post[-_]?(?:body|content|text|message)|message-?(?:body|content)|bbwrapper|cooked|s-prose|topic-body)(?:$|\s)",
    re.IGNORECASE,
)
"""What forums call the text of one post."""
ROLES = frozenset(("menu", "menubar", "complementary", "navigation", "alert", "alertdialog", "dialog", "search"))


SLUG = "named-after-heading"
"""The attribute by which an element is told that its id was made of the heading that it begins with."""
_SECTIONS = frozenset(("section", "div", "article", "dl", "dt"))
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_WORDS = deferred(r"[^\W_]+")
SOME, SHARE = 3, 0.5
"""Headings, and their share of all, whose words are ids: then a program made all ids of the page so."""


def mark_sections(root: Element) -> None:
    """Mark the sections and headings that are named after their headings, where a page is written so.

    In a manual the section on menus has the id `menus`, and is no menu.
    """
    found: list[Element] = []
    count = 0
    for heading in root.iter(*_HEADINGS):
        parent = heading.getparent()
        count += 1
        words = _WORDS.findall("".join(map(str, heading.itertext())).casefold())
        if (own := heading.get("id")) and _is_made_of(own, words):
            heading.set(SLUG, "")  # whatever the others do: a heading's name is no part of the page
            found.append(heading)
        if parent is not None and parent.tag in _SECTIONS and next(_parts(parent), None) is heading:
            found += [parent] if parent.get("id") and _is_made_of(parent.get("id") or "", words) else []
    if len(found) >= SOME and len(found) >= SHARE * count:
        for node in found:
            node.set(SLUG, "")


def _parts(section: Element) -> Iterator[Element]:
    """What is in a section, but for the names that stand before its heading."""
    return (child for child in section if child.tag not in ("a", "span"))


def _is_made_of(name: str, words: list[str]) -> bool:
    """Whether a name is made of a heading's words: numbers before them, or one behind it, are no matter."""
    made = _WORDS.findall(name.casefold())
    for few in (made, made[:-1] if made[-1:] and made[-1].isdecimal() else []):
        if few and words[-len(few) :] == few and not any(map(str.isalpha, words[: -len(few)])):
            return True
    return False


def names_of(node: Element) -> str:
    """Return its class and id, and what programs that build pages call the part that it is."""
    if not node.attrib:
        return ""
    names = _BUT_ID if SLUG in node.attrib else _NAMES
    return " ".join(said for name in names if (said := node.get(name)))


def unlikely(node: Element) -> str:
    """Find the word in its names that is used for what stands about an article; empty where there is none."""
    role = node.get("role")
    if role in ROLES and not is_callout(node):
        return str(role)
    word = _unlikely_in(names_of(node))
    return "" if word in _OF_CODE and _is_about_code(node) else word


def is_callout(node: Element) -> bool:
    """Tell whether what is an alert by its role is a note or a warning, as its class says."""
    return node.get("role") == "alert" and _CALLOUT.search(node.get("class") or "") is not None


def around(node: Element) -> str:
    """Find the same by whole words, for what stands within an article; an id that is a heading made into a name is
    none.
    """
    name = node.get("id") or ""
    word = _around_in(names_of(node) if name.count("-") < 2 else node.get("class") or "")
    return "" if word in _OF_CODE and _is_about_code(node) else word


def _is_about_code(node: Element) -> bool:
    """Whether what is named after its buttons is the frame of a listing."""
    return next(node.iterchildren("pre"), None) is not None


@lru_cache(KNOWN)
def _unlikely_in(says: str) -> str:
    match = _UNLIKELY.search(says) if says else None
    return match[0].lower() if match and not _LIKELY.search(says) and not NOTES.search(says) else ""


@lru_cache(KNOWN)
def _around_in(says: str) -> str:
    match = _AROUND.search(says) if says else None
    return match[1].lower() if match else ""


@lru_cache(KNOWN)
def says_comments(says: str) -> bool:
    """Tell whether names are those of what readers wrote."""
    return COMMENTS.search(says) is not None


def weigh(node: Element) -> int:
    """Weigh what its names speak for: 25 points each for an article, against one."""
    weight = 0
    for name in ("class", "id"):
        said = node.get(name)
        if said and not (name == "id" and SLUG in node.attrib):
            weight += 25 * (_GOOD.search(said) is not None) - 25 * (_BAD.search(said) is not None)
    return weight

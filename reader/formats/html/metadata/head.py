"""A page's head says what it is called, who wrote it, and when."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from reader.domain.document import Metadata
from reader.domain.patterns import deferred
from reader.domain.web_address import is_web_address
from reader.formats.html.metadata.bylines import authors_of, date_of, line_of
from reader.formats.html.metadata.json_ld import article_of
from reader.formats.html.tree import text_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element as Element

_NUMBER = deferred(r"^(?:\[[^\]]{1,20}\]|\(\d{1,3}\))\s+")
"""What archives put before a title, and how many messages wait."""
_SITE = deferred(
    r"(?:\s+[|–—·»-]\s+[^|–—·»]{2,40}|\s*[｜¦]\s*[^｜]{2,40}|(?<=[\u3040-\u9fff\uac00-\ud7a3？！”》）])(?:[_|-][^\s_|-]{2,12})+)$"
)
_PARTING = (":", "|", "»", "–", "—", "·", " -", ">")
_TITLE_METAS = ("dc:title", "dcterms:title", "citation_title", "og:title")
_OTHER_TITLES = deferred(r"(?:^|[-:])title$")
_DAY = deferred(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?:[/-]|$)")
CUT = 15
"""Characters from which on a title that ends in dots is the beginning of one."""
_JOINED = deferred(r"\s*[:»]\s")
_POST = deferred(r"(?:^|[\s_-])(?:post|entry|article)-?title(?:$|\s)", re.IGNORECASE)
NEAR = 60
"""Headings of a page in which its title is looked for."""
_WORD = deferred(r"\w+")


def read_head(root: Element, url: str = "") -> Metadata:
    """Return title, authors, language, date and canonical address, from what pages use for them, the most reliable
    first.
    """
    metas = list(_metas(root))
    article = article_of(root)
    address = _canonical(root, metas, url)
    return Metadata(
        title=_title(root, metas, article),
        authors=tuple(dict.fromkeys(authors_of(root, metas, article))),
        language=line_of(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:35],
        date=date_of(root, metas, article) or _date_in(address),
        url=address,
        tags=(),
    )


def _title(root: Element, metas: Sequence[tuple[str, str]], article: Mapping[str, Any]) -> str:
    headings = [heading_text(one) for one in root.iter("h1")]
    page = page_title(root)
    said = [line_of(article.get("headline")), *_said_titles(metas), line_of(article.get("name")), page]
    said = [_unescaped(one, headings) for one in said if one]
    title = next(iter(said), "")
    shown = [one for one in headings if one and page.casefold().startswith(one.casefold()) and len(_words(one)) > 1]
    if shown and not _alike(title, page) and not any(_alike(title, one) for one in headings):
        # What the page shows twice is its title, whatever else it was given.
        title = shown[0]
    # The heading of the page, where the title begins with it, is the title without the name of the site.
    begins = _NUMBER.sub("", title).casefold()
    some = [one for one in headings if len(one) > 3 or (len(one) > 1 and not one.isascii())]
    cut = begins.rstrip(".… ") if begins.endswith(("...", "…")) and len(begins) > CUT else ""
    behind = _is_told_behind(root, title, some)
    if behind:
        return behind
    inside = (one for one in some if begins.startswith(one.casefold()) or (cut and one.casefold().startswith(cut)))
    ends = (one for one in some if _is_behind_site(one, title))
    return next(inside, "") or next(ends, "") or _SITE.sub("", title) or next(filter(None, headings), "")


def _is_told_behind(root: Element, title: str, headings: Sequence[str]) -> str:
    """The title where that is two headings of the page: its number and what it is called, or the site and a post."""
    for first in headings:
        if not title.casefold().startswith(first.casefold()) or not _JOINED.match(title, len(first)):
            continue
        rest = title[len(first) :].strip(" :»")
        if any(map(str.isdigit, first)) and any(rest.casefold() == one.casefold() for one in headings):
            return title
        posts = (one for one in islice(root.iter("h2", "h3"), NEAR) if _POST.search(one.get("class") or ""))
        if rest and any(rest == heading_text(one) for one in posts):
            return rest
    return ""


def _is_behind_site(heading: str, title: str) -> bool:
    """Whether a title is a heading of the page behind the name of the site, or of its part."""
    before = title[: -len(heading)].rstrip()
    return title.casefold().endswith(heading.casefold()) and before.endswith(_PARTING) and len(before) <= len(heading)


def _unescaped(title: str, headings: Sequence[str]) -> str:
    """A title that was escaped twice, as it was meant: the page's heading does not show the signs of that."""
    if "&" not in title or any(title in one for one in headings):
        return title
    from html import unescape  # noqa: PLC0415  (2,000 names, two milliseconds, for few titles)

    return unescape(title)


def _said_titles(metas: Sequence[tuple[str, str]]) -> Iterator[str]:
    for name in _TITLE_METAS:
        yield from (content for one, content in metas if one == name)
    yield from (
        content for one, content in metas if _OTHER_TITLES.search(one) and one not in ("twitter:title", "title")
    )
    yield from (content for one, content in metas if one == "twitter:title")


def _alike(one: str, other: str) -> bool:
    """Whether two titles share most of the words of the shorter."""
    few, many = sorted((_words(one), _words(other)), key=len)
    return bool(few) and len(few & many) >= 0.6 * len(few)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def heading_text(heading: Element) -> str:
    """Return a heading without the sign that links to it, and without buttons."""
    buttons = {text for button in heading.iter("button") for text in button.itertext()}
    broken = {line.tail for line in heading.iter("br") if line.tail}
    shown = "".join(f" {text}" if text in broken else str(text) for text in heading.itertext() if text not in buttons)
    return line_of(shown.strip().rstrip("¶#§"))


def page_title(root: Element) -> str:
    """Return what the page is called in the browser's list, its site included."""
    return next((line_of(text_in(one)) for one in root.iter("title")), "")


def _date_in(address: str) -> str:
    """The day that an address says, as those of blogs and papers do."""
    match = _DAY.search(address)
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else ""


def _canonical(root: Element, metas: Sequence[tuple[str, str]], url: str) -> str:
    links = [one for one in root.iter("link") if "canonical" in (one.get("rel") or "").lower().split()]
    said = [one.get("href") or "" for one in links[:1]] + [content for name, content in metas if name == "og:url"]
    for one in said:
        try:
            address = urljoin(url, one.strip()) if one.strip() else ""
        except ValueError:
            continue
        if is_web_address(address) and len(address) <= 2048 and address.isprintable():
            return address
    return url


def _metas(root: Element) -> Iterator[tuple[str, str]]:
    """The page's metas, those of RDFa before the others; one may have several names, and dots for colons."""
    known: set[str] = set()
    for attribute in ("property", "name", "itemprop"):
        here: set[str] = set()
        for meta in root.iter("meta"):
            content = line_of(meta.get("content"))
            for name in (meta.get(attribute) or "").lower().split() if content else ():
                said = name if name.startswith("dcterms.date") else name.replace(".", ":")
                if said not in known:
                    here.add(said)
                    yield said, content
        known |= here

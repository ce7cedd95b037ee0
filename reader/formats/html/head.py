"""What a page says of itself."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from reader.domain.decode import whole
from reader.domain.document import Metadata
from reader.domain.printable import one_line
from reader.formats.html.tree import text_in
from reader.formats.titles import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

_ARTICLES = re.compile(
    r"(?:News|Blog|Opinion|Reportage|Scholarly|Tech|Review)?Article|BlogPosting|DiscussionForumPosting|Report"
)
_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?)?")
_BY = re.compile(r"^\s*(?:by|von|par|por|di|av)\s+", re.IGNORECASE)
_NUMBER = re.compile(r"^\[[^\]]{1,20}\]\s+")
"""What archives put before a title."""
_SITE = re.compile(r"\s+[|–—·»-]\s+[^|–—·»]{2,40}$")
_SCRIPT = 1_000_000
"""Characters of JSON-LD at most."""


def read_head(root: Element, url: str = "") -> Metadata:
    """Title, authors, language, date and canonical address, from what pages use for them, the most reliable first."""
    metas = dict(_metas(root))
    article = _article(root)
    said = _title(root, metas, article)
    date = _first(metas, "article:published_time", "citation_publication_date", "dc.date", "dcterms.created", "date")
    return Metadata(
        title=said,
        authors=tuple(dict.fromkeys(_authors(root, metas, article))),
        language=_line(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:35],
        date=_date(article.get("datePublished")) or _date(date) or _marked_date(root),
        url=_canonical(root, metas, url),
        tags=(),
    )


def _title(root: Element, metas: Mapping[str, str], article: Mapping[str, object]) -> str:
    headings = [heading_text(one) for one in root.iter("h1")]
    said = (
        _line(article.get("headline")),
        metas.get("og:title", ""),
        metas.get("citation_title", ""),
        page_title(root),
    )
    title = next(filter(None, said), "")
    # The heading of the page, where the title begins with it, is the title without the name of the site.
    begins = _NUMBER.sub("", title).casefold()
    inside = (one for one in headings if len(one) > 3 and begins.startswith(one.casefold()))
    return next(inside, "") or _SITE.sub("", title) or next(filter(None, headings), "")


def heading_text(heading: Element) -> str:
    """A heading without the sign that links to it, and without buttons."""
    buttons = {text for button in heading.iter("button") for text in button.itertext()}
    shown = "".join(str(text) for text in heading.itertext() if text not in buttons)
    return _line(shown.strip().rstrip("¶#§"))


def page_title(root: Element) -> str:
    """What the page is called in the browser's list, its site included."""
    return next((_line(text_in(one)) for one in root.iter("title")), "")


def _authors(root: Element, metas: Mapping[str, str], article: Mapping[str, object]) -> Iterator[str]:
    said = article.get("author")
    found = [_name(one) for one in (said if isinstance(said, list) else [said])]
    found = [one for one in found if one] or [
        _line(one) for one in (metas.get("author"), metas.get("citation_author")) if one
    ]
    if not found:
        marked = [one for one in root.iter() if "author" in (one.get("rel") or one.get("itemprop") or "").split()]
        found = [_line(text_in(one)) for one in marked[:5]]
    if not found:
        byline = next((one for one in root.iter() if "byline" in (one.get("class") or "").lower().split()), None)
        found = [] if byline is None else [_line(text_in(byline)).partition("·")[0]]
    for one in found:
        for name in re.split(r",\s+|\s+and\s+|\s*;\s*|\s+&\s+", _BY.sub("", one)):
            if 1 < len(name) <= 80 and "://" not in name:
                yield name.strip()


def _name(said: object) -> str:
    return _line(said.get("name") if isinstance(said, dict) else said)


def _canonical(root: Element, metas: Mapping[str, str], url: str) -> str:
    links = [one for one in root.iter("link") if "canonical" in (one.get("rel") or "").lower().split()]
    said = [one.get("href") or "" for one in links[:1]] + [metas.get("og:url", "")]
    for one in said:
        try:
            address = urljoin(url, one.strip()) if one.strip() else ""
        except ValueError:
            continue
        if address.startswith(("http://", "https://")) and len(address) <= 2048 and address.isprintable():
            return address
    return url


def _article(root: Element) -> Mapping[str, object]:
    """The page's own description of its article as JSON-LD (schema.org)."""
    for script in root.iter("script"):
        if script.get("type") == "application/ld+json" and len(script.text or "") < _SCRIPT:
            try:
                said = json.loads(script.text or "")
            except (ValueError, RecursionError):
                continue
            for one in _things(said):
                kinds = one.get("@type")
                if any(_ARTICLES.fullmatch(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                    return one
    return {}


def _things(said: object) -> Iterator[dict[str, object]]:
    for one in said if isinstance(said, list) else [said]:
        if isinstance(one, dict):
            yield one
            graph = one.get("@graph")
            yield from (each for each in (graph if isinstance(graph, list) else []) if isinstance(each, dict))


def _metas(root: Element) -> Iterator[tuple[str, str]]:
    for meta in reversed(list(root.iter("meta"))):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = _line(meta.get("content"))
        if name and content:
            yield name.lower(), content


def _first(metas: Mapping[str, str], *names: str) -> str:
    return next((metas[name] for name in names if name in metas), "")


def _marked_date(root: Element) -> str:
    return next((date for one in root.iter("time") if (date := _date(one.get("datetime")))), "")


def _date(said: object) -> str:
    match = _DATE.match(_line(said).replace("/", "-"))
    return match[0] if match else ""


def _line(said: object) -> str:
    line = one_line(whole(said)) if isinstance(said, str) else ""
    return line if len(line) <= LONGEST else ""

"""JSON Feed (jsonfeed.org, versions 1 and 1.1) has items, which are read as entries of a feed."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from lxml import etree

from reader.domain.decode import decode
from reader.domain.document import Metadata, Parsed
from reader.domain.errors import NotOpened
from reader.formats.html.converted import add_metadata
from reader.formats.html.tree import tree_of
from reader.formats.kinds import FORMATS, Format
from reader.formats.titles import field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VERSION = FORMATS[Format.FEED].version


def parse_json_feed(data: bytes, url: str) -> Parsed:
    """Parse the document of a feed in JSON. Raises NotOpened for what is none."""
    try:
        feed = json.loads(decode(data) or "")
    except (ValueError, RecursionError) as error:
        raise NotOpened("is damaged: it is no feed that can be read") from error
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise NotOpened("is damaged: it is no feed that can be read")
    base = url or _said(feed, "feed_url") or _said(feed, "home_page_url")
    title = field(_said(feed, "title"))
    head = f"<h1>{escape(title)}</h1>" if title else ""
    about = _paragraphs(_said(feed, "description"))
    entries = (_entry(item, base) for item in feed["items"] if isinstance(item, dict))
    said = Metadata(
        title=title,
        authors=tuple(_authors(feed)),
        language=_said(feed, "language"),
        url=_said(feed, "home_page_url"),
    )
    return add_metadata(head + about + "".join(entries), "feed", VERSION, said)


def _entry(item: Mapping[str, Any], base: str) -> str:
    link = _said(item, "url") or _said(item, "external_url")
    heading = escape(field(_said(item, "title")) or link)
    if link and heading:
        heading = f'<a href="{escape(urljoin(base, link))}">{heading}</a>'
    day = (_said(item, "date_published") or _said(item, "date_modified"))[:10]
    byline = " · ".join(filter(None, (", ".join(_authors(item)), day)))
    about = f"<p>{escape(byline)}</p>" if byline else ""
    body = _html(_said(item, "content_html"), base) or _paragraphs(
        _said(item, "content_text") or _said(item, "summary")
    )
    parts = f"{about}<div>{body}</div>{_attached(item, base)}"
    return f"<h2>{heading}</h2>{parts}" if heading else f"<hr>{parts}" if body else ""


def _authors(holder: Mapping[str, Any]) -> Iterator[str]:
    """Their names: a list since version 1.1, one before."""
    said = holder.get("authors", holder.get("author"))
    for one in said if isinstance(said, list) else [said]:
        if isinstance(one, dict) and (name := field(_said(one, "name") or _said(one, "url"))):
            yield name


def _attached(item: Mapping[str, Any], base: str) -> str:
    """What goes with an item, a recording for the most part, as links."""
    attached = item.get("attachments")
    links = ""
    for one in attached if isinstance(attached, list) else []:
        if isinstance(one, dict) and (address := _said(one, "url")):
            name = _said(one, "title") or address
            links += f'<li><a href="{escape(urljoin(base, address))}">{escape(name)}</a></li>'
    return f"<ul>{links}</ul>" if links else ""


def _html(html: str, base: str) -> str:
    root = tree_of(f"<body><div>{html}</div>") if html.strip() else None
    if root is None:
        return ""
    for link in root.iter("a"):
        if link.get("href"):
            link.set("href", urljoin(base, str(link.get("href"))))
    body = root.find("body")
    return "".join(etree.tostring(one, encoding="unicode", method="html") for one in (root if body is None else body))


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(one)}</p>" for one in text.split("\n\n") if one.strip())


def _said(holder: Mapping[str, Any], name: str) -> str:
    value = holder.get(name)
    return value.strip() if isinstance(value, str) else ""

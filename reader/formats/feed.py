"""A feed (RSS 0.9 to 2.0, RDF, Atom, JSON Feed 1 and 1.1) is read as its entries, the newest first as it has them."""

from __future__ import annotations

import json
from email.utils import parsedate_to_datetime
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from lxml import etree

from reader.domain.decode import decode
from reader.domain.document import Metadata, Parsed
from reader.domain.errors import NotOpened
from reader.formats.html.converted import add_metadata
from reader.formats.html.tree import text_in, tree_of
from reader.formats.html.xml import mended_xml_of
from reader.formats.kinds import FORMATS, Format
from reader.formats.titles import field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

VERSION = FORMATS[Format.FEED].version

_CONTENTS = ("encoded", "content", "description", "summary", "subtitle")
"""What an entry says, the fullest first: RSS's content:encoded, Atom's content, and what is a summary in both."""
_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def parse_feed(data: bytes, url: str = "") -> Parsed:
    """Parse the document of a feed. Raises NotOpened for what is none."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _parse_json(data, url)
    root = mended_xml_of(data)
    if root is None or _local(root) not in ("rss", "feed", "RDF"):
        raise NotOpened("is damaged: it is no feed that can be read")
    channel = next((one for one in root if _local(one) == "channel"), root)
    entries = [one for one in (*root, *(channel if channel is not root else ())) if _local(one) in ("item", "entry")]
    base = root.get(_BASE) or url or _link(channel)
    title = _field(channel, "title")
    head = f"<h1>{escape(title)}</h1>" if title else ""
    said = Metadata(
        title=title,
        authors=tuple(filter(None, [_author(channel)])),
        language=_field(channel, "language") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        date=_date(channel),
        url=_link(channel),
    )
    return add_metadata(head + "".join(_entry(one, base) for one in entries), "feed", VERSION, said)


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2] if isinstance(node.tag, str) else ""


def _entry(entry: Element, base: str) -> str:
    title = _plain(_child(entry, "title"))
    link = _link(entry)
    body = next((html for name in _CONTENTS if (html := _html(_child(entry, name), entry.get(_BASE) or base))), "")
    media = _child(entry, "group")
    if not body and media is not None:
        body = _html(_child(media, "description"), base)  # of a film, which YouTube puts there
    heading = escape(title) or escape(link)
    if link:
        heading = f'<a href="{escape(urljoin(base, link))}">{heading}</a>'
    byline = " · ".join(filter(None, (_author(entry), _date(entry))))
    about = f"<p>{escape(byline)}</p>" if byline else ""
    if not heading and not body:
        return ""
    # Without a title only a rule tells where an entry begins.
    return f"{f'<h2>{heading}</h2>' if heading else '<hr>'}{about}<div>{body}</div>"


def _child(entry: Element, name: str) -> Element | None:
    return next((one for one in entry if _local(one) == name), None)


def _html(node: Element | None, base: str) -> str:
    """What is said as HTML: elements of its own in Atom's xhtml, else text that is HTML, or is none at all."""
    if node is None:
        return ""
    if len(node):
        for one in node.iter():
            if isinstance(one.tag, str):
                one.tag = _local(one).lower()
        return "".join(etree.tostring(one, encoding="unicode", method="html") for one in node)
    text = node.text or ""
    if node.get("type") in ("text", "text/plain") or "<" not in text:
        unescaped = text if node.get("type") == "text" or "&" not in text else text_in(_tree(text))
        return "".join(f"<p>{escape(one)}</p>" for one in unescaped.split("\n\n") if one.strip())
    root = _tree(text)
    for link in root.iter("a"):
        if link.get("href"):
            link.set("href", urljoin(base, str(link.get("href"))))
    body = root.find("body")
    return "".join(etree.tostring(one, encoding="unicode", method="html") for one in (root if body is None else body))


def _tree(text: str) -> Element:
    root = tree_of(f"<body><div>{text}</div>")
    return etree.Element("body") if root is None else root


def _plain(node: Element | None) -> str:
    """A title, which may be HTML in text."""
    said = "" if node is None else text_in(node)
    return field(text_in(_tree(said)) if "<" in said or "&" in said else said)


def _field(node: Element, name: str) -> str:
    child = _child(node, name)
    return "" if child is None else _plain(child)


def _link(node: Element) -> str:
    """The page of an entry or of a feed."""
    links = [one for one in node if _local(one) == "link"]
    for link in links:
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return str(link.get("href")).strip()
    written = next((text_in(one).strip() for one in links if text_in(one).strip()), "")
    guid = _child(node, "guid")
    if not written and guid is not None and guid.get("isPermaLink") != "false" and text_in(guid).startswith("http"):
        return text_in(guid).strip()
    return written


def _author(node: Element) -> str:
    for name in ("creator", "author"):
        child = _child(node, name)
        if child is not None:
            named = _child(child, "name")
            return _plain(child if named is None else named)
    return ""


def _date(node: Element) -> str:
    """The day, which RSS writes as mail does and all others in ISO 8601."""
    for name in ("pubDate", "published", "date", "updated", "lastBuildDate"):
        child = _child(node, name)
        if child is None:
            continue
        said = text_in(child).strip()
        if said[:4].isdecimal():
            return said[:10]
        try:
            return parsedate_to_datetime(said).date().isoformat()
        except (ValueError, IndexError, TypeError):
            continue
    return ""


def _parse_json(data: bytes, url: str) -> Parsed:
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
    entries = (_item(item, base) for item in feed["items"] if isinstance(item, dict))
    said = Metadata(
        title=title,
        authors=tuple(_authors(feed)),
        language=_said(feed, "language"),
        url=_said(feed, "home_page_url"),
    )
    return add_metadata(head + about + "".join(entries), "feed", VERSION, said)


def _item(item: Mapping[str, Any], base: str) -> str:
    link = _said(item, "url") or _said(item, "external_url")
    heading = escape(field(_said(item, "title")) or link)
    if link and heading:
        heading = f'<a href="{escape(urljoin(base, link))}">{heading}</a>'
    day = (_said(item, "date_published") or _said(item, "date_modified"))[:10]
    byline = " · ".join(filter(None, (", ".join(_authors(item)), day)))
    about = f"<p>{escape(byline)}</p>" if byline else ""
    body = _item_html(_said(item, "content_html"), base) or _paragraphs(
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


def _item_html(html: str, base: str) -> str:
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

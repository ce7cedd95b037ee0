"""Others wrote this XML: nothing is fetched, no entity expanded, and what is broken is read as HTML."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from lxml import etree

from reader.domain.decode import decode
from reader.domain.patterns import deferred
from reader.formats.html.tree import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_DOCTYPE = deferred(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_DECLARATION = deferred(r"^\s*<\?xml[^>]*\?>")
_NAMED = deferred(r"&(\w{2,32});")
_BARE = deferred(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)")
_XML_ONLY = frozenset(("amp", "lt", "gt", "quot", "apos"))
_ENCODING = deferred(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.-]{2,40})")
_ROOT = deferred(r"\s*<html\b[^<>]*?(\sxmlns\s*=\s*([\"'])http://www\.w3\.org/1999/xhtml\2)[^<>]*>")
_CAPITAL = deferred(r"<[A-Z]")
"""An element that HTML would write small: not quite what XHTML is."""
_DECLARED = deferred(r"""xmlns(?::[^\s=]+)?\s*=\s*(?:"([^"<>{}\s]+)"|'([^'<>{}\s]+)')""")
_ALWAYS = "http://www.w3.org/XML/1998/namespace"
"""The namespace that is declared by XML itself."""
_EMPTY = deferred(r"<(a|b|div|em|i|li|p|script|span|strong|style|sub|sup|td|th|title)\b([^<>]*)/>", re.IGNORECASE)


def xml_of(data: bytes, *, cut: bool = False) -> Element | None:
    """Parse an XML file to its root, None where it is none. Of one that was `cut` off, what there is.

    Without its DTD, so that entities have nothing to grow from.
    """
    text = _text(data)
    return None if text is None else _parse(text, recover=cut)


def mended_xml_of(data: bytes) -> Element | None:
    """Parse an XML file that people wrote by hand to its root: with signs of HTML, bare ampersands, tags left open."""
    root = xml_of(data)
    if root is not None:
        return root
    text = _text(data)
    return None if text is None else _parse(_BARE.sub("&amp;", _NAMED.sub(_character, text)), recover=True)


def damaged_in(data: bytes) -> int:
    """Tell how many signs of an XML file cannot be read."""
    with suppress(UnicodeError):
        if b"\0" not in data and (data.isascii() or b"\xef\xbf\xbd" not in data):
            data.decode()
            return 0  # as nearly all are
    return (_text(data) or "").count("\ufffd")


def xhtml_of(data: bytes) -> Element | None:
    """Parse a page in XHTML to its root, with its elements' names as in HTML, however badly it is made."""
    text = _text(data)
    if text is None:
        return None
    page = _without_namespace(text)
    root = _parse(_NAMED.sub(_character, page) if "&" in page else page)
    if root is None:
        # As HTML an empty element of these would stay open to the end of the page.
        return tree_of(_EMPTY.sub(r"<\1\2></\1>", text))
    for node in list(root.iter(*_namespaces(page))):
        node.tag = str(node.tag).rpartition("}")[2].lower()
    return root


def _namespaces(page: str) -> Iterator[str]:
    """What finds the elements of any namespace: to look at each element takes half as long as to parse the page."""
    yield f"{{{_ALWAYS}}}*"
    for first, second in set(_DECLARED.findall(page)):
        yield f"{{{(first or second).replace('&amp;', '&')}}}*"


def _without_namespace(text: str) -> str:
    """The page without the namespace of all its elements: to take it from each one takes longer than to parse them."""
    start = _ROOT.match(text)
    if start is None or _CAPITAL.search(text):
        return text
    return f"{text[: start.start(1)]}{text[start.end(1) :]}"


def _text(data: bytes) -> str | None:
    match = _ENCODING.match(data)
    text = decode(data, match[1].decode() if match else "")
    if text is None:
        return None
    text = _DECLARATION.sub("", text)
    return _DOCTYPE.sub("", text, count=1) if "!" in text else text


def _parse(text: str, *, recover: bool = False) -> Element | None:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
        recover=recover,
    )
    try:
        return etree.fromstring(text.strip().encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _character(match: re.Match[str]) -> str:
    if match[1] in _XML_ONLY:
        return match[0]
    from html.entities import html5  # noqa: PLC0415  (2,000 names, a millisecond, for files that have some)

    return html5.get(f"{match[1]};", match[0])

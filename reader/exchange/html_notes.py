"""Notes that other programs write in HTML become the Markdown that notes are here.

Kept are emphasis, code, links, lists, quotations, headings and line ends; anything else is its words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.domain.web_address import is_web_address
from reader.exchange.input import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_NAMES = (
    "a|abbr|article|b|blockquote|body|br|cite|code|del|div|em|font|h[1-6]|head|hr|html|i|img|ins|kbd|li|mark|ol|p|pre|q|s|"
    "script|section|small|span|strike|strong|style|sub|sup|table|tbody|td|template|th|thead|title|tr|tt|u|ul"
)
_A_TAG = rf"/?(?:{_NAMES})(?:\s[^<>]*)?/?>"
_TAG = re.compile(rf"<{_A_TAG}|&(?:[a-zA-Z]{{2,8}}|#\d{{2,6}}|#x[0-9a-fA-F]{{2,5}});", re.IGNORECASE)
_NO_TAG = re.compile(rf"<(?!{_A_TAG})", re.IGNORECASE)
"""What a writer means by `<` in mathematics and in code."""
_MARKS = {"i": "*", "em": "*", "b": "**", "strong": "**", "code": "`", "tt": "`", "s": "~~", "del": "~~"}
_BLOCKS = ("p", "div", "ul", "ol", "table", "tr", "hr", "section", "article")
_SILENT = ("script", "style", "head", "title", "template")
_DEEPEST = 200
"""Levels of nesting that are followed; editors nest ten."""
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_EMPTY_LINES = re.compile(r"\n{3,}")


def is_html(content: str) -> bool:
    """Tell whether a note holds a tag or an entity."""
    return _TAG.search(content) is not None


def markdown_of(content: str) -> str:
    """Write the Markdown of a note in HTML; what holds no tag and no entity is returned as it is."""
    if not is_html(content):
        return content
    from lxml import etree, html  # noqa: PLC0415  (most notes hold no tags)

    told = _NO_TAG.sub("&lt;", content)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(f"<div>{told}</div>".encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return content
    written = "".join(_pieces(root, 0))
    lines = (line.rstrip() for line in written.split("\n"))
    return text(_EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip())


def _pieces(node: Element, depth: int) -> Iterator[str]:
    """What an element says, and the words after it up to the next."""
    tag = node.tag if isinstance(node.tag, str) else ""
    if depth < _DEEPEST and tag not in _SILENT:
        if tag == "pre":
            yield "\n\n```\n" + "".join(map(str, node.itertext())).strip("\n") + "\n```\n\n"
        else:
            inner = _BLANKS.sub(" ", node.text or "") + "".join(
                part for one in node for part in _pieces(one, depth + 1)
            )
            yield _written(node, tag, inner)
    if depth and node.tail:
        yield _BLANKS.sub(" ", node.tail)


def _written(node: Element, tag: str, inner: str) -> str:
    if tag == "br":
        return "\n"
    if tag == "a":
        target = (node.get("href") or "").strip()
        return f"[{inner.strip()}]({target})" if is_web_address(target) or target.startswith("zotero://") else inner
    if tag in _MARKS:
        before, words, after = _split(inner)
        return f"{before}{_MARKS[tag]}{words}{_MARKS[tag]}{after}" if words else inner
    if tag == "li":
        return f"\n- {inner.strip()}"
    if tag == "blockquote":
        lines = _EMPTY_LINES.sub("\n\n", inner.strip()).split("\n")
        return "\n\n" + "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdecimal():
        return f"\n\n{'#' * int(tag[1])} {inner.strip()}\n\n"
    if tag in ("td", "th"):
        return f"{inner.strip()}\t"
    return f"\n\n{inner.strip(' ')}\n\n" if tag in _BLOCKS else inner


def _split(inner: str) -> tuple[str, str, str]:
    """The blanks before the words, the words, the blanks after: marks stand beside words only."""
    words = inner.strip()
    at = inner.find(words) if words else len(inner)
    return inner[:at], words, inner[at + len(words) :]

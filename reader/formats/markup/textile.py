"""Textile (textile-lang.com) becomes a document by way of HTML."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred
from reader.formats.html.converted import Footnotes, add_metadata, code_block
from reader.formats.kinds import FORMATS, Format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.domain.document import Parsed

VERSION = FORMATS[Format.TEXTILE].version

_ATTRIBUTES = r"(?:\([^()\s][^()\n]*\)|\{[^{}\n]*\}|\[[a-zA-Z-]{1,12}\]|[<>=()])*"
_BLOCK = deferred(rf"(h[1-6]|p|bq|bc|pre|notextile|fn\d+|###)({_ATTRIBUTES})(\.\.?)(?::(\S+))?\s+(?=\S)")
_ITEM = deferred(rf"([*#]{{1,9}}){_ATTRIBUTES}\s+(.*)", re.DOTALL)
_TERM = deferred(r"-\s+(.*?)\s*:=\s*(.*)", re.DOTALL)
_ROW = deferred(rf"(?:{_ATTRIBUTES}\.?\s*)?\|")
_CELL = deferred(rf"(?:(_)?(?:[\\/](\d+))?(?:[\\/](\d+))?(?:[<>=~^]+|{_ATTRIBUTES})?\.\s)?")
_TABLE = deferred(rf"table{_ATTRIBUTES}\.[^\n]*(?:\n|$)")
_KEPT = deferred(
    r"==(.+?)==|<notextile>(.*?)</notextile>|<pre\b[^>]*>(.*?)</pre>|<code\b[^>]*>(.*?)</code>|@([^@\n]+)@", re.DOTALL
)
_LINK = deferred(
    r"(?:\"|\[\")(?:\([^()\"]*\))?([^\"\n]+?)(?:\s*\([^()\"]*\))?\":"
    r"((?:https?|ftp|mailto|/|\.|#)[^\s\]]*[^\s\].,;:!?)\"'])\]?|\"([^\"\n]+)\":(\w[\w-]*)"
)
_UNKNOWN_TAG = deferred(r"<(?!/?(?:b|i|em|strong|br|sub|sup|a|span|u|s|del|ins|code|q|cite|small|kbd)\b[^<>]*>)")
_IMAGE = deferred(rf"!{_ATTRIBUTES}([^\s!()]+)(?:\(([^()\n]*)\))?!(?::\S+)?")
_NOTE = deferred(r"\[(\d{1,4})\]")
_ACRONYM = deferred(r"\b([A-Z]{2,})\(([^()\n]+)\)")
_ALIAS = deferred(r"^\[([^\]\n]+)\]((?:https?://|/|mailto:)\S+)[ \t]*$", re.MULTILINE)
_PHRASES = (
    ("strong", r"\*\*"), ("em", "__"), ("cite", r"\?\?"), ("strong", r"\*"), ("em", "_"), ("del", "-"), ("ins", r"\+"),
    ("sup", r"\^"), ("sub", "~"), ("span", "%"),
)  # fmt: skip
_STYLED = r"(?:\([^()\n]*\)|\{[^{}\n]*\}|\[[a-z-]+\])*"
_PHRASE = tuple(
    (
        name,
        deferred(rf"(?<![{word}\\{end}]){sign}{_STYLED}(?=\S)(.{{1,400}}?)(?<=\S){sign}(?![{word}{end}])", re.DOTALL),
        deferred(rf"(?<=\S){sign}(?![{word}{end}])"),
    )
    for name, sign in _PHRASES
    for end in (re.escape(sign[-1]),)
    for word in ("" if name in ("sup", "sub") else r"\w",)
)
"""Words that are set off: their element, how they are written, and how such words end."""
ASIDE = "\ue0fa"
"""Stands, with a number, for what is put aside while the rest is read."""
_PUT_ASIDE = deferred(f"{ASIDE}(\\d+){ASIDE}")


def parse_textile(text: str) -> Parsed:
    """Parse the document of Textile. Raises NotOpened where nothing is in it."""
    page = _Page()
    html = page.read(text.replace("\r\n", "\n").replace(ASIDE, "\ufffd"))
    return add_metadata(html + page.notes.html(), "textile", VERSION)


class _Page:
    """One text while it is read: its notes, the names of its addresses, what was put aside."""

    def __init__(self) -> None:
        self.notes = Footnotes()
        self._aliases: dict[str, str] = {}
        self._numbers: frozenset[str] = frozenset()
        self._aside: list[str] = []

    def read(self, text: str) -> str:
        """The text as HTML."""
        self._aliases = dict(_ALIAS.findall(text))
        self._numbers = frozenset(re.findall(r"^fn(\d+)", text, re.MULTILINE))
        text = _ALIAS.sub("", text)
        html: list[str] = []
        code: list[str] = []
        extended = ""
        for block in (*_blocks(text), ""):
            match = _BLOCK.match(block)
            if match is None and extended in ("bc", "pre") and block:
                code.append(block)
                continue
            if code:
                html.append(code_block("\n\n".join(code)))
                code.clear()
            if match is None and extended and block:
                html.append(self._block(extended, block, ""))
                continue
            extended = match[1] if match and match[3] == ".." else ""
            if match and extended in ("bc", "pre"):
                code.append(block[match.end() :])
            elif match:
                html.append(self._block(match[1], block[match.end() :], match[4] or ""))
            elif block:
                html.append(self._plain(block))
        return _PUT_ASIDE.sub(lambda match: self._aside[int(match[1])], "".join(html))

    def _block(self, kind: str, words: str, source: str) -> str:
        if kind in ("bc", "pre"):
            return code_block(words)
        if kind == "notextile":
            return words
        if kind == "###":
            return ""
        if kind == "bq":
            cited = f'<p><a href="{escape(source)}">{escape(source)}</a></p>' if source else ""
            return f"<blockquote><p>{self._said(words)}</p>{cited}</blockquote>"
        if kind.startswith("fn"):
            self.notes.define(kind[2:], f"<p>{self._said(words)}</p>")
            return ""
        return f"<{kind}>{self._said(words)}</{kind}>"

    def _plain(self, block: str) -> str:
        """A block without a name: a list, a table, HTML, or a paragraph."""
        lines = block.split("\n")
        if _ITEM.match(lines[0]):
            return self._list(block)
        if _TERM.match(block):
            return self._terms(block)
        table = _TABLE.match(block)
        if table or (_ROW.match(lines[0]) and lines[0].rstrip().endswith("|")):
            return self._table(block[table.end() :] if table else block)
        if re.match(r"</?(?:div|table|ul|ol|blockquote|pre|h[1-6]|p|section|hr|dl)\b", block):
            return block
        if re.fullmatch(r"[-*_ ]{3,}", block.strip()):
            return "<hr>"
        if block.startswith(" ") and not block.strip().startswith("<"):
            return self._said(block).join(("<p>", "</p>"))
        return f"<p>{self._said(block)}</p>"

    def _list(self, block: str) -> str:
        html, signs = "", ""
        for item in re.split(r"\n(?=[*#]{1,9}[^\s]*\s)", block):
            match = _ITEM.match(item)
            if match is None:
                html += f"<br>{self._said(item)}"
                continue
            same = 0
            while same < min(len(signs), len(match[1])) and signs[same] == match[1][same]:
                same += 1
            html += "".join("</li></ul>" if sign == "*" else "</li></ol>" for sign in reversed(signs[same:]))
            opened = match[1][same:]
            html += "</li><li>" if not opened else "".join("<ul><li>" if sign == "*" else "<ol><li>" for sign in opened)
            html += self._said(match[2])
            signs = match[1]
        return html + "".join("</li></ul>" if sign == "*" else "</li></ol>" for sign in reversed(signs))

    def _terms(self, block: str) -> str:
        html = ""
        for item in re.split(r"\n(?=-\s)", block):
            match = _TERM.match(item)
            html += f"<dt>{self._said(match[1])}</dt><dd>{self._said(match[2].removesuffix('=:'))}</dd>" if match else (
                f"<dd>{self._said(item)}</dd>")  # fmt: skip
        return f"<dl>{html}</dl>"

    def _table(self, block: str) -> str:
        rows = ""
        for line in re.split(r"\|[ \t]*(?:\n|$)", block):
            if "|" not in line:
                rows += f"<tr><td>{self._said(line)}</td></tr>" if line.strip() else ""
                continue
            cells = ""
            for cell in line.partition("|")[2].split("|"):
                match = _CELL.match(cell)
                words = cell[match.end() :] if match else cell
                name = "th" if match and match[1] else "td"
                said = re.findall(r"([\\/])(\d+)", match[0]) if match else []
                spans = "".join(f' {"rowspan" if kind == "/" else "colspan"}="{count}"' for kind, count in said)
                cells += f"<{name}{spans}>{self._said(words.strip())}</{name}>"
            rows += f"<tr>{cells}</tr>"
        return f"<table>{rows}</table>"

    # Words.

    def _put(self, html: str) -> str:
        self._aside.append(html)
        return f"{ASIDE}{len(self._aside) - 1}{ASIDE}"

    def _keep(self, match: re.Match[str]) -> str:
        raw = next((one for one in match.groups()[:2] if one is not None), None)
        if raw is not None:
            return self._put(escape(raw, quote=False))
        code = next((one for one in match.groups()[2:] if one is not None), "")
        return self._put(f"<code>{escape(code, quote=False)}</code>")

    def _said(self, text: str) -> str:
        """A run of words as HTML; lines are kept, as Textile has it."""
        text = _KEPT.sub(self._keep, text)
        text = _UNKNOWN_TAG.sub("&lt;", text)
        text = _LINK.sub(self._link, text)
        text = _IMAGE.sub(lambda match: self._put(f'<img alt="{escape(match[2] or "")}">') if match[2] else "", text)
        text = _NOTE.sub(self._refer, text)
        text = _ACRONYM.sub(r"\1 (\2)", text)
        for name, pattern, closer in _PHRASE:
            if closer.search(text):
                text = pattern.sub(rf"<{name}>\1</{name}>", text)
        return text.strip("\n").replace("\n", "<br>")

    def _refer(self, match: re.Match[str]) -> str:
        """A number in brackets refers to a note where there is one of that number."""
        return self._put(self.notes.refer(match[1])) if match[1] in self._numbers else match[0]

    def _link(self, match: re.Match[str]) -> str:
        words, target = (match[1], match[2]) if match[1] else (match[3], self._aliases.get(match[4] or "", ""))
        if not target:
            return match[0]
        return self._put(f'<a href="{escape(target)}">') + words + self._put("</a>")


def _blocks(text: str) -> Iterator[str]:
    """Runs of lines between empty ones; a list that a heading follows at once ends there."""
    for one in re.split(r"\n[ \t]*\n+", text):
        if one.strip():
            yield one.strip("\n")

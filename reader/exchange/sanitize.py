"""Texts are made fit to be written, without what no file should carry raw; the words of all readable formats are here
too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.domain import printable
from reader.domain.annotation import State
from reader.domain.wording import one_line, say_page

if TYPE_CHECKING:
    from reader.domain.article import Article
    from reader.exchange.records import ExportedAnnotation, Location

UNSEEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
"""Characters that steer a terminal, turn the direction of what follows, or cannot be encoded (inside a regex class)."""
UNSEEN_SIGN = re.compile(f"[{UNSEEN}]")
"""One of them; none is printable."""
_ADDRESS = re.compile(r"https?://[^/@\s]", re.IGNORECASE)
_USER = re.compile(r"(?<=://)[^/?#]*@")
_NOT_IN_ADDRESS = re.compile(r"[^!#$%&()*+,\-./0-9:;=?@A-Z_a-z~]")


def visible(text: str) -> str:
    """Replace every character of `text` that steers instead of being seen by a symbol for it, one for one."""
    return text if text.isprintable() else UNSEEN_SIGN.sub(_symbol, text)


def lines_visible(text: str) -> str:
    """Make a text of several lines visible, with every line end as `\\n`."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return visible(text)


def visible_line(text: str) -> str:
    """Put `text` on one line, outer and repeated blanks gone, for a heading or a cell."""
    return visible(one_line(text))


def _symbol(match: re.Match[str]) -> str:
    # Those of ASCII have pictures; the others are not known to most fonts, and are only told to have been there.
    code = ord(match[0])
    return chr(printable.DRAWN_AS[code] if code <= printable.DELETE else printable.REPLACEMENT)


def web_address(article: Article) -> str:
    """Return the article's address on the web, safe to link to and without a password in it; empty if it has none."""
    for address in (article.url, *(source.address for source in article.sources)):
        if _ADDRESS.match(address):
            return _NOT_IN_ADDRESS.sub(_percent, without_user(address))
    return ""


def without_user(address: str) -> str:
    """Take the name and password off a URL, where they are in it."""
    return _USER.sub("", address)


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode(errors="replace"))


def source_name(article: Article, *, paths: bool = False) -> str:
    """Return the name of the file that the article was read from, with its path only if asked for; empty if there is
    none.
    """
    for source in article.sources:
        if source.address != "-" and not re.match(r"[a-z]+://", source.address, re.IGNORECASE):
            return source.address if paths else re.split(r"[/\\]", source.address.rstrip("/\\"))[-1]
    return ""


def place(where: Location | None) -> str:
    """Tell where a highlight stands, in a few words: `p. 12 · ¶ 3 · 40 %`."""
    if where is None:
        return ""
    page = f"{say_page(visible_line(where.page))} · " if where.page else ""
    return f"{page}¶ {where.paragraph} · {where.percent} %"


def is_lost(entry: ExportedAnnotation) -> bool:
    """Tell whether it is a highlight without a place in the exported version; not where the article has no text yet."""
    found = entry.target is not None and entry.target.state is not State.ORPHAN
    return not found and any(target.version for target in entry.annotation.targets)


LOST = "Not found in this version"
"""The heading over the highlights without a place."""


def note_texts(entry: ExportedAnnotation) -> list[tuple[str, str]]:
    """Return the texts of a note, each with what marks it: the first with nothing, those written at the same time
    elsewhere with when they were written.
    """
    note = entry.annotation
    if not note.rivals:
        return [("", note.note)] if note.note else []
    rivals = [
        (f"Also written, {one.written.astimezone():%Y-%m-%d %H:%M}", one.text)
        for one in note.rivals
        if one.text != note.note
    ]
    return [("", note.note), *rivals]


def whole_note(entry: ExportedAnnotation) -> str:
    """Return all texts of a note as one, for formats in which a note has one."""
    return "\n\n".join(f"[{mark}] {text}" if mark else text for mark, text in note_texts(entry))

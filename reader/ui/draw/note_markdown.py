"""The Markdown of a note becomes pieces of text, each styled by its role: what a narrow pane can show of it.

Emphasis, strong, code, links (their text), lists, quotations, headings (as strong) and fenced code; anything else is
shown as it was written. The note itself is never changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.domain.patterns import compiled, deferred
from reader.ui.draw.cells import Styled
from reader.ui.draw.theme import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.ui.draw.cells import Line


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A `NoteLine` is one line of a note before it is wrapped: `lead` stands before its first row, blanks of its width
    before the rest.

    `keep`: code, which is cut and not wrapped.
    """

    pieces: Line
    lead: str = ""
    keep: bool = False


_INLINE = (
    r"(?P<tick>`+)(?P<code>.+?)(?P=tick)"
    r"|\*\*(?P<strong>\S(?:.*?\S)?)\*\*|__(?P<strong_>\S(?:.*?\S)?)__"
    r"|\*(?P<emphasis>[^\s*](?:[^*]*?[^\s*])?)\*|(?<!\w)_(?P<emphasis_>[^\s_](?:[^_]*?[^\s_])?)_(?!\w)"
    r"|!?\[(?P<link>[^\]\[]+)\]\([^()\s]*(?: \"[^\"]*\")?\)"
)
_ITEM = deferred(r"(?P<indent>\s*)(?:(?P<bullet>[-*+])|(?P<number>\d{1,9}[.)]))\s+(?P<text>.*)")
_HEADING = deferred(r"#{1,6}\s+(?P<text>.*?)\s*#*$")
_FENCE = deferred(r"\s*(```+|~~~+)")


def note_lines(note: str) -> list[NoteLine]:
    """Draw the lines of `note`, blank ones included, but for those at its ends."""
    lines = []
    fence = ""
    for raw in note.strip("\n").split("\n"):
        line = raw.rstrip()
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif fence:
            lines.append(NoteLine((Styled(line, Role.CODE),), keep=True))
        else:
            lines.append(_line(line))
    return lines


def _line(line: str) -> NoteLine:
    if item := _ITEM.fullmatch(line):
        # Two blanks a level, however many the source has: the pane is narrow.
        indent = "  " * (len(item["indent"].expandtabs(4)) // 2)
        return NoteLine(tuple(_inline(item["text"])), indent + (f"{item['number']} " if item["number"] else "• "))
    if heading := _HEADING.fullmatch(line):
        return NoteLine(tuple(Styled(one.text, Role.STRONG) for one in _inline(heading["text"])))
    if line.startswith(">"):
        return NoteLine(tuple(_inline(line.lstrip("> "))), "│ ")
    return NoteLine(tuple(_inline(line)))


def _inline(text: str) -> Iterator[Styled]:
    at = 0
    for match in compiled(_INLINE).finditer(text):
        if match.start() > at:
            yield Styled(text[at : match.start()], Role.NOTE)
        role, inner = next((name, value) for name, value in match.groupdict().items() if value and name != "tick")
        yield Styled(inner, Role(role.rstrip("_")))
        at = match.end()
    if at < len(text):
        yield Styled(text[at:], Role.NOTE)

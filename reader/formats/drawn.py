"""Lines that are laid out rather than written: tables, figures, dumps, listings, columns, code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.domain.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 0.5
"""Share of lines that must look so: a figure has a caption, a table of contents a title."""
SOME = 0.3
"""The same for signs that no prose has."""
VARIED = 3
"""Different indents from which on lines are a program or a figure: prose has one, and another for its first line."""

_DRAWN = re.compile(
    r"[\u2500-\u259f]"  # boxes
    r"|[+|][-=+]{2,}[+|]?|-{2,}\+-{2,}|^\s*\|.*\|\s*$|\S\s*\|.*\S\s*\|"
    r"|^\s*(?:={3,}|-{3,}|~{3,})(?:\s+(?:={2,}|-{2,}|~{2,}))+\s*$"
    r"|(?:\.{4,}|(?:\. ){4,})\s*\S{1,8}\s*$"  # contents with their pages
    r"|^\s*(?:0x)?[0-9a-fA-F]{4,16}[:\s]\s*(?:[0-9a-fA-F]{2,4}\s+){4,}"
    r"|^[bcdlps-](?:[r-][w-][xsS-]){2}[r-][w-][xtT-][.+@]?\s"
    r"|[-=]{2,}>|<[-=]{2,}|/\\|\\/|^\s*[|/\\+^v](?:\s+[|/\\+^v])*\s*$"
)
_COLUMNS = re.compile(r"\S(?: {3,}|\t+ *)\S")
_PROGRAM = re.compile(
    r"[;{}]\s*$|^\s*(?:#\s*(?:include|define|if|endif)|import\s|from\s\S+\simport|def\s|class\s|return\b|(?:if|for|while)\s?\("
    r"|//|/\*|\*/|[$%>#]\s\S|<[/!?a-zA-Z][^>]*>\s*$)|\w\(.*\)\s*[;:{]?\s*$"
)
_ANY = re.compile(rf"(?:{_DRAWN.pattern})|(?:{_COLUMNS.pattern})", re.MULTILINE)


def has_layout(text: str) -> bool:
    """Whether anything in a text may be laid out: asked once, so that all of it need not be looked at line by line."""
    return _ANY.search(text) is not None


def is_drawn(line: str) -> bool:
    """Whether a line is of a table, a figure or the like, as far as it shows by itself."""
    return _DRAWN.search(line) is not None or _COLUMNS.search(line) is not None


def layout_of(run: Sequence[str]) -> BlockKind | None:
    """CODE or VERSE where the lines between two blank ones are to stay as they are; None where they are words."""
    count = len(run)
    drawn = sum(_DRAWN.search(line) is not None for line in run)
    columns = sum(_COLUMNS.search(line) is not None for line in run)
    if count == 1:
        return BlockKind.CODE if drawn else BlockKind.VERSE if columns else None
    if drawn >= max(2, SOME * count) or (columns >= 2 and columns + drawn >= MOST * count):
        return BlockKind.CODE
    if sum(_PROGRAM.search(line) is not None for line in run) >= max(2, MOST * count) or _is_indented(run):
        return BlockKind.CODE
    return None


def _is_indented(run: Sequence[str]) -> bool:
    """Whether the lines are indented as those of a program are: deeper and back again."""
    indents = [len(line) - len(line.lstrip()) for line in run]
    return len(run) > VARIED and len(set(indents[1:])) >= VARIED and max(indents) - min(indents) >= 4

"""Tables that are drawn in a Markdown text, as Pandoc reads them, become rows that cmark knows.

Grids of `+---+` and bars, columns under lines of hyphens, rows of several lines between two long ones. What is drawn in
another way, or is none, stays as it is. Blocks of lines that begin with a bar keep their lines.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred
from reader.formats.markup.markdown_boxes import fence_of, holds_any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BORDER = deferred(r" {0,3}\+(?::?[-=]+:?\+)+[ \t]*$")
_RULED = deferred(r" {0,8}-{2,}(?: +-{2,})+[ \t]*$")
_LONG = deferred(r" {0,8}-{8,}[ \t]*$")
_DASHES = deferred(r"-+")
_BAR_LINE = deferred(r"\|(?: (.*)|)$")
_ITEM = deferred(r"(?:[-*+•]|\d{1,3}[.)])\s+")
# Each begins with a sign of its own, which is looked for quickly.
_RULES = deferred(r"\n {0,8}-{2,} +-{2,}")
_LINES_WITH_BARS = deferred(r"\n\| [^|\n]*\n\|(?: [^|\n]*)?(?:\n|\Z)")
LONGEST = 2000
"""Lines of one table at most."""


def read_tables(text: str) -> str:
    """Write a text with the tables that are drawn in it as those of GitHub's dialect."""
    return "\n".join(_lines(text.split("\n"))) if _holds_any(text) else text


def _holds_any(text: str) -> bool:
    """Whether anything of the kind may stand in a text: most have none, and a look at each line takes long."""
    return (
        holds_any(text, "+-", "+=")
        or ("-- " in text and _RULES.search(f"\n{text}") is not None)
        or ("| " in text and _LINES_WITH_BARS.search(f"\n{text}") is not None)
    )


def _lines(lines: list[str]) -> Iterator[str]:
    fence = ""
    at = 0
    while at < len(lines):
        line = lines[at]
        match = fence_of(line)
        if match and (not fence or (match[1].startswith(fence) and not match[2])):
            fence = "" if fence else match[1]
        found = None if fence or match else _table_at(lines, at)
        if found is None:
            yield line
            at += 1
        else:
            rows, at = found
            yield from rows


def _table_at(lines: Sequence[str], at: int) -> tuple[list[str], int] | None:
    """The rows of what is drawn from a line on, and the line behind it."""
    line = lines[at]
    if line.startswith("|"):
        return _line_block(lines, at)
    if "+" in line and _BORDER.match(line):
        return _grid(lines, at)
    if "--" not in line:
        follows = at + 1 < len(lines) and "-- " in lines[at + 1] and line.strip()
        if follows and _RULED.match(lines[at + 1]) and not (at and lines[at - 1].strip()):
            return _under_rules(lines, at + 1, head=[line])
        return None
    if _LONG.match(line):
        return _between_long(lines, at)
    return _under_rules(lines, at, head=[]) if _RULED.match(line) else None


def _line_block(lines: Sequence[str], at: int) -> tuple[list[str], int] | None:
    """Lines of verse or of an address: each begins with a bar, and no other stands in it."""
    if at and lines[at - 1].strip():
        return None
    end = at
    words = []
    while end < len(lines) and (match := _BAR_LINE.match(lines[end])) is not None and "|" not in (match[1] or ""):
        said = match[1] or ""
        words.append("\xa0" * (len(said) - len(said.lstrip())) + said.strip())
        end += 1
    if end - at < 2 or (end < len(lines) and lines[end].strip()):
        return None
    return [*(f"{one}\\" for one in words[:-1]), words[-1]], end


def _grid(lines: Sequence[str], at: int) -> tuple[list[str], int] | None:
    """A grid whose cells are of one column and row each; any other keeps its lines."""
    end = at
    while end < len(lines) and end - at < LONGEST and lines[end].strip()[:1] in ("+", "|"):
        end += 1
    block = [line.strip() for line in lines[at:end]]
    if len(block) < 3 or not _BORDER.match(block[-1]):
        return None
    edges = [place for place, sign in enumerate(block[0]) if sign == "+"]
    rows: list[list[list[str]]] = [[]]
    header = 0
    for line in block[1:]:
        if _BORDER.match(line) and [place for place, sign in enumerate(line) if sign == "+"] == edges:
            header = len(rows) if "=" in line and not header else header
            rows.append([])
        elif line.startswith("|") and all(line[place : place + 1] == "|" for place in edges):
            rows[-1].append([line[left + 1 : right].strip() for left, right in pairwise(edges)])
        else:
            return ["", "```", *lines[at:end], "```", ""], end
    return ["", *_written([_joined(row) for row in rows if row]), ""], end


def _under_rules(lines: Sequence[str], at: int, head: list[str]) -> tuple[list[str], int] | None:
    """Columns under hyphens, which end with an empty line, or below such a line where they have no heads."""
    end = at + 1
    while end < len(lines) and end - at < LONGEST and lines[end].strip() and not _RULED.match(lines[end]):
        end += 1
    closed = end < len(lines) and _RULED.match(lines[end]) is not None
    rows = [[line] for line in lines[at + 1 : end]]
    if not rows or (not head and not closed):
        return None
    return _in_columns(lines[at], [*([head] if head else []), *rows], end + closed)


def _between_long(lines: Sequence[str], at: int) -> tuple[list[str], int] | None:
    """Rows of several lines, with an empty line between two, from one long line of hyphens to the other."""
    if at and lines[at - 1].strip():
        return None  # it underlines a heading
    ruled = next((n for n in range(at + 1, min(at + 12, len(lines))) if _RULED.match(lines[n])), 0)
    if not ruled or not all(map(str.strip, lines[at + 1 : ruled])):
        return None
    end = next((n for n in range(ruled + 1, min(ruled + LONGEST, len(lines))) if _LONG.match(lines[n])), 0)
    if not end:
        return None
    rows: list[list[str]] = [list(lines[at + 1 : ruled]), []]
    for line in lines[ruled + 1 : end]:
        if line.strip():
            rows[-1].append(line)
        else:
            rows.append([])
    return _in_columns(lines[ruled], [row for row in rows if row], end + 1)


def _in_columns(rule: str, rows: list[list[str]], end: int) -> tuple[list[str], int] | None:
    """Rows cut where the hyphens of a line begin."""
    starts = [0, *(match.start() for match in _DASHES.finditer(rule))][2:]
    bounds = list(pairwise((0, *starts, 10_000)))
    cut = [_joined([[line[left:right].strip() for left, right in bounds] for line in row]) for row in rows]
    if not any(sum(map(bool, row)) > 1 for row in cut):
        return None
    return ["", *_written(cut), ""], end


def _joined(row: list[list[str]]) -> list[str]:
    """The cells of a row of several lines; items and paragraphs in them begin anew."""
    cells = []
    for pieces in zip(*row, strict=True):
        said = ""
        for piece in pieces:
            begins = not piece or _ITEM.match(piece) is not None
            said += ("<br>" if begins and said and not said.endswith("<br>") else " " if said else "") + piece
        cells.append(said.strip().removesuffix("<br>"))
    return cells


def _written(rows: list[list[str]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
        if not number:
            yield "|---" * len(row) + "|"

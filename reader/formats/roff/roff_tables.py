"""A table as tbl(1) has it begins with lines of options and formats; rows follow, with a sign between their cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.formats.roff.roff_text import RoffText

_RULE = deferred(r"\s*(?:\\?[_=])+\s*")
_TAB = deferred(r"tab\s*\((.)\)")


def roff_table(lines: Sequence[str], roff: RoffText) -> str:
    """Write the table as HTML. What stands before its formats says what is between its cells."""
    rest = list(lines)
    between = "\t"
    if rest and rest[0].rstrip().endswith(";"):
        said = _TAB.search(rest.pop(0))
        between = said[1] if said else "\t"
    while rest:
        if rest.pop(0).rstrip().endswith("."):
            break
    rows = list(_rows(rest, between))
    html = "".join("<tr>" + "".join(f"<td>{roff.html(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>{html}</table>" if rows else ""


def _rows(lines: Sequence[str], between: str) -> Iterator[list[str]]:
    waiting: list[str] = []
    inside: list[str] | None = None
    for line in lines:
        if inside is not None:
            if not line.startswith("T}"):
                inside.append(re.sub(r"^[.'][ \t]*(?:[A-Z]{1,2}|br|sp)\b[ \t]*", "", line))
                continue
            waiting.append(" ".join(inside))
            inside = None
            cells = line[2:].split(between)[1:] if line[2:] else []
        elif line.startswith(".") or _RULE.fullmatch(line) or not line.strip():
            continue
        else:
            cells = line.split(between)
        if cells and cells[-1].strip() == "T{":
            waiting += cells[:-1]
            inside = []
            continue
        yield [_cell(cell) for cell in (*waiting, *cells)]
        waiting = []
    if waiting or inside:
        yield [*map(_cell, waiting), *(inside or ())]


def _cell(cell: str) -> str:
    return "" if _RULE.fullmatch(cell) or cell.strip() in ("\\^", "\\") else cell.strip()

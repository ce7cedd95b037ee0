"""Tables are written so that no spreadsheet takes a cell for a formula, and read as other programs write them."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from reader.domain.errors import NotImported
from reader.exchange.input import LARGEST
from reader.exchange.sanitize import lines_visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@|＝＋－＠｜])")
"""What a spreadsheet takes for a formula or a command, or would if the apostrophes in front were gone."""


_SAID = re.compile(r"\"?sep=([,;|\t])\"?[^\S\n]*\n", re.IGNORECASE)
HEAD = 1 << 20
"""Characters in which the first row of a table ends; no program writes more columns than fit there."""


BEYOND = ""
"""The name under which a row says that it has cells beyond the columns that are named."""
LEFT_BEYOND = "rows with cells beyond the last column, which are not read"
CLOSE = "close it, or write it twice where it is a sign of the text"
AT_ONCE = 200
"""Rows a piece: one write call for many short rows."""


def write_table(names: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Write a table as CSV, in pieces of some rows, under the names of its columns; no cell steers a terminal,
    or is computed by a spreadsheet.
    """
    buffer = io.StringIO(newline="")
    sheet = csv.writer(buffer, lineterminator="\n")
    sheet.writerow(names)
    for count, row in enumerate(rows, start=2):
        sheet.writerow([guard_cell(lines_visible(cell)) for cell in row])
        if count % AT_ONCE == 0:
            yield buffer.getvalue()
            buffer.seek(buffer.truncate(0))
    yield buffer.getvalue()


def guard_cell(text: str) -> str:
    """Put an apostrophe in front of `text` where a spreadsheet would compute it."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard_cell(cell: str) -> str:
    """Take the guard off a cell; any other cell is as it is."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell, 1) else cell


def columns(content: str) -> frozenset[str]:
    """Read the names in the first row of a table, in small letters; none where it cannot be read."""
    csv.field_size_limit(LARGEST)
    head, delimiter = _opened(content[:HEAD])
    try:
        row = next(csv.reader(io.StringIO(head), delimiter=delimiter), [])
    except csv.Error:
        return frozenset()
    return frozenset(cell.strip().casefold() for cell in row)


def table(content: str, needed: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table by the names of its columns, in small letters.

    Raises NotImported without a `needed` one, and where a quotation mark is not closed: all rows after it would be one
    cell.
    """
    # For the whole process, so always the same: a cell may be as long as a file.
    csv.field_size_limit(LARGEST)
    body, delimiter = _opened(content)
    ends = _Ends(io.StringIO(body))
    rows = csv.DictReader(ends, delimiter=delimiter)
    try:
        names = {name.strip().casefold(): name for name in rows.fieldnames or () if name}
        begun = rows.line_num
        if needed not in names:
            raise NotImported(f"no column of it is called {needed.capitalize()}")
        for row in rows:
            if ends.are_past:
                raise NotImported(f"a quotation mark in its last row (line {begun + 1}) is not closed", do=CLOSE)
            begun = rows.line_num
            found = {known: unguard_cell(row.get(name) or "") for known, name in names.items()}
            if beyond := any(row.get(None) or ()):  # DictReader's key of what is left over
                found[BEYOND] = str(beyond)
            yield found
    except csv.Error as error:
        raise NotImported(f"it is not whole CSV ({error})") from error


class _Ends:
    """The lines of a table; who asks for one more than there are is within a cell that has no end."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.are_past = False

    def __iter__(self) -> Iterator[str]:
        yield from self._lines
        self.are_past = True


def _opened(content: str) -> tuple[str, str]:
    """The table without what stands before its first row, and what its cells are parted by.

    Excel begins a table for its own reading with a line that says so: `sep=;`.
    """
    content = content.lstrip("\ufeff\r\n")
    if found := _SAID.match(content):
        return content[found.end() :], found[1]
    head = content.split("\n", 1)[0]
    return content, max(",;\t", key=head.count)

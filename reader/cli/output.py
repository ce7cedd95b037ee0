"""Results go to stdout: as a table on a terminal, tab-separated when piped, as JSON lines when asked for."""

from __future__ import annotations

import codecs
import json
import re
import sys
from functools import lru_cache
from io import TextIOWrapper
from itertools import islice, zip_longest
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reader.domain.printable import printable, printable_lines
from reader.domain.wording import one_line

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

Record = TypeVar("Record")

SURROGATE = re.compile("[\ud800-\udfff]")
AT_ONCE = 500
"""Pieces of a file that are written together: each writing is flushed, which takes longer than making a piece."""


NOTHING = "there is nothing to list"
"""What is said, on stderr, where nothing answers."""


CUT = 7
"""What part of the terminal's width a column has at most that may be cut."""
SCREENFUL = 60
"""Records of a table that are printed together: the others may not be found yet."""
MOMENT = 0.01
"""Seconds for which lines are held, to be written together: to write each takes longer than to find it."""
GAP = "  "
NARROWEST = 12
"""Cells of a column that shares the room with others in a long table."""


def on_terminal() -> bool:
    """Tell whether a person reads stdout."""
    return sys.stdout.isatty()


def shown(text: str) -> str:
    """Make outside text safe for a person's terminal: nothing in it is acted on. For a pipe it stays exact."""
    return printable(text) if on_terminal() else text


def put(text: str) -> None:
    """Write a piece of what was asked for: with signs for what a terminal would act on, exactly into a pipe.

    A pipe takes a file, and files of all formats are UTF-8, whatever the locale.
    """
    if on_terminal():
        click.echo(printable_lines(text), nl=False)
        return
    if isinstance(sys.stdout, TextIOWrapper) and not _has_all_signs():
        sys.stdout.reconfigure(encoding="utf-8", errors=sys.stdout.errors)
    click.echo(text, nl=False)


def _has_all_signs() -> bool:
    return codecs.lookup(sys.stdout.encoding or "ascii").name == "utf-8"


def line(text: str) -> None:
    """Print one result."""
    click.echo(shown(text))


def lines(text: str) -> None:
    """Print a text, each of its lines as a result: a book has so many that they are written at once."""
    click.echo("\n".join(map(printable, text.split("\n"))) if on_terminal() else text)


def rows(
    heads: Sequence[str], records: Iterable[Sequence[object]], wide: Sequence[int] = (0,), cut: Container[int] = ()
) -> None:
    """Print records under heads; piped, cells hold no tab or line end.

    On a terminal the columns `wide` share the room that the others leave, the first of them twice as much as the
    next; `cut` may be cut where they are long, and what is empty in all records is left out. The first of many are
    there while the others are being looked for.
    """
    if not on_terminal():
        # An article has several rows, one after another.
        cell = lru_cache(SCREENFUL, typed=True)(lambda value: one_line(str(value)))
        _write_lines("\t".join(map(cell, record)) for record in pass_on(records))
        return
    found = ([one_line(str(cell)) for cell in record] for record in pass_on(records))
    columns = _Columns(heads, wide, cut)
    some = list(islice(found, SCREENFUL))
    following = list(islice(found, 1))
    is_long = bool(following)
    while some:
        columns.write(some, is_long=is_long)
        some, following = [*following, *islice(found, SCREENFUL)], []


class _Columns:
    """The columns of a table. Those of a long one, which is printed in pieces, get wider, but never less wide."""

    def __init__(self, heads: Sequence[str], wide: Sequence[int], cut: Container[int]) -> None:
        # Rich takes 30 ms to import; a pipe does without.
        from rich.console import Console

        self._heads = heads
        self._wide = wide
        self._cut = cut
        self._console = Console()
        self._filled: list[int] = []
        self._widths = [0] * len(heads)

    def write(self, found: Sequence[Sequence[str]], *, is_long: bool) -> None:
        """Print these records, under the heads where they have not been said of all columns that are not empty."""
        from rich.cells import cell_len

        there = self._filled
        self._filled = filled = [at for at in range(len(self._heads)) if at in there or any(one[at] for one in found)]
        for at in filled:
            self._widths[at] = max(self._widths[at], *(cell_len(record[at]) for record in (self._heads, *found)))
        shares = self._shares() if is_long else {}
        if shares:
            heads = [one.removeprefix(">") for one in self._heads]
            if filled != there:
                self._console.print(*self._rows(heads, shares), sep="\n", style="bold", markup=False, highlight=False)
            click.echo("\n".join(row for record in found for row in self._rows(record, shares)))
        else:
            self._write_table(found, headed=filled != there, expand=is_long)

    def _write_table(self, found: Sequence[Sequence[str]], *, headed: bool, expand: bool) -> None:
        from rich.table import Table
        from rich.text import Text

        expand = expand or sum(self._widths[at] + 1 for at in self._filled) > self._console.width
        table = Table(box=None, pad_edge=False, header_style="bold", expand=expand, show_header=headed)
        for at in self._filled:
            table.add_column(
                self._heads[at].removeprefix(">"),
                justify="right" if self._heads[at].startswith(">") else "left",
                ratio=self._ratio(at) if at in self._wide else None,
                max_width=self._console.width // CUT if at in self._cut else None,
                no_wrap=at not in self._wide,
            )
        for record in found:
            table.add_row(*(Text(printable(record[at])) for at in self._filled))
        self._console.print(table)

    def _ratio(self, at: int) -> int:
        return len(self._wide) - self._wide.index(at)

    def _shares(self) -> dict[int, int]:
        """The width of each column of a long table; none where they do not stand side by side."""
        most = self._console.width // CUT
        shares = {at: min(self._widths[at], most) if at in self._cut else self._widths[at] for at in self._filled}
        wide = [at for at in self._wide if at in shares]
        left = self._console.width - sum(shares[at] for at in shares if at not in wide) - len(GAP) * (len(shares) - 1)
        if left < NARROWEST * len(wide):
            return {}
        for at in wide:
            shares[at] = left * self._ratio(at) // sum(map(self._ratio, wide))
        return shares

    def _rows(self, record: Sequence[str], shares: Mapping[int, int]) -> list[str]:
        """A record of a long table: Rich takes five times as long for it."""
        cells = [self._cell(printable(record[at]), at, width) for at, width in shares.items()]
        rows_ = zip_longest(*cells, fillvalue="")
        return [GAP.join(map(self._filled_up, row, shares.items())).rstrip() for row in rows_]

    def _cell(self, text: str, at: int, width: int) -> list[str]:
        from rich.cells import cell_len, set_cell_size
        from rich.text import Text

        if cell_len(text) <= width:
            return [text]
        if at not in self._wide:
            return [f"{set_cell_size(text, width - 1)}…"]
        return [line.plain.rstrip() for line in Text(text).wrap(self._console, width)]

    def _filled_up(self, text: str, column: tuple[int, int]) -> str:
        from rich.cells import cell_len

        at, width = column
        blanks = " " * (width - cell_len(text))
        return f"{blanks}{text}" if self._heads[at].startswith(">") else f"{text}{blanks}"


def pass_on(records: Iterable[Record]) -> Iterator[Record]:
    """Pass the records on; where there are none, that is said on stderr."""
    count = 0
    for count, record in enumerate(records, 1):  # noqa: B007  (looked at afterwards)
        yield record
    if not count:
        click.echo(NOTHING, err=True)


def pieces(file: Iterator[str]) -> None:
    """Write a file as it is made."""
    while some := "".join(islice(file, AT_ONCE)):
        put(some)


def json_lines(records: Iterable[Mapping[str, Any]]) -> None:
    """Print one JSON object a line; ASCII on a terminal, where an escape in a text must stay one, and where the
    locale has not all signs.
    """
    only_ascii = on_terminal() or not _has_all_signs()

    def text_of(record: Mapping[str, Any]) -> str:
        text = json.dumps(record, ensure_ascii=only_ascii)
        # What is no character, as a byte of a file's name that is not UTF-8, stays JSON as an escape only.
        return json.dumps(record) if SURROGATE.search(text) else text

    if on_terminal():
        for record in records:
            line(text_of(record))
    else:
        _write_lines(map(text_of, records))


def _write_lines(lines_: Iterable[str]) -> None:
    """Write lines as they come: each of the first, and of those that come slowly, at once, the others together."""
    coming = iter(lines_)
    for text in islice(coming, SCREENFUL):
        click.echo(text)
    held: list[str] = []
    written = monotonic()
    try:
        for text in coming:
            held.append(text)
            if monotonic() - written > MOMENT:
                together, held = "\n".join(held), []
                click.echo(together)
                written = monotonic()
    finally:  # what was found before something went wrong is there
        if held:
            click.echo("\n".join(held))

"""Results go to stdout: as a table on a terminal, tab-separated when piped, as JSON lines when asked for."""

from __future__ import annotations

import codecs
import json
import re
import sys
from io import TextIOWrapper
from itertools import islice
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
"""Records of a table that are printed together: Rich takes .4 ms for each, and the others may not be found yet."""


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
        for record in pass_on(records):
            click.echo("\t".join(one_line(str(cell)) for cell in record))
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
    """The columns of a table, of which a long one is printed in pieces: they get wider, but never less wide."""

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
        from rich.table import Table
        from rich.text import Text

        there = self._filled
        self._filled = filled = [at for at in range(len(self._heads)) if at in there or any(one[at] for one in found)]
        for at in filled:
            self._widths[at] = max(self._widths[at], *(cell_len(record[at]) for record in (self._heads, *found)))
        expand = is_long or sum(self._widths[at] + 1 for at in filled) > self._console.width
        table = Table(box=None, pad_edge=False, header_style="bold", expand=expand, show_header=filled != there)
        for at in filled:
            most = self._console.width // CUT if at in self._cut else None
            table.add_column(
                self._heads[at].removeprefix(">"),
                justify="right" if self._heads[at].startswith(">") else "left",
                ratio=len(self._wide) - self._wide.index(at) if at in self._wide else None,
                min_width=min(self._widths[at], most or self._widths[at]) if is_long and at not in self._wide else None,
                max_width=most,
                no_wrap=at not in self._wide,
            )
        for record in found:
            table.add_row(*(Text(printable(record[at])) for at in filled))
        self._console.print(table)


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
    for record in records:
        text = json.dumps(record, ensure_ascii=only_ascii)
        # What is no character, as a byte of a file's name that is not UTF-8, stays JSON as an escape only.
        line(json.dumps(record) if SURROGATE.search(text) else text)

"""Results go to stdout: as a table on a terminal, tab-separated when piped, as JSON lines when asked for."""

from __future__ import annotations

import json
import re
import sys
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


def on_terminal() -> bool:
    """Tell whether a person reads stdout."""
    return sys.stdout.isatty()


def shown(text: str) -> str:
    """Make outside text safe for a person's terminal: nothing in it is acted on. For a pipe it stays exact."""
    return printable(text) if on_terminal() else text


def put(text: str) -> None:
    """Write a piece of what was asked for: with signs for what a terminal would act on, exactly into a pipe."""
    click.echo(printable_lines(text) if on_terminal() else text, nl=False)


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
    next; `cut` may be cut where they are long, and what is empty in all records is left out.
    """
    if not on_terminal():
        for record in pass_on(records):
            click.echo("\t".join(one_line(str(cell)) for cell in record))
        return
    # Rich takes 30 ms to import; a pipe does without.
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    found = [[one_line(str(cell)) for cell in record] for record in records]
    if not found:
        click.echo(NOTHING, err=True)
        return
    console = Console()
    filled = [index for index in range(len(heads)) if any(record[index] for record in found)]
    natural = sum(max(cell_len(record[index]) for record in (heads, *found)) + 1 for index in filled)
    table = Table(box=None, pad_edge=False, header_style="bold", expand=natural > console.width)
    for index in filled:
        table.add_column(
            heads[index].removeprefix(">"),
            justify="right" if heads[index].startswith(">") else "left",
            ratio=len(wide) - wide.index(index) if index in wide else None,
            max_width=console.width // CUT if index in cut else None,
            no_wrap=index not in wide,
        )
    for record in found:
        table.add_row(*(Text(printable(record[index])) for index in filled))
    console.print(table)


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
    """Print one JSON object a line; ASCII on a terminal, where an escape in a text must stay one."""
    for record in records:
        text = json.dumps(record, ensure_ascii=on_terminal())
        # What is no character, as a byte of a file's name that is not UTF-8, stays JSON as an escape only.
        line(json.dumps(record) if SURROGATE.search(text) else text)

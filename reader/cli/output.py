"""Results on stdout: a table on a terminal, tab-separated when piped, JSON lines when asked for."""

from __future__ import annotations

import json
import sys
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from reader.domain.printable import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


AT_ONCE = 500
"""Pieces of a file that are written together: each writing is flushed, which takes longer than making a piece."""


def on_terminal() -> bool:
    """Whether a person reads stdout."""
    return sys.stdout.isatty()


def shown(text: str) -> str:
    """Outside text for a person's terminal: nothing in it is acted on. For a pipe it stays exact."""
    return printable(text) if on_terminal() else text


def line(text: str) -> None:
    """One result."""
    click.echo(shown(text))


def rows(heads: Sequence[str], records: Iterable[Sequence[object]], wide: int = 0) -> None:
    """Records under heads. Column `wide` takes the room that the others leave; piped, cells hold no tab or line end."""
    if not on_terminal():
        for record in records:
            click.echo("\t".join(one_line(str(cell)) for cell in record))
        return
    # Rich takes 30 ms to import; a pipe does without.
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for index, head in enumerate(heads):
        numbers = head.startswith(">")
        table.add_column(
            head.removeprefix(">"),
            justify="right" if numbers else "left",
            ratio=1 if index == wide else None,
            no_wrap=index != wide,
        )
    found = list(records)
    if not found:
        click.echo("there is nothing to list", err=True)
        return
    for record in found:
        table.add_row(*(Text(printable(one_line(str(cell)))) for cell in record))
    Console().print(table)


def pieces(file: Iterator[str]) -> None:
    """A file as it is made, exact for a terminal too: its format says what may be in it."""
    while some := "".join(islice(file, AT_ONCE)):
        click.echo(some, nl=False)


def json_lines(records: Iterable[Mapping[str, Any]]) -> None:
    """One JSON object a line; ASCII on a terminal, where an escape in a text must stay one."""
    for record in records:
        click.echo(json.dumps(record, ensure_ascii=on_terminal()))

"""`reader SOURCE` decides what is opened, and where."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from reader.cli.completed import completed_by, with_source_format
from reader.cli.running import begun, run
from reader.domain.errors import NotFound, NotOpened
from reader.domain.web_address import is_web_address
from reader.domain.wording import say_received

if TYPE_CHECKING:
    from reader.cli.wiring import CommandServices
    from reader.domain.ports import ReadingPosition
    from reader.library import Library, Opened

TERMINAL = "/dev/tty"
PRINT = "to print a text: reader show --text SOURCE"


@click.command("open", hidden=True)
@click.argument("source", required=False, shell_complete=completed_by("sources"))
@click.option("--at", metavar="TEXT|PERCENT|ANNOTATION", help="Where to begin: words of the text, 40%, or an id.")
@click.option("--version", "version", metavar="N", help="A kept version, to read only: see reader versions.")
@click.option("--whole", is_flag=True, help="All of a web page, navigation included.")
@with_source_format
@click.pass_obj
def open_command(
    services: CommandServices, source: str | None, at: str | None, version: str | None, name: str, *, whole: bool
) -> int:
    """Open SOURCE in the reader: a path, a URL, - for standard input, an article's id or exact title."""
    if not sys.stdout.isatty():
        if source is not None:
            services.library.check_source(source)
        raise NotOpened("the reader needs a terminal", do=PRINT)
    if os.environ.get("TERM") == "dumb":
        raise NotOpened("the reader needs a terminal that can place text (TERM is dumb)", do=PRINT)
    library = services.library
    opened = place = None
    annotation = ""
    if source is None:
        opened, place = begun(library)
    else:
        opened = _opened(library, source, version, whole=whole, name=name)
        place = library.places.place(opened.article.id)
        if at is not None:
            place, annotation = _place(library, opened, at)
    _keyboard()
    return run(services, opened, place, annotation)


def _opened(library: Library, source: str, version: str | None, *, whole: bool, name: str) -> Opened:
    from reader.library import Request

    if version is not None:
        return library.open_version(library.known(source), version)
    with _Told(is_web_address(source)) as told:
        return library.open(source, Request(whole=whole, format=name, progress=told))


class _Told:
    """Progress of what is fetched, on one line of the terminal that is gone afterwards."""

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted and sys.stderr.isatty()

    def __enter__(self) -> _Told:
        return self

    def __call__(self, done: int, total: int | None) -> None:
        """So many bytes have come."""
        if self._wanted:
            click.echo(f"\r{say_received(done, total)}", err=True, nl=False)

    def __exit__(self, *_: object) -> None:
        if self._wanted:
            click.echo("\r\x1b[K", err=True, nl=False)


def _place(library: Library, opened: Opened, at: str) -> tuple[ReadingPosition | None, str]:
    """Where `--at` means: a place, or an annotation's id."""
    from reader.domain.ports import ReadingPosition
    from reader.library.phrases import find_places

    length = len(opened.document.text)
    if at.endswith("%") and at[:-1].replace(".", "", 1).isdecimal():
        offset = min(int(length * float(at[:-1]) / 100), max(length - 1, 0))
        return ReadingPosition(opened.version, offset, offset), ""
    annotation = library.collection.annotation_in(opened.article, at) if len(at) > 3 else None
    if annotation is not None:
        return None, annotation.id
    found = find_places(opened.document.text, at)
    if not found:
        raise NotFound("it is not in the text", f"“{at}”")
    return ReadingPosition(opened.version, found[0].start, found[0].start), ""


def _keyboard() -> None:
    """Keys come from the terminal, also when the text came through standard input.

    Textual reads descriptor 0, so the terminal is put there.
    """
    if sys.stdin is not None and sys.stdin.isatty():
        return
    try:
        terminal = os.open(TERMINAL, os.O_RDWR)
    except OSError as error:
        raise NotOpened("there is no terminal to read keys from", do="start it from one") from error
    os.dup2(terminal, 0)
    os.close(terminal)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  (it stays open as long as we run)
    sys.__stdin__ = sys.stdin  # type: ignore[misc]  # what Textual's driver asks for the descriptor

"""`reader add` takes sources into the library without opening them, or reads them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reader.cli.answering import remark
from reader.cli.completed import completed_by, with_source_format
from reader.cli.output import line
from reader.domain.errors import ReaderError
from reader.domain.wording import one_line

if TYPE_CHECKING:
    from reader.cli.wiring import CommandServices
    from reader.library import Opened, Request


@click.command("add")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…", shell_complete=completed_by("sources"))
@click.option("--again", is_flag=True, help="Read what is in the library anew: where that differs, it is a version.")
@click.option("--whole", is_flag=True, help="All of a web page, navigation included.")
@with_source_format
@click.pass_obj
def add_command(services: CommandServices, sources: tuple[str, ...], name: str, *, again: bool, whole: bool) -> None:
    """Take SOURCE into the library without opening it.

    SOURCE is a path, a URL, or - for standard input; with --again also an article's id or title. What can be read of
    several is taken in, whatever becomes of the others.
    """
    from reader.library import Request

    failed: list[ReaderError] = []
    for source in sources:
        try:
            _add(services, source, Request(whole=whole, format=name), again=again)
        except ReaderError as error:
            if failed:
                remark(f"reader: {failed[-1]}")
            failed.append(error)
    if failed:
        raise failed[-1]


def _add(services: CommandServices, source: str, request: Request, *, again: bool) -> None:
    library = services.library
    opened = library.read_again(library.known(source), request) if again else library.open(source, request)
    opened.need_kept()
    line(f"{opened.article.id}\t{one_line(opened.article.title)}")
    remark("; ".join(filter(None, _told(services, source, opened, again=again))))


def _told(services: CommandServices, source: str, opened: Opened, *, again: bool) -> list[str]:
    """What became of a source, and of the highlights of its article."""
    from reader.library.opened import Relation
    from reader.library.rereading import BETTER

    library = services.library
    said = {Relation.NEW: "added", Relation.SAME: "known already", Relation.CHANGED: "a further version"}
    told = [f"“{opened.article.title}”: {said[opened.relation]}", opened.notice]
    if opened.relation is Relation.CHANGED:
        told.append(str(library.carry(opened)))
    elif not again and library.reads_better(opened.article):
        told.append(f"{BETTER}: reader add --again {source}")
    return told

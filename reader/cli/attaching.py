"""`reader attach` gives a text to an article that waits for one, `reader join` makes one of two records of one work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reader.cli.answering import remark
from reader.cli.completed import completed_by, with_source_format

if TYPE_CHECKING:
    from reader.cli.wiring import CommandServices


@click.command("attach")
@click.argument("article", shell_complete=completed_by("articles"))
@click.argument("source", shell_complete=completed_by("files"))
@click.option("--whole", is_flag=True, help="All of a web page, navigation included.")
@with_source_format
@click.pass_obj
def attach_command(services: CommandServices, article: str, source: str, name: str, *, whole: bool) -> None:
    """Give ARTICLE the text that it waits for.

    ARTICLE is an id or a title (`reader list` shows them), SOURCE a path, a URL, or - for standard input. Highlights
    that are not found in the text stay, with their quotes.
    """
    from reader.library import Request

    library = services.library
    opened = library.attach(library.known(article), source, Request(whole=whole, format=name))
    opened.need_kept()
    carried = library.carry(opened)
    told = [f"“{opened.article.title}”: {carried or 'its text is here'}", opened.notice]
    remark("; ".join(filter(None, told)))


@click.command("join")
@click.argument("articles", nargs=-1, required=True, metavar="A [B]", shell_complete=completed_by("articles"))
@click.option("--undo", is_flag=True, help="Take A apart again, whatever it was joined with.")
@click.pass_obj
def join_command(services: CommandServices, articles: tuple[str, ...], *, undo: bool) -> None:
    """Say that two articles are one work, or take them apart.

    A and B are ids or titles. What is marked in either is then marked in one article, which has the texts of both;
    nothing is lost by it, and `reader join --undo A` takes it back, on any machine.
    """
    library = services.library
    if len(articles) != (1 if undo else 2):
        raise click.UsageError("name one article to take apart" if undo else "name two articles")
    found = [library.known(word) for word in articles]
    if undo:
        remark(f"taken apart: {', '.join(f'“{one.title}” ({one.id[:8]})' for one in library.take_apart(found[0]))}")
        return
    whole = library.join(*found)
    opened = library.open(whole.id)
    carried = "" if opened.waiting else f": {library.carry(opened)}"
    remark(f"“{found[0].title}” and “{found[1].title}” are one article now ({whole.id[:8]}){carried}")

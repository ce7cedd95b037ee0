"""`reader tags` lists what is in use, and calls it something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reader.cli.answering import remark
from reader.cli.completed import completed_by
from reader.cli.output import json_lines, rows
from reader.cli.wiring import CommandServices
from reader.domain.errors import NotUnderstood
from reader.domain.tags import composed_tag, tag_of

if TYPE_CHECKING:
    from reader.library.tag_list import Retagged


@click.group("tags", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_context
def tags_command(context: click.Context, as_json: bool) -> None:
    """List the tags in use; rename, merge or delete one."""
    if context.invoked_subcommand is not None:
        return
    library = context.ensure_object(CommandServices).library
    in_use, articles = library.tags.in_use(), library.tags.on_articles()
    if as_json:
        json_lines({"tag": tag, "annotations": count, "articles": articles[composed_tag(tag)]} for tag, count in in_use)
    elif articles:
        rows(["tag", ">annotations", ">articles"], ([tag, count, articles[composed_tag(tag)]] for tag, count in in_use))
    else:
        rows(["tag", ">annotations"], in_use)


@tags_command.command("rename")
@click.argument("old", shell_complete=completed_by("tags"))
@click.argument("new", shell_complete=completed_by("tags"))
@click.pass_obj
def rename(services: CommandServices, old: str, new: str) -> None:
    """Call the tag OLD, and those nested in it, NEW. Where NEW is in use, the two become one."""
    old, new = _old(services, old), tag_of(new)
    if not new:
        raise NotUnderstood("a tag needs a name", do="to take it away: reader tags delete")
    _tell(services.library.tags.retag(old, new), f"{old} is now {new}")


@tags_command.command("merge")
@click.argument("tags", nargs=-1, required=True, shell_complete=completed_by("tags"))
@click.argument("into", shell_complete=completed_by("tags"))
@click.pass_obj
def merge(services: CommandServices, tags: tuple[str, ...], into: str) -> None:
    """Make several tags one: `reader tags merge police cops law/police`. Where one is not in use, none is changed."""
    into = tag_of(into)
    if not into:
        raise NotUnderstood("a tag needs a name", do="to take it away: reader tags delete")
    olds = [_old(services, one) for one in tags]
    _tell(services.library.tags.retag(olds, into), f"{', '.join(olds)} merged into {into}")


@tags_command.command("delete")
@click.argument("tag", shell_complete=completed_by("tags"))
@click.pass_obj
def delete(services: CommandServices, tag: str) -> None:
    """Take a tag, and those nested in it, off all annotations and articles."""
    tag = _old(services, tag)
    _tell(services.library.tags.retag(tag, None), f"{tag} is gone")


def _old(services: CommandServices, written: str) -> str:
    """The tag that is written so; one that is in use exactly so is meant before any other."""
    in_use = {tag for tag, _ in services.library.tags.in_use()}
    return written if written in in_use else tag_of(written)


def _tell(changed: Retagged, what: str) -> None:
    remark(f"{what} ({changed})")

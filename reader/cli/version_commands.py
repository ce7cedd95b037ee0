"""`reader versions` and `reader carry` tell what became of an article, and of its highlights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reader.cli.answering import remark
from reader.cli.completed import completed_by
from reader.cli.output import json_lines, line, rows, shown

if TYPE_CHECKING:
    from reader.cli.wiring import CommandServices

DATE = "%Y-%m-%d %H:%M"


@click.command("versions")
@click.argument("source", shell_complete=completed_by("sources"))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def versions_command(services: CommandServices, source: str, as_json: bool) -> None:
    """List the kept versions of an article. The oldest comes first; open one with `reader SOURCE --version N`."""
    library = services.library
    article = library.known(source)
    found = library.version_rows(article)
    if as_json:
        json_lines(
            {
                "number": one.number,
                "hash": one.version.hash,
                "added": one.version.added.isoformat(),
                "length": one.version.length,
                "highlights": one.found,
                "lost": one.lost,
            }
            for one in found
        )
        return
    heads = [">no", "version", "read", ">characters", ">highlights", ">lost"]
    rows(
        heads,
        (
            [
                one.number,
                one.version.hash[:12],
                f"{one.version.added.astimezone():{DATE}}",
                one.version.length,
                one.found,
                one.lost,
            ]
            for one in found
        ),
        wide=(1,),
    )


@click.command("carry")
@click.argument("old", shell_complete=completed_by("sources"))
@click.argument("new", shell_complete=completed_by("sources"))
@click.option("--dry-run", is_flag=True, help="Print what would happen, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def carry_command(services: CommandServices, old: str, new: str, dry_run: bool, as_json: bool) -> None:
    """Bring the highlights of OLD over to NEW.

    OLD is an article that you have read; NEW a file with its newer text.
    """
    library = services.library
    article = library.known(old)
    if not dry_run:
        opened = library.open_as(article, new)
        remark(f"“{article.title}”: {library.carry(opened)}")
        return
    answers = library.rehearse(article, new)
    if as_json:
        json_lines(one.as_json() for one in answers)
        return
    for one in answers:
        line(f"{one.fate:8} {one.confidence:4.2f}  {shown(one.quote)}")
        if one.found and one.found != one.quote:
            line(f"{'→':>8}       {shown(one.found)}")

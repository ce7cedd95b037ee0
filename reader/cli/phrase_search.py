"""`reader search`: a phrase in everything that was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reader.cli.output import json_lines, rows
from reader.domain.errors import NotFound

if TYPE_CHECKING:
    from reader.cli.wiring import CommandServices

SHORT_ID = 8
"""Digits of an id that are shown: enough to name an article by, in a library of tens of thousands."""


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def search_command(services: CommandServices, words: tuple[str, ...], *, as_json: bool) -> None:
    """Find a phrase in the texts of all articles. To search your notes: reader notes WORDS."""
    from reader.library.phrases import search

    phrase = " ".join(words)
    hits = list(search(services.library.store, phrase))
    if not hits:
        raise NotFound("it stands in none of the articles", f"“{phrase}”")
    if as_json:
        json_lines(
            {
                "article": hit.article.id,
                "title": hit.article.title,
                "start": hit.span.start,
                "end": hit.span.end,
                "around": hit.around,
            }
            for hit in hits
        )
        return
    table = ([hit.article.id[:SHORT_ID], hit.article.title, f"…{hit.around}…"] for hit in hits)
    rows(["id", "article", "text"], table, wide=(2,), cut=(1,))

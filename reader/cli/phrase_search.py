"""`reader search` finds a phrase in everything that was read."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import click

from reader.cli.output import json_lines, rows
from reader.domain.errors import NotFound

if TYPE_CHECKING:
    from reader.cli.wiring import CommandServices
    from reader.library.phrases import Hit

SHORT_ID = 8
"""Digits of an id that are shown: enough to name an article by, in a library of tens of thousands."""


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def search_command(services: CommandServices, words: tuple[str, ...], *, as_json: bool) -> None:
    """Find a phrase in the texts of all articles.

    Titles, notes and tags are searched too, and quotes that are in no text here. It is found as / finds it, parts of
    words too. To search your notes by more than words: reader notes QUERY.
    """
    phrase = " ".join(words)
    found = (hit for hit in services.library.collection.search(phrase) if not _stands_in_text(hit))
    first = next(found, None)
    if first is None:
        raise NotFound("it stands in none of the articles", f"“{phrase}”")
    hits = chain((first,), found)  # as they are found: of the most common words there are hundreds of thousands
    if as_json:
        json_lines(
            {
                "article": hit.article.id,
                "title": hit.article.title,
                "start": hit.span.start,
                "end": hit.span.end,
                "around": hit.around,
                "where": str(hit.where),
                **({"annotation": hit.annotation.id} if hit.annotation is not None else {}),
            }
            for hit in hits
        )
        return
    table = ([hit.article.id[:SHORT_ID], hit.article.title, str(hit.where), f"…{hit.around}…"] for hit in hits)
    rows(["id", "article", "in", "text"], table, wide=(3,), cut=(1,))


def _stands_in_text(hit: Hit) -> bool:
    """Whether it is a quote that is found in the article's text: it is answered as a place there."""
    if hit.where != "quote" or hit.annotation is None or not hit.article.versions:
        return False
    target = hit.annotation.target_in(hit.article.latest.hash)
    return target is not None and target.span is not None

"""`reader list` shows what was read, and `reader notes` what was marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reader.cli.completed import completed_by
from reader.cli.output import json_lines, pass_on, pieces, rows
from reader.cli.phrase_search import SHORT_ID
from reader.cli.querying import QueryCommand
from reader.domain.annotation import RETURNED
from reader.domain.colour import colour_words

if TYPE_CHECKING:
    from reader.cli.wiring import CommandServices
    from reader.domain.annotation import Annotation
    from reader.library.collection import Listed


@click.command("list", cls=QueryCommand)
@click.argument("query", nargs=-1, shell_complete=completed_by("queries"))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def list_command(services: CommandServices, query: tuple[str, ...], *, as_json: bool) -> None:
    """List the articles that answer to QUERY, or all. The one opened last comes first."""
    listed = services.library.collection.articles(services.query(query))
    if as_json:
        json_lines(_article(one) for one in pass_on(listed))
        return
    table = (
        [
            one.article.id[:SHORT_ID],
            one.article.title,
            f"{one.article.progress:.0%}",
            one.highlights,
            one.notes,
            f"{(one.article.opened or one.article.added).astimezone():%Y-%m-%d}",
        ]
        for one in listed
    )
    rows(["id", "title", ">read", ">highlights", ">notes", "opened"], table, wide=(1,))


@click.command("notes", cls=QueryCommand)
@click.argument("query", nargs=-1, shell_complete=completed_by("queries"))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line: as in the export of format jsonl.")
@click.pass_obj
def notes_command(services: CommandServices, query: tuple[str, ...], *, as_json: bool) -> None:
    """List the annotations that answer to QUERY, or all.

    Terms stand together: words, "a phrase", tag:law, #la, colour:red, in:"title", note:text, quote:text,
    has:note, is:lost, since:30d, before:2026-01-01. -term negates; OR stands between alternatives;
    @name is a saved query.
    """
    asked = services.query(query)
    if as_json:
        from reader.exchange.format_table import writer
        from reader.exchange.records import Options

        # For scripts, which count on a time in every line.
        options = Options(colours=services.settings.colours, undated=True)
        pieces(writer("jsonl")(pass_on(services.library.collection.exported(asked)), options))
        return
    table = (
        [
            found.annotation.id[:SHORT_ID],
            found.article.title,
            f"“{found.annotation.quote}”" if found.annotation.quote else "(page note)",
            _note(found.annotation),
            " ".join(f"#{tag}" for tag in found.annotation.tags),
            colour_words(found.annotation.colour, services.settings.colours),
        ]
        for found in services.library.collection.annotations(asked)
    )
    rows(["id", "article", "quote", "note", "tags", "colour"], table, wide=(2, 3), cut=(1, 4))


def _note(annotation: Annotation) -> str:
    """All its texts, where several were written at once, and whether it is back from a deletion."""
    texts = " / or: ".join(one.text for one in annotation.rivals) or annotation.note
    return f"{texts} ({RETURNED})".lstrip() if annotation.returned else texts


def _article(one: Listed) -> dict[str, object]:
    article = one.article
    return {
        "id": article.id,
        "title": article.title,
        "authors": list(article.authors),
        "status": str(article.status),
        "progress": article.progress,
        "tags": list(article.tags),
        "highlights": one.highlights,
        "notes": one.notes,
        "added": article.added.isoformat(),
        "opened": article.opened.isoformat() if article.opened else None,
        "sources": [source.address for source in article.sources],
    }

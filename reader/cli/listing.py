"""`reader list` shows what was read, `reader notes` what was marked, and `reader watch` what is being marked."""

from __future__ import annotations

import json
from time import sleep
from typing import TYPE_CHECKING, Any

import click

from reader.cli.completed import completed_by
from reader.cli.output import json_lines, line, pass_on, pieces, rows
from reader.cli.phrase_search import SHORT_ID
from reader.cli.querying import QueryCommand
from reader.domain.annotation import RETURNED
from reader.domain.colour import colour_words
from reader.domain.wording import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reader.cli.wiring import CommandServices
    from reader.domain.annotation import Annotation
    from reader.domain.query import Query
    from reader.library.collection import Collection, Found, Listed

REST = 0.5
"""Seconds between two looks at the library: a look costs two questions to the file system."""


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


@click.command("watch", cls=QueryCommand)
@click.argument("query", nargs=-1, shell_complete=completed_by("queries"))
@click.option("--all", "every", is_flag=True, help="Begin with those that are there.")
@click.option(
    "--jsonl", "--json", "as_json", is_flag=True, help="One JSON object a line: an event, and as in reader notes."
)
@click.pass_obj
def watch_command(services: CommandServices, query: tuple[str, ...], *, every: bool, as_json: bool) -> None:
    """Tell of annotations as they come, change and go.

    It runs until it is stopped (C-c), and sees what any program writes into the library, or sync brings.
    With QUERY it tells of those only that answer to it, and says removed, too, of what no longer does.
    """
    collection, asked = services.library.collection, services.query(query)
    told = news(collection, asked, lambda: sleep(REST), every=every)
    if as_json:
        json_lines(_as_object(event, found, collection) for event, found in told)
        return
    for event, found in told:
        line(f"{event}\t{found.annotation.id[:SHORT_ID]}\t{found.article.title}\t{one_line(found.annotation.quote)}")


def news(
    collection: Collection, asked: Query, rest: Callable[[], None], *, every: bool = False
) -> Iterator[tuple[str, Found]]:
    """Yield what happens to annotations that answer, each as it is found out, with the annotation as it is then.

    Between two looks `rest` is called; what it raises ends it.
    """
    known: dict[str, Found] = {}
    if not every:
        known = _answering(collection, asked)
    while True:
        now = _answering(collection, asked)
        yield from (("removed", found) for name, found in known.items() if name not in now)
        for name, found in now.items():
            before = known.get(name)
            if before is None:
                yield "added", found
            elif _said(before.annotation) != _said(found.annotation):
                yield "changed", found
        known = now
        rest()
        while not collection.refresh():
            rest()


def _answering(collection: Collection, asked: Query) -> dict[str, Found]:
    return {found.annotation.id: found for found in collection.annotations(asked)}


def _said(one: Annotation) -> tuple[Any, ...]:
    """What a person would call a change: neither the time of it, nor in which versions of a text it was found."""
    return one.note, one.rivals, one.tags, one.colour, one.star, one.quote


def _as_object(event: str, found: Found, collection: Collection) -> dict[str, Any]:
    from reader.exchange.format_table import writer
    from reader.exchange.gather import gather
    from reader.exchange.records import Options

    # A removed one is told as it was; in its text it may not stand any more.
    document = collection.text_of(found.article) if event != "removed" else None
    (record,) = writer("jsonl")([gather(found.article, [found.annotation], document)], Options(undated=True))
    return {"event": event, **json.loads(record)}

"""`reader show` and `reader contents` show an annotation, or what the parsers made of a source, without the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reader.cli.answering import remark
from reader.cli.completed import completed_by, with_source_format
from reader.cli.output import json_lines, line, lines, put, rows
from reader.domain.annotation import RETURNED
from reader.domain.colour import colour_words
from reader.domain.document import BlockKind
from reader.domain.errors import NotFound
from reader.domain.local_time import is_dated
from reader.domain.wording import one_line
from reader.library import Request

if TYPE_CHECKING:
    from reader.cli.wiring import CommandServices
    from reader.domain.annotation import Annotation
    from reader.library.collection import Found


@click.command("show")
@click.argument("what", shell_complete=completed_by("sources"))
@click.option("--text", "as_text", is_flag=True, help="The text of a source, exactly as it is counted.")
@click.option("--html", "as_html", is_flag=True, help="The structure of a source, as a page.")
@click.option("--whole", is_flag=True, help="All of a web page, navigation included.")
@with_source_format
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def show_command(
    services: CommandServices, what: str, *, as_text: bool, as_html: bool, whole: bool, name: str, as_json: bool
) -> None:
    """Show an annotation or an article, or what is read in a source.

    WHAT is an id or a title; with --text or --html it is a source, as `reader SOURCE` takes it.
    """
    library = services.library
    if as_text or as_html:
        parsed = library.parse(what, Request(whole=whole, format=name))
        for one in parsed.remarks:
            remark(f"{what}: {one}")
        if as_text:
            lines(parsed.document.text)
            return
        from reader.formats.sandbox import write_page

        for piece in write_page(parsed):
            put(piece)
        return
    from reader.exchange.format_table import writer
    from reader.exchange.gather import gather

    try:
        found = library.collection.annotation(what)
    except NotFound:
        _show_article(services, what, as_json)
        return
    if as_json:
        document = library.collection.text_of(found.article)
        for chunk in writer("jsonl")([gather(found.article, [found.annotation], document)]):
            put(chunk)
    else:
        _show_annotation(found, services)


@click.command("contents")
@click.argument("source", shell_complete=completed_by("sources"))
@with_source_format
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def contents_command(services: CommandServices, source: str, *, name: str, as_json: bool) -> None:
    """List the headings of a source. With --json, each has its offset in the text."""
    document = services.library.parse(source, Request(format=name)).document
    headings = [block for block in document.blocks if block.kind is BlockKind.HEADING]
    if as_json:
        json_lines({"level": one.level, "offset": one.span.start, "title": document.title_of(one)} for one in headings)
        return
    for one in headings:
        line(f"{'  ' * (one.level - 1)}{one_line(document.title_of(one))}")


def _show_annotation(found: Found, services: CommandServices) -> None:
    annotation = found.annotation
    line(f"“{one_line(annotation.quote)}”" if annotation.quote else "page note")
    for index, (text, mark) in enumerate(_note_texts(annotation)):
        if text:
            line("")
            if index:
                line(mark)
            for one in text.splitlines():
                line(one)
    line("")
    tags = " ".join(f"#{tag}" for tag in annotation.tags)
    colour = colour_words(annotation.colour, services.settings.colours)
    star = "starred" if annotation.star else ""
    returned = RETURNED if annotation.returned else ""
    line("  ".join(part for part in (colour, star, tags, returned) if part))
    made = f"{annotation.created.astimezone():%Y-%m-%d %H:%M}, " if is_dated(annotation.created) else ""
    line(f"{found.article.title}  ({made}{annotation.id})")


def _note_texts(annotation: Annotation) -> list[tuple[str, str]]:
    """Its texts, newest first, each with what tells it from those before it."""
    rivals = [
        (one.text, f"or, {one.written.astimezone():%Y-%m-%d %H:%M} on {one.device}:") for one in annotation.rivals
    ]
    return rivals or [(annotation.note, "")]


def _show_article(services: CommandServices, what: str, as_json: bool) -> None:
    article = services.library.known(what)
    listed = [one for one in services.library.collection.articles() if one.article.id == article.id]
    facts = {
        "id": article.id,
        "title": article.title,
        "authors": ", ".join(article.authors),
        "date": article.date,
        "language": article.language,
        "url": article.url,
        "format": article.format,
        "status": str(article.status),
        "progress": f"{article.progress:.0%}",
        "tags": ", ".join(article.tags),
        "sources": ", ".join(one.address for one in article.sources),
        "versions": str(len(article.versions)),
        "highlights": str(listed[0].highlights) if listed else "0",
        "notes": str(listed[0].notes) if listed else "0",
    }
    if as_json:
        json_lines([facts])
    else:
        rows(["", ""], [[name, value] for name, value in facts.items() if value], wide=(1,))

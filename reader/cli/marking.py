"""`reader highlight` marks a quote from the shell; `reader edit` changes annotations, as the keys of the pane do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from reader.cli.answering import remark
from reader.cli.completed import completed_by, with_source_format
from reader.cli.output import json_lines, line, shown
from reader.domain.annotation import Colour
from reader.domain.decode import decode, whole
from reader.domain.errors import NotFound, NotOpened, ReaderError
from reader.domain.tags import composed_tag, each_once, tag_of
from reader.domain.wording import counted, one_line
from reader.library.sources import read_input

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.cli.wiring import CommandServices
    from reader.domain.annotation import Annotation
    from reader.domain.document import Document
    from reader.domain.span import Span
    from reader.session import Session

COLOUR_HELP = f"{', '.join(Colour)}, or what you call one; else the settings' pen."
AROUND = 24
"""Code points shown on either side of each place of a quote."""


@click.command("highlight")
@click.argument("source", shell_complete=completed_by("sources"))
@click.option("--quote", required=True, metavar="TEXT", help="The words to highlight; blanks and line ends are equal.")
@click.option("--nth", type=click.IntRange(1), metavar="N", help="The Nth place, where there are several.")
@click.option("--all", "every", is_flag=True, help="All places.")
@click.option("--note", default="", metavar="TEXT", help="A note, in Markdown.")
@click.option(
    "--tag",
    "tags",
    multiple=True,
    metavar="TAG",
    help="A tag; may be given several times.",
    shell_complete=completed_by("tags"),
)
@click.option("--colour", "--color", metavar="COLOUR", help=COLOUR_HELP, shell_complete=completed_by("colours"))
@with_source_format
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def highlight_command(
    services: CommandServices,
    source: str,
    quote: str,
    nth: int | None,
    every: bool,
    note: str,
    tags: tuple[str, ...],
    colour: str | None,
    name: str,
    as_json: bool,
) -> None:
    """Highlight a quote in SOURCE, as if in the reader."""
    # The search is by regular expression over a text that may be large; other commands do without the module.
    from reader.library import Request
    from reader.library.phrases import find_places

    tags = tuple(dict.fromkeys(filter(None, map(tag_of, tags))))
    if nth and every:
        raise click.UsageError("--nth and --all exclude each other")
    library = services.library
    opened = library.open(source, Request(format=name))
    if opened.waiting:
        from reader.library.waiting import text_is_gone, waits

        raise (text_is_gone if opened.article.versions else waits)(opened.article)
    found = find_places(opened.document.text, quote)
    chosen = _chosen(opened.document, found, quote, nth, every)
    library.carry(opened)
    session = library.session(opened)
    wanted = colour_named(colour, services.settings.colours) if colour else None
    pen = wanted or services.settings.pen
    made = []
    for span in chosen:
        with session.alone():
            there = session.find_highlight(span)
            made.append(
                session.highlight(span, pen, note=note, tags=tags)
                if there is None
                else _add(session, there, note, tags, wanted)
            )
    _print(made, as_json)
    remark(f"{len(made)} highlighted in “{opened.article.title}”")


def colour_named(word: str, names: Mapping[Colour, str]) -> Colour:
    """Return the colour of that name, its own or the person's. Raises click's error, as for any wrong word."""
    known = {name.casefold(): colour for colour, name in names.items()} | {str(one): one for one in Colour}
    if word.casefold() not in known:
        raise click.BadParameter(f"{word!r} is not one of {', '.join(known)}.", param_hint="'--colour'")
    return known[word.casefold()]


def _add(session: Session, one: Annotation, note: str, tags: tuple[str, ...], colour: Colour | None) -> Annotation:
    """A highlight that was there already, with what was asked for; what it had stays."""
    if note:
        with_note = session.add_to_note(one.id, note)
        if with_note is None:
            remark("its note says that already")
        one = with_note or one
    if not set(tags) <= set(one.tags):
        one = session.set_tags(one.id, (*one.tags, *tags))
    if colour and one.colour is not colour:
        one = session.recolour(one.id, colour)
    return one


def _chosen(document: Document, found: list[Span], quote: str, nth: int | None, every: bool) -> list[Span]:
    if not found:
        raise NotFound("the quote is not in the text", f"“{quote}”", "see: reader show --text SOURCE")
    if every or (len(found) == 1 and nth is None):
        return found
    if nth is None:
        for number, span in enumerate(found, 1):
            before = document.text[max(0, span.start - AROUND) : span.start]
            after = document.text[span.end : span.end + AROUND]
            click.echo(shown(f"{number}\t…{one_line(before + '[' + span.of(document.text) + ']' + after)}…"))
        raise ReaderError(f"the quote stands in {len(found)} places", do="choose one with --nth, or --all")
    if nth > len(found):
        raise NotFound(f"the quote stands in {counted(len(found), 'place')} only", f"“{quote}”")
    return [found[nth - 1]]


@click.command("edit")
@click.argument("ids", nargs=-1, required=True, metavar="ID...", shell_complete=completed_by("annotation_ids"))
@click.option("--note", metavar="TEXT", help="The whole note, in Markdown; - takes it from standard input.")
@click.option("--append", metavar="TEXT", help="A paragraph for the end of the note; - takes it from standard input.")
@click.option(
    "--tag",
    "tags",
    multiple=True,
    metavar="TAG",
    help="A tag to give; may be given several times.",
    shell_complete=completed_by("tags"),
)
@click.option(
    "--untag",
    "untags",
    multiple=True,
    metavar="TAG",
    help="A tag to take away; may be given several times.",
    shell_complete=completed_by("tags"),
)
@click.option(
    "--colour",
    "--color",
    metavar="COLOUR",
    help=COLOUR_HELP.partition(";")[0] + ".",
    shell_complete=completed_by("colours"),
)
@click.option("--star/--no-star", default=None, help="Give a star, or take it away.")
@click.option("--delete", is_flag=True, help="Put them into the trash.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def edit_command(
    services: CommandServices,
    ids: tuple[str, ...],
    *,
    note: str | None,
    append: str | None,
    tags: tuple[str, ...],
    untags: tuple[str, ...],
    colour: str | None,
    star: bool | None,
    delete: bool,
    as_json: bool,
) -> None:
    """Change note, tags, colour or star of annotations; or delete them.

    ID is as `reader notes` prints it, or the beginning of one. Several are changed as one: all of them or, where one
    is not there, none.
    """
    if note is not None and append is not None:
        raise click.UsageError("--note and --append exclude each other")
    wanted = Wanted(
        note=_text(note),
        append=_text(append),
        tags=_tags(tags, "--tag"),
        untags=frozenset(map(composed_tag, _tags(untags, "--untag"))),
        colour=colour_named(colour, services.settings.colours) if colour is not None else None,
        star=star,
    )
    if delete and wanted != Wanted():
        raise click.UsageError("--delete goes with nothing else")
    if not delete and wanted == Wanted():
        raise click.UsageError("say what to change: --note, --append, --tag, --untag, --colour, --star or --delete")
    collection = services.library.collection
    found = list({one.id: one for one in (collection.annotation(word).annotation for word in ids)}.values())
    if delete:
        gone = services.library.edits.change("delete", found, lambda _: None)
        _print(found, as_json)
        remark(f"{counted(gone, 'annotation')} deleted; reader trash --restore ID brings one back")
        return
    changed = services.library.edits.change("edit", found, wanted.given_to)
    _print([collection.annotation(one.id).annotation for one in found], as_json)
    remark(f"{counted(changed, 'annotation')} changed")


class Wanted(NamedTuple):
    """A `Wanted` is what an annotation shall have; None and nothing where it stays as it is."""

    note: str | None = None
    append: str | None = None
    tags: tuple[str, ...] = ()
    untags: frozenset[str] = frozenset()
    """Composed, as tags are compared."""
    colour: Colour | None = None
    star: bool | None = None

    def given_to(self, one: Annotation) -> Annotation:
        """Give it all of that. A whole note stands for every text that its note has; a paragraph replaces none."""
        if self.note is not None:
            one = one._replace(note=self.note, rivals=())
        if self.append and not one.says(self.append):
            one = one.with_paragraph(self.append)
        kept = [tag for tag in one.tags if composed_tag(tag) not in self.untags]
        return one._replace(
            tags=each_once([*kept, *self.tags]),
            colour=self.colour or one.colour,
            star=one.star if self.star is None else self.star,
        )


def _text(given: str | None) -> str | None:
    """What an option says, or standard input where it says so, without the line ends that a pipe adds.

    Raises NotOpened.
    """
    if given != "-":
        return given if given is None else whole(given)
    text = decode(read_input())
    if text is None:
        raise NotOpened("it is not text", "standard input")
    return text.rstrip("\n")


def _tags(written: tuple[str, ...], option: str) -> tuple[str, ...]:
    tags = tuple(map(tag_of, written))
    if not all(tags):
        raise click.BadParameter("a tag needs a name.", param_hint=f"'{option}'")
    return tags


def _print(annotations: list[Annotation], as_json: bool) -> None:
    if as_json:
        json_lines({"id": one.id, "quote": one.quote} for one in annotations)
        return
    for one in annotations:
        line(f"{one.id}\t{one_line(one.quote)}")

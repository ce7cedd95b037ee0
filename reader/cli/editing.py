"""`reader edit` is for changing annotations from the shell, as the keys of the pane do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from reader.cli.answering import remark
from reader.cli.completed import completed_by
from reader.cli.marking import COLOUR_HELP, colour_named
from reader.cli.output import json_lines, line
from reader.domain.decode import decode, whole
from reader.domain.errors import NotOpened
from reader.domain.tags import composed_tag, each_once, tag_of
from reader.domain.wording import counted, one_line
from reader.library.sources import read_input

if TYPE_CHECKING:
    from reader.cli.wiring import CommandServices
    from reader.domain.annotation import Annotation, Colour


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
@click.option("--colour", "--color", metavar="COLOUR", help=COLOUR_HELP.partition(";")[0] + ".")
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

"""`reader doctor` says what is wrong, `reader backup` what is kept, `reader trash` what was deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reader.cli.answering import remark
from reader.cli.completed import completed_by
from reader.cli.output import json_lines, line, rows
from reader.cli.phrase_search import SHORT_ID
from reader.cli.querying import QueryCommand
from reader.domain.errors import NotFound, ReaderError
from reader.domain.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.cli.wiring import CommandServices


@click.command("doctor")
@click.option("--repair", is_flag=True, help="Mend what can be mended, after a backup.")
@click.pass_obj
def doctor_command(services: CommandServices, *, repair: bool) -> None:
    """Say what is wrong with the library, or repair it. The exit code is 1 where anything is wrong."""
    from reader.storage.copies import doctor

    if repair:
        for done in doctor.repair(services.store):
            line(done)
    wrong = list(_settings(services))
    for sentence in wrong:
        line(f"settings: {sentence}")
    findings = doctor.diagnose(services.store)
    for one in findings:
        hint = " (reader doctor --repair mends it)" if one.mendable and "--repair" not in one.text else ""
        line(f"{one.trouble}: {one.text}{hint}")
    services.told = True
    if findings or wrong:
        raise ReaderError(counted(len(findings) + len(wrong), "finding"), str(services.paths.library))
    remark("nothing is wrong")


def _settings(services: CommandServices) -> Iterator[str]:
    """What is wrong in the settings file; what a setting takes from another command is no fault, and told as well."""
    from reader.settings import read_file
    from reader.ui.draw.textual_themes import check_theme
    from reader.ui.keys.key_table import settle_settings, sound_keys

    file = str(services.paths.settings)
    try:
        settings, faults = sound_keys(services.settings)
        yield from (one.brief for one in faults)
        settled = settle_settings(settings)
        check_theme(read_file(file).theme, file)
    except ReaderError as error:
        yield str(error)
        return
    yield from settled.clashes
    for name in settings.queries:
        try:
            services.query((f"@{name}",))
        except ReaderError as error:
            yield f"the query {name}: {error}"
    for one in settled.taken:
        remark(f"reader: {one}")


def _backup_days(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete the days of which there are backups, newest first."""
    from reader.cli.wiring import CommandServices
    from reader.storage.file.backups import backups

    services = CommandServices(context.find_root().params.get("library"))
    made = (f"{one.made.astimezone():%Y-%m-%d}" for one in backups(services.store.system, services.store_paths))
    return [day for day in dict.fromkeys(made) if day.startswith(incomplete)]


@click.command("backup")
@click.option("--list", "listing", is_flag=True, help="List the backups, newest first, and make none.")
@click.option(
    "--restore",
    "when",
    metavar="DATE",
    help="Bring back what a backup of that day or time has.",
    shell_complete=_backup_days,
)
@click.pass_obj
def backup_command(services: CommandServices, when: str | None, *, listing: bool) -> None:
    """Make a backup now, or list or restore those that there are.

    To restore one is to join it into the library: nothing newer is lost. Backups are made by themselves too, whenever
    the library file is written.
    """
    from reader.storage.copies.absorbing import back_up
    from reader.storage.copies.restoring import restore
    from reader.storage.file.backups import backups

    if when is not None:
        line(str(restore(services.store, when)))
        return
    if not listing:
        line(str(back_up(services.store, "by-hand")))
        return
    found = backups(services.store.system, services.store_paths)
    table = ([f"{one.made.astimezone():%Y-%m-%d %H:%M}", one.name, one.device, one.path.name] for one in found)
    rows(["made", "before", "device", "file"], table, wide=(3,))


@click.command("trash", cls=QueryCommand)
@click.argument("query", nargs=-1, shell_complete=completed_by("queries"))
@click.option(
    "--restore",
    "word",
    metavar="ID",
    help="Bring back the annotation of that id.",
    shell_complete=completed_by("trashed_ids"),
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def trash_command(services: CommandServices, query: tuple[str, ...], word: str | None, *, as_json: bool) -> None:
    """List what was deleted in the last 90 days, or bring it back.

    With QUERY only what answers to it, as `reader notes` understands it.
    """
    trash = services.library.collection.trash(query=services.query(query))
    if word is not None:
        found = [one.annotation for one in trash if word and one.annotation.id.startswith(word.lower())]
        if len(found) != 1:
            raise NotFound("no one annotation in the trash answers to it", word, "see: reader trash")
        services.library.collection.restore(found[0])
        remark("it is back")
    elif as_json:
        json_lines(
            {"id": one.id, "article": article.title, "quote": one.quote, "note": one.note}
            for article, one in ((found.article, found.annotation) for found in trash)
        )
    else:
        table = (
            [one.id[:SHORT_ID], article.title, one.quote, one.note]
            for article, one in ((found.article, found.annotation) for found in trash)
        )
        rows(["id", "article", "quote", "note"], table, wide=(2, 3), cut=(1,))

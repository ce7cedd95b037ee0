"""`reader merge`, `reader merge-driver` and `reader sync` keep one library on several machines."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.cli.answering import remark
from reader.cli.completed import completed_by
from reader.cli.output import line
from reader.domain.errors import NotFound, NotUnderstood, ReaderError
from reader.domain.wording import counted
from reader.typed_paths import is_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.cli.wiring import CommandServices
    from reader.storage.copies.absorbing import Absorbed


@click.command("merge")
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("--yes", is_flag=True, help="Also where it would delete very many annotations; a backup is made first.")
@click.pass_obj
def merge_command(services: CommandServices, files: tuple[str, ...], *, yes: bool) -> None:
    """Join other libraries, backups or conflict copies into yours. The FILES stay as they are.

    Nothing is lost by it: of a note that was edited on both sides, both texts are shown. Of a damaged file every record
    is taken that is whole.
    """
    from reader.cli.wiring import unite_arrivals
    from reader.storage.copies.conflicts import merge_files

    paths = [Path(file) for file in files]
    told = _asked(lambda confirmed: merge_files(services.store, paths, confirmed=confirmed), yes=yes)
    for one in told:
        line(str(one))
    if united := unite_arrivals(services.store, [one.arrived for one in told]):
        line(united)


@click.command("merge-driver", hidden=True)
@click.argument("base", type=click.Path())
@click.argument("ours", type=click.Path())
@click.argument("theirs", type=click.Path())
def merge_driver_command(base: str, ours: str, theirs: str) -> None:
    """For git: write the join of OURS and THEIRS into OURS. Set up by `reader sync git`."""
    from reader.storage.copies.git import merge_driver

    if not merge_driver(Path(base), Path(ours), Path(theirs)):
        raise ReaderError("one side is not a whole library", ours, "all sides were left as they are")


@click.command("sync")
@click.argument("where", required=False, metavar="[FOLDER|git]", shell_complete=completed_by("sync_places"))
@click.option("--stop", is_flag=True, help="Do not sync with a folder any more.")
@click.option("--yes", is_flag=True, help="Also where it would delete very many annotations; a backup is made first.")
@click.pass_obj
def sync_command(services: CommandServices, where: str | None, *, stop: bool, yes: bool) -> None:
    """Exchange annotations with your other machines.

    They go through git, or through a FOLDER: one that Syncthing, Dropbox, Nextcloud, iCloud or a network drive carries
    between them. It is remembered, and synced with whenever the reader is open. `git` commits, pulls and pushes the
    clone that the library is in.
    """
    upkeep = services.upkeep
    if stop:
        upkeep.hear(None)
        remark("no folder is synced with any more")
    elif where == "git":
        _sync_git(services)
    else:
        folder = Path(where) if where else upkeep.folder
        if folder is None:
            raise NotUnderstood("no folder was named yet", do="say: reader sync FOLDER, or reader sync git")
        _sync_folder(services, folder, yes=yes)
        upkeep.hear(folder)


def _sync_folder(services: CommandServices, folder: Path, *, yes: bool) -> None:
    from reader.cli.wiring import unite_arrivals
    from reader.storage.copies.sync import sync_folder

    if not is_folder(folder):
        raise NotFound("there is no such folder", str(folder), "make it where your sync program looks")
    unread: list[str] = []

    def sync(confirmed: bool) -> Sequence[Absorbed]:
        report = sync_folder(services.store, folder, confirmed=confirmed)
        unread[:] = report.unread
        return report.absorbed

    told = _asked(sync, yes=yes)
    for one in told:
        line(str(one))
    if united := unite_arrivals(services.store, [one.arrived for one in told]):
        line(united)
        sync_folder(services.store, folder)
    for sentence in unread:
        remark(sentence)
    remark(f"synced with {folder}")


def _sync_git(services: CommandServices) -> None:
    from reader.cli.wiring import unite_arrivals
    from reader.storage.copies.git import sync_git

    report = sync_git(services.store)
    done = [name for name in ("committed", "pulled", "pushed") if getattr(report, name)]
    count = counted(report.before, "annotation")
    remark(f"{', '.join(done) or 'nothing to commit'}; {count} before, {report.after} now")
    if report.regained:
        remark(f"{counted(report.regained, 'annotation')} joined that a merge without the reader had dropped")
    if united := unite_arrivals(services.store, [report.arrived]):
        remark(f"{united}; the next sync pushes it")
    if not report.pulled:
        remark("this branch follows no other yet: git push -u REMOTE BRANCH")


def _asked(work: Callable[[bool], Sequence[Absorbed]], *, yes: bool) -> Sequence[Absorbed]:
    """Do it; where it would delete very much, ask first, or refuse where nobody can be asked."""
    told = work(yes)
    refused = [one for one in told if not one.done]
    if not refused:
        return told
    for one in refused:
        remark(str(one))
    if not sys.stdin.isatty() or not click.confirm("Join it nevertheless?", err=True):
        raise ReaderError("nothing was joined", do="to do it nevertheless, say --yes")
    return work(True)

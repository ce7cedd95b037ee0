"""`reader vault` keeps a folder of notes, which Obsidian, Emacs or any editor changes, the same as the library."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from time import sleep, time
from typing import TYPE_CHECKING

import click

from reader.cli.answering import remark
from reader.cli.completed import completed_by
from reader.cli.output import line
from reader.domain.errors import NotExported, ReaderError
from reader.domain.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.cli.wiring import CommandServices
    from reader.library.vault import Exchanged, Vault

REST = 2.0
"""Seconds between two looks at the folder and the library."""
SETTLED = 2.0
"""Seconds that a file must have been left alone before it is read: an editor, or a program that syncs, may be at it."""

_TAKE_BACK = (
    "see what was changed in our own lines, and take it back; of an annotation deleted here, reader trash --restore ID "
    "brings it back"
)


@click.command("vault")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path), shell_complete=completed_by("files"))
@click.option("--org", is_flag=True, help="Files of org-remark, for Emacs; else Markdown, as for Obsidian.")
@click.option("--once", "how", flag_value="once", default=True, help="Exchange what is new, and end: the default.")
@click.option("--watch", "how", flag_value="watch", help="Go on until it is stopped (C-c).")
@click.option("--status", "how", flag_value="status", help="Only say what would be read and written.")
@click.pass_obj
def vault_command(services: CommandServices, folder: Path, *, org: bool, how: str) -> None:
    """Keep DIR, a folder of notes, and the library the same.

    Each article with annotations has a file. Edit notes and tags in it, and write beside them what you like: that
    stays. What was edited is taken into the library, and what is new there is written. What was deleted in the library
    leaves its file; what is taken out of a file comes back, for only reader edit ID --delete deletes it. Libraries of
    several machines may share a vault: each takes in what the others write there, and only reader sync makes them the
    same.

    --status says what is edited, what is to write, what is to be left (and why), and what is a second file of an
    article, as programs that sync make them.
    """
    from reader.exchange.records import Options
    from reader.library.vault import Vault

    options = Options(colours=services.settings.colours)
    vault = Vault(folder, "org" if org else "md", services.library, options, services.library_name())
    if how == "status":
        _tell_state(vault)
    elif how == "once":
        _end(_exchange(services, vault, None), folder)
    else:
        _watch(services, vault)


def _tell_state(vault: Vault) -> None:
    state = vault.state()
    for file in state.edited:
        line(f"edited\t{file.relative_to(vault.path)}")
    for file in state.behind:
        line(f"to write\t{file.relative_to(vault.path)}")
    for file in state.copies:
        line(f"second file\t{file.relative_to(vault.path)}")
    left = [one for one in state.left if one.path not in state.edited]
    for one in left:
        line(f"to be left\t{one.path.relative_to(vault.path)} ({one.reason})")
    if not state.edited and not state.behind and not state.copies and not left:
        remark("nothing to do")


def _watch(services: CommandServices, vault: Vault) -> None:
    """Exchange whenever the folder or the library is not what it was; what fails is said once, and tried again then."""
    said = ""
    known: object = None
    while True:
        settled, state = _files(vault.path, vault.extension)
        if services.library.collection.refresh() or state != known:
            try:
                done = _exchange(services, vault, settled, quiet=True)
                failed = "; ".join(_failures(done, vault.path))
            except ReaderError as error:
                failed = str(error)
            if failed and failed != said:
                remark(f"reader: {failed}")
            said = failed
            known = _files(vault.path, vault.extension)[1]
        sleep(REST)


def _files(folder: Path, extension: str) -> tuple[set[Path], object]:
    """Those that nobody is at work on just now; and what tells when any becomes another."""
    found = {}
    for inner, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.endswith(extension):
                path = Path(inner, name)
                with suppress(OSError):  # it has gone meanwhile
                    stat = path.stat()
                    found[path] = (stat.st_mtime_ns, stat.st_size)
    latest = (time() - SETTLED) * 1e9
    settled = {path for path, (changed, _) in found.items() if changed <= latest}
    return settled, (found, len(settled))


def _exchange(services: CommandServices, vault: Vault, ready: set[Path] | None, *, quiet: bool = False) -> Exchanged:
    from reader.cli.taking_in import tell_fates
    from reader.exchange.files import describe_gone

    try:
        done = vault.exchange(ready)
    finally:
        services.upkeep.leave()
    if done.fates:
        tell_fates(done.fates)
    gone = describe_gone(done.gone)
    for copy, file in () if quiet else done.copies.items():
        remark(
            f"{copy.relative_to(vault.path)}: not looked at, {file.relative_to(vault.path)} is the article's file; "
            f"take it in by reader import, and remove it"
        )
    if done.written or gone or not quiet:
        remark(", ".join([f"{counted(len(done.written), 'file')} written to {vault.path}", *gone]))
    return done


def _failures(done: Exchanged, folder: Path) -> Iterable[str]:
    yield from (str(one.error) for one in done.fates if one.error is not None)
    if done.left:
        left = ", ".join(f"{one.path.relative_to(folder)} ({one.reason})" for one in done.left)
        yield f"left as they are: {left}"


def _end(done: Exchanged, folder: Path) -> None:
    """Raise what failed, where anything did."""
    failed = list(_failures(done, folder))
    if failed:
        from reader.exchange.files import EDITED

        is_edited = any(one.error is not None for one in done.fates) or any(one.reason == EDITED for one in done.left)
        raise NotExported(
            "; ".join(failed), str(folder), _TAKE_BACK if is_edited else "make room for them, or move them"
        )

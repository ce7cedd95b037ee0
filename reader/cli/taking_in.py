"""`reader import` takes its files in, each as a whole or in large portions, and prints a table of what came of them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from reader.cli.answering import remark
from reader.cli.output import rows
from reader.domain.printable import printable
from reader.domain.wording import counted
from reader.library.importing.comparison import Fate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.cli.wiring import CommandServices
    from reader.library.importing.file_imports import FileFate
    from reader.library.importing.report import Report

SLOW = 200
"""Articles of a file from which on it is told how far it is: about what is read in a second."""


def import_files(services: CommandServices, files: Sequence[str], name: str, *, restore_deleted: bool) -> None:
    """Take in all files, one after the other. Raises ReaderError where any failed, when the others are in."""
    from reader.library.importing.file_imports import import_files as take_in

    library = services.library
    importer = library.imports.importer(restore_deleted=restore_deleted)
    fates: list[FileFate] = []
    try:
        with _Progress() as progress:
            fates.extend(take_in(importer, files, name, progress))
    finally:
        library.imports.keep(importer)
        tell_fates(fates)
        services.upkeep.leave()
    failed = [one.error for one in fates if one.error is not None and not one.passed]
    for earlier in failed[:-1]:
        remark(f"reader: {earlier}")
    if failed:
        raise failed[-1]


def undo_import(services: CommandServices) -> None:
    """Take the last import back."""
    remark(str(services.library.imports.undo()))
    services.upkeep.leave()


class _Progress:
    """How far a long import is, on one line of the terminal that is gone afterwards."""

    def __init__(self) -> None:
        self._shown = False

    def __enter__(self) -> _Progress:
        return self

    def __call__(self, name: str, done: int, of: int) -> None:
        """So many articles of a file are done."""
        if of >= SLOW and done % SLOW == 0 and sys.stderr.isatty():
            self._shown = True
            click.echo(f"\r{printable(name)}: {done} of {of} articles", err=True, nl=False)

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)


def tell_fates(fates: Sequence[FileFate]) -> None:
    """Tell what came of files: of one in a sentence, of several in a table; nothing is left out without a word."""
    told = [(one.name, one.report) for one in fates if one.report is not None]
    if len(told) == 1:
        remark(f"{told[0][0]}: {told[0][1]}")
    elif told:
        heads = ["file", ">new", ">updated", ">known", ">both kept", ">deleted here", "left out"]
        rows(heads, ([name, *_counts(report)] for name, report in told), wide=(0, 6))
        for name, report in told:
            for line in (*report.remarks, *report.offers):
                remark(f"{name}: {line}")
    bare = sum(one.passed and one.is_bare for one in fates)
    if bare:
        remark(f"{counted(bare, 'document')} in the folders {'has' if bare == 1 else 'have'} no marks and no comments")
    unknown = sum(one.passed for one in fates) - bare
    if unknown:
        remark(f"{counted(unknown, 'other file')} in the folders {'is' if unknown == 1 else 'are'} of no known program")


def _counts(report: Report) -> list[str]:
    fates = report.fates
    updated = fates[Fate.UPDATED] + fates[Fate.RESTORED]
    left_out = ", ".join(f"{count} {reason}" for reason, count in report.left_out.items())
    numbers = (report.new, updated, report.known, fates[Fate.BOTH], fates[Fate.DELETED])
    return [*(str(one or "") for one in numbers), left_out]

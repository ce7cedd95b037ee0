"""Parameters say here what completes them, without importing what does: that is for the shell's question only."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

Command = TypeVar("Command", bound="Callable[..., Any]")


def completed_by(kind: str) -> Callable[[click.Context, click.Parameter, str], Any]:
    """Name what `reader.cli.completing` answers under that name, as click wants it of a parameter."""

    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> Any:
        return getattr(import_module("reader.cli.completing"), kind)(context, parameter, incomplete)

    return complete


def with_source_format(command: Command) -> Command:
    """Add the option that says what a source is in, as `name`."""
    return click.option(
        "--as",
        "--format",
        "name",
        default="",
        metavar="FORMAT",
        help="What the source is in, where it cannot be told.",
        shell_complete=completed_by("article_formats"),
    )(command)

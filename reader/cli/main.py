"""The command line has its subcommands by subject, each loaded when it is used; any other word is a source to open."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

import click

from reader import __version__
from reader.cli.answering import answer
from reader.start.command_names import COMMANDS, OPEN
from reader.start.help_page import PAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem


ALONE = frozenset({OPEN, "doctor", "merge-driver"})
"""Commands that join nothing before they begin: the interface does while it is open, the doctor only when told to."""


class Commands(click.Group):
    """`Commands` are a group that imports a command's module when it is asked for, and opens what is not a command's
    name.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """List all names, in the order of the help page."""
        return [name for name in COMMANDS if name != OPEN]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  (click's signature)
        """Import the command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"reader.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_") + "_command")
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete commands, by the help page and without importing them; and sources."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        from reader.cli.completing import commands_and_sources

        return commands_and_sources(ctx, incomplete)

    def get_help(self, ctx: click.Context) -> str:  # noqa: ARG002  (click's signature)
        """Answer with the help page, for which no command is imported: all take 60 ms."""
        return PAGE

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Options of a source to open may stand before it, as in `reader --at 50% FILE`."""
        own = {"--library", "--version", "--help", "-h"}
        first = args[0].split("=", 1)[0] if args else ""
        if first.startswith("-") and first not in own:
            args = [OPEN, *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A subcommand wins; anything else is a source."""
        if args[0] not in COMMANDS:
            args = [OPEN, *args]
        return super().resolve_command(ctx, args)


@click.command(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    subcommand_metavar="[SOURCE | COMMAND] …",
)
@click.option("--library", metavar="FILE", help="The library file (else READER_LIBRARY, else your data folder).")
@click.version_option(__version__, prog_name="reader", message="%(prog)s %(version)s")
@click.pass_context
def reader(context: click.Context, library: str | None) -> int | None:
    """Read an article and mark it up: `reader SOURCE`. Without one, your library."""
    from reader.cli.wiring import CommandServices  # completing a word does without

    context.obj = services = CommandServices(library)
    context.call_on_close(services.tell)
    if context.invoked_subcommand is not None:
        services.joins = context.invoked_subcommand not in ALONE
        return None
    from reader.cli.reading import open_command

    code: int = context.invoke(open_command)
    return code


def main(arguments: Sequence[str]) -> int:
    """Run one command line; the exit code: 0 done, 1 the thing asked for failed, 2 wrong usage."""
    return answer(lambda: _run(arguments))


def _run(arguments: Sequence[str]) -> int:
    if os.environ.get("_READER_COMPLETE"):
        from reader.cli.completing import answer

        return answer(reader)
    try:
        result = reader.main(list(arguments), prog_name="reader", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort as stop:
        raise KeyboardInterrupt from stop

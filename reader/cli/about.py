"""The program tells about itself: `reader keys`, `reader config`, `reader completion`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reader.cli.answering import remark
from reader.cli.output import json_lines, line, rows
from reader.settings import OwnCommand

if TYPE_CHECKING:
    from reader.cli.wiring import CommandServices

SHELLS = ("bash", "zsh", "fish")
"""Those that can complete our commands."""
EXAMPLES = {
    "colours": """\
# red = "claim"                 shown with the colour everywhere, and found by colour:claim""",
    "queries": """\
# week = "since:7d -is:lost"  asked for by @week, in every filter and by `reader notes @week`""",
    "commands": """\
# speak = { key = "gS", run = ["espeak-ng", "--stdin"], input = "quote" }    run beside the reader, on what is read
# dictionary = { key = "gd", run = 'dict -- "$READER_WORD"', shell = true }  its output is shown; a makes it a note""",
    "keys": """\
# highlight = ["h", "Space"]    as `reader keys` shows keys; it is taken from the command that had it
# page_down = ["PgDn", "C-f"]   what is named here has these keys and no others
# star = []                     none; `reader keys --toml` prints the whole table""",
}
"""The tables of the settings, and what may stand in each: shown where nothing does."""


@click.command("keys")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--toml", "as_toml", is_flag=True, help="The whole table, as the settings file takes it.")
@click.pass_obj
def keys_command(services: CommandServices, *, as_json: bool, as_toml: bool) -> None:
    """List every command of the reader with its keys. The settings file names it as it is named here."""
    from reader.ui.keys.bindings import show_keys
    from reader.ui.keys.key_table import settle_settings

    settled = settle_settings(services.settings)
    commands = settled.commands
    for remarked in (*settled.clashes, *settled.taken):
        remark(f"reader: {remarked}")
    if as_toml:
        line("[keys]")
        for one in commands:
            line(f"{one.id} = [{', '.join(_toml(show_keys(key)) for key in one.keys)}]  # {one.help}")
        return
    if as_json:
        json_lines(
            {
                "command": one.id,
                "keys": list(one.keys),
                "group": str(one.group),
                "where": sorted(str(mode) for mode in one.modes),
                "help": one.help,
            }
            for one in commands
        )
        return
    heads = ["keys", "command", "where", "what it does"]
    rows(
        heads,
        ([one.shown_keys, one.id, ", ".join(sorted(str(mode) for mode in one.modes)), one.help] for one in commands),
        wide=(3,),
    )


@click.command("config")
@click.pass_obj
def config_command(services: CommandServices) -> None:
    """Say where everything lies, and what is set."""
    from reader.settings import read_file
    from reader.ui.draw.textual_themes import check_theme
    from reader.ui.keys.key_table import settle_settings

    where = services.paths
    line(f"# library   {where.library}")
    line(f"# settings  {where.settings}{'' if where.settings.exists() else ' (not there yet)'}")
    line(f"# state     {where.state}")
    # Then what would stop the reader, which is told here too.
    said = read_file(str(where.settings))
    check_theme(said.theme, str(where.settings))
    settle_settings(services.settings)
    for name, value in services.settings._asdict().items():
        if name not in EXAMPLES:
            chosen = (
                "" if value == getattr(said, name) else f"  # chosen in the reader, not {_toml(getattr(said, name))}"
            )
            line(f"{name} = {_toml(value)}{chosen}")
    for name, example in EXAMPLES.items():
        line(f"[{name}]")
        written = [f"{one} = {_toml(value)}" for one, value in getattr(services.settings, name).items()]
        line("\n".join(written) or example)


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
def completion_command(shell: str) -> None:
    """Print shell completion. For bash: eval "$(reader completion bash)".

    For zsh the same, or the file `_reader` in a folder of $fpath; for fish: reader completion fish | source.
    """
    from reader.cli.completing import SCRIPTS

    click.echo(SCRIPTS[shell], nl=False)


def _toml(value: object) -> str:
    if isinstance(value, OwnCommand):
        run = value.run[0] if value.shell else value.run
        fields = {"key": value.keys, "run": run, "input": value.input, "shell": value.shell}
        return f"{{ {', '.join(f'{name} = {_toml(one)}' for name, one in fields.items())} }}"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    # A TOML text holds no control characters as they are; a shell's lines have some.
    return '"' + "".join(sign if sign >= " " and sign != "\x7f" else f"\\u{ord(sign):04x}" for sign in escaped) + '"'

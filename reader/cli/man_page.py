"""The man page is made from the command line's own definitions: `python -m reader.cli.man_page > reader/reader.1`.

The source is what man(7) describes. A test holds that the page in the package is current.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from reader.cli.main import reader
from reader.start.command_names import COMMANDS, OPEN

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = (
    (
        "library.json",
        "All articles and annotations: one TinyDB JSON file in the data folder; see `reader config`.",
    ),
    (
        "config.toml",
        "The settings: keys, theme, width; in the configuration folder. The program never writes it.",
    ),
)
ENVIRONMENT = (
    ("READER_LIBRARY", "The library file, where --library names none."),
    ("XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_STATE_HOME", "Where data, settings and this machine's own state lie."),
    ("EDITOR, VISUAL", "The program that `e` opens a note in."),
    ("NO_COLOR", "Where it is set, nothing is coloured."),
)
EXIT_STATUS = (
    ("0", "What was asked for is done."),
    ("1", "It failed, and standard error says what, why and what to do."),
    ("2", "The command line is wrong."),
)


def man_page() -> str:
    """Make the page as roff."""
    root = click.Context(reader, info_name="reader", **reader.context_settings)
    lines = [
        '.TH READER 1 "" "terminal\\-reader" "User Commands"',
        ".SH NAME",
        r"reader \- read and mark up articles in the terminal",
        ".SH SYNOPSIS",
        ".B reader",
        r"[\fIOPTIONS\fR] [\fISOURCE\fR | \fICOMMAND\fR ...]",
        ".SH DESCRIPTION",
        *_paragraph(
            "reader opens an article beside a pane of your highlights, notes and tags, keeps them in one JSON file, "
            "finds them again when the article changes, and hands them to other programs. Without a SOURCE it shows "
            "the library. Press ? in the reader for its keys; `reader keys` prints them."
        ),
        *_paragraph(
            "A SOURCE is a path, a URL, - for standard input, an article's id, or its exact title. A word that is a "
            "command's name is the command: write ./list for a file called list."
        ),
        ".SH OPTIONS",
        *_options(reader, root),
        ".SH COMMANDS",
    ]
    for name in COMMANDS:
        command = reader.get_command(root, name)
        assert command is not None
        lines += _command(name, command, root)
    for title, terms in (("FILES", FILES), ("ENVIRONMENT", ENVIRONMENT), ("EXIT STATUS", EXIT_STATUS)):
        lines.append(f".SH {title}")
        for term, meaning in terms:
            lines += [".TP", rf"\fB{_escape(term)}\fR", *_paragraph(meaning)[1:]]
    return "\n".join(lines) + "\n"


def _command(name: str, command: click.Command, parent: click.Context) -> list[str]:
    context = click.Context(command, info_name=name, parent=parent)
    usage = "" if name == OPEN else f"{name} "
    words = " ".join(command.collect_usage_pieces(context))
    lines = [f".SS {_escape(f'reader {usage}{words}')}", *_paragraph(command.help or ""), *_options(command, context)]
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            if found is not None:
                lines += _command(f"{name} {inner}", found, parent)
    return lines


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None and record[1]:
            yield from (".TP", rf"\fB{_escape(record[0])}\fR", *_paragraph(record[1])[1:])


def _paragraph(text: str) -> list[str]:
    """A paragraph for each of the text's, led by `.PP`."""
    parts = [" ".join(part.replace("\b", "").split()) for part in re.split(r"\n\s*\n", text) if part.strip()]
    lines: list[str] = []
    for part in parts or [""]:
        lines += [".PP", _escape(part)]
    return lines


def _escape(text: str) -> str:
    # A line must not begin with a control character of roff, and a hyphen that is typed is a minus there.
    text = text.replace("\\", r"\e").replace("-", r"\-").replace("`", r"\(ga").replace("…", "...").replace("’", r"\(cq")
    return rf"\&{text}" if text[:1] in {".", "'"} else text


if __name__ == "__main__":
    sys.stdout.write(man_page())

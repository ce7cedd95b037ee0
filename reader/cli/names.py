"""The names of the commands, kept apart: a source that is opened needs no click, the help page no command's module."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

OPEN = "open"
"""The command that stands for none: `reader SOURCE`."""

COMMANDS = {
    OPEN: "reading",
    "list": "listing",
    "notes": "listing",
    "search": "searching",
    "show": "showing",
    "contents": "showing",
    "tags": "tagging",
    "highlight": "marking",
    "export": "exchanging",
    "import": "exchanging",
    "versions": "versions",
    "carry": "versions",
    "merge": "merging",
    "merge-driver": "merging",
    "sync": "merging",
    "trash": "keeping",
    "doctor": "keeping",
    "backup": "keeping",
    "keys": "about",
    "config": "about",
    "completion": "about",
}
"""Which module of this package each command is in."""

HELP = {
    "list": "List the articles that answer to QUERY, or all.",
    "notes": "List the annotations that answer to QUERY, or all.",
    "search": "Find a phrase in the texts of all articles.",
    "show": "Show an annotation or an article, or what is read in a source.",
    "contents": "List the headings of a source.",
    "tags": "List the tags in use; rename, merge or delete one.",
    "highlight": "Highlight a quote in SOURCE, as if in the reader.",
    "export": "Write annotations in another program's format.",
    "import": "Take in annotations of other programs, or our own.",
    "versions": "List the kept versions of an article.",
    "carry": "Bring the highlights of OLD over to NEW.",
    "merge": "Join other libraries, backups or conflict copies into yours.",
    "sync": "Exchange annotations with your other machines.",
    "trash": "List what was deleted in the last 90 days, or bring it back.",
    "doctor": "Say what is wrong with the library, or repair it.",
    "backup": "Make a backup now, or list or restore those that there are.",
    "keys": "List every command of the reader with its keys.",
    "config": "Say where everything lies, and what is set.",
    "completion": "Print shell completion.",
}
"""What the help page says of each: the first sentence of its own help. One that is not here is for programs."""


def names_source(arguments: Sequence[str]) -> bool:
    """Whether the command line is one source and nothing else."""
    return len(arguments) == 1 and not arguments[0].startswith("-") and arguments[0] not in COMMANDS

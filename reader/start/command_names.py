"""The names of the commands, kept apart: a source that is opened needs no click."""

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
    "search": "phrase_search",
    "show": "showing",
    "contents": "showing",
    "tags": "tagging",
    "highlight": "marking",
    "export": "exchanging",
    "import": "exchanging",
    "add": "adding",
    "attach": "attaching",
    "join": "attaching",
    "versions": "version_commands",
    "carry": "version_commands",
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


def names_source(arguments: Sequence[str]) -> bool:
    """Whether the command line is one source and nothing else."""
    return len(arguments) == 1 and not arguments[0].startswith("-") and arguments[0] not in COMMANDS

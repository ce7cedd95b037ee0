"""The names of the commands; kept apart because a source that is opened need not import click."""

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

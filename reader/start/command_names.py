"""The commands are kept apart by their names: a source that is opened, and the help page, need no click."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

OPEN = "open"
"""The command that stands for none: `reader SOURCE`."""

COMMANDS = {
    OPEN: ("reading", ""),
    "list": ("listing", "List the articles that answer to QUERY, or all."),
    "notes": ("listing", "List the annotations that answer to QUERY, or all."),
    "watch": ("listing", "Tell of annotations as they come, change and go."),
    "search": ("phrase_search", "Find a phrase in the texts of all articles."),
    "show": ("showing", "Show an annotation or an article, or what is read in a source."),
    "contents": ("showing", "List the headings of a source."),
    "tags": ("tagging", "List the tags in use; rename, merge or delete one."),
    "highlight": ("marking", "Highlight a quote in SOURCE, as if in the reader."),
    "edit": ("marking", "Change note, tags, colour or star of annotations; or delete them."),
    "export": ("exchanging", "Write annotations in another program's format."),
    "import": ("exchanging", "Take in annotations of other programs, or our own."),
    "vault": ("vaults", "Keep DIR, a folder of notes, and the library the same."),
    "add": ("adding", "Take SOURCE into the library without opening it."),
    "attach": ("attaching", "Give ARTICLE the text that it waits for."),
    "join": ("attaching", "Say that two articles are one work, or take them apart."),
    "versions": ("version_commands", "List the kept versions of an article."),
    "carry": ("version_commands", "Bring the highlights of OLD over to NEW."),
    "merge": ("merging", "Join other libraries, backups or conflict copies into yours."),
    "merge-driver": ("merging", ""),
    "sync": ("merging", "Exchange annotations with your other machines."),
    "trash": ("keeping", "List what was deleted in the last 90 days, or bring it back."),
    "doctor": ("keeping", "Say what is wrong with the library, or repair it."),
    "backup": ("keeping", "Make a backup now, or list or restore those that there are."),
    "keys": ("about", "List every command of the reader with its keys."),
    "config": ("about", "Say where everything lies, and what is set."),
    "completion": ("about", "Print shell completion."),
}
"""Which module of the command line each command is in, and what the help page and completion say of it: the first
sentence of its own help, or nothing where it is not listed."""


def names_source(arguments: Sequence[str]) -> bool:
    """Tell whether the command line is one source and nothing else."""
    return len(arguments) == 1 and not arguments[0].startswith("-") and arguments[0] not in COMMANDS

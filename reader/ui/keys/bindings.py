"""What an entry of the key table is: a command, its keys, and the modes in which they mean it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from reader.ui.keys.key_reader import shown

if TYPE_CHECKING:
    from collections.abc import Iterable


class Mode(StrEnum):
    """Where keys are pressed."""

    TEXT = "text"
    SELECT = "select"
    PANE = "pane"
    LIST = "list"
    """Any list or page that fills the screen; its own mode, if it has one, comes first."""
    FIND = "find"
    """A line is typed that narrows a list."""
    LIBRARY = "library"
    NOTES = "notes"
    FOUND = "found"
    TAGS = "tags"
    TRASH = "trash"
    VERSIONS = "versions"
    CHANGES = "changes"
    DESK = "desk"
    EXPORT = "export"
    QUESTION = "question"


class Group(StrEnum):
    """What a command is about: the headings of the help."""

    MOVE = "Move"
    MARK = "Highlight"
    SELECT = "Select"
    NOTE = "Notes and tags"
    FIND = "Search and jump"
    PANE = "The pane"
    VIEW = "View"
    PROGRAM = "Program"
    LISTS = "In lists and dialogs"
    LIBRARY = "The library"
    VERSIONS = "Versions"
    DESK = "The desk"


class Command(NamedTuple):
    """One thing that keys, the palette and the mouse can ask for.

    `id` is what the settings call it, `label` what a hint has room for, `help` a sentence. A command without keys
    is found in the palette only.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: Group
    modes: frozenset[Mode]

    @property
    def shown_keys(self) -> str:
        """Its keys for people, the first first."""
        return self._digits or " ".join(shown(sequence) for sequence in self.keys)

    @property
    def first_key(self) -> str:
        """The first of its keys, for people; it must have one."""
        return self._digits or shown(self.keys[0])

    @property
    def _digits(self) -> str:
        """Digits as the range that they are, where they are its keys."""
        digits = [one for one in self.keys if one.isdecimal()]
        return f"{digits[0]}–{digits[-1]}" if len(digits) > 1 else ""


def bindings(commands: Iterable[Command], mode: Mode) -> dict[str, str]:
    """Command ids by sequence, in one mode. Where two commands claim a sequence, the last one has it."""
    return {sequence: command.id for command in commands if mode in command.modes for sequence in command.keys}

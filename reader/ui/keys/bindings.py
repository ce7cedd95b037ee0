"""Commands have keys: here is what an entry of the key table is, and how keys are written, shown and read.

A *key* is what one press sends, by its character (`j`, `}`, `G`) or, where it has none, by its name (`ctrl+f`,
`escape`, `space`). A *sequence* is keys with blanks between them (`g g`, `m <key>`); `<key>` stands for any one
key that follows. No Textual here: `reader keys` prints without it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ANY = "<key>"
"""In a sequence: any one key."""

MODIFIERS = frozenset(
    f"{side}{name}"
    for side in ("", "left_", "right_")
    for name in ("shift", "control", "alt", "super", "hyper", "meta", "caps_lock", "num_lock", "scroll_lock")
) | {"iso_level3_shift", "iso_level5_shift"}
"""Sent alone by terminals that speak the kitty protocol. They are not key presses of ours."""

SHOWN = {
    "space": "Space",
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "backspace": "Backspace",
    "delete": "Delete",
    "insert": "Insert",
    "pause": "Pause",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    ANY: "…",
}
"""Names of keys as they are shown, where they are not shown as they are written."""


SIGNS = {
    "exclamation_mark": "!",
    "quotation_mark": '"',
    "number_sign": "#",
    "dollar_sign": "$",
    "percent_sign": "%",
    "ampersand": "&",
    "apostrophe": "'",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "asterisk": "*",
    "plus": "+",
    "comma": ",",
    "minus": "-",
    "full_stop": ".",
    "slash": "/",
    "colon": ":",
    "semicolon": ";",
    "less_than_sign": "<",
    "equals_sign": "=",
    "greater_than_sign": ">",
    "question_mark": "?",
    "at": "@",
    "left_square_bracket": "[",
    "backslash": "\\",
    "right_square_bracket": "]",
    "circumflex_accent": "^",
    "underscore": "_",
    "grave_accent": "`",
    "left_curly_bracket": "{",
    "vertical_line": "|",
    "right_curly_bracket": "}",
    "tilde": "~",
}
"""What Textual calls the signs of ASCII, where something is held with them."""


def name_of(key: str, character: str | None) -> str:
    """Name one press, from Textual's name of it and the character it sends, if any."""
    if key.startswith(("alt+", "ctrl+")) and key[-1] != "+":
        return _held_name(key)
    if character and character.isprintable() and character != " ":
        return character
    return key


def _held_name(key: str) -> str:
    """A press with Alt or Ctrl: what is held in the order of the alphabet, the sign or letter as it is."""
    *held, base = key.split("+")
    base = SIGNS.get(base, base)
    if "shift" in held and len(base) == 1 and base.isalpha() and "ctrl" not in held:
        held.remove("shift")  # the capital says it
        base = base.upper()
    if held == ["ctrl"] and base == "@":
        base = "space"  # the same byte
    return "+".join((*sorted(held), base))


def show_keys(sequence: str) -> str:
    """Show a sequence as people read it: `gg`, `C-f`, `Alt-←`, `m…`."""
    return "".join(_shown_key(key) for key in sequence.split(" "))


def _shown_key(key: str) -> str:
    for prefix, short in (("ctrl+", "C-"), ("alt+", "Alt-"), ("shift+", "Shift-")):
        if key.startswith(prefix) and key != prefix:
            return short + _shown_key(key.removeprefix(prefix))
    if key in SHOWN:
        return SHOWN[key]
    return key.upper() if len(key) > 1 and key[0] == "f" and key[1:].isdigit() else key


class Pressed(NamedTuple):
    """A sequence is complete: the command it stands for, and its last key."""

    command: str
    key: str


class Waiting(NamedTuple):
    """A sequence is begun; the keys so far."""

    keys: tuple[str, ...]


class Unbound(NamedTuple):
    """These keys mean nothing here."""

    keys: tuple[str, ...]


class KeyMap:
    """A `KeyMap` has the sequences and the commands they stand for, in one mode."""

    def __init__(self, bindings: Mapping[str, str]) -> None:
        """`bindings` are commands by sequence. Of a sequence and a longer one that begins with it, the longer wins."""
        self._commands = {tuple(sequence.split(" ")): command for sequence, command in bindings.items()}
        self._begun = {keys[:length] for keys in self._commands for length in range(1, len(keys))}

    def look_up(self, keys: tuple[str, ...]) -> Pressed | Waiting | Unbound:
        """Look up what `keys`, pressed one after the other, amount to."""
        if keys in self._begun:
            return Waiting(keys)
        command = self._commands.get(keys) or self._commands.get((*keys[:-1], ANY))
        return Pressed(command, keys[-1]) if command else Unbound(keys)


class KeyReader:
    """A `KeyReader` turns presses into commands, and remembers what has been begun: for as long as it takes, there
    is no time-out.
    """

    def __init__(self) -> None:
        self.begun: tuple[str, ...] = ()

    def feed(self, key: str, maps: Iterable[KeyMap]) -> Pressed | Waiting | Unbound | None:
        """Feed `key` to the first of `maps` that knows it, and tell what it amounts to; None for a modifier alone.

        Escape ends what has been begun, and does nothing else then.
        """
        if key in MODIFIERS:
            return None
        keys = (*self.begun, key)
        self.begun = ()
        if len(keys) > 1 and key == "escape":
            return Unbound(keys)
        for one in maps:
            match one.look_up(keys):
                case Waiting() as waiting:
                    self.begun = keys
                    return waiting
                case Pressed() as pressed:
                    return pressed
        return Unbound(keys)


class Mode(StrEnum):
    """A `Mode` is where keys are pressed."""

    TEXT = "text"
    SELECT = "select"
    PANE = "pane"
    OUTPUT = "output"
    """What a command of the user's own wrote."""
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

    @property
    def layers(self) -> tuple[Mode, ...]:
        """Return the modes whose keys mean something in this one of an article: what the pane does not take is the
        text's.
        """
        return (self, Mode.TEXT) if self in (Mode.PANE, Mode.OUTPUT) else (self,)


class Group(StrEnum):
    """A `Group` is what a command is about: the headings of the help."""

    MOVE = "Move"
    MARK = "Highlight"
    SELECT = "Select"
    NOTE = "Notes and tags"
    FIND = "Search and jump"
    PANE = "The pane"
    VIEW = "View"
    PROGRAM = "Program"
    OWN = "Your own commands"
    LISTS = "In lists and dialogs"
    LIBRARY = "The library"
    VERSIONS = "Versions"
    DESK = "The desk"


OWN = "run_"
"""What ids of the user's own commands begin with; no other does."""


REDRAW = "redraw"
"""The id of the command that is obeyed wherever one is, also while one types."""

SUSPEND = "suspend"
"""The id of the command that stops the program for now, on any screen."""


class Command(NamedTuple):
    """A `Command` is one thing that keys, the palette and the mouse can ask for.

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
        """Return its keys for people, the first first."""
        return self._digits or " ".join(show_keys(sequence) for sequence in self.keys)

    @property
    def first_key(self) -> str:
        """Return the first of its keys, for people; it must have one."""
        return self._digits or show_keys(self.keys[0])

    @property
    def _digits(self) -> str:
        """Digits as the range that they are, where they are its keys."""
        digits = [one for one in self.keys if one.isdecimal()]
        return f"{digits[0]}–{digits[-1]}" if len(digits) > 1 else ""


def redraws(commands: Iterable[Command]) -> frozenset[str]:
    """Return the keys that draw the screen anew while one types: none of them is a letter, which would be typed."""
    keys = (key for one in commands if one.id == REDRAW for key in one.keys)
    return frozenset(key for key in keys if len(key) > 1 and " " not in key)


def with_alt(commands: Iterable[Command]) -> frozenset[str]:
    """Return the keys with Alt that mean something."""
    keys = (key for one in commands for sequence in one.keys if "alt+" in sequence for key in sequence.split(" "))
    return frozenset(key for key in keys if key.startswith("alt+"))


def bindings(commands: Iterable[Command], mode: Mode) -> dict[str, str]:
    """Return command ids by sequence, in one mode. Where two commands claim a sequence, the last one has it."""
    return {sequence: command.id for command in commands if mode in command.modes for sequence in command.keys}

"""Which keys the status line names: those that mean something here, the likeliest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.domain.colour import NAMELESS, Colour
from reader.ui.draw.cells import width_of
from reader.ui.keys.bindings import ANY, Mode, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reader.ui.keys.bindings import Command


class Hint(NamedTuple):
    """A key and what it does, in two words."""

    keys: str
    label: str
    command: str = ""
    """What a click on it does; empty where that takes a key."""
    key: str = ""
    """The last key of it, as if it had been pressed."""


class Situation(NamedTuple):
    """What decides which keys are likely."""

    mode: Mode
    focused: bool = False
    linked: bool = False
    searching: bool = False
    filtered: bool = False
    folded: bool = False
    writing: bool = False
    waiting: bool = False
    output: bool = False
    """Whether the pane shows what a command of the user's own wrote."""
    begun: tuple[str, ...] = ()
    names: Mapping[Colour, str] = NAMELESS
    """What the person calls the colours: said of their keys, one by one."""


WRITING = (Hint("C-g", "throw away"), Hint("Esc", "save and close"))
"""Keys of the note editor, which is none of the table's modes: there, keys write. The last one always has room."""
BY_COLOUR = ("recolour", "select_colour")
"""Commands whose digit is a colour."""
HELP = "open_help"
"""Leads to all the others."""


def likely(situation: Situation) -> list[str]:
    """Ids of the commands that are likely next."""
    match situation.mode:
        case Mode.SELECT:
            # How to go on comes before what Enter's highlight is asked next anyway.
            named = ["select_colour"] if situation.names else []
            act = ["select_highlight_it", "select_word_end", *named, "select_note", "select_tag", "select_copy"]
            return [*act, "select_other_end", "leave"]
        case Mode.OUTPUT:
            return ["output_note", "output_copy", "output_page_down", "switch_pane", "leave"]
        case _ if situation.output:
            return ["note", "switch_pane", "leave", "next_sentence", "highlight"]
        case Mode.PANE:
            act = ["show_entry", "note", "tag", "recolour"] if situation.focused else []
            return [*act, *(["leave"] if situation.filtered else []), "filter_pane", "sort_pane", "switch_pane"]
        case _ if situation.waiting:
            act = ["note", "tag", "recolour", "delete"] if situation.focused else ["page_note", "next_annotation"]
            act = ["read_other", "fetch_text", *act]
        case _ if situation.focused:
            act = ["note", "tag", "recolour", "delete", "copy", "star"]
        case _:
            act = ["highlight", "highlight_any", "select", "note", "next_sentence", "search"]
    if situation.searching:
        # What is done at a match is what is done anywhere, after going on to the one that is meant.
        act = ["next_match", "previous_match", *act[:3], "leave"]
    return [*(["open_here"] if situation.linked else []), *(["fold_none"] if situation.folded else []), *act]


def hints(situation: Situation, commands: Mapping[str, Command]) -> list[Hint]:
    """Keys and labels for `situation`, the way to all keys last; of a sequence that is begun, all ways to end it."""
    if situation.writing:
        return list(WRITING)
    if situation.begun:
        return list(_endings(situation, commands.values()))
    found = [commands[one] for one in [*likely(situation), HELP] if commands[one].keys]
    return [hint for one in found for hint in _of(one, situation.names)]


def _hint(command: Command) -> Hint:
    """A command's hint; a click does it where it is one command, and not one for each of its keys."""
    plain = command.id not in BY_COLOUR and not any(ANY in keys for keys in command.keys)
    return Hint(command.first_key, command.label, command.id if plain else "")


def hint_at(hints: Sequence[Hint], gap: int, x: int) -> Hint | None:
    """Which of the hints that are drawn `gap` cells apart is `x` cells from the first one's beginning."""
    left = 0
    for hint in hints:
        cells = _cells(hint)
        if left <= x < left + cells:
            return hint
        left += cells + gap
    return None


def _of(command: Command, names: Mapping[Colour, str]) -> list[Hint]:
    """A command's hint; of one that takes a colour, those of the colours that have names."""
    if command.id not in BY_COLOUR or not names:
        return [_hint(command)]
    # A colour's key is its digit, whatever else the settings give to the command.
    keys = [(colour, str(number)) for number, colour in enumerate(Colour, start=1)]
    return [
        Hint(key, names[colour], command.id, key) for colour, key in keys if colour in names and key in command.keys
    ]


def _endings(situation: Situation, commands: Iterable[Command]) -> Iterable[Hint]:
    begun = situation.begun
    modes = set(situation.mode.layers)
    seen = set()
    for command in commands:
        for sequence in command.keys if command.modes & modes else ():
            keys = tuple(sequence.split(" "))
            if keys[: len(begun)] == begun and len(keys) > len(begun) and keys not in seen:
                seen.add(keys)
                rest = keys[len(begun) :]
                yield Hint("a letter" if rest == (ANY,) else shown(" ".join(rest)), command.label)


def fitting(hints: Sequence[Hint], room: int, gap: int) -> list[Hint]:
    """As many as stand in `room` cells with `gap` between them, the likeliest first; the last one in any case."""
    if not hints:
        return []
    *others, last = hints
    room -= _cells(last)
    shown = []
    for one in others:
        cells = _cells(one) + gap
        if cells <= room:
            shown.append(one)
            room -= cells
    return [*shown, last]


def _cells(hint: Hint) -> int:
    return width_of(f"{hint.keys} {hint.label}")


def hints_for(ids: Iterable[str], commands: Iterable[Command]) -> list[Hint]:
    """The first key and the label of each of these commands, without those that no key is bound to."""
    known = {one.id: one for one in commands}
    return [_hint(known[one]) for one in ids if known[one].keys]

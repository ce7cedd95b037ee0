"""The key table is put as rows to read: for the help, in one column or two, and for what is searched in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.colour import Colour, colour_words
from reader.ui.draw.cells import Line, Styled, line_width, pad_text, wrap_line
from reader.ui.draw.palette import SIGNS
from reader.ui.draw.theme import PENS, Role
from reader.ui.keys.bindings import Group, Mode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reader.ui.keys.bindings import Command

KEYS = 18
"""Cells for the keys of a command: most have room for all of theirs."""
GAP = 4
"""Cells between two columns."""
NARROWEST = 48
"""Cells that a column needs so that most commands take one row."""


def group_commands(commands: Iterable[Command], modes: Sequence[Mode]) -> list[tuple[Group, list[Command]]]:
    """Group commands by subject; the subjects that mean something in `modes` first, a screen's own before those of
    all.
    """
    by_group: dict[Group, list[Command]] = {group_commands: [] for group_commands in Group}
    for command in commands:
        by_group[command.group].append(command)
    groups = [(group, found) for group, found in by_group.items() if found]
    return sorted(groups, key=lambda one: _distance(one[1], modes))


def _distance(commands: Sequence[Command], modes: Sequence[Mode]) -> tuple[bool, bool, int]:
    """How far commands are from who is in `modes`: what does nothing there is farthest, then what the text has too."""
    theirs = frozenset[Mode]().union(*(command.modes for command in commands))
    nearest = next((at for at, mode in enumerate(modes) if mode in theirs), len(modes))
    return nearest == len(modes), Mode.TEXT in theirs, nearest


def find_commands(commands: Iterable[Command], typed: str) -> list[Command]:
    """Find the commands with all the words, or with that key."""
    words = typed.casefold().split()
    by_key = [one for one in commands if typed.strip() in (*one.keys, *one.shown_keys.split())]
    texts = {one.id: f"{one.label} {one.help} {one.group} {one.id.replace('_', ' ')}".casefold() for one in commands}
    by_word = [one for one in commands if all(word in texts[one.id] for word in words)]
    return list({one.id: one for one in (*by_key, *by_word)}.values())


def rows(groups: Sequence[tuple[Group, Sequence[Command]]], width: int) -> list[Line]:
    """Lay out all rows of the help, in two columns where there is room for them."""
    columns = 2 if width >= 2 * NARROWEST + GAP else 1
    column = (width - GAP * (columns - 1)) // columns
    parts = [_group(group, commands, column) for group, commands in groups]
    if columns == 1:
        return [line for part in parts for line in part]
    left, right = _halves(parts)
    left += [()] * (len(right) - len(left))
    right += [()] * (len(left) - len(right))
    return [
        (*one, Styled(" " * (column + GAP - line_width(one))), *other) for one, other in zip(left, right, strict=True)
    ]


def legend(names: Mapping[Colour, str], width: int) -> list[Line]:
    """List the colours by their keys and signs, with the person's names."""
    shown = [
        (Styled(f"{number} ", Role.KEY), Styled(f"{SIGNS[colour]} ", PENS[colour]), Styled(colour_words(colour, names)))
        for number, colour in enumerate(Colour, start=1)
    ]
    cell = max(map(line_width, shown)) + GAP
    columns = max(1, min(4, width // cell))
    rows = [
        tuple(piece for one in row for piece in (*one, Styled(" " * (cell - line_width(one)))))
        for row in (shown[at : at + columns] for at in range(0, len(shown), columns))
    ]
    return [(Styled("Colours", Role.HEADING),), *rows, ()]


def command_rows(command: Command, width: int) -> list[Line]:
    """Lay out one command: its keys, and what it does."""
    return wrap_line((Styled(command.help),), width, (pad_text(command.shown_keys, KEYS, Role.KEY), Styled(" ")))


def _group(group: Group, commands: Iterable[Command], width: int) -> list[Line]:
    lines = [line for command in commands if command.keys for line in command_rows(command, width)]
    return [(Styled(group.value, Role.HEADING),), *lines, ()]


def _halves(parts: Sequence[list[Line]]) -> tuple[list[Line], list[Line]]:
    """Whole groups to the left for as long as the left is not the longer one."""
    total = sum(map(len, parts))
    left: list[Line] = []
    for index, part in enumerate(parts):
        if len(left) + len(part) // 2 > total // 2:
            return left, [line for other in parts[index:] for line in other]
        left += part
    return left, []

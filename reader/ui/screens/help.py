"""The help shows all keys, by subject, and a line searches them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from reader.ui.draw.cells import ItemRows
from reader.ui.draw.theme import Role
from reader.ui.keys.bindings import Mode
from reader.ui.keys.key_rows import command_rows, find_commands, group_commands, legend, rows
from reader.ui.lists.entry_list import MARGIN, plain
from reader.ui.lists.list_moves import page_moves
from reader.ui.lists.list_screen import ListScreen
from reader.ui.lists.tag_line import OFFERED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.ui.draw.cells import Line
    from reader.ui.lists.keyed import Handler, KeyedScreen
    from reader.ui.program.program import Program
    from reader.ui.reading.state import Reading


class Rows:
    """`Rows` are there already, and are items."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines

    def __len__(self) -> int:
        return len(self._lines)

    def item_rows(self, index: int, width: int) -> ItemRows:  # noqa: ARG002  (they were made for that width)
        """Draw the row at `index`."""
        return ItemRows((self._lines[index],))


class HelpScreen(ListScreen[None]):
    """A `HelpScreen` shows the key table itself. What can be done where one came from stands first."""

    HINTS: ClassVar[Sequence[str]] = ("list_filter", "list_down", "list_page_down", "leave")
    LABEL = "find"
    HISTORY = "help"
    LINE_HINT = "a word, or a key   Enter keeps it   Esc leaves"

    def __init__(self, program: Program, came_from: Sequence[Mode] = (Mode.TEXT,)) -> None:
        super().__init__(program)
        self._came_from = came_from

    def on_mount(self) -> None:
        """Show all of it."""
        self.entries.empty = plain("No command is called so.", style=Role.FAINT)
        self.show_hints()

    def on_resize(self) -> None:
        """Columns depend on the width."""
        self.call_after_refresh(self.narrow)

    def handlers(self) -> Mapping[str, Handler]:
        """The key that opened it closes it too."""
        return {**super().handlers(), "open_help": self.close}

    def moves(self) -> Mapping[str, Handler]:
        """Move as on a page: nothing in it is current."""
        moves = page_moves(self.entries)
        return {**moves, **{name.replace("list_", "find_"): act for name, act in moves.items()}}

    def complete(self, typed: str) -> Sequence[str]:
        """Complete what commands are called."""
        labels = dict.fromkeys(one.label for one in self.services.commands)
        begun = typed.casefold()
        return [one for one in labels if one.casefold().startswith(begun) and one != typed][:OFFERED] if begun else ()

    def narrow(self) -> None:
        """Show what answers to what was typed, or all."""
        commands = self.services.commands
        if not self.services.settings.commands:
            commands = tuple(one for one in commands if one.modes != {Mode.OUTPUT})
        width = self.entries.size.width - MARGIN
        if self.typed:
            some = find_commands(commands, self.typed)
            lines = [line for one in some for line in command_rows(one, width)]
            count = self.how_many = f"{len(some)} of {len(commands)} commands"
        else:
            lines = [
                *legend(self.services.settings.colours, width),
                *rows(group_commands(commands, self._came_from), width),
            ]
            count = f"{len(commands)} commands"
        self.head("Keys", count)
        self.entries.items = Rows(lines)


def show(program: Program, reading: Reading | None, listed: KeyedScreen[Any] | None) -> None:
    """Show the keys; those of the text or the pane first, or those of the list."""
    modes = listed.MODES if listed is not None else (reading.mode,) if reading is not None else (Mode.LIST,)
    program.put_up(HelpScreen(program, modes))

"""What a command of the user's own wrote lies over a list: in an article it stands in the place of the pane."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical

from reader.ui.draw.cells import ItemRows, Styled, wrap_line
from reader.ui.draw.styled_lines import Head
from reader.ui.draw.theme import Role
from reader.ui.keys.bindings import Mode
from reader.ui.keys.status_line import StatusLine
from reader.ui.lists.entry_list import EntryList, MoreBelow
from reader.ui.lists.keyed import Sheet
from reader.ui.lists.list_moves import page_moves

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual.widget import Widget

    from reader.ui.lists.keyed import Handler
    from reader.ui.program.program import Program
    from reader.ui.reading.output_view import Output


class OutputScreen(Sheet[bool]):
    """An `OutputScreen` shows a page of it, and answers whether it is to become a note."""

    MODES = (Mode.OUTPUT, Mode.LIST)
    HINTS: ClassVar[Sequence[str]] = ("output_note", "output_copy", "output_page_down", "leave")

    def __init__(self, program: Program, output: Output, *, can_be_noted: bool = True) -> None:
        super().__init__(program)
        self._output = output
        self._can_be_noted = can_be_noted

    def compose(self) -> Iterator[Widget]:
        """Compose a head, the page, the keys."""
        with Vertical(id="sheet"):
            yield Head(id="head")
            more = MoreBelow()
            yield EntryList(more=more, id="list")
            yield more
            yield StatusLine(id="hints")

    def on_mount(self) -> None:
        """Show it from its beginning."""
        head = self.query_one(Head)
        head.left = (Styled(self._output.name, Role.TITLE),)
        head.right = (Styled(self._output.about, Role.FAINT),)
        self.query_one(EntryList).show(OutputLines(self._output), -1)
        self.show_hints(self.HINTS if self._can_be_noted else self.HINTS[1:])

    def handlers(self) -> Mapping[str, Handler]:
        """Scroll, copy, make a note of it, leave."""
        moves = page_moves(self.query_one(EntryList))
        return {
            **super().handlers(),
            **moves,
            **{name.replace("list_", "output_"): act for name, act in moves.items()},
            "output_note": self._note,
            "output_copy": self._copy,
        }

    def _note(self) -> None:
        if self._can_be_noted:
            self.dismiss(True)
        else:
            self.say("there is nothing here that could have a note; y copies it", failed=True)

    async def _copy(self) -> None:
        self.say(await self.program.copy(self._output.text))


class OutputLines:
    """`OutputLines` are its lines as items."""

    def __init__(self, output: Output) -> None:
        self._lines = output.lines

    def __len__(self) -> int:
        return len(self._lines)

    def item_rows(self, index: int, width: int) -> ItemRows:
        """Draw the line at `index`, wrapped."""
        return ItemRows(tuple(wrap_line((Styled(self._lines[index]),), width)))

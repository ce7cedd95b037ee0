"""A sheet finds one thing in a list by some of its name that is typed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Generic

from textual.containers import Vertical

from reader.ui.draw.styled_lines import Head
from reader.ui.keys.bindings import Mode
from reader.ui.keys.status_line import StatusLine
from reader.ui.lists.asked import Asked
from reader.ui.lists.entry_list import EntryList, MoreBelow
from reader.ui.lists.keyed import Result, Sheet
from reader.ui.lists.line_input import Prompt
from reader.ui.lists.list_moves import find_moves

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual.widget import Widget

    from reader.ui.lists.keyed import Handler


class FindSheet(Sheet[Result], Generic[Result]):
    """A `FindSheet` is a line and a list under it. `narrow` says what typing does, `choose` what Enter does."""

    MODES = (Mode.FIND,)
    HINTS: ClassVar[Sequence[str]] = ("find_choose", "find_down", "find_up", "leave")
    AUTO_FOCUS = ""
    EXAMPLE: ClassVar[str] = ""
    """Shown in the line while nothing is typed."""
    HISTORY: ClassVar[str] = ""
    """The kind of the line: Up on the first item goes back through what was typed into lines of this kind."""

    typed = ""
    """What narrows the list."""

    def compose(self) -> Iterator[Widget]:
        """Compose a head, the line, the list."""
        with Vertical(id="sheet"):
            yield Head(id="head")
            self.prompt = Prompt(self._asked(), self.services.histories, id="query")
            yield self.prompt
            yield self.entries
            yield self._more
            yield StatusLine(id="hints")

    def on_mount(self) -> None:
        """Say how to choose and to leave; what was typed meanwhile is the line's."""
        self.show_hints()
        if self.prompt is not None:
            self.give_keys(self.prompt.line)

    @cached_property
    def entries(self) -> EntryList:
        """Return the list."""
        return EntryList(one_click=True, more=self._more, id="list")

    @cached_property
    def _more(self) -> MoreBelow:
        return MoreBelow()

    def narrow(self) -> None:
        """What was typed has changed."""

    def choose(self) -> None:
        """Enter was pressed, or an item clicked."""

    def handlers(self) -> Mapping[str, Handler]:
        """Move, choose, leave."""
        return {**super().handlers(), **find_moves(self.entries)}

    def on_entry_list_chosen(self, event: EntryList.Chosen) -> None:
        """An item was clicked."""
        event.stop()
        self.choose()

    def _asked(self) -> Asked:
        return Asked(
            "",
            self._take,
            changed=self._narrow_to,
            left=self.leave,
            history=self.HISTORY,
            example=self.EXAMPLE,
            move=self._move,
        )

    def _move(self, by: int) -> bool:
        if by < 0 and self.entries.current <= 0:
            return False
        self.entries.go_by(by)
        return True

    def _narrow_to(self, typed: str) -> None:
        if typed.strip() != self.typed:
            self.typed = typed.strip()
            self.narrow()

    async def _take(self, typed: str) -> bool:
        """Enter was pressed; the line stays where there is nothing to choose."""
        self._narrow_to(typed)
        self.choose()
        return self.entries.current >= 0

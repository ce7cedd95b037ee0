"""A sheet to find one thing in a list by typing some of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic

from textual.containers import Vertical

from reader.ui.draw.styled_lines import Head
from reader.ui.keys.bindings import Mode
from reader.ui.keys.status_line import StatusLine
from reader.ui.lists.entry_list import EntryList
from reader.ui.lists.keyed import Result, Sheet
from reader.ui.lists.list_moves import find_moves
from reader.ui.lists.query_line import QueryLine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual.widget import Widget
    from textual.widgets import Input

    from reader.ui.lists.keyed import Handler


class FindSheet(Sheet[Result], Generic[Result]):
    """A line and a list under it. `narrow` says what typing does, `choose` what Enter does."""

    MODES = (Mode.FIND,)
    HINTS: ClassVar[Sequence[str]] = ("find_choose", "find_down", "find_up", "leave")
    AUTO_FOCUS = "QueryLine"
    PLACEHOLDER = ""

    _narrowed_to = ""
    """What the list answers to."""

    def compose(self) -> Iterator[Widget]:
        """A head, the line, the list."""
        with Vertical(id="sheet"):
            yield Head(id="head")
            yield QueryLine(placeholder=self.PLACEHOLDER, id="query")
            yield EntryList(one_click=True, id="list")
            yield StatusLine(id="hints")

    def on_mount(self) -> None:
        """Say how to choose and to leave."""
        self.show_hints()

    @property
    def entries(self) -> EntryList:
        """The list."""
        return self.query_one(EntryList)

    @property
    def typed(self) -> str:
        """What narrows the list."""
        return self.query_one(QueryLine).value.strip()

    def narrow(self) -> None:
        """What was typed has changed."""

    def choose(self) -> None:
        """Enter was pressed, or an item clicked."""

    def handlers(self) -> Mapping[str, Handler]:
        """Move, choose, leave."""
        return {**super().handlers(), **find_moves(self.entries), "find_choose": self._take}

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow as one types."""
        event.stop()
        self._follow()

    def on_entry_list_chosen(self, event: EntryList.Chosen) -> None:
        """An item was clicked."""
        event.stop()
        self.choose()

    def _follow(self) -> None:
        if self.typed != self._narrowed_to:
            self._narrowed_to = self.typed
            self.narrow()

    def _take(self) -> None:
        # In a burst of keys Enter is here before the line has told of the last letters.
        self._follow()
        self.choose()

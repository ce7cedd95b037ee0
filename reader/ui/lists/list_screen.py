"""A screen that is one list: a head above it, a line that narrows it below, and the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from reader.ui.draw.lines import Line, Styled
from reader.ui.draw.styled_lines import Head
from reader.ui.keys.bindings import Mode
from reader.ui.lists.entry_list import EntryList
from reader.ui.lists.hint_line import HintLine
from reader.ui.lists.keyed import KeyedScreen, Result
from reader.ui.lists.list_moves import find_moves, list_moves
from reader.ui.lists.query_line import QueryLine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

    from textual.widget import Widget
    from textual.widgets import Input

    from reader.domain.query import Query
    from reader.ui.lists.keyed import Handler

T = TypeVar("T")


class ListScreen(KeyedScreen[Result], Generic[Result]):
    """The common part. A screen that can be narrowed says in `narrow` what that does."""

    AUTO_FOCUS = ""
    PLACEHOLDER: ClassVar[str] = "words  tag:law  since:30d …"
    total = 0
    """How many there are when nothing is typed, as `answers` last counted them."""

    def compose(self) -> Iterator[Widget]:
        """From top to bottom."""
        yield Head(id="head")
        yield EntryList(id="list")
        yield QueryLine(placeholder=self.PLACEHOLDER, id="query")
        yield HintLine(id="hints")

    # -- for the screens

    @property
    def entries(self) -> EntryList:
        """The list."""
        return self.query_one(EntryList)

    @property
    def typed(self) -> str:
        """What narrows the list; empty where nothing does."""
        return self.query_one(QueryLine).value.strip()

    @property
    def finding(self) -> bool:
        """Whether that is being typed."""
        # Not `has_focus`, which is told a message later: keys that come in between would be commands.
        return self.focused is self.query_one(QueryLine)

    async def answers(self, ask: Callable[[Query | None], Sequence[T]]) -> Sequence[T] | None:
        """What `ask` finds for what was typed; None, and the reason shown, where that is no query (yet)."""
        typed = self.typed
        found = await self.attempt(lambda: ask(self.services.query(typed) if typed else None))
        if found is not None and not typed:
            self.total = len(found)
        elif found is not None and not self.total:
            self.total = len(await self.host.call(lambda: ask(None)))
        return found

    def narrow(self) -> None:
        """What was typed has changed."""

    def choose(self) -> Awaitable[None] | None:
        """Enter was pressed, or the current item clicked."""
        return None

    def head(self, title: str, right: Line | str) -> None:
        """Name the screen, and say how much there is."""
        head = self.query_one(Head)
        head.left = (Styled(title, "title"),)
        head.right = (Styled(right, "faint"),) if isinstance(right, str) else right

    # -- keys and mouse

    @property
    def modes(self) -> Sequence[Mode]:
        """Typing is a mode of its own."""
        return (Mode.FIND,) if self.finding else self.MODES

    def handlers(self) -> Mapping[str, Handler]:
        """Move, narrow, choose, leave."""
        return {
            **super().handlers(),
            **self.moves(),
            "list_filter": self.find,
            "list_choose": self.choose,
            "find_choose": self._leave_line,
            "leave": self._leave,
        }

    def moves(self) -> Mapping[str, Handler]:
        """What the keys that move do."""
        return {**list_moves(self.entries), **find_moves(self.entries)}

    def find(self) -> None:
        """Open the line."""
        self.add_class("finding")
        self.set_focus(self.query_one(QueryLine))
        self.show_hints(("find_choose", "find_down", "leave"))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow as one types."""
        event.stop()
        self.narrow()

    async def on_entry_list_chosen(self, event: EntryList.Chosen) -> None:
        """The current item was clicked."""
        event.stop()
        outcome = self.choose()
        if outcome is not None:
            await outcome

    def _leave_line(self) -> None:
        self.set_focus(None)
        self.show_hints()
        if not self.typed:
            self.remove_class("finding")

    def _leave(self) -> None:
        """Show all again; or, where all is shown, leave the screen."""
        if not self.has_class("finding"):
            self.leave()
            return
        self.query_one(QueryLine).value = ""
        self._leave_line()

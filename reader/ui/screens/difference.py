"""What changed between two versions is a page to read: the changes are stops."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, ClassVar

from reader.domain.wording import counted
from reader.ui.draw.cells import Line, Styled
from reader.ui.draw.page import Page
from reader.ui.draw.redline import redline
from reader.ui.draw.theme import Role
from reader.ui.keys.bindings import Mode
from reader.ui.lists.entry_list import plain
from reader.ui.lists.list_moves import page_moves
from reader.ui.lists.list_screen import ListScreen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.domain.document import Document
    from reader.ui.lists.keyed import Handler
    from reader.ui.program.program import Program

LEGEND: Line = (Styled("removed", Role.REMOVED), Styled("  "), Styled("added", Role.ADDED))


class DifferenceScreen(ListScreen[None]):
    """A `DifferenceScreen` shows both versions in one text.

    `J` and `K` go from change to change, all other keys scroll.
    """

    MODES = (Mode.CHANGES, Mode.LIST)
    HINTS: ClassVar[Sequence[str]] = ("next_change", "previous_change", "list_down", "list_page_down", "quit")

    def __init__(self, program: Program, title: str, old: Document, new: Document) -> None:
        super().__init__(program)
        self._title, self._old, self._new = title, old, new
        self._stops: list[int] = []

    def on_mount(self) -> None:
        """Compare, off the thread that draws: a long text takes its time."""
        self.show_hints()
        self.head(self._title, "comparing …")
        self.begin(self._compare)

    def handlers(self) -> Mapping[str, Handler]:
        """Add to the scrolling: from change to change."""
        return {**super().handlers(), "next_change": self._next, "previous_change": self._previous}

    def moves(self) -> Mapping[str, Handler]:
        """Move as on a page: it is one."""
        return page_moves(self.entries)

    def find(self) -> None:
        """Say that nothing narrows a page."""
        self.say("a page is not filtered: J and K go from change to change")

    async def _compare(self) -> None:
        paragraphs = await self.program.call(lambda: redline(self._old, self._new))
        self._stops = [index for index, one in enumerate(paragraphs) if one.bar]
        self.entries.empty = plain("Both versions are empty.", style=Role.FAINT)
        self.entries.items = Page(paragraphs)
        self._count()

    def _next(self) -> None:
        index = bisect_right(self._stops, self.entries.current)
        self._go(min(index, len(self._stops) - 1))

    def _previous(self) -> None:
        self._go(max(0, bisect_left(self._stops, self.entries.current) - 1))

    def _go(self, stop: int) -> None:
        if self._stops:
            self.entries.go(self._stops[stop])
        self._count()

    def _count(self) -> None:
        total = len(self._stops)
        at = bisect_left(self._stops, self.entries.current) + 1 if self.entries.current >= 0 else 0
        count = f"{at} of {total}" if at else counted(total, "changed paragraph") if total else "no changes"
        self.head(self._title, (*LEGEND, Styled(f"   {count}", Role.FAINT)))

"""Two pages side by side, or one above the other where there is no room: a passage as it was and as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container, Vertical

from reader.ui.draw.page import Page
from reader.ui.draw.styled_lines import Head
from reader.ui.lists.entry_list import EntryList

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.widget import Widget

    from reader.ui.draw.lines import Line
    from reader.ui.draw.page import Paragraph


class FacingPages(Container):
    """A left and a right page, each with a head."""

    def compose(self) -> Iterator[Widget]:
        """Heads and pages."""
        for side in ("left", "right"):
            with Vertical(id=side):
                yield Head(id=f"{side}-head")
                yield EntryList(id=f"{side}-page")

    def show(
        self, side: str, head: Line, right: Line, paragraphs: Sequence[Paragraph], empty: tuple[Line, ...] = ()
    ) -> None:
        """Fill one side; its first paragraph with a bar is brought into sight."""
        line = self.query_one(f"#{side}-head", Head)
        line.left, line.right = head, right
        page = self.query_one(f"#{side}-page", EntryList)
        page.empty = empty
        page.items = Page(paragraphs)
        marked = next((index for index, one in enumerate(paragraphs) if one.bar), 0)
        self.call_after_refresh(page.put_high, marked)

    def turn(self, pages: float) -> None:
        """Turn both by screenfuls."""
        for page in self.query(EntryList):
            page.turn(pages)

"""A list that is drawn from its items, so that 10,000 cost no more than ten; every list-like screen shows one.

Its position is (item, row of it); what is not on the screen is not laid out. It handles the mouse but no keys: the
screen's key table calls what is here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from rich.segment import Segment
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from reader.ui.lines import Line, Styled, line_width
from reader.ui.scrolling import TOP, Position, lowest, moved, revealed
from reader.ui.widgets.looks import looks_of
from reader.ui.widgets.styled_lines import segments
from reader.ui.widgets.wheeled import Wheeled

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.events import Click

MARGIN = 3
"""Cells beside an item's rows: the bar and a blank before them, a blank after."""
KEPT = 400
"""Blocks kept as drawn: some screens of items; a bound, so that paging through 10,000 does not keep them all."""
OVERLAP = 2
"""Rows of a page that stay to read on from."""


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one item: those above it that are not its own, its own, and how many blank ones follow."""

    rows: tuple[Line, ...]
    heading: tuple[Line, ...] = ()
    gap: int = 0
    bar: str = ""
    """The style of a bar before its rows; empty for none."""


class Items(Protocol):
    """What is listed. Items do not change: other items are another object."""

    def __len__(self) -> int:
        """How many there are."""

    def block(self, index: int, width: int) -> Block:
        """What the item at `index` looks like in that many cells; it has a row at least."""


class EntryList(Wheeled):
    """Items, one of them current where there is one."""

    ALLOW_SELECT = False

    class Chosen(Message):
        """The item at `index` was clicked when it was current already, or any where one click is enough."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Pointed(Message):
        """The item at `index` was clicked, and is current now."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    items: reactive[Items | None] = reactive(None)
    """What is listed."""
    current: reactive[int] = reactive(-1)
    """Index of the current item; -1 for none."""
    empty: reactive[tuple[Line, ...]] = reactive(())
    """What is shown where there are no items."""

    def __init__(self, *, one_click: bool = False, id: str | None = None) -> None:  # noqa: A002  (Textual's name)
        super().__init__(id=id)
        self._one_click = one_click
        self._top = TOP
        self._blocks: dict[tuple[int, int, bool], list[Strip]] = {}
        self.on_moved: Callable[[], None] | None = None
        """Called in the handler that made another item current, so that both are in one frame."""

    # -- what is shown

    def show(self, items: Items, current: int = 0) -> None:
        """List these instead, with that one current."""
        self.items = items
        self.current = min(current, len(items) - 1)
        self.reveal()

    def go(self, index: int) -> None:
        """Make the item at `index` current, or the nearest that there is."""
        self.current = max(0, min(index, self._count - 1)) if self._count else -1
        self.reveal()

    def go_by(self, count: int) -> None:
        """The item `count` further down, or up where negative."""
        self.go(self.current + count)

    def turn(self, pages: float) -> None:
        """Scroll by screenfuls; the current item, if there is one, may leave the screen."""
        self.scroll_rows(int(pages * max(1, self.size.height - OVERLAP)))

    def page(self, pages: float) -> None:
        """Scroll by screenfuls, and take the current item along."""
        rows = int(pages * max(1, self.size.height - OVERLAP))
        target = moved(Position(self.current, 0), rows, self._count, self._height)
        self.scroll_rows(rows)
        step = 1 if pages > 0 else -1
        self.go(target.item if target.item != self.current else self.current + step)

    def scroll_rows(self, rows: int) -> None:
        """Scroll by rows, down where positive; the current item may leave the screen."""
        top = moved(self._top, rows, self._count, self._height)
        self._put_top(min(top, lowest(self.size.height, self._count, self._height)))

    def centre(self, index: int) -> None:
        """Scroll so that the item at `index` stands in the upper third."""
        if self.size.height and index < self._count:
            self._put_top(moved(Position(index, 0), -(self.size.height // 3), self._count, self._height))

    def show_start(self) -> None:
        """Scroll to the first row."""
        self._put_top(TOP)

    def show_end(self) -> None:
        """Scroll so that the last row is at the bottom."""
        self._put_top(lowest(self.size.height, self._count, self._height))

    def reveal(self) -> None:
        """Scroll, no further than needed, so that the current item is on the screen."""
        if self.current >= 0 and self.size.height and self.current < self._count:
            self._put_top(revealed(self._top, self.current, self.size.height, self._count, self._height))

    def watch_items(self) -> None:
        """Other items are drawn anew, from the top."""
        self._blocks.clear()
        self._top = TOP

    def watch_current(self) -> None:
        """Tell whoever shows more of the current item."""
        if self.on_moved is not None:
            self.on_moved()

    def notify_style_update(self) -> None:
        """Another theme: everything is drawn anew."""
        super().notify_style_update()
        self._blocks.clear()

    def on_resize(self) -> None:
        """Rows break elsewhere: stay by the current item."""
        self._blocks.clear()
        self.reveal()

    # -- mouse

    def on_click(self, event: Click) -> None:
        """Point at the item under the mouse, or choose it."""
        at = moved(self._top, event.y, self._count, self._height)
        if at.item >= self._count:
            return
        again = at.item == self.current
        self.go(at.item)
        self.post_message(self.Chosen(at.item) if again or self._one_click else self.Pointed(at.item))

    # -- drawing

    def render_line(self, y: int) -> Strip:
        """One row."""
        width = self.size.width
        if not self._count:
            line = self.empty[y] if y < len(self.empty) else ()
            return self._strip(line, width, current=False, bar="")
        at = moved(self._top, y, self._count, self._height)
        if at.item >= self._count:
            return Strip.blank(width, self.rich_style)
        return self._strips(at.item)[at.row]

    @property
    def _count(self) -> int:
        return len(self.items) if self.items is not None else 0

    def _height(self, index: int) -> int:
        return len(self._strips(index))

    def _strips(self, index: int) -> list[Strip]:
        width, current = self.size.width, index == self.current
        strips = self._blocks.get((index, width, current))
        if strips is None:
            assert self.items is not None
            if len(self._blocks) > KEPT:
                self._blocks.clear()
            block = self.items.block(index, max(1, width - MARGIN))
            strips = [self._strip(line, width, current=False, bar="") for line in block.heading]
            strips += [self._strip(line, width, current=current, bar=block.bar) for line in block.rows]
            strips += [Strip.blank(width, self.rich_style)] * block.gap
            self._blocks[index, width, current] = strips
        return strips

    def _strip(self, line: Line, width: int, *, current: bool, bar: str) -> Strip:
        looks = looks_of(self.app)
        ground = self.rich_style + looks["current"] if current else self.rich_style
        sign = "▌" if current else "▎" if bar else " "
        pointer = ground + looks[bar or "pointer"] if current or bar else ground
        used = 2 + line_width(line)
        cells = [Segment(sign, pointer), Segment(" ", ground), *segments(self, line, ground)]
        cells.append(Segment(" " * max(0, width - used), ground))
        return Strip(cells, max(used, width)).crop(0, width)

    def _put_top(self, position: Position) -> None:
        if position != self._top:
            self._top = position
            self.refresh()


def plain(*texts: str, style: str = "") -> tuple[Line, ...]:
    """Lines of one style, for what is shown where there is nothing."""
    return tuple((Styled(text, style),) if text else () for text in texts)

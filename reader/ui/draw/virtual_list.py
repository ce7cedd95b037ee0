"""A list is drawn from what it lists, so that 10,000 items cost no more than ten: all our lists share this.

Where it stands is (item, row of it); what is not on the screen is not laid out. It handles the mouse but no keys: the
screen's key table calls what is here.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, NamedTuple

from textual.widget import Widget

from reader.ui.draw.ahead import Ahead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.events import MouseScrollDown, MouseScrollUp
    from textual.strip import Strip

    Height = Callable[[int], int]
    """The rows of the item at an index, at least one."""

RIGHT = 3
"""The number of the mouse button that opens what can be done."""
WHEEL = 3
"""Rows that a notch of the wheel scrolls, as in browsers."""


class ItemRow(NamedTuple):
    """An `ItemRow` is a row of an item. The place after all items is the row 0 of an item that is not there."""

    item: int
    row: int


TOP = ItemRow(0, 0)


def move_by(position: ItemRow, rows: int, count: int, height: Height) -> ItemRow:
    """Move a position that many rows further down, or up where negative, among `count` items; no further than the
    ends.
    """
    item, row = position
    row += rows
    while row < 0 and item > 0:
        item -= 1
        row += height(item)
    while item < count and row >= (here := height(item)):
        row -= here
        item += 1
    return TOP if row < 0 else ItemRow(item, row) if item < count else ItemRow(count, 0)


def lowest(room: int, count: int, height: Height) -> ItemRow:
    """Find the last position that still fills `room` rows."""
    return move_by(ItemRow(count, 0), -room, count, height)


def fill_room(top: ItemRow, room: int, count: int, height: Height) -> ItemRow:
    """Move `top` up where the items would end above the last of `room` rows though more of them stand above."""
    return lowest(room, count, height) if move_by(top, room, count, height).item >= count else top


def reveal_item(top: ItemRow, item: int, room: int, count: int, height: Height) -> ItemRow:
    """Move `top` no further than is needed for all of `item` to be on a screen of `room` rows, its head at least."""
    if item <= top.item:
        return ItemRow(item, 0)
    needed = move_by(ItemRow(item, 0), min(0, height(item) - room), count, height)
    if needed <= top:
        return top
    far = item - top.item > room
    # From far away: with some items above it, rather than at the very edge.
    return max(needed, move_by(ItemRow(item, 0), -(room // 3), count, height)) if far else needed


OVERLAP = 2
"""Rows of a page that stay to read on from."""


class VirtualList(Widget):
    """A `VirtualList` has items of different heights, and is scrolled by rows.

    Who inherits says how many there are, and draws one of them.
    """

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  (Textual's name)
        super().__init__(id=id)
        self.top = TOP
        """What the first row of the items shows."""
        self._heights: dict[int, int] = {}
        self._ahead = Ahead(self.draw_ahead)

    # -- what is listed

    @property
    @abstractmethod
    def item_count(self) -> int:
        """Tell how many items there are."""

    @abstractmethod
    def item_strips(self, index: int) -> list[Strip]:
        """Draw all rows of the item at `index`, one at least.

        Asked again and again: whoever answers keeps what it drew.
        """

    def forget_heights(self) -> None:
        """Items are as high as they were only until others are listed, or there is another width."""
        self._heights.clear()

    @property
    def room(self) -> int:
        """Count the rows of the widget that show items."""
        return max(1, self.size.height)

    # -- scrolling

    def scroll_rows(self, rows: int) -> None:
        """Scroll by rows, down where positive, whatever is current."""
        self.put_top(min(move_by(self.top, rows, self.item_count, self._height), self._lowest))

    def turn(self, pages: float) -> None:
        """Scroll by screenfuls, less the rows that stay to read on from."""
        self.scroll_rows(self._rows_of(pages))

    def show_start(self) -> None:
        """Scroll to the first row."""
        self.put_top(TOP)

    def show_end(self) -> None:
        """Scroll so that the last row is at the bottom."""
        self.put_top(self._lowest)

    def put_high(self, index: int) -> None:
        """Scroll so that the item at `index` stands in the upper third."""
        if self.size.height and index < self.item_count:
            self.put_top(move_by(ItemRow(index, 0), -(self.room // 3), self.item_count, self._height))

    def reveal_item(self, index: int) -> None:
        """Scroll, no further than needed, so that the item at `index` is on the screen."""
        if self.size.height and 0 <= index < self.item_count:
            self.put_top(reveal_item(self.top, index, self.room, self.item_count, self._height))

    def put_top(self, top: ItemRow) -> None:
        """Show that row first."""
        if top != self.top:
            self._ahead.moved(down=top > self.top)
            self.top = top
            self.refresh()

    def on_unmount(self) -> None:
        """Nothing is drawn for who has gone."""
        self._ahead.stop()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Scroll on."""
        event.stop()
        self.scroll_rows(WHEEL)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Scroll back."""
        event.stop()
        self.scroll_rows(-WHEEL)

    # -- what stands where

    def item_at(self, row: int) -> int | None:
        """Return the item that the row shows, counted from the first that shows items; None where there is none."""
        index = move_by(self.top, row, self.item_count, self._height).item
        return index if row >= 0 and index < self.item_count else None

    def rows_of_item(self, index: int) -> range | None:
        """Return the rows that show the item, counted from the first that shows items; None where it is not on the
        screen.
        """
        return next((rows for shown, rows in self.rows_shown() if shown == index), None)

    def rows_shown(self) -> Iterator[tuple[int, range]]:
        """Yield the items on the screen, each with the rows that show it, counted as in `rows_of_item`."""
        first, row = self.top
        at, room = -row, self.room if self.size.height else 0
        for index in range(first, self.item_count):
            if at >= room:
                return
            height = self._height(index)
            yield index, range(max(0, at), min(room, at + height))
            at += height

    def item_pages_on(self, index: int, pages: float) -> int:
        """Return the item that many screenfuls on from the one at `index`, or back: always another, maybe beyond
        all.
        """
        found = move_by(ItemRow(index, 0), self._rows_of(pages), self.item_count, self._height).item
        return found if found != index else index + (1 if pages > 0 else -1)

    def rows_from(self, row: int, count: int) -> list[Strip]:
        """Return that many rows from `row` on, counted from the first that shows items; fewer where the items end."""
        at = move_by(self.top, row, self.item_count, self._height)
        strips: list[Strip] = []
        while len(strips) < count and at.item < self.item_count:
            strips += self.item_strips(at.item)[at.row :]
            at = ItemRow(at.item + 1, 0)
        return strips[:count]

    def text_at(self, x: int, y: int) -> str:
        """Return the piece of text in that cell that looks one way, without outer blanks; `y` counts from the first
        row.
        """
        end = 0
        for strip in self.rows_from(y, 1):
            for segment in strip:
                end += segment.cell_length
                if x < end:
                    return segment.text.strip()
        return ""

    # -- before it is asked for

    def draw_from(self, index: int) -> Iterator[None]:
        """Draw a screen of items from the one at `index` on, one a step."""
        rows = 0
        while rows < self.room and index < self.item_count:
            strips = self.item_strips(index)
            for strip in strips:
                strip.render(self.app.console)
            rows += len(strips)
            index += 1
            yield

    def draw_around(self, index: int) -> Iterator[None]:
        """Draw the screen that revealing the item at `index` leads to, one a step."""
        if self.size.height and 0 <= index < self.item_count:
            yield from self.draw_from(reveal_item(self.top, index, self.room, self.item_count, self._height).item)

    # -- within

    def draw_ahead(self, *, down: bool) -> Iterator[None]:
        """Draw the screen that turning the page leads to, one a step."""
        page = self.room if down else -self.room
        yield from self.draw_from(move_by(self.top, page, self.item_count, self._height).item)

    @property
    def _lowest(self) -> ItemRow:
        return lowest(self.room, self.item_count, self._height)

    def _rows_of(self, pages: float) -> int:
        return int(pages * max(1, self.room - OVERLAP))

    def _height(self, index: int) -> int:
        # Asked for some screens of items at each key: to be told all of their rows would take ten times as long.
        height = self._heights.get(index)
        if height is None:
            height = self._heights[index] = len(self.item_strips(index))
        return height

"""Every list-like screen shows this list: items, each as rows of styled text, one of them current."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from rich.segment import Segment
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.draw.cells import ItemRows, Line, Styled, line_width, wrap_line
from reader.ui.draw.strips import CompactStrip, Drawn, styles_of
from reader.ui.draw.styled_lines import segments
from reader.ui.draw.theme import Ground, Role
from reader.ui.draw.virtual_list import RIGHT, TOP, ItemRow, VirtualList, fill_room, move_by

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from textual.events import Click

MARGIN = 3
"""Cells beside an item's rows: the bar and a blank before them, a blank after."""
KEPT = 400
"""Blocks kept as drawn: some screens of items; a bound, so that paging through 10,000 does not keep them all."""


class Items(Protocol):
    """`Items` are what is listed. Items do not change: other items are another object."""

    def __len__(self) -> int:
        """How many there are."""

    def item_rows(self, index: int, width: int) -> ItemRows:
        """Draw what the item at `index` looks like in that many cells; it has a row at least."""


class MoreBelow(Widget):
    """A `MoreBelow` stands below a list and says how much of it does not fit above."""

    ALLOW_SELECT = False
    count = Drawn(0)

    def render_line(self, y: int) -> Strip:
        """Render the row; blank where all is shown."""
        line = (Styled(f"↓ {self.count} more", Role.FAINT),) if self.count and not y else ()
        return Strip(segments(self, line, self.rich_style)).adjust_cell_length(self.size.width, self.rich_style)


class EntryList(VirtualList):
    """An `EntryList` shows items, one of them current where there is one."""

    class Chosen(Message):
        """The item at `index` was clicked when it was current already, or any where one click is enough."""

        def __init__(self, index: int, text: str = "") -> None:
            super().__init__()
            self.index = index
            self.text = text

    class Pointed(Message):
        """The item at `index` was clicked, and is current now."""

        def __init__(self, index: int, text: str = "") -> None:
            super().__init__()
            self.index = index
            self.text = text

    class ItemMenuAsked(Message):
        """The right button was pressed on an item, which is current now: what can be done to it is wanted."""

    items: reactive[Items | None] = reactive(None)
    """What is listed."""
    current: reactive[int] = reactive(-1, repaint=False)
    """Index of the current item; -1 for none."""
    empty: reactive[tuple[Line, ...]] = reactive(())
    """What is shown where there are no items."""

    def __init__(self, *, one_click: bool = False, more: MoreBelow | None = None, id: str | None = None) -> None:  # noqa: A002  (Textual's name)
        """`more` says how many there are below what has room."""
        super().__init__(id=id)
        self._one_click = one_click
        self._more = more
        self._blocks: dict[tuple[int, int, bool], list[Strip]] = {}
        self.on_moved: Callable[[], None] | None = None
        """Called in the handler that made another item current, so that both are in one frame."""

    # -- what is shown

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Have it painted anew; other items may be the last that have room."""
        if self._more is not None and self.size.height:
            last = self.item_at(self.room - 1)
            self._more.count = 0 if last is None else self.item_count - last - 1
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def show(self, items: Items, current: int = 0) -> None:
        """List these instead, with that one current, in the row that the current one is in now, as far as they fill
        the screen.
        """
        shown = self.rows_of_item(self.current) if self.current >= 0 else None
        self.items = items
        self.current = min(current, len(items) - 1)
        if shown is not None and self.current >= 0:
            # What was done to one of many leaves the others where they are.
            count, height = self.item_count, self._height
            top = move_by(ItemRow(self.current, 0), -shown.start, count, height)
            self.put_top(fill_room(top, self.room, count, height))
        self.reveal()

    def extend(self, items: Items) -> None:
        """List these instead, which are those that are listed and more behind them."""
        self.set_reactive(EntryList.items, items)
        self.draw_anew()

    def go(self, index: int) -> None:
        """Make the item at `index` current, or the nearest that there is."""
        self.current = max(0, min(index, self.item_count - 1)) if self.item_count else -1
        self.reveal()

    def go_by(self, count: int) -> None:
        """Go to the item `count` further down, or up where negative."""
        self.go(self.current + count)

    def page(self, pages: float) -> None:
        """Scroll by screenfuls, and take the current item along, where there is one."""
        if not self.item_count:
            return
        target = self.item_pages_on(max(0, self.current), pages)
        self.turn(pages)
        self.go(target)

    def reveal(self) -> None:
        """Scroll, no further than needed, so that the current item is on the screen."""
        self.reveal_item(self.current)

    def draw_anew(self) -> None:
        """Draw items anew: what they look like has changed, and not how high they are."""
        self._blocks.clear()
        self.refresh()

    def watch_items(self) -> None:
        """Draw other items anew, from the top."""
        self._blocks.clear()
        self.forget_heights()
        self.top = TOP

    def watch_current(self, before: int, after: int) -> None:
        """Draw those two anew, and no others; tell whoever shows more of the current item."""
        for index in (before, after):
            rows = self.rows_of_item(index) if 0 <= index < self.item_count else None
            if rows is not None:
                self.refresh(Region(0, rows.start, self.size.width, len(rows)))
        if self.on_moved is not None:
            self.on_moved()

    def notify_style_update(self) -> None:
        """The theme is another: everything is drawn anew."""
        super().notify_style_update()
        self._blocks.clear()

    def on_resize(self) -> None:
        """Rows break elsewhere: stay by the current item."""
        self._blocks.clear()
        self.forget_heights()
        if self.size.height:
            self.put_top(fill_room(self.top, self.room, self.item_count, self._height))
        self.reveal()

    # -- mouse

    def on_click(self, event: Click) -> None:
        """Point at the item under the mouse, or choose it."""
        index = self.item_at(event.y)
        if index is None:
            return
        again = index == self.current
        text = self.text_at(event.x, event.y)
        self.go(index)
        if event.button == RIGHT:
            self.post_message(self.ItemMenuAsked())
            return
        self.post_message(self.Chosen(index, text) if again or self._one_click else self.Pointed(index, text))

    # -- drawing

    def render_line(self, y: int) -> Strip:
        """Render one row."""
        width = self.size.width
        if not self.item_count:
            lines = [row for line in self.empty for row in _wrapped(line, max(1, width - MARGIN))]
            line = lines[y] if y < len(lines) else ()
            return self._strip(line, width, current=False, bar=Role.PLAIN)
        rows = self.rows_from(y, 1)
        return rows[0] if rows else Strip.blank(width, self.rich_style)

    @property
    def item_count(self) -> int:
        """Tell how many items there are."""
        return len(self.items) if self.items is not None else 0

    def item_strips(self, index: int) -> list[Strip]:
        """Draw the rows of an item, as they were drawn the last time where nothing has changed."""
        width, current = self.size.width, index == self.current
        strips = self._blocks.get((index, width, current))
        if strips is None:
            assert self.items is not None
            if len(self._blocks) > KEPT:
                self._blocks.clear()
            block = self.items.item_rows(index, max(1, width - MARGIN))
            strips = [self._strip(line, width, current=False, bar=Role.PLAIN) for line in block.heading]
            strips += [
                self._strip(line, width, current=current, bar=block.bar, marked=block.marked and not row)
                for row, line in enumerate(block.rows)
            ]
            strips += [Strip.blank(width, self.rich_style)] * block.gap
            self._blocks[index, width, current] = strips
        return strips

    def _strip(self, line: Line, width: int, *, current: bool, bar: Role, marked: bool = False) -> Strip:
        role = partial(styles_of(self.app).role, ground=Ground.ANY)
        ground = self.rich_style + role(Role.CURRENT) if current else self.rich_style
        sign = "▌" if current else "▎" if bar else " "
        pointer = ground + role(bar or Role.POINTER) if current or bar else ground
        used = 2 + line_width(line)
        cells = [Segment(sign, pointer), Segment("✓", ground + role(Role.KEY)) if marked else Segment(" ", ground)]
        cells += segments(self, line, ground)
        cells.append(Segment(" " * max(0, width - used), ground))
        return CompactStrip(cells, max(used, width)).crop(0, width)


def _wrapped(line: Line, width: int) -> list[Line]:
    """The rows of a line that stands where there is nothing; a key in front of it stands alone."""
    return wrap_line(line[1:], width, line[:1]) if len(line) > 1 else wrap_line(line, width)


def plain(*texts: str, style: Role = Role.PLAIN) -> tuple[Line, ...]:
    """Make lines of one role, for what is shown where there is nothing."""
    return tuple((Styled(text, style),) if text else () for text in texts)

"""A viewport is which rows of a layout are on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.span import Span
from reader.ui.draw.cells import cell_map, width_of

if TYPE_CHECKING:
    from reader.ui.draw.layout.layout import Layout
    from reader.ui.draw.layout.rows import Position, Row

UPPER_THIRD = 3
"""Where a jump puts its target: what follows it is what one wants to read."""
SEPARATOR = 2
"""Code points between two blocks: as many blank rows above a block can be told by offsets."""
KEPT_ROWS = 2
"""Rows of the last page that stay when one turns it, to read on from."""
WALKED = 4
"""Windows whose rows are kept: the one that is shown, and those that the next key is likely to show."""


class Viewport:
    """A `Viewport` is a window of `height` rows on a layout that has at least one row, its first row at `top`."""

    def __init__(self, layout: Layout, height: int, top: Position | None = None) -> None:
        self.layout = layout
        self.height = height
        self.top = top or layout.first
        self._walked: dict[Position, list[tuple[Position, Row]]] = {}

    def rows(self) -> list[tuple[Position, Row]]:
        """List what is on the screen, at most `height` rows."""
        found = self._walked.get(self.top)
        if found is None:
            if len(self._walked) >= WALKED:
                self._walked.clear()
            found = self._walked[self.top] = list(self.layout.walk(self.top, self.height))
        return found

    def turn(self, pages: float) -> Viewport:
        """Turn to another window on the same layout, that many screenfuls on; both know the rows of either."""
        other = Viewport(self.layout, self.height, self.top)
        other._walked = self._walked
        other.scroll_pages(pages)
        return other

    @property
    def window(self) -> tuple[Layout, Position, int]:
        """Return what decides which rows it shows."""
        return self.layout, self.top, self.height

    @property
    def visible(self) -> Span:
        """Return the text on the screen."""
        rows = self.rows()
        return Span(rows[0][1].start, max(rows[0][1].start, rows[-1][1].end))

    @property
    def text(self) -> str:
        """Return the document's text."""
        return self.layout.document.text

    @property
    def anchor(self) -> int:
        """Return the offset that says which row is the first, at any width: see `put_top`."""
        block, part, row = self.top
        rows = self.layout.rows(block, part)
        above = next((index for index in range(row, len(rows)) if rows[index].end > rows[row].start), row) - row
        # All rows of a table's row that is wrapped begin at its start: what tells them apart is the text drawn in them.
        text = next((one.start for one in rows[row].fragments if one.start < one.end), rows[row].start)
        return max(0, text - min(above, SEPARATOR))

    def scroll(self, rows: int) -> bool:
        """Move the window; not past the end, nor up over the beginning. Whether it moved."""
        return self._put(self.layout.move(self.top, rows))

    def scroll_pages(self, pages: float) -> bool:
        """Move it by that many screenfuls, less the rows that are kept."""
        page = max(1, self.height - KEPT_ROWS) if abs(pages) >= 1 else self.height
        return self.scroll(round(page * pages) or (1 if pages > 0 else -1))

    def put_top(self, offset: int) -> bool:
        """Put the row of `offset` first. The separator before a block stands for the blank rows above it."""
        if offset <= 0:
            return self._put(self.layout.first)
        for above in range(1, SEPARATOR + 1):
            position = self.layout.locate(offset + above)
            begins = self.layout.document.blocks[position.block].span.start == offset + above
            if begins and position.row >= above and self.layout.row(position).start == offset + above:
                return self._put(position._replace(row=position.row - above))
        return self._put(self.layout.locate(offset))

    def bring(self, span: Span, *, centre: bool = False) -> bool:
        """Scroll so that `span` is on the screen, if it is not; whether the window moved."""
        first = self.layout.locate(span.start)
        last = self.layout.locate(max(span.start, span.end - 1))
        if centre:
            return self._put(self.layout.move(first, -(self.height // 2)))
        start, end = self.y_of(first), self.y_of(last)
        if start is not None and end is not None:
            return False
        if start == 0 and end is None:
            return False  # longer than the screen, and read from its beginning
        near = self.layout.move(self.top, self.height) if start is not None else None
        if (near is not None and last <= near) or self._just_below(first):
            return self._put(self.layout.move(last, 1 - self.height), at_most=first)
        if self.layout.move(first, 1) >= self.top > first:
            return self._put(first)
        return self._put(self.layout.move(first, -(self.height // UPPER_THIRD)))

    def y_of(self, position: Position) -> int | None:
        """Return the screen row of a position; None where it is not on the screen."""
        rows = self.rows()
        if not rows[0][0] <= position <= rows[-1][0]:
            return None
        return next((y for y, (there, _) in enumerate(rows) if there == position), None)

    def offset_at(self, y: int, cell: int) -> int:
        """Return the offset that is drawn at a cell of the column, or nearest to it on that row."""
        rows = self.rows()
        row = rows[max(0, min(y, len(rows) - 1))][1]
        return offset_in(self.text, row, cell)

    def cell_of(self, offset: int) -> int:
        """Return the cell of the column at which `offset` is drawn on its row."""
        return cell_in(self.text, self.layout.row(self.layout.locate(offset)), offset)

    def below(self, offset: int, rows: int) -> int:
        """Return the offset in the same cell that many rows with text further on."""
        position = self.layout.locate(offset)
        cell = cell_in(self.text, self.layout.row(position), offset)
        step = 1 if rows > 0 else -1
        found = position
        for _ in range(abs(rows)):
            after = self.layout.move(position, step)
            while after != position and not _has_text(self.layout.row(after)):
                position, after = after, self.layout.move(after, step)
            if not _has_text(self.layout.row(after)):
                break
            position = found = after
        return offset_in(self.text, self.layout.row(found), cell)

    def _put(self, position: Position, at_most: Position | None = None) -> bool:
        lowest = self.layout.move(self.layout.last, 1 - self.height)
        position = min(position, lowest, at_most or lowest)
        moved = position != self.top
        self.top = position
        return moved

    def _just_below(self, position: Position) -> bool:
        rows = self.rows()
        return rows[-1][0] < position <= self.layout.move(rows[-1][0], UPPER_THIRD)


def offset_in(text: str, row: Row, cell: int) -> int:
    """Return the offset that is drawn at a cell of `row`, or the nearest; the row's start where it has no text."""
    at = 0
    nearest = row.start
    for one in row.fragments:
        if one.start < one.end:
            if cell < at:
                return one.start if cell - at > -1 or nearest == row.start else nearest
            if cell < at + one.cells:
                if one.shown is not None:
                    return one.start
                return one.start + cell_map(text[one.start : one.end]).offset(cell - at)
            nearest = _last_cluster(text, one.start, one.end)
        at += one.cells
    return nearest


def cell_in(text: str, row: Row, offset: int) -> int:
    """Return the cell at which `offset` is drawn in `row`; the end of the row's text for one after it."""
    at = end = 0
    for one in row.fragments:
        if one.start <= offset < one.end:
            return at + (width_of(text[one.start : offset]) if one.shown is None else 0)
        at += one.cells
        if one.start < one.end:
            end = at
    return end


def _last_cluster(text: str, start: int, end: int) -> int:
    cells = cell_map(text[start:end])
    return start + cells.boundary_at(end - start - 1)


def _has_text(row: Row) -> bool:
    return any(one.start < one.end for one in row.fragments)

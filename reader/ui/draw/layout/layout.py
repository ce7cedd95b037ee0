"""A document at a width is laid out where it is looked at.

A *position* is (block, part, row). Blocks longer than PART code points are laid out in parts that know nothing of
each other, so that the end of a megabyte in one line costs what its beginning costs. No row count of the whole
document is ever needed: one walks from a position, up or down.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from reader.domain.document import BlockKind
from reader.ui.draw.layout.flow import furniture
from reader.ui.draw.layout.parts import lay_out, part_at, part_count
from reader.ui.draw.layout.rows import Position, Row
from reader.ui.draw.layout.shape import gap, quote_bars

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.domain.document import Block, Document
    from reader.ui.draw.layout.fold import Fold

KEPT = 512
"""Parts whose rows are kept: several screens around, some hundred kilobytes."""


class Layout:
    """A `Layout` is the rows of a document at a width, of all of it or of what a fold shows."""

    def __init__(self, document: Document, width: int, fold: Fold | None = None) -> None:
        self.document = document
        self.width = width
        self.fold = fold
        self._rows: dict[tuple[int, int], tuple[Row, ...]] = {}
        self._parts: dict[int, int] = {}

    # -- positions

    @property
    def first(self) -> Position:
        """Return the first row."""
        return Position(self._shown(0), 0, 0)

    @property
    def last(self) -> Position:
        """Return the last row."""
        block = self._shown(self._count() - 1)
        part = self._part_count(block) - 1
        return Position(block, part, len(self.rows(block, part)) - 1)

    def locate(self, offset: int) -> Position:
        """Find the row that `offset` is on; where that is folded away, the last one shown before it."""
        block = self.document.block_index(offset)
        shown = self._shown(self._index(block))
        if shown != block:
            offset = self.document.blocks[shown].span.start if shown > block else self.document.blocks[shown].span.end
        part = part_at(self.document.text, self.document.blocks[shown], offset)
        return Position(shown, part, row_index(self.rows(shown, part), offset))

    def shows(self, offset: int) -> bool:
        """Tell whether `offset` is not folded away."""
        if self.fold is None:
            return True
        index = self._index(self.document.block_index(offset))
        if not self.fold.blocks or self.fold.blocks[index] != self.document.block_index(offset):
            return False
        spans = self.fold.spans[index]
        return spans is None or any(offset in span for span in spans)

    def row(self, position: Position) -> Row:
        """Lay out the row there."""
        return self.rows(position.block, position.part)[position.row]

    def move(self, position: Position, rows: int) -> Position:
        """Move to the position that many rows further on, or back; the first or the last where that is beyond."""
        block, part, row = position
        row += rows
        while row < 0:
            before = self._before(block, part)
            if before is None:
                return self.first
            block, part = before
            row += len(self.rows(block, part))
        while row >= (height := len(self.rows(block, part))):
            after = self._after(block, part)
            if after is None:
                return Position(block, part, height - 1)
            row -= height
            block, part = after
        return Position(block, part, row)

    def walk(self, position: Position, count: int) -> Iterator[tuple[Position, Row]]:
        """Walk over at most `count` rows from there on."""
        block, part, first = position
        while True:
            rows = self.rows(block, part)
            for index in range(first, min(len(rows), first + count)):
                yield Position(block, part, index), rows[index]
            count -= len(rows) - first
            after = self._after(block, part)
            if count <= 0 or after is None:
                return
            (block, part), first = after, 0

    def rows(self, block: int, part: int) -> tuple[Row, ...]:
        """Lay out all rows of a part; of a block's first part with the space above."""
        found = self._rows.get((block, part))
        if found is None:
            if len(self._rows) >= KEPT:
                self._rows.clear()
                self._parts.clear()
            found = self._rows[block, part] = tuple(self._lay_out(block, part))
        return found

    # -- within

    def _lay_out(self, index: int, part: int) -> Iterator[Row]:
        block = self.document.blocks[index]
        spans = self.fold.spans[self._index(index)] if self.fold else None
        if part == 0:
            yield from self._above(index)
        blocks = self.document.blocks
        end = blocks[index + 1].span.start if index + 1 < len(blocks) else len(self.document.text)
        indent = self._indent(block)
        for row in lay_out(self.document, block, part, self.width - indent, end, spans):
            before = [furniture(row.start, " " * indent)] if indent else []
            yield row._replace(fragments=(*before, *row.fragments)) if indent else row
        if self.fold and not self.fold.outline and part + 1 == part_count(block):
            hidden = len(self.document.blocks) - index - 1
            if hidden and self._index(index) + 1 == len(self.fold.blocks):
                yield Row(end, end)
                yield _folded(hidden, end)

    def _above(self, index: int) -> Iterator[Row]:
        block = self.document.blocks[index]
        at = block.span.start
        shown = self._index(index)
        before = self.document.blocks[self._shown(shown - 1)] if shown else None
        hidden = self.fold.hidden_before(shown) if self.fold and not self.fold.outline else 0
        blank = Row(at, at)
        if hidden:
            yield blank
            yield _folded(hidden, at)
            yield blank
            return
        if self.fold and self.fold.outline:
            yield from [blank] * (block.level <= 2 or before is None)
            return
        bars = min(quote_bars(before, self.width), quote_bars(block, self.width), key=len) if before else []
        foot = block.kind is BlockKind.FOOTNOTE
        for row in range(gap(before, block, self.document.text)):
            rule = furniture(at, "─" * min(FOOT_RULE, self.width))
            yield Row(at, at, (rule,) if foot and row == 1 else tuple(one._replace(start=at, end=at) for one in bars))

    def _indent(self, block: Block) -> int:
        """Cells before the headings of an outline."""
        if self.fold is None or not self.fold.outline:
            return 0
        return min(OUTLINE * max(0, block.level - 1), self.width // 2)

    def _part_count(self, block: int) -> int:
        # A block of a large plain text is made each time that it is asked for.
        found = self._parts.get(block)
        if found is None:
            found = self._parts[block] = part_count(self.document.blocks[block])
        return found

    def _count(self) -> int:
        return len(self.fold.blocks) if self.fold else len(self.document.blocks)

    def _shown(self, index: int) -> int:
        return self.fold.blocks[index] if self.fold else index

    def _index(self, block: int) -> int:
        return self.fold.index_of(block) if self.fold else block

    def _before(self, block: int, part: int) -> tuple[int, int] | None:
        if part:
            return block, part - 1
        index = self._index(block)
        if not index:
            return None
        before = self._shown(index - 1)
        return before, self._part_count(before) - 1

    def _after(self, block: int, part: int) -> tuple[int, int] | None:
        if part + 1 < self._part_count(block):
            return block, part + 1
        index = self._index(block) + 1
        return (self._shown(index), 0) if index < self._count() else None


OUTLINE = 2
"""Cells by which each level of an outline is indented."""
FOOT_RULE = 12
"""How wide the rule above footnotes is: enough to be seen, too short to divide."""


def row_index(rows: tuple[Row, ...], offset: int) -> int:
    """Tell which of the rows of a part `offset` is on: the last that begins at or before it, of those with its text."""
    last = max(0, bisect_right(rows, offset, key=lambda row: row.start) - 1)
    first = bisect_left(rows, rows[last].start, key=lambda row: row.start)
    for index in range(last, first - 1, -1):
        if any(one.start <= offset < one.end for one in rows[index].fragments):
            return index
    # No slice has it: a blank at which a line breaks, or the end.
    return next((index for index in range(first, last + 1) if rows[index].end > offset), last)


def _folded(count: int, at: int) -> Row:
    return Row(at, at, (furniture(at, f"… {count:,} paragraph{'s' if count > 1 else ''}"),))

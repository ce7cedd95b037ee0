"""Tables are fitted to the column: cells wrap; where there is no room even for that, rows become records."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from reader.ui.draw.cells import width_of
from reader.ui.draw.layout.flow import flow, furniture
from reader.ui.draw.layout.rows import Fragment, Look, Row
from reader.ui.draw.layout.runs import runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.domain.document import Block, Document
    from reader.domain.span import Span

GAP = "   "
"""Between columns. Lines would say no more."""
SAMPLE = 200
"""Rows that the widths of columns are taken from: looking at all of a long table costs what is not on the screen."""
TOO_NARROW = 7
"""Fewer cells than this and a column is one word a row: then the rows become records."""
WORD = 16
"""A column does not need room for longer words than this: they are broken."""


def column_widths(text: str, rows: Sequence[Sequence[Span]], width: int) -> list[int] | None:
    """Tell how wide each column is drawn; None where they do not fit side by side."""
    sample = rows[:SAMPLE]
    count = max((len(row) for row in sample), default=0)
    natural, needed = [1] * count, [1] * count
    for row in sample:
        for index, cell in enumerate(row):
            content = cell.of(text)
            natural[index] = max(natural[index], width_of(content))
            needed[index] = max([needed[index], *(min(WORD, width_of(word)) for word in content.split())])
    room = width - len(GAP) * (count - 1)
    if sum(natural) <= room:
        return natural
    if count and (sum(needed) > room or room // count < TOO_NARROW):
        return None
    return _shared(natural, needed, room)


def table_rows(document: Document, block: Block, widths: Sequence[int], first: int, last: int) -> list[Row]:
    """Draw the screen rows of the table's rows [first, last), side by side in columns."""
    found: list[Row] = []
    loose = _wraps(document.text, block.rows[:SAMPLE], widths)
    for index in range(first, last):
        head = index < block.header
        end = _row_end(block, index)
        lines = _cell_lines(document, block, index, widths)
        start = block.rows[index][0].start if block.rows[index] else end
        found.extend(Row(start, end, _side_by_side(line, widths, start)) for line in lines)
        if index + 1 == block.header:
            found.append(_rule(end, widths))
        elif loose and not head and index + 1 < len(block.rows):
            found.append(Row(end, end))
    return found


def record_rows(document: Document, block: Block, width: int, first: int, last: int) -> list[Row]:
    """Draw the same rows one under the other, each cell behind the name of its column."""
    names = block.rows[0] if block.header and block.rows else ()
    found = []
    for index in range(first, last):
        if index < block.header:
            # The head is text too, and must be somewhere to be searched and marked.
            look = Look.HEAD
            head = [one for cell in block.rows[index] for one in runs(document, cell, look)]
            joined = [piece for one in head for piece in (one, furniture(one.end, " · "))][:-1]
            found += flow(document.text, joined, width, _row_end(block, index))
            found.append(Row(_row_end(block, index), _row_end(block, index), ()))
            continue
        for column, cell in enumerate(block.rows[index]):
            end = block.rows[index][column + 1].start if column + 1 < len(block.rows[index]) else _row_end(block, index)
            name = f"{names[column].of(document.text)}: " if column < len(names) and len(names[column]) else ""
            label = [furniture(cell.start, name)] if name else []
            found += flow(document.text, [*label, *runs(document, cell)], width, end)
        if index + 1 < len(block.rows):
            found.append(Row(_row_end(block, index), _row_end(block, index), ()))
    return found


def _shared(natural: Sequence[int], needed: Sequence[int], room: int) -> list[int]:
    """Narrow columns keep what they want; the others share the rest, none below its longest word."""
    widths = list(needed)
    spare = room - sum(widths)
    while spare > 0:
        hungry = [index for index, want in enumerate(natural) if widths[index] < want]
        share = max(1, spare // len(hungry))
        for index in sorted(hungry, key=lambda one: natural[one] - widths[one]):
            given = min(share, spare, natural[index] - widths[index])
            widths[index] += given
            spare -= given
    return widths


def _wraps(text: str, rows: Sequence[Sequence[Span]], widths: Sequence[int]) -> bool:
    return any(width_of(cell.of(text)) > widths[index] for row in rows for index, cell in enumerate(row))


def _cell_lines(
    document: Document, block: Block, index: int, widths: Sequence[int]
) -> list[list[tuple[Fragment, ...]]]:
    look = Look.HEAD if index < block.header else Look.PLAIN
    columns = []
    for column, cell in enumerate(block.rows[index]):
        width = widths[column] if column < len(widths) else widths[-1]
        align = block.aligns[column] if column < len(block.aligns) else ""
        rows = flow(document.text, runs(document, cell, look), width, cell.end)
        columns.append([_aligned(row, align, width) for row in rows])
    return [list(line) for line in zip_longest(*columns, fillvalue=())] or [[]]


def _aligned(row: Row, align: str, width: int) -> tuple[Fragment, ...]:
    spare = width - row.cells
    left = {"right": spare, "centre": spare // 2}.get(align, 0)
    return (furniture(row.start, " " * left), *row.fragments) if left > 0 else row.fragments


def _side_by_side(cells: Sequence[tuple[Fragment, ...]], widths: Sequence[int], at: int) -> tuple[Fragment, ...]:
    found: list[Fragment] = []
    for index, cell in enumerate(cells):
        found.extend(cell)
        if index + 1 < len(cells):
            blank = widths[index] - sum(one.cells for one in cell)
            found.append(furniture(cell[-1].end if cell else at, " " * blank + GAP))
    return tuple(found)


def _rule(at: int, widths: Sequence[int]) -> Row:
    return Row(at, at, (furniture(at, GAP.join("─" * width for width in widths)),))


def _row_end(block: Block, index: int) -> int:
    """Where the next row begins; the block's end after the last."""
    later = (row[0].start for row in block.rows[index + 1 : index + 2] if row)
    return next(later, block.span.end)

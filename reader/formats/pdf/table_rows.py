"""A PDF has no tables: these are rows whose pieces stand below each other."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.medians import median
from reader.domain.patterns import deferred
from reader.formats.pdf.bidirectional import is_right_to_left
from reader.formats.pdf.joining import between_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.formats.pdf.segments import Segment

    Row = list[Segment]
    Join = Callable[[Sequence[Segment]], Segment]

FEWEST_ROWS = 3
"""Rows that a table of two columns has; fewer are lines with a wide blank in them."""
FARTHEST = 3.5
"""Sizes of a letter up to which rows of one table are apart, from baseline to baseline."""
NEAR = 4.0
"""Sizes of a letter up to which the head of a column stands beside its cells."""
LABELS = 3
"""Labels beside each other from which on they are no two columns of a table."""
PARTED = 1.25
"""Times the step between lines of one cell from which on a blank parts rows."""
CLOSER = 0.85
"""Times the usual step of rows up to which two lines are one name in the first column."""
ALONE, LABEL = 8, 40
"""Rows one after the other that may have nothing but their first cell, and characters of it at most."""
WRAPPED = 1.45
"""The same, up to which what stands below a cell goes on with it."""

_MARKER = deferred(r"^(?:[^\w\s]{1,2}|\(?(?:\d{1,3}|[ivxlc]{1,6}|[a-z])[.):]?|\d+(?:\.\d+)+\.?)$", re.IGNORECASE)


_FIGURE = deferred(r"^[\W\d]*\d[\W\d]*$")
"""A number, which is a cell of its own row: what wraps is words."""


class Table(NamedTuple):
    """A `Table` is rows of cells as they are read, the same number in each; a cell that has nothing is None."""

    rows: list[list[Segment | None]]

    @property
    def segments(self) -> list[Segment]:
        """Return what stands in the cells."""
        return [cell for row in self.rows for cell in row if cell is not None]


def in_tables(rows: Sequence[Row], join: Join) -> list[list[Segment] | Table]:
    """Cut the rows into columns of lines with the tables that stand between them; `join` makes one segment of
    several.
    """
    if all(len(row) == 1 for row in rows):
        return [[row[0] for row in rows]] if rows else []
    found: list[list[Segment] | Table] = []
    lines: list[Segment] = []
    index = 0
    while index < len(rows):
        end = _table_end(rows, index) if len(rows[index]) > 1 else index
        table = _table(rows[index:end], join) if end > index and not _is_stretched(rows, index, end) else None
        if table is None:
            lines.append(join(rows[index]))
            index += 1
            continue
        if lines:
            found.append(lines)
            lines = []
        found.append(table)
        index = end
    return [*found, lines] if lines else found


def _is_stretched(rows: Sequence[Row], begin: int, end: int) -> bool:
    """Whether the rows are lines of a paragraph, stretched to fill its width: so is a line above or below them."""
    row = rows[begin]
    left, right, size = row[0].left, row[-1].right, row[0].size
    if any(abs(one[0].left - left) > size or abs(one[-1].right - right) > 0.3 * size for one in rows[begin:end]):
        return False
    for index, beside in ((begin - 1, begin), (end, end - 1)):
        if 0 <= index < len(rows) and len(rows[index]) == 1 and rows[index][0].text.count(" ") > 2:
            line = rows[index][0]
            near = abs(line.y - rows[beside][0].y) <= WRAPPED * size
            ends_with = abs(line.right - right) <= 0.3 * size and line.left < left + 2 * size
            begins_with = abs(line.left - left) <= 0.3 * size and line.right <= right + 0.3 * size
            if near and (ends_with or (index == end and begins_with)):
                return True
    return False


def is_marker(text: str) -> bool:
    """Tell whether it numbers something: a bullet, a number, a letter."""
    return _MARKER.match(text) is not None


def _table_end(rows: Sequence[Row], begin: int) -> int:
    """Behind the last row that has its pieces where the others have them."""
    columns = intervals([(one.left, one.right) for one in rows[begin]])
    end = begin + 1
    several = 1
    for index in range(begin + 1, len(rows)):
        row, above = rows[index], rows[index - 1]
        step = above[0].y - row[0].y
        if step > FARTHEST * max(row[0].size, above[0].size) or not _is_alike(row, rows[begin]):
            break
        merged = intervals([*columns, *((one.left, one.right) for one in row)])
        if len(merged) < max(2, len(columns) - len(columns) // 4) or _is_code(row):
            break
        alone = len(row) == 1 and (step > WRAPPED * row[0].size or row[0].left <= columns[0][1]) and several > 1
        # A line by itself in the first column: a group's name within the table, if it goes on; else what follows.
        if alone and not _goes_on_below(rows, index):
            break
        columns = merged
        several += len(row) > 1
        if len(row) > 1 or step <= WRAPPED * row[0].size:
            end = index + 1
    return end


def _goes_on_below(rows: Sequence[Row], index: int) -> bool:
    """Whether a whole row follows, behind one row without other cells or a few that stand in the first column."""
    right = 0.0
    for row, after in pairwise(rows[index : index + ALONE + 1]):
        right = max(right, row[0].right) if row is not rows[index] else right
        if len(row[0].text) > LABEL:
            return False
        if len(after) > 1:
            return right < after[1].left
        if row[0].y - after[0].y > FARTHEST * row[0].size or not _is_alike(after, rows[index]):
            return False
    return False


def _is_alike(row: Row, first: Row) -> bool:
    """Whether a row is set as the first one is: a heading below a table is not."""
    return abs(max(one.size for one in row) - max(one.size for one in first)) < 0.25 * first[0].size


def _is_code(row: Row) -> bool:
    return all(one.fixed for one in row)


def intervals(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Join what the spans cover, those that meet as one."""
    merged: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if merged and left < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _table(rows: Sequence[Row], join: Join) -> Table | None:
    several = [row for row in rows if len(row) > 1]
    columns = intervals([(one.left, one.right) for row in rows for one in row])
    if len(columns) < 2 or len(several) < (FEWEST_ROWS if len(columns) == 2 else 2):
        return None
    if all(_is_code(row) for row in rows):
        return None
    columns = _with_heads(rows, columns)
    cells = [_cells(row, columns, join) for row in rows]
    markers = [row[0].text for row in cells if row[0] is not None]
    if len(columns) == 2 and sum(map(is_marker, markers)) > 0.7 * len(markers):
        return None  # a list, whose numbers stand far from what they number
    if len(several) < (0.5 if len(columns) == 2 else 0.25) * len(rows):
        return None
    whole = [_as_one(cells)] if _are_labels(cells, rows) else _unwrapped(cells, rows)
    if is_right_to_left("".join(one.text for row in rows for one in row)):
        whole = [row[::-1] for row in whole]
    return Table(whole)


def _with_heads(rows: Sequence[Row], columns: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The columns, one in which only the first row has anything joined to the next, where the head lacks a cell.

    Heads stand in the middle of their columns, and figures at the right.
    """
    heads = [(one.left + one.right) / 2 for one in rows[0]]
    others = [(one.left + one.right) / 2 for row in rows[1:] for one in row]
    found: list[tuple[float, float]] = []
    open_head = lacks_head = False
    for left, right in columns:
        headed = any(left <= middle <= right for middle in heads)
        filled = any(left <= middle <= right for middle in others)
        near = bool(found) and left - found[-1][1] < NEAR * rows[0][0].size
        if near and ((open_head and not headed) or (lacks_head and headed and not filled)):
            found[-1] = (found[-1][0], right)
            open_head, lacks_head = False, False
            continue
        open_head, lacks_head = headed and not filled, filled and not headed
        found.append((left, right))
    return found if len(found) > 1 else columns


def _cells(row: Row, columns: Sequence[tuple[float, float]], join: Join) -> list[Segment | None]:
    cells: list[Segment | None] = []
    for left, right in columns:
        pieces = [one for one in row if left <= (one.left + one.right) / 2 <= right]
        cells.append(join(pieces) if pieces else None)
    return cells


def _unwrapped(cells: list[list[Segment | None]], rows: Sequence[Row]) -> list[list[Segment | None]]:
    """The rows, those that only go on with cells of the one above joined to it."""
    steps = [above[0].y - row[0].y for above, row in pairwise(rows)]
    groups = _by_blanks(cells, rows, steps)
    if groups is not None:
        return groups
    usual = median(steps) if steps else 0.0
    found: list[list[Segment | None]] = []
    for index, row in enumerate(cells):
        step = steps[index - 1] if index else 0.0
        goes_on = index and row[0] is None and step <= WRAPPED * rows[index][0].size
        if index and row[0] is not None and not any(row[1:]) and step < CLOSER * usual:
            # The rest of a name that took two lines.
            goes_on = not any(found[-1][1:]) and not row[0].bold
        goes_on = goes_on and not any(cell is not None and _FIGURE.match(cell.text) for cell in row)
        whole = sum(cell is not None for cell in row)
        if goes_on and found and (step < 0.9 * usual or 2 * whole <= len(row)):
            found[-1] = [_with(cell, other) for cell, other in zip(found[-1], row, strict=True)]
        else:
            found.append(row)
    return found


def _are_labels(cells: Sequence[list[Segment | None]], rows: Sequence[Row]) -> bool:
    """Whether two rows close together are labels of two lines beside each other, as of the boxes of a drawing."""
    if len(rows) != 2 or len(cells[0]) < LABELS or rows[0][0].y - rows[1][0].y > WRAPPED * rows[1][0].size:
        return False
    pieces = [cell for row in cells for cell in row]
    titled = all(one.bold for one in rows[0]) and not all(one.bold for one in rows[1])
    return not titled and all(cell is not None and not any(map(str.isdecimal, cell.text)) for cell in pieces)


def _by_blanks(
    cells: Sequence[list[Segment | None]], rows: Sequence[Row], steps: Sequence[float]
) -> list[list[Segment | None]] | None:
    """The rows where cells are of several lines, as blanks part them or names begin; None where that is not so."""
    close = [step <= WRAPPED * row[0].size for step, row in zip(steps, rows[1:], strict=True)]
    if not any(close):
        return None
    lines = max(step for step, near in zip(steps, close, strict=True) if near)
    parted = [step for step, near in zip(steps, close, strict=True) if not near]
    if parted and min(parted) >= PARTED * lines:
        found = _in_groups(cells, close)
        if found is not None:
            return found
    # A name begins where the column of names was empty before.
    named = [above[0] is None and row[0] is not None for above, row in pairwise(cells)]
    if sum(named) < FEWEST_ROWS - 1:
        return None
    return _in_groups(cells, [near and not begins for near, begins in zip(close, named, strict=True)])


def _in_groups(cells: Sequence[list[Segment | None]], close: Sequence[bool]) -> list[list[Segment | None]] | None:
    """The rows, those that go on with the one before made one with it, if that is what they look like."""
    groups = [[cells[0]]]
    for row, near in zip(cells[1:], close, strict=True):
        if near:
            groups[-1].append(row)
        else:
            groups.append([row])
    columns = list(zip(*cells, strict=True))
    widths = [(min(one.left for one in column if one), max(one.right for one in column if one)) for column in columns]
    if not all(len(group) == 1 or _is_broken(group, widths) for group in groups):
        return None
    return [_as_one(group) for group in groups]


def _as_one(group: Sequence[list[Segment | None]]) -> list[Segment | None]:
    row, *others = group
    for other in others:
        row = [_with(cell, after) for cell, after in zip(row, other, strict=True)]
    return row


def _is_broken(group: Sequence[list[Segment | None]], widths: Sequence[tuple[float, float]]) -> bool:
    """Whether lines that stand close together are of one row: in one column words fill each line but the last."""
    for column in zip(*group, strict=True):
        if sum(cell is not None and _FIGURE.match(cell.text) is not None for cell in column) > 1:
            return False
    for column, (left, right) in zip(zip(*group, strict=True), widths, strict=True):
        full = [
            cell for cell in column[:-1] if cell and cell.right > right - 0.25 * (right - left) and " " in cell.text
        ]
        if len(full) == len(group) - 1 and column[-1] is not None:
            return True
    return False


def _with(cell: Segment | None, other: Segment | None) -> Segment | None:
    if cell is None or other is None:
        return cell or other
    text = between_lines(cell.text, other.text, frozenset())
    links = (*cell.links, *(link.moved(len(text)) for link in other.links))
    return cell._replace(text=text + other.text, right=max(cell.right, other.right), y=other.y, links=links)

"""The blanks that run down a page between its columns are looked for: they part text, not the cells of a table."""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections import Counter
from itertools import accumulate, pairwise
from operator import sub
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.medians import median
from reader.formats.pdf.table_rows import FARTHEST, intervals, is_marker

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from reader.formats.pdf.segments import Segment

    Row = list[Segment]

FEWEST = 4
"""Lines that a column must have: fewer side by side are a table, or a formula."""
GRID = 4.0
"""Points by which lines reach into the blank between two columns."""
OVERLONG = 1.5
"""Sizes of a letter by which a line may be too long for its column."""
INDEPENDENT = 0.35
"""Share of lines that may stand on the baseline of one beside them by chance."""
WIDER = 1.5
"""Times the widest blank between its other columns up to which one may be that of such a table."""
BY_CHANCE = 0.5
"""Share of the rows of two tables side by side that may stand on one baseline."""
MOSTLY = 0.8
"""The same of two columns whose lines reach from edge to edge."""
EDGE, LINE_WORDS = 2.0, 3
"""Points by which such lines end before the edge, and words that they have on the average."""
SAME_LINE = 0.12
"""Sizes of a letter by which the baselines of two cells of a row differ at most."""
NESTED = 2
"""How many times columns are looked for within one to see that it is some."""
EDGES = 12
"""Places at which a gutter is looked for on a page: tables have more."""
INNER_EDGES = 4
"""The same within a column: most lines begin where its columns do."""
CELLS = 4
"""Pieces of a row from which on it may be one of a table that stands over both columns."""
CELL_WORDS = 2
"""Words of a cell of such a row, on the average: the lines of narrow columns have more."""
LONE = 2.2
"""Sizes of a letter from which on the blanks above and below a line set it off from columns."""
BETWEEN = 5
"""Rows of broken cells, or of a group's name, that may stand between two whole ones of such a table."""
CLOSE = 2.2
"""Sizes of a letter up to which lines of text are apart, from baseline to baseline."""
DENSE = 1.6
"""The same of lines that are so close that one beside them is near by chance."""
NEXT = 3
"""Rows among which the next line of a column is, where those beside each other have their lines at other heights."""
LINE, CLOSE_LINES, CLOSE_BESIDE = 0.7, 1.7, 2.5
"""Sizes of a letter by which lines of a column are apart, at least; at most where nothing stands between; and where the
letter at the head of a part of an index may."""
ALIKE = 0.12
"""Share of their size by which such lines differ at most."""
REACHING = 0.5
"""Share of the next column into which a line of the one before it may reach."""
EVEN = 1.35
"""Times the smallest step between the lines of one note up to which the others are."""


class PageGutter(NamedTuple):
    """A `PageGutter` is a blank that runs down between columns: where, and the bands of rows that it parts, as
    numbers of rows.
    """

    x: float
    bands: list[tuple[int, int]]
    worth: tuple[int, ...]
    """By which of two is chosen: lines that it parts, then how few bands, then how many begin just behind it."""


class _Lookup(NamedTuple):
    """What is asked of rows at each place where a gutter may be."""

    edges: list[tuple[float, float, float, int]]
    """Of each piece: left, right, how far it may be too long for its column, and the number of its row."""
    apart: set[int]
    """The rows of one piece that blanks above and below set off."""
    wide: list[int]
    """The rows that may be those of a table."""


def _lookup(rows: Sequence[Row]) -> _Lookup:
    # By their numbers: left, right and size; their names take longer.
    edges = [(one[1], one[2], OVERLONG * one[4], index) for index, row in enumerate(rows) for one in row]
    heights = [row[0][3] for row in rows]
    steps = list(map(sub, heights, heights[1:]))
    apart = {
        index for index, (above, below) in enumerate(pairwise(steps), 1)
        if len(rows[index]) == 1 and min(above, below) >= LONE * rows[index][0][4]
    }  # fmt: skip
    return _Lookup(edges, apart, [index for index, row in enumerate(rows) if len(row) >= CELLS])


def gutter_of_others(rows: Sequence[Row], usual: Sequence[float]) -> PageGutter | None:
    """The gutter of other pages, where this one may have it too: a last page has few lines in its second column."""
    pieces = [one for row in rows for one in row] if usual else []
    lefts = sorted([one[1] for one in pieces])
    reach = OVERLONG * max([one[4] for one in pieces], default=0.0)
    for x in usual:
        # What `_begins_at` wants, and does not cross the blank, begins here: on most pages nothing does.
        if bisect(lefts, x + 2 * GRID) == bisect_left(lefts, x - max(reach, GRID) - 1):
            continue
        bands = [
            (first, last) for first, last in _runs(rows, x, _lookup(rows))
            if all(sides_of(rows[first:last], x)) and _begins_at(sides_of(rows[first:last], x), x)
        ]  # fmt: skip
        if bands:
            return PageGutter(x, bands, ())
    return None


def _begins_at(sides: tuple[list[Row], list[Row]], x: float) -> bool:
    """Whether text on the one side begins where the gutter ends, and that on the other fills its column."""
    left, right = sides
    return min(row[0].left for row in right) < x + 2 * GRID and len(left) >= FEWEST and _is_prose(left)


def sides_of(rows: Sequence[Row], x: float) -> tuple[list[Row], list[Row]]:
    """Part what of the rows stands left and right of the blank."""
    # Of a piece the second and the third are its edges, which have names that take longer.
    both = 2 * x
    left = [[one for one in row if one[1] + one[2] < both] for row in rows]
    right = [[one for one in row if one[1] + one[2] >= both] for row in rows]
    return [*filter(None, left)], [*filter(None, right)]


def find_gutter(rows: Sequence[Row]) -> PageGutter | None:
    """Find the blank that parts most lines into columns, if there is one."""
    if all(len(row) == 1 for row in rows) and not _beside([row[0] for row in rows]):
        return None  # as on most pages
    pieces = [one for row in rows for one in row]
    if len(pieces) < 2 * FEWEST:
        return None
    low, high = min(one.left for one in pieces), max(one.right for one in pieces)
    best: PageGutter | None = None
    lookup, starts = _lookup(rows), list(accumulate(map(len, rows), initial=0))
    for x in _edges(rows, low, high):
        bands = _bands(rows, x, lookup)
        if bands:
            parted = [one for first, last in bands for one in pieces[starts[first] : starts[last]]]
            # A line that is too long for its column speaks against it, even where it is borne.
            lines = len(parted) - 2 * len([one for one in parted if one[1] < x - GRID and one[2] > x + GRID])
            # Where the column on the right begins is the same on every page; how long lines of the left one are is not.
            begins = [one[1] for one in parted if one[1] + one[2] >= 2 * x]
            least = min(begins)
            aligned = len([left for left in begins if left < least + GRID])
            found = PageGutter(max(x, least - 1), bands, (lines, -len(bands), aligned))
            if best is None or found.worth > best.worth:
                best = found
            if lines == len(pieces):
                break  # there is no line left that another could part
    return best if best is None or len(best.bands) == 1 else best._replace(bands=_over_long_lines(rows, best))


def _over_long_lines(rows: Sequence[Row], gutter: PageGutter) -> list[tuple[int, int]]:
    """The bands, those as one that a line parts which is too long for its column."""
    found = gutter.bands[:1]
    for begin, end in gutter.bands[1:]:
        if begin == found[-1][1] + 1 and _is_overlong(rows, begin - 1, gutter.x):
            found[-1] = found[-1][0], end
        else:
            found.append((begin, end))
    return found


def _is_overlong(rows: Sequence[Row], index: int, x: float) -> bool:
    """Whether a row that reaches over the blank is a line too long for its column: beside it the lines of the next
    column follow each other as if it were not there. What stands over both columns has blanks there.
    """
    row, near = rows[index], (range(index - 1, max(-1, index - 1 - NEXT), -1), range(index + 1, index + 1 + NEXT))
    above, below = (next((one for at in some for one in rows[at] if one[1] >= x - GRID), None) for some in near)
    if above is None or below is None:
        return False
    beside = [one for one in row if one[1] >= x - GRID]
    lines = [above, *beside[:1], below]
    size, end = above[4], max(one[2] for one in lines)
    if any(abs(one[4] - size) > ALIKE * size for one in (*row, *lines)):
        return False
    if any(one[1] < x - GRID and x + REACHING * (end - x) < one[2] for one in row):
        return False
    most = CLOSE_BESIDE if beside else CLOSE_LINES
    return all(LINE * size < one[3] - other[3] < most * size for one, other in pairwise(lines))


def _beside(lines: Sequence[Segment]) -> bool:
    """Whether lines stand beside each other at other heights than one: columns whose baselines differ."""
    if not lines:
        return False
    _, lefts, rights, heights, sizes, *_ = zip(*lines, strict=True)
    if max(lefts) < min(rights):
        return False  # each reaches over some place, as in one column
    return any(
        (right <= below_left or below_right <= left) and height - below_height < 0.9 * max(size, below_size)
        for left, right, height, size, below_left, below_right, below_height, below_size in zip(
            lefts, rights, heights, sizes, lefts[1:], rights[1:], heights[1:], sizes[1:], strict=False
        )
    )


def _edges(rows: Sequence[Row], low: float, high: float, most: int = EDGES) -> list[float]:
    """Where a column may begin, or one that is read from the right may end: where several lines do."""
    room = 0.1 * (high - low)
    counts = _often(one for row in rows for one in row)
    several: dict[float, float] = {
        x: count for x, count in sorted(counts.items()) if count >= FEWEST and low + room < x < high - room
    }
    if len(several) > most:
        # The many cells of a table count less than lines do, and what reaches over a place speaks against it.
        lines = _often(one for row in rows if len(row) < CELLS for one in row)
        lefts, rights = (
            sorted(one.left for row in rows for one in row),
            sorted(one.right for row in rows for one in row),
        )
        for x, count in several.items():
            over = bisect(lefts, x - GRID) - bisect(rights, x + GRID)
            several[x] = lines.get(x, 0) + 0.3 * count - 0.5 * over
    return sorted(several, key=several.__getitem__, reverse=True)[:most]


def _often(pieces: Iterable[Segment]) -> dict[float, int]:
    """How many pieces begin just behind a place, or end just before it."""
    pieces = list(pieces)
    lefts = Counter([round(one[1] / 2) for one in pieces])
    rights = Counter([round(one[2] / 2) for one in pieces])
    found = {2.0 * edge - 2: count + lefts[edge + 1] for edge, count in lefts.items()}
    for edge, count in rights.items():
        x = 2.0 * edge + 2
        found[x] = max(found.get(x, 0), count + rights[edge - 1])
    return found


def _bands(rows: Sequence[Row], x: float, lookup: _Lookup, nested: int = NESTED) -> list[tuple[int, int]]:
    """The runs of rows, first and behind the last, that the blank at `x` parts into columns."""
    runs = _runs(rows, x, lookup, tables=nested > 0)
    return [(begin, end) for begin, end in runs if end - begin >= FEWEST and _parts(rows[begin:end], x, nested)]


def _runs(rows: Sequence[Row], x: float, lookup: _Lookup, *, tables: bool = True) -> Iterator[tuple[int, int]]:
    """The runs of rows, first and behind the last, of which none reaches over `x`, itself or with its whole table.

    A line that is a letter or two too long does not.
    """
    before = x - GRID
    over = {index for left, right, room, index in lookup.edges if left < before and right > x + room}
    if tables and len(lookup.wide) >= FEWEST:
        over |= _in_tables_over(rows, x, lookup.wide, over)
    if lookup.apart:
        over.update(index for index in lookup.apart if _stands_alone(rows, index, x))
    begin = 0
    for index in sorted(over):
        if index > begin:
            yield begin, index
        begin = index + 1
    if len(rows) > begin:
        yield begin, len(rows)


def _stands_alone(rows: Sequence[Row], index: int, x: float) -> bool:
    """Whether a line that blanks set off, over the whole page, parts the columns, as a figure's title does."""
    above, below = rows[max(0, index - 2 * FEWEST) : index], rows[index + 1 : index + 1 + 2 * FEWEST]
    return all(len(side) >= FEWEST for part in (above, below) for side in sides_of(part, x))


def _in_tables_over(rows: Sequence[Row], x: float, wide: Iterable[int], crossing: Container[int]) -> set[int]:
    """The rows of tables that stand over both columns: several have some cells on either side, on one baseline."""
    whole = [index for index in wide if index not in crossing and _is_row_over(rows[index], x)]
    over: set[int] = set()
    begin = 0
    for at in range(1, len(whole) + 1):
        before = whole[at - 1]
        if at == len(whole) or whole[at] - before > BETWEEN or _has_wide_blank(rows[before : whole[at] + 1]):
            first, last = whole[begin], before + 1
            if at - begin >= FEWEST and _is_table_over(rows[first:last], x):
                over.update(range(first, last))
            begin = at
    return over


def _has_wide_blank(rows: Sequence[Row]) -> bool:
    """Whether between two of the rows is more room than a table has."""
    return any(row[0].y - after[0].y > FARTHEST * max(row[0].size, after[0].size) for row, after in pairwise(rows))


def _is_row_over(row: Row, x: float) -> bool:
    left, right = [one for one in row if one.right < x + GRID], [one for one in row if one.left > x - GRID]
    if not left or not right or sum(map(words_in_line, row)) > CELL_WORDS * len(row):
        return False
    # Of two lists side by side each line has a bullet and what it says.
    cells, others = sorted((side[is_marker(side[0].text) and len(side) > 1 :] for side in (left, right)), key=len)
    if len(cells) > 1:
        return True
    near = SAME_LINE * cells[0].size
    return words_in_line(cells[0]) <= CELL_WORDS and any(abs(one.y - cells[0].y) <= near for one in others)


def _is_table_over(rows: Sequence[Row], x: float) -> bool:
    """Whether the cells stand below each other on either side, the blank no wider than those between other columns."""
    columns = intervals([(one.left, one.right) for row in rows for one in row])
    left = [column for column in columns if column[0] + column[1] < 2 * x]
    right = columns[len(left) :]
    gaps = [after[0] - before[1] for side in (left, right) for before, after in pairwise(side)]
    if not left or not right or len(gaps) < 2 or right[0][0] - left[-1][1] > WIDER * max(gaps):
        return False
    # What stands in one column of a row may be the words of a stretched line.
    begins = [left for left, _ in columns]
    cells = sum(len({bisect(begins, one.left) for one in row}) for row in rows)
    return sum(words_in_line(one) for row in rows for one in row) <= CELL_WORDS * cells


def _parts(rows: Sequence[Row], x: float, nested: int) -> bool:
    """Whether on either side there is text in lines, over much of the same height, rather than cells of a table."""
    left, right = sides_of(rows, x)
    if min(len(left), len(right)) < FEWEST:
        return False
    top, bottom = min(left[0][0].y, right[0][0].y), max(left[-1][0].y, right[-1][0].y)
    shorter = min(side[0][0].y - side[-1][0].y for side in (left, right))
    if top - bottom <= 0.3 * shorter:
        return False
    # Rows of a table have their cells on one baseline; what does not mind its neighbour's lines is a column.
    sides = sorted((left, right), key=len)
    shared = _on_one_line(rows, x, steady=not all(_is_close(side, DENSE) for side in sides))
    independent = shared <= INDEPENDENT * len(sides[0])
    if independent and any(_is_prose(side, nested) for side in sides):
        return True
    alone = min(len(rows) - len(side) for side in sides)
    if 2 * alone <= len(sides[0]) and _is_note_beside(*sides):
        return True
    if not all(map(_is_close, sides)):
        return False
    if alone >= FEWEST and (
        (shared <= BY_CHANCE * len(sides[0]) and all(map(_is_made_of_several, sides)))
        or (shared <= MOSTLY * len(sides[0]) and all(map(_is_justified, sides)))
    ):
        return True
    prose = not independent and all(_is_prose(side, nested) for side in sides)
    return prose and not _is_in_step(rows, x) and not _resumes_in_step(rows, x)


def _is_justified(side: Sequence[Row]) -> bool:
    """Whether most lines reach from edge to edge: narrow columns have wide blanks in theirs then, as if of cells."""
    left, right = min(row[0].left for row in side), max(row[-1].right for row in side)
    words = sum(words_in_line(one) for row in side for one in row)
    reaching = sum(row[-1].right > right - EDGE for row in side)
    beginning = sum(row[0].left < left + EDGE for row in side)
    return words >= LINE_WORDS * len(side) and 2 * min(reaching, beginning) >= len(side)


def _is_in_step(rows: Sequence[Row], x: float) -> bool:
    """Whether what stands between blanks over the whole width begins on either side at once, and ends on one before the
    other: so the rows of a table do.
    """
    steps = [above[0].y - row[0].y for above, row in pairwise(rows)]
    limit = EVEN * median(steps)
    begins = [0, *(index for index, step in enumerate(steps, 1) if step > limit)]
    ends = [*(index - 1 for index in begins[1:]), len(rows) - 1]
    if len(begins) < FEWEST - 1 or not all(all(sides_of([rows[index]], x)) for index in begins):
        return False
    return 2 * sum(not all(sides_of([rows[index]], x)) for index in ends) >= len(ends)


def _resumes_in_step(rows: Sequence[Row], x: float) -> bool:
    """Whether the side with blanks goes on just where paragraphs of the other end: it names the rows of a table."""
    left, right = sides_of(rows, x)
    full = max(row[-1].right for row in right)
    width = full - min(row[0].left for row in right)
    breaks = early = 0
    for above, row in pairwise(rows):
        if sides_of([row], x)[0] and not sides_of([above], x)[0]:
            breaks += 1
            early += above[-1].right < full - 0.1 * width
    return len(left) < len(right) and breaks >= FEWEST - 1 and early == breaks


def _on_one_line(rows: Sequence[Row], x: float, *, steady: bool) -> int:
    """How many rows have a piece left of the blank on the baseline of one right of it.

    In a table one column may be a little higher than another, which is `steady`; of lines close together it is no sign.
    """
    steps: list[tuple[float, float]] = []
    both = 2 * x
    for row in rows:
        if len(row) == 1:
            continue
        left = [one[3] for one in row if one[1] + one[2] < both]
        right = [one[3] for one in row if one[1] + one[2] >= both] if left else []
        if right:
            steps.append((min((one - other for one in left for other in right), key=abs), SAME_LINE * row[0].size))
    usual = median(step for step, _ in steps) if steps and steady else 0.0
    return sum(abs(step - usual) <= near for step, near in steps)


def _is_close(side: Sequence[Row], most: float = CLOSE) -> bool:
    """Whether its lines follow each other as those of a paragraph do: the rows of a form are further apart."""
    lines = [row[0] for row in side]
    steps = [(above[3] - line[3]) / max(line[4], above[4]) for above, line in pairwise(lines)]
    return median(steps) <= most


def _is_made_of_several(side: Sequence[Row]) -> bool:
    """Whether there are lines over the whole width of its own columns: it is no column of cells, but a page's."""
    gaps = [(one.right + other.left) / 2 for row in side for one, other in pairwise(row)]
    over = sum(sum(row[0].left < gap < row[0].right for gap in gaps) > 1 for row in side if len(row) == 1)
    return len(gaps) >= FEWEST and over > 1


def _is_note_beside(note: Sequence[Row], text: Sequence[Row]) -> bool:
    """Whether lines close together are a note in the margin of text that goes on above them or below."""
    steps = [above[0].y - row[0].y for above, row in pairwise(note)]
    close = max(steps) <= min(EVEN * min(steps), CLOSE * note[0][0].size)
    return close and all(len(row) == 1 for row in note) and len(text) >= len(note) + FEWEST and _is_prose(text)


def _is_prose(side: Sequence[Row], nested: int = 0) -> bool:
    """Whether most of the text is in lines that fill their column, or one of several that stand here: cells do not."""
    pieces = [one for row in side for one in row]
    low, high = min([one[1] for one in pieces]), max([one[2] for one in pieces])
    half = 0.5 * (high - low)
    filling = sum([len(one[0]) for one in pieces if one[2] - one[1] >= half and words_in_line(one) > 2])
    if 2 * filling >= sum([len(one[0]) for one in pieces]):
        return True
    if not nested or (len(pieces) < len(side) + FEWEST and not _beside(pieces)):
        return False
    lookup = _lookup(side)
    return any(_bands(side, x, lookup, nested - 1) for x in _edges(side, low, high, INNER_EDGES))


def words_in_line(line: Segment) -> int:
    """Count how many words there are in a line; of scripts without blanks about how many."""
    text = line[0]
    return text.count(" ") + 1 + (len(text) // 6 if text > "\u2e80" else 0)

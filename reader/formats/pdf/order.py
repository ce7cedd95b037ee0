"""A page's columns are found here, and its order of reading: bands from top to bottom, their columns, tables by row."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from reader.formats.pdf.bidirectional import is_right_to_left
from reader.formats.pdf.table_rows import Table, in_tables, is_marker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.formats.pdf.segments import Segment

    Column = list[Segment] | Table
    Row = list[Segment]

FEWEST = 4
"""Lines that a column must have: fewer side by side are a table, or a formula."""
GRID = 4.0
"""Points by which lines reach into the blank between two columns."""
OVERLONG = 1.5
"""Sizes of a letter by which a line may be too long for its column."""
MARKER = 3.0
"""Sizes of a letter up to which a number is apart from the heading, or the item, that it begins."""
BASELINE = 0.45
"""Sizes of a letter by which pieces of one line may differ: raised signs."""
TOGETHER = 0.7
"""Sizes of a letter up to which what stands on one line is of one column."""
NO_BLANK = 0.12
"""Sizes of a letter up to which two pieces are one word: a letter and what is raised behind it."""
TOUCHING = 0.3
"""Sizes of a letter by which they may lie over each other for that; what lies over another word is one of its own."""
INITIAL = 1.7
"""Times the size of its line from which on a letter is a large initial."""
INDEPENDENT = 0.35
"""Share of lines that may stand on the baseline of one beside them by chance."""
NESTED = 2
"""How many times columns are looked for within one to see that it is some."""
EDGES = 12
"""Places at which a gutter is looked for on a page: tables have more."""
INNER_EDGES = 4
"""The same within a column: most lines begin where its columns do."""
INITIALS = 40
"""Large initials of a page at most."""
WHOLE_TURN = 360
"""The turn of what stands upright and yet apart from its page."""
HEAD_ROWS, HEAD_WORDS = 5, 6
"""Rows of the head of a page, and words in one piece of it, at most."""
HEAD_BLANK = 2.5
"""Sizes of a letter from which on a blank below a head is one: sections within columns have up to two."""
DEPTH = 6
"""Columns are looked for within columns so often: newspapers have up to eight."""


def in_columns(pages: Sequence[Sequence[Segment]]) -> list[list[Column]]:
    """Put the columns of each page into reading order, each as its lines from top to bottom, or as a table.

    What is turned against its page, a stamp or a label, comes last, each apart.
    """
    over = [_overlaid(page) for page in pages]
    rows = [
        _rows(_with_initials([one for one in page if not one.turn and one not in stamps]))
        for page, stamps in zip(pages, over, strict=True)
    ]
    gutters = [_gutter(page) for page in rows]
    seen: set[str] = set()
    usual = sorted({gutter.x for gutter in gutters if gutter is not None})
    return [
        [*_read(straight, gutter or _fitting(straight, usual), DEPTH), *_apart(stamps, seen), *_turned(page)]
        for page, straight, gutter, stamps in zip(pages, rows, gutters, over, strict=True)
    ]


def _apart(stamps: Sequence[Segment], seen: set[str]) -> list[Column]:
    """Stamps by themselves, one that stands on every page once. They are no headings, however large."""
    found: list[Column] = []
    for one in stamps:
        if one.text not in seen:
            found.append([one._replace(turn=WHOLE_TURN)])
            seen.add(one.text)
    return found


def _overlaid(page: Sequence[Segment]) -> list[Segment]:
    """What is written in large letters over lines of text: a stamp, which belongs into none of them."""
    if not page:
        return []
    large = INITIAL * median(one.size for one in page)
    return [
        one for one in page
        if one.size > large and not one.turn and any(
            0 <= other.y - one.y + 0.5 * other.size < 0.8 * one.size and other.size < one.size / INITIAL
            and min(one.right, other.right) - max(one.left, other.left) > 2 * other.size and not other.turn
            for other in page
        )
    ]  # fmt: skip


def _turned(page: Sequence[Segment]) -> list[Column]:
    """What is turned against its page, each line by itself."""
    found: list[Column] = []
    turned: dict[int, list[Segment]] = {}
    for one in page:
        if one.turn:
            turned.setdefault(one.turn, []).append(one)
    for pieces in turned.values():
        found += [[_joined(row)] for row in _rows(pieces)]
    return found


# Rows: what stands on one baseline.


def _rows(segments: Sequence[Segment]) -> list[Row]:
    """From top to bottom, each from left to right, what belongs together joined."""
    rows: list[Row] = []
    for segment in sorted(segments, key=lambda one: (-one.y, one.left)):
        last = rows[-1][0] if rows else None
        if last is not None and abs(last.y - segment.y) <= BASELINE * max(last.size, segment.size):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [row if len(row) == 1 else _numbered(list(_pieces(sorted(row, key=lambda one: one.left)))) for row in rows]


def _numbered(row: Row) -> Row:
    """The row, a number or bullet that stands before all that there is joined to it."""
    if len(row) == 2 and row[1].left - row[0].right < MARKER * row[1].size and is_marker(row[0].text):
        return [_joined(row)]
    return row


def _pieces(row: Row) -> Iterator[Segment]:
    current = [row[0]]
    right = row[0].right
    for one in row[1:]:
        if one.left - right < TOGETHER * min(one.size, current[-1].size) and one.right - right > -2 * one.size:
            current.append(one)
        else:
            yield _joined(current)
            current = [one]
        right = max(right, one.right)
    yield _joined(current)


def _joined(line: Sequence[Segment]) -> Segment:
    """Pieces of one line as one, from right to left where most of it is written so."""
    if len(line) == 1:
        return line[0]
    widest = max(line, key=lambda one: len(one.text))
    first, last = line[0], max(line, key=lambda one: one.right)
    order = line[::-1] if is_right_to_left("".join(one.text for one in line)) else line
    links = list(order[0].links)
    if all(one.fixed for one in line):
        text = _at_its_places(line)
        links = []
    else:
        text = order[0].text
        for before, one in pairwise(order):
            gap = one.left - before.right if order is line else before.left - one.right
            size = min(before.size, one.size)
            text += "" if -TOUCHING * size < gap < NO_BLANK * size else " "
            links += [link.moved(len(text)) for link in one.links]
            text += one.text
    return widest._replace(
        text=text, left=first.left, right=last.right, open_end=last.open_end,
        bold=all(one.bold for one in line), fixed=all(one.fixed for one in line), links=tuple(links),
    )  # fmt: skip


def _at_its_places(line: Sequence[Segment]) -> str:
    """Words in a type of fixed width, with as many blanks between them as there is room for."""
    widths = [(one.right - one.left) / len(one.text) for one in line]
    width = max(median(widths), 0.1)
    text = ""
    for one in line:
        column = round((one.left - line[0].left) / width)
        text += " " * max(column - len(text), 1 if text else 0) + one.text
    return text


def _with_initials(segments: list[Segment]) -> list[Segment]:
    """The segments, each large initial with the line that it begins."""
    if not segments:
        return segments
    usual = median(one.size for one in segments)
    initials = [
        one for one in segments
        if one.size > INITIAL * usual and len(one.text) <= 2 and one.text[0].isalpha() and one.text[0].isupper()
    ]  # fmt: skip
    for initial in initials[:INITIALS]:
        beside = [
            one for one in segments
            if initial.size > INITIAL * one.size and 0 <= one.left - initial.right + 0.5 * one.size < 2.5 * one.size
            and initial.y - BASELINE * one.size <= one.y <= initial.y + initial.size
        ]  # fmt: skip
        # It stands over several lines, and belongs to the first; a large letter of a heading stands over none.
        if len(beside) > 1 or (beside and beside[0].y > initial.y + 0.5 * beside[0].size):
            first = max(beside, key=lambda one: one.y)
            segments = [one for one in segments if one is not initial and one is not first]
            blank = " " if _is_word(initial.text, first.text, segments) else ""
            begun = initial.text + blank
            links = tuple(link.moved(len(begun)) for link in first.links)
            segments.append(first._replace(text=begun + first.text, links=links))
    return segments


def _is_word(initial: str, line: str, segments: Sequence[Segment]) -> bool:
    """Whether a large initial is a word by itself: what follows begins as one does, or stands alone elsewhere."""
    if line[0].isupper():
        return line[1:2].islower()
    word = line.split()[0].casefold()
    others = {one for segment in segments for one in segment.text.casefold().split()}
    return word in others and initial.casefold() + word not in others


# Columns.


class _Gutter(NamedTuple):
    """A blank that runs down between columns: where, and the bands of rows that it parts, as numbers of rows."""

    x: float
    bands: list[tuple[int, int]]
    worth: tuple[int, ...]
    """By which of two is chosen: lines that it parts, then how few bands, then how many begin just behind it."""


def _read(rows: list[Row], gutter: _Gutter | None, depth: int) -> list[Column]:
    """What stands in the rows, in reading order."""
    if gutter is None or not depth:
        return in_tables(rows, _joined)

    def within(part: list[Row]) -> list[Column]:
        return _read(part, _gutter(part), depth - 1) if part else []

    found: list[Column] = []
    done = 0
    for first, last in gutter.bands:
        found += within(rows[done:first])
        under = first + _head(rows[first:last])
        for part in (rows[first:under], rows[under:last]):
            left, right = _sides(part, gutter.x)
            reverse = is_right_to_left("".join(one.text for row in left + right for one in row))
            for side in (right, left) if reverse else (left, right):
                found += within(side)
        done = last
    return found + within(rows[done:])


def _head(rows: Sequence[Row]) -> int:
    """The rows above columns that a wide blank over all of them sets off, and that fill none: what stands on either
    side of a page's head.
    """
    for index, (above, row) in enumerate(pairwise(rows[: HEAD_ROWS + 1]), 1):
        if any(_words(one) > HEAD_WORDS for one in above):
            return 0
        if above[0].y - row[0].y > HEAD_BLANK * max(one.size for one in row):
            return index if len(rows) - index >= FEWEST else 0
    return 0


def _fitting(rows: Sequence[Row], usual: Sequence[float]) -> _Gutter | None:
    """The gutter of other pages, where this one may have it too: a last page has few lines in its second column."""
    for x in usual:
        bands = [
            (first, last) for first, last in _runs(rows, x)
            if all(_sides(rows[first:last], x)) and _begins_at(_sides(rows[first:last], x), x)
        ]  # fmt: skip
        if bands:
            return _Gutter(x, bands, ())
    return None


def _begins_at(sides: tuple[list[Row], list[Row]], x: float) -> bool:
    """Whether text on the one side begins where the gutter ends, and that on the other fills its column."""
    left, right = sides
    return min(row[0].left for row in right) < x + 2 * GRID and len(left) >= FEWEST and _is_prose(left)


def _sides(rows: Sequence[Row], x: float) -> tuple[list[Row], list[Row]]:
    left = [[one for one in row if one.left + one.right < 2 * x] for row in rows]
    right = [[one for one in row if one.left + one.right >= 2 * x] for row in rows]
    return [row for row in left if row], [row for row in right if row]


def _gutter(rows: Sequence[Row]) -> _Gutter | None:
    """The blank that parts most lines into columns, if there is one."""
    pieces = [one for row in rows for one in row]
    if len(pieces) < 2 * FEWEST:
        return None
    low, high = min(one.left for one in pieces), max(one.right for one in pieces)
    if all(len(row) == 1 for row in rows) and not _beside(rows):
        return None
    best: _Gutter | None = None
    for x in _edges(pieces, low, high):
        bands = _bands(rows, x)
        if bands:
            parted = [one for first, last in bands for row in rows[first:last] for one in row]
            # A line that is too long for its column speaks against it, even where it is borne.
            lines = len(parted) - 2 * sum(one.left < x - GRID and one.right > x + GRID for one in parted)
            # Where the column on the right begins is the same on every page; how long lines of the left one are is not.
            begins = [one.left for first, last in bands for row in _sides(rows[first:last], x)[1] for one in row]
            aligned = sum(left < min(begins) + GRID for left in begins)
            found = _Gutter(max(x, min(begins) - 1), bands, (lines, -len(bands), aligned))
            if best is None or found.worth > best.worth:
                best = found
    return best


def _beside(rows: Sequence[Row]) -> bool:
    """Whether lines stand beside each other at other heights than one: columns whose baselines differ."""
    for before, (row,) in pairwise(rows):
        one = before[0]
        if (one.right <= row.left or row.right <= one.left) and one.y - row.y < 0.9 * max(one.size, row.size):
            return True
    return False


def _edges(pieces: Sequence[Segment], low: float, high: float, most: int = EDGES) -> list[float]:
    """Where a column may begin, or one that is read from the right may end: where several lines do."""
    room = 0.1 * (high - low)
    lefts = Counter(round(one.left / 2) for one in pieces)
    rights = Counter(round(one.right / 2) for one in pieces)
    begins = [(count + lefts[edge + 1], 2.0 * edge - 2) for edge, count in lefts.items()]
    ends = [(count + rights[edge - 1], 2.0 * edge + 2) for edge, count in rights.items()]
    several = {x: count for count, x in sorted(begins + ends) if count >= FEWEST and low + room < x < high - room}
    return sorted(sorted(several, key=several.__getitem__, reverse=True)[:most])


def _bands(rows: Sequence[Row], x: float, nested: int = NESTED) -> list[tuple[int, int]]:
    """The runs of rows, first and behind the last, that the blank at `x` parts into columns."""
    return [
        (begin, end) for begin, end in _runs(rows, x) if end - begin >= FEWEST and _parts(rows[begin:end], x, nested)
    ]


def _runs(rows: Sequence[Row], x: float) -> Iterator[tuple[int, int]]:
    """The runs of rows, first and behind the last, of which none reaches over `x`."""
    begin = 0
    for index, row in enumerate(rows):
        if _crosses(row, x):
            if index > begin:
                yield begin, index
            begin = index + 1
    if len(rows) > begin:
        yield begin, len(rows)


def _crosses(row: Row, x: float) -> bool:
    """Whether a piece reaches over the blank; a line that is a letter or two too long does not."""
    return any(one.left < x - GRID and one.right > x + OVERLONG * one.size for one in row)


def _parts(rows: Sequence[Row], x: float, nested: int) -> bool:
    """Whether on either side there is text in lines, over much of the same height, rather than cells of a table."""
    left, right = _sides(rows, x)
    if min(len(left), len(right)) < FEWEST:
        return False
    top, bottom = min(left[0][0].y, right[0][0].y), max(left[-1][0].y, right[-1][0].y)
    shorter = min(side[0][0].y - side[-1][0].y for side in (left, right))
    if top - bottom <= 0.3 * shorter:
        return False
    # Rows of a table have their cells on one baseline; what does not mind its neighbour's lines is a column.
    shared = len(left) + len(right) - len(rows)
    independent = shared <= INDEPENDENT * min(len(left), len(right))
    return (any if independent else all)(_is_prose(side, nested) for side in sorted((left, right), key=len))


def _is_prose(side: Sequence[Row], nested: int = 0) -> bool:
    """Whether most of the text is in lines that fill their column, or one of several that stand here: cells do not."""
    pieces = [one for row in side for one in row]
    low, high = min(one.left for one in pieces), max(one.right for one in pieces)
    filling = sum(len(one.text) for one in pieces if one.right - one.left >= 0.5 * (high - low) and _words(one) > 2)
    if 2 * filling >= sum(len(one.text) for one in pieces):
        return True
    if not nested or len(pieces) < len(side) + FEWEST:
        return False
    return any(_bands(side, x, nested - 1) for x in _edges(pieces, low, high, INNER_EDGES))


def _words(line: Segment) -> int:
    """How many words there are in a line; of scripts without blanks about how many."""
    return line.text.count(" ") + 1 + (len(line.text) // 6 if line.text > "\u2e80" else 0)

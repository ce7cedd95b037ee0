"""A page's columns are found here, and its order of reading: bands from top to bottom, their columns, tables by row."""

from __future__ import annotations

from itertools import pairwise
from operator import attrgetter, sub
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.medians import median
from reader.formats.pdf.bidirectional import is_right_to_left
from reader.formats.pdf.gutters import FEWEST, find_gutter, gutter_of_others, sides_of, words_in_line
from reader.formats.pdf.line_words import QUOTES
from reader.formats.pdf.table_rows import Table, in_tables, is_marker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.formats.pdf.gutters import PageGutter
    from reader.formats.pdf.segments import Segment

    Column = list[Segment] | Table
    Row = list[Segment]


MARKER = 3.0
"""Sizes of a letter up to which a number is apart from the heading, or the item, that it begins."""
BASELINE = 0.45
"""Sizes of a letter by which pieces of one line may differ: raised signs."""
TOGETHER = 0.7
"""Sizes of a letter up to which what stands on one line is of one column."""
OVERLAID, LINE = 0.8, 16
"""Sizes of a letter by which pieces of one line may lie over each other where both have so many letters: a line that is
too long for its column lies over that of the next one by more."""
NO_BLANK = 0.12
"""Sizes of a letter up to which two pieces are one word: a letter and what is raised behind it."""
TOUCHING = 0.3
"""Sizes of a letter by which they may lie over each other for that; what lies over another word is one of its own."""
INITIAL = 1.7
"""Times the size of its line from which on a letter is a large initial."""
INITIALS = 40
"""Large initials of a page at most."""
WHOLE_TURN = 360
"""The turn of what stands upright and yet apart from its page."""
HEAD_ROWS, HEAD_WORDS = 5, 6
"""Rows of the head of a page, and words in one piece of it, at most."""
HEAD_BLANK = 2.5
"""Sizes of a letter from which on a blank below a head is one: sections within columns have up to two."""
TITLE = 1.1
"""Times the size of the text below from which on a line is its title."""
DEPTH = 6
"""Columns are looked for within columns so often: newspapers have up to eight."""

_LEFT, _HEIGHT = attrgetter("left"), attrgetter("y")


class ColumnFacts(NamedTuple):
    """`ColumnFacts` are what some pages say about the columns of all: where gutters are, and what stamps say."""

    gutters: set[float]
    stamps: set[str]


class PageRows:
    """`PageRows` are the rows of some pages. In which order they are read is told when the facts of all are known."""

    def __init__(self, pages: Sequence[Sequence[Segment]]) -> None:
        self._pages = pages
        self._stamps = [_overlaid(page) for page in pages]
        self._rows = [
            _rows(_with_initials([one for one in page if not one.turn and one not in stamps]))
            for page, stamps in zip(pages, self._stamps, strict=True)
        ]
        self._gutters = [find_gutter(page) for page in self._rows]

    def facts(self) -> ColumnFacts:
        """Collect what these pages say about the columns of all."""
        gutters = {gutter.x for gutter in self._gutters if gutter is not None}
        return ColumnFacts(gutters, {one.text for stamps in self._stamps for one in stamps})

    def read(self, facts: Sequence[ColumnFacts], part: int) -> list[list[Column]]:
        """Put the columns of each page into reading order, by the facts of all parts of the document, of which this is
        that of the number `part`.
        """
        seen = {text for one in facts[:part] for text in one.stamps}
        usual = sorted({x for one in facts for x in one.gutters})
        return [
            [*_read(rows, gutter or gutter_of_others(rows, usual), DEPTH), *_apart(stamps, seen), *_turned(page)]
            for page, rows, gutter, stamps in zip(self._pages, self._rows, self._gutters, self._stamps, strict=True)
        ]


def in_columns(pages: Sequence[Sequence[Segment]]) -> list[list[Column]]:
    """Put the columns of each page into reading order, each as its lines from top to bottom, or as a table.

    What is turned against its page, a stamp or a label, comes last, each apart.
    """
    rows = PageRows(pages)
    return rows.read([rows.facts()], 0)


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
    sizes = [one.size for one in page]
    large = INITIAL * median(sizes)
    if max(sizes) <= large:
        return []
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
    if _are_apart(segments):
        return [[segment] for segment in segments]
    rows: list[Row] = []
    for segment in sorted(sorted(segments, key=_LEFT), key=_HEIGHT, reverse=True):
        last = rows[-1][0] if rows else None
        if last is not None and abs(last.y - segment.y) <= BASELINE * max(last.size, segment.size):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    whole = [row if len(row) == 1 else _numbered(list(_pieces(sorted(row, key=lambda one: one.left)))) for row in rows]
    return _with_line_numbers(whole) if any(one.fixed for one in segments) else whole


def _are_apart(segments: Sequence[Segment]) -> bool:
    """Whether each stands so far below the one before it that it is a row by itself, and none is code that may have
    numbers.
    """
    if not segments:
        return True
    _, _, _, heights, sizes, _, fixed, *_ = zip(*segments, strict=True)
    nearest = min(map(sub, heights, heights[1:]), default=0.0)
    return not any(fixed) and (len(segments) == 1 or nearest > BASELINE * max(sizes))


def _with_line_numbers(rows: list[Row]) -> list[Row]:
    """The rows, the numbers before lines of code made part of them: they are set in another type."""
    found = [_with_line_number(row) for row in rows]
    numbers = {row[0].text.split(" ")[0]: row[0] for row in found if len(row) == 1 and row[0].fixed}
    for index, row in enumerate(found):
        # An empty line has nothing but its number.
        if len(row) == 1 and row[0].text.isdecimal() and not row[0].fixed:
            number = int(row[0].text)
            beside = numbers.get(str(number - 1)) or numbers.get(str(number + 1))
            if beside is not None:
                numbers[row[0].text] = beside
                found[index] = [_as_wide_as(row[0], beside)]
    return found


def _with_line_number(row: Row) -> Row:
    number, *code = row
    if not code or not number.text.isdecimal() or number.fixed or not all(one.fixed for one in code):
        return row
    return [_joined([_as_wide_as(number, code[0]), *code])]


def _as_wide_as(number: Segment, code: Segment) -> Segment:
    """The number of a line as if it were of the same type: else the code beside it would not stand where it does."""
    width = (code.right - code.left) / len(code.text)
    return number._replace(fixed=True, size=code.size, left=number.right - width * len(number.text))


def _numbered(row: Row) -> Row:
    """The row, a number or bullet that stands before all that there is joined to it."""
    numbered = len(row) == 2 and row[1].left - row[0].right < MARKER * row[1].size and is_marker(row[0].text)
    if numbered and not (row[1].fixed and row[0].text.isdecimal()):
        return [_joined([row[0]._replace(text="◦"), row[1]] if row[0].text == "o" else row)]
    return row


def _pieces(row: Row) -> Iterator[Segment]:
    current = [row[0]]
    right = row[0].right
    for one in row[1:]:
        gap, last = one.left - right, current[-1]
        near = gap < TOGETHER * min(one.size, last.size) and one.right - right > -2 * one.size
        if near and not (gap < -OVERLAID * one.size and min(len(one.text), len(last.text)) >= LINE):
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
    longest = max(line, key=lambda one: len(one.text))
    width = max((longest.right - longest.left) / len(longest.text), 0.1)
    text = ""
    for one in line:
        column = round((one.left - line[0].left) / width)
        text += " " * max(column - len(text), 1 if text else 0) + one.text
    return text


def _with_initials(segments: list[Segment]) -> list[Segment]:
    """The segments, each large initial with the line that it begins."""
    if not segments:
        return segments
    sizes = [one.size for one in segments]
    usual = median(sizes)
    if max(sizes) <= INITIAL * usual:
        return segments
    initials = [one for one in segments if one.size > INITIAL * usual and _begins_a_word(one.text)]
    for initial in initials[:INITIALS]:
        beside = [
            one for one in segments
            if initial.size > INITIAL * one.size and 0 <= one.left - initial.right + 0.5 * one.size < 2.5 * one.size
            and initial.y - BASELINE * one.size <= one.y <= initial.y + initial.size
        ]  # fmt: skip
        # It stands over several lines, and belongs to the first; a large letter of a heading stands over none.
        if len(beside) > 1 or (beside and beside[0].y > initial.y + 0.5 * beside[0].size):
            first = max(beside, key=lambda one: one.y)
            segments = [one for one in segments if one is not initial and one not in beside]
            others = [*segments, *(one for one in beside if one is not first)]
            blank = " " if _is_word(initial.text.lstrip(QUOTES), first.text, others) else ""
            begun = initial.text + blank
            links = tuple(link.moved(len(begun)) for link in first.links)
            # They begin where it does: those below it are not further out.
            segments += [one._replace(left=initial.left) for one in beside if one is not first]
            segments.append(first._replace(text=begun + first.text, links=links, left=initial.left))
    return segments


def _begins_a_word(text: str) -> bool:
    """Whether it is one letter, with what may open before it, or two."""
    bare = text.lstrip(QUOTES)
    return bare[:1].isupper() and (len(bare) == 1 or (bare == text and len(bare) == 2))


def _is_word(initial: str, line: str, segments: Sequence[Segment]) -> bool:
    """Whether a large initial is a word by itself: what follows begins as one does, or stands alone elsewhere."""
    if line[0].isupper():
        return line[1:2].islower()
    word = line.split()[0].casefold()
    others = {one for segment in segments for one in segment.text.casefold().split()}
    return word in others and initial.casefold() + word not in others


# Columns.


def _read(rows: list[Row], gutter: PageGutter | None, depth: int) -> list[Column]:
    """What stands in the rows, in reading order."""
    if gutter is None or not depth:
        return in_tables(rows, _joined)

    def within(part: list[Row]) -> list[Column]:
        return _read(part, find_gutter(part), depth - 1) if part else []

    found: list[Column] = []
    done = 0
    for first, last in gutter.bands:
        found += within(rows[done:first])
        under = first + _head(rows[first:last], gutter.x)
        for part in (rows[first:under], rows[under:last]):
            left, right = sides_of(part, gutter.x)
            reverse = is_right_to_left("".join(one.text for row in left + right for one in row))
            for side in (right, left) if reverse else (left, right):
                found += within(side)
        done = last
    return found + within(rows[done:])


def _head(rows: Sequence[Row], x: float) -> int:
    """The rows above columns that a wide blank over all of them sets off, and that fill none: what stands on either
    side of a page's head. The titles of both columns are none.
    """
    for index, (above, row) in enumerate(pairwise(rows[: HEAD_ROWS + 1]), 1):
        if any(words_in_line(one) > HEAD_WORDS for one in above):
            return 0
        if above[0].y - row[0].y > HEAD_BLANK * max(one.size for one in row):
            titles = all(one.bold or one.size > TITLE * row[0].size for part in rows[:index] for one in part)
            titles = titles and all(sides_of(rows[:index], x))
            return index if len(rows) - index >= FEWEST and not titles else 0
    return 0

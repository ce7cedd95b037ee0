"""The order in which the pieces of a page are read: columns from left to right, each from top to bottom."""

from __future__ import annotations

from statistics import median_low
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.formats.pdf.segments import Segment

FEWEST = 4
"""Lines that a column must have: fewer side by side are a table, or a formula."""
CROSSING = 0.35
"""Share of lines that may run over the blank between two columns: title, abstract, wide figures."""
DEPTH = 3
"""Columns are looked for within columns so often: up to eight, as in newspapers."""
GRID = 4.0
"""Points by which the gutters of pages differ, and lines reach into them."""
BASELINE = 0.45
"""Heights of a letter by which pieces of one line may differ: raised signs."""


def in_columns(pages: Sequence[Sequence[Segment]]) -> list[list[list[Segment]]]:
    """The columns of each page in reading order, each as its lines from top to bottom."""
    gutters = [_gutter(page) for page in pages]
    found = [one for one in gutters if one is not None]
    usual = median_low(found) if found else None
    return [
        _columns(page, gutter if gutter is not None else _fitting(page, usual), DEPTH)
        for page, gutter in zip(pages, gutters, strict=True)
    ]


def _fitting(page: Sequence[Segment], gutter: float | None) -> float | None:
    """The gutter of other pages, where this one may have it too: a last page has few lines in its second column."""
    if gutter is None:
        return None
    crossing = sum(_crosses(one, gutter) for one in page)
    beyond = sum(one.left >= gutter for one in page)
    return gutter if beyond and crossing <= CROSSING * len(page) else None


def _columns(segments: Sequence[Segment], gutter: float | None, depth: int) -> list[list[Segment]]:
    if gutter is None or not depth:
        return [_lines(segments)] if segments else []

    def within(side: Sequence[Segment]) -> list[list[Segment]]:
        return _columns(side, _gutter(side), depth - 1)

    columns: list[list[Segment]] = []
    left: list[Segment] = []
    right: list[Segment] = []
    wide: list[Segment] = []
    for segment in sorted(segments, key=lambda one: -one.y):
        if _crosses(segment, gutter):
            columns += [*within(left), *within(right)]
            left, right = [], []
            wide.append(segment)
            continue
        if wide:
            columns.append(_lines(wide))
            wide = []
        (left if segment.left + segment.right < 2 * gutter else right).append(segment)
    columns += [*within(left), *within(right)]
    return columns + ([_lines(wide)] if wide else [])


def _crosses(segment: Segment, gutter: float) -> bool:
    return segment.left < gutter - GRID and segment.right > gutter + GRID


def _gutter(segments: Sequence[Segment]) -> float | None:
    """The middle of the blank between two columns, if there are two."""
    if len(segments) < 2 * FEWEST:
        return None
    low, high = min(one.left for one in segments), max(one.right for one in segments)
    best: tuple[int, float, float] | None = None
    # Every right edge is where a column may end; those of one column differ by less than a letter.
    edges = sorted({round(one.right) for one in segments})
    for edge in edges:
        if not low + 0.2 * (high - low) < edge < high - 0.2 * (high - low):
            continue
        beyond = [one.left for one in segments if one.left > edge]
        if not beyond:
            continue
        gutter = (edge + min(beyond)) / 2
        crossing = sum(one.left < gutter < one.right for one in segments)
        candidate = (crossing, edge - min(beyond), gutter)
        if best is None or candidate < best:
            best = candidate
    if best is None or best[0] > CROSSING * len(segments) or not _is_gutter(segments, best[2]):
        return None
    return best[2]


def _is_gutter(segments: Sequence[Segment], gutter: float) -> bool:
    """Whether on either side there is text in lines, over much of the same height, rather than cells of a table."""
    left = [one for one in segments if one.right <= gutter]
    right = [one for one in segments if one.left >= gutter]
    if min(len(left), len(right)) < FEWEST:
        return False
    if min(_fill(left), _fill(right)) < 0.5:
        return False
    top = min(max(one.y for one in left), max(one.y for one in right))
    bottom = max(min(one.y for one in left), min(one.y for one in right))
    shorter = min(max(one.y for one in side) - min(one.y for one in side) for side in (left, right))
    return top - bottom > 0.3 * shorter


def _fill(side: Sequence[Segment]) -> float:
    """How much of its column the usual line fills: cells do not."""
    width = max(one.right for one in side) - min(one.left for one in side)
    widths = sorted(one.right - one.left for one in side)
    words = sorted(one.text.count(" ") + 1 for one in side)
    return widths[len(widths) // 2] / width if width and words[len(words) // 2] > 2 else 0.0


def _lines(segments: Sequence[Segment]) -> list[Segment]:
    """Pieces on one baseline joined, from top to bottom."""
    lines: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda one: (-one.y, one.left)):
        last = lines[-1][0] if lines else None
        if last is not None and abs(last.y - segment.y) <= BASELINE * max(last.size, segment.size):
            lines[-1].append(segment)
        else:
            lines.append([segment])
    return [_joined(sorted(line, key=lambda one: one.left)) for line in lines]


def _joined(line: list[Segment]) -> Segment:
    if len(line) == 1:
        return line[0]
    widest = max(line, key=lambda one: one.right - one.left)
    text = " ".join(one.text for one in line)
    return widest._replace(text=text, left=line[0].left, right=line[-1].right, bold=all(one.bold for one in line))

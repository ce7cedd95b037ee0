"""Runs are poured into rows of a width."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred
from reader.ui.draw.cells import is_narrow, width_of, wrap
from reader.ui.draw.layout.rows import Fragment, Look, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

TAB = 4
"""Columns between tab stops, as in most sources that are read."""
BLANKS = " \t"
"""What a row does not end with: outside of code a tab is a blank."""
TABS = deferred(r"\t|[^\t]+")


def flow(text: str, runs: Sequence[Fragment], width: int, end: int) -> list[Row]:
    """Pour `runs` into rows at `width`; `end` is where the text after them goes on, to which the last row reaches."""
    if len(runs) == 1 and runs[0].shown is None:
        return _flow_plain(text, runs[0], width, end)
    pieces = [text[run.start : run.end] if run.shown is None else run.shown for run in runs]
    joined = "".join(pieces)
    edges = [0, *accumulate(len(piece) for piece in pieces)]
    starts = wrap(joined.replace("\t", " "), width)
    begins = [_offset(runs, edges, at) for at in starts]
    rows = []
    for index, start in enumerate(starts):
        last = index + 1 == len(starts)
        stop = len(joined) if last else starts[index + 1]
        fragments = _cut(joined, runs, edges, start, start + len(joined[start:stop].rstrip(BLANKS)))
        rows.append(Row(begins[index], end if last else begins[index + 1], fragments))
    return rows


def with_tabs(text: str, runs: Sequence[Fragment]) -> list[Fragment]:
    """Show the tabs in the runs of a line of code as blanks that reach to the next tab stop."""
    found: list[Fragment] = []
    column = 0
    for run in runs:
        if run.shown is not None:
            found.append(run)
            column += width_of(run.shown)
            continue
        for piece in TABS.finditer(text, run.start, run.end):
            blanks = TAB - column % TAB
            shown = " " * blanks if piece[0] == "\t" else None
            found.append(run._replace(start=piece.start(), end=piece.end(), shown=shown))
            column += blanks if shown else width_of(piece[0])
    return found or list(runs)


def furniture(at: int, shown: str, look: Look = Look.QUIET) -> Fragment:
    """Return a piece that is not text, before the offset `at`."""
    return Fragment(at, at, look, shown, width_of(shown))


def _flow_plain(text: str, run: Fragment, width: int, end: int) -> list[Row]:
    base, look = run.start, run.look
    part = text[base : run.end]
    narrow = is_narrow(part)
    starts = wrap(part.replace("\t", " ") if "\t" in part else part, width)
    rows = []
    stops = [*starts[1:], len(part)]
    for start, stop in zip(starts, stops, strict=True):
        shown = part[start:stop].rstrip(BLANKS)
        cells = len(shown) if narrow else width_of(shown)
        first = base + start
        piece = (Fragment(first, first + len(shown), look, None, cells),) if shown else ()
        rows.append(Row(first, base + stop, piece))
    rows[-1] = rows[-1]._replace(end=end)
    return rows


def _offset(runs: Sequence[Fragment], edges: Sequence[int], at: int) -> int:
    """The offset in the text of the place `at` in the joined runs."""
    index = min(bisect_right(edges, at) - 1, len(runs) - 1)
    run = runs[index]
    return run.start + (at - edges[index]) if run.shown is None else run.start


def _cut(joined: str, runs: Sequence[Fragment], edges: Sequence[int], start: int, stop: int) -> tuple[Fragment, ...]:
    found = []
    for index in range(max(0, bisect_right(edges, start) - 1), len(runs)):
        left, right = max(edges[index], start), min(edges[index + 1], stop)
        if edges[index] >= stop:
            break
        if left >= right:
            continue
        run = runs[index]
        cells = width_of(joined[left:right])
        if run.shown is None:
            at = run.start - edges[index]
            found.append(Fragment(left + at, right + at, run.look, None, cells))
        else:
            # Only the first half of what is cut stands for the text.
            whole = left == edges[index]
            found.append(Fragment(run.start, run.end if whole else run.start, run.look, joined[left:right], cells))
    return tuple(found)

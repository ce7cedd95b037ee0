"""A gap between two pieces of the spine filled: corners, then the words unique inside of it, then chaining."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.anchoring.align.alignment import SPINE, Box, Run
from reader.anchoring.align.chaining import HOLE, best_chain
from reader.anchoring.align.islands import without_islands
from reader.anchoring.align.spine import heaviest_chain, unique_runs

if TYPE_CHECKING:
    from reader.anchoring.align.alignment import Alignment

# Chaining is the better judge and quadratic; gaps of up to 50 x 50 words go to it at once.
SMALL_GAP = 2500
# Every level splits its gap at least once; real texts end at 3 or 4, and only made-up ones would go on.
DEEPEST = 12
# A run must outweigh two rare words to split a gap: a wrong split cannot be mended below it.
STURDY = 2.2


def fill(alignment: Alignment, box: Box, piece: int = SPINE, depth: int = 0) -> None:
    """Match the words of `box`, all free and between words already matched at its corners."""
    box = fill_tail(alignment, fill_head(alignment, box, piece), piece)
    if not box.area:
        return
    runs = _splits(alignment, box) if box.area > SMALL_GAP and depth < DEEPEST else []
    if not runs:
        fill_by_chaining(alignment, box, piece)
        return
    fill_between(alignment, box, runs, piece, depth + 1)


def fill_between(alignment: Alignment, box: Box, runs: list[Run], piece: int = SPINE, depth: int = 0) -> None:
    """Match the `runs`, and fill what lies between them in `box`."""
    i, j = box.old, box.new
    for run in [*runs, Run(box.old_end, box.new_end, 0)]:
        alignment.match(run, piece)
        fill(alignment, Box(i, run.old, j, run.new), piece, depth)
        i, j = run.old + run.length, run.new + run.length


def _splits(alignment: Alignment, box: Box) -> list[Run]:
    for k in (3, 2, 1):
        # A lone unique word must at least pay for its two holes, as it would in chaining.
        light = 2 * HOLE if k == 1 else 1.0
        runs = [run for run in unique_runs(alignment, box, k) if _weight(alignment, run) > light]
        sturdy = [run for run in heaviest_chain(alignment, runs) if _weight(alignment, run) > STURDY]
        if sturdy:
            return sturdy
    return []


def _weight(alignment: Alignment, run: Run) -> float:
    return alignment.weigh(run.old, run.old + run.length)


def fill_head(alignment: Alignment, box: Box, piece: int) -> Box:
    """Match equal words from the first corner on; what is left of the box."""
    a, b, length = alignment.a, alignment.b, 0
    most = min(box.old_end - box.old, box.new_end - box.new)
    while length < most and a[box.old + length] == b[box.new + length]:
        length += 1
    if length:
        alignment.match(Run(box.old, box.new, length), piece)
    return Box(box.old + length, box.old_end, box.new + length, box.new_end)


def fill_tail(alignment: Alignment, box: Box, piece: int) -> Box:
    """Match equal words from the last corner back; what is left of the box."""
    a, b, length = alignment.a, alignment.b, 0
    most = min(box.old_end - box.old, box.new_end - box.new)
    while length < most and a[box.old_end - 1 - length] == b[box.new_end - 1 - length]:
        length += 1
    if length:
        alignment.match(Run(box.old_end - length, box.new_end - length, length), piece)
    return Box(box.old, box.old_end - length, box.new, box.new_end - length)


def fill_by_chaining(alignment: Alignment, box: Box, piece: int) -> None:
    """Match the best chain of words in the box, if any pays."""
    for i, j in without_islands(alignment, box, best_chain(alignment, box)):
        alignment.pair(i, j, piece)

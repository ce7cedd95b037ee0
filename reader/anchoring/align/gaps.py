"""A gap between two pieces of the spine is filled: from its corners, by the words unique inside of it, by chaining.

A chain loses its islands: a word or two that chance explains, with nothing but holes around them.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from reader.anchoring.align.alignment import SPINE, Box, Run
from reader.anchoring.align.chaining import HOLE, best_chain
from reader.anchoring.align.spine import heaviest_chain, unique_runs

if TYPE_CHECKING:
    from reader.anchoring.align.alignment import Alignment
    from reader.anchoring.align.chaining import Pair

# Chaining is the better judge and quadratic; gaps of up to 50 x 50 words go to it at once.
SMALL_GAP = 2500
# Every level splits its gap at least once; real texts end at 3 or 4, and only made-up ones would go on.
DEEPEST = 12
# A run must outweigh two rare words to split a gap: a wrong split cannot be mended below it.
STURDY = 2.2

# Matches further apart than this, on either side, do not vouch for each other.
APART = 3
# Equal words turn up in a larger empty area by chance the more often the larger it is: an island must weigh this much
# for every factor of e, half of that where it touches a corner and so has a neighbour outside of the gap.
WEIGHT_PER_AREA = 0.15
CORNER = 2


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
    for i, j in drop_islands(alignment, box, best_chain(alignment, box)):
        alignment.pair(i, j, piece)


def drop_islands(alignment: Alignment, box: Box, chain: list[Pair]) -> list[Pair]:
    """Return `chain` without its islands that are too light, the worst first: taking one out makes the next
    lonelier.
    """
    while chain:
        islands = _islands(chain)
        surplus = [_surplus(alignment, box, islands, n) for n in range(len(islands))]
        worst = min(range(len(islands)), key=surplus.__getitem__)
        if surplus[worst] >= 0:
            break
        chain = [pair for n, island in enumerate(islands) if n != worst for pair in island]
    return chain


def _islands(chain: list[Pair]) -> list[list[Pair]]:
    islands = [[chain[0]]]
    for here, there in pairwise(chain):
        if there.old - here.old > APART or there.new - here.new > APART:
            islands.append([])
        islands[-1].append(there)
    return islands


def _surplus(alignment: Alignment, box: Box, islands: list[list[Pair]], n: int) -> float:
    """What the island weighs beyond what it must."""
    island = islands[n]
    before = islands[n - 1][-1] if n else (box.old - 1, box.new - 1)
    after = islands[n + 1][0] if n + 1 < len(islands) else (box.old_end, box.new_end)
    area = (after[0] - before[0]) * (after[1] - before[1])
    first, last = island[0], island[-1]
    touches = (n == 0 and first.old - box.old < CORNER and first.new - box.new < CORNER) or (
        n == len(islands) - 1 and box.old_end - last.old <= CORNER and box.new_end - last.new <= CORNER
    )
    need = WEIGHT_PER_AREA * math.log(area + 1) * (0.5 if touches else 1.0)
    return sum(alignment.weight[pair.old] for pair in island) - need

"""Lonely matches taken out again: a word or two that chance explains, with nothing but holes around them."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.anchoring.align.alignment import Alignment, Box
    from reader.anchoring.align.chaining import Pair

# Matches further apart than this, on either side, do not vouch for each other.
APART = 3
# Equal words turn up in a larger empty area by chance the more often the larger it is: an island must weigh this much
# for every factor of e, half of that where it touches a corner and so has a neighbour outside of the gap.
WEIGHT_PER_AREA = 0.15
CORNER = 2


def without_islands(alignment: Alignment, box: Box, chain: list[Pair]) -> list[Pair]:
    """`chain` without its islands that are too light, the worst first: taking one out makes the next lonelier."""
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

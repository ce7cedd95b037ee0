"""The spine is the words that surely stayed: the heaviest chain of runs around word sequences unique on either side."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from reader.anchoring.align.alignment import Alignment, Box, Run
from reader.anchoring.align.prefixmax import PrefixMaximum

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Overlapping runs are neighbours in the sorted list; looking back at a few finds them all but in made-up texts.
LOOK_BACK = 6


def unique_runs(alignment: Alignment, box: Box, k: int) -> list[Run]:
    """Find maximal equal runs inside `box` around every sequence of `k` words that stands exactly once on both
    sides.
    """
    if min(box.old_end - box.old, box.new_end - box.new) < k:
        return []
    a, b = alignment.a, alignment.b
    here, there = _once(a, box.old, box.old_end, k), _once(b, box.new, box.new_end, k)
    reached: dict[int, int] = {}
    runs = []
    for gram, i in here.items():
        j = there.get(gram, -1)
        if i < 0 or j < 0 or reached.get(i - j, -1) > i:
            continue
        run = _extended(a, b, box, Run(i, j, k))
        reached[i - j] = run.old + run.length
        runs.append(run)
    return sorted(runs)


def _once(words: Sequence[int], start: int, end: int, k: int) -> dict[bytes, int]:
    """Where each sequence of `k` words starts, in order; -1 for those that come again."""
    # Slices of bytes: tuples of numbers take twice as long, most of it in the garbage collector.
    numbers = array("i", words[start:end])
    size, data = numbers.itemsize, numbers.tobytes()
    found: dict[bytes, int] = {}
    for place in range(len(numbers) - k + 1):
        gram = data[place * size : (place + k) * size]
        found[gram] = -1 if gram in found else start + place
    return found


def _extended(a: Sequence[int], b: Sequence[int], box: Box, run: Run) -> Run:
    i, j, length = run
    end, new_end = i + length, j + length
    while i > box.old and j > box.new and a[i - 1] == b[j - 1]:
        i, j = i - 1, j - 1
    while end < box.old_end and new_end < box.new_end and a[end] == b[new_end]:
        end, new_end = end + 1, new_end + 1
    return Run(i, j, end - i)


def heaviest_chain(alignment: Alignment, runs: list[Run]) -> list[Run]:
    """Keep of `runs`, sorted, those that hold their order on both sides and weigh most together; overlaps are cut
    off.
    """
    if not runs:
        return []
    best, previous = _scores(alignment, runs)
    at = max(range(len(runs)), key=best.__getitem__)
    chain = []
    while at >= 0:
        chain.append(runs[at])
        at = previous[at]
    return _cut(reversed(chain))


def _scores(alignment: Alignment, runs: list[Run]) -> tuple[list[float], list[int]]:
    """For each run the weight of the heaviest chain that it ends, and the run before it there."""
    weights = [alignment.weigh(run.old, run.old + run.length) for run in runs]
    best, previous = weights[:], [-1] * len(runs)
    starts = sorted({run.new for run in runs})
    ended = PrefixMaximum(len(starts) + 1)
    open_runs: list[tuple[int, int]] = []
    for at, run in enumerate(runs):
        while open_runs and open_runs[0][0] <= run.old:
            _, other = heappop(open_runs)
            ended.put(bisect_left(starts, runs[other].new + runs[other].length), best[other], other)
        weight, other = ended.best(bisect_left(starts, run.new) + 1)
        if other >= 0:
            best[at], previous[at] = weight + weights[at], other
        for other in range(max(0, at - LOOK_BACK), at):
            overlap = _overlap(runs[other], run)
            if overlap:
                weight = best[other] + alignment.weigh(run.old + overlap, run.old + run.length)
                if weight > best[at]:
                    best[at], previous[at] = weight, other
        heappush(open_runs, (run.old + run.length, at))
    return best, previous


def _overlap(one: Run, other: Run) -> int:
    """How many words `other` loses when it follows `one`; 0 when there is no overlap, or nothing would be left."""
    if one.old >= other.old or one.new >= other.new:
        return 0
    overlap = max(one.old + one.length - other.old, one.new + one.length - other.new)
    return overlap if 0 < overlap < min(one.length, other.length) else 0


def _cut(chain: Iterable[Run]) -> list[Run]:
    kept: list[Run] = []
    end = new_end = 0
    for i, j, length in chain:
        overlap = max(end - i, new_end - j, 0)
        if overlap < length:
            end, new_end = i + length, j + length
            kept.append(Run(i + overlap, j + overlap, length - overlap))
    return kept

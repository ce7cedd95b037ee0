"""One small gap is aligned by the best chain of equal and look-alike words, in which every hole has its price.

A word earns its weight. A hole costs less than two rare words and more than one common one, so that an isolated
"the" never pays for the two holes it makes, while a few words put in place of a few others stay cheap.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel

from reader.anchoring.align.prefixmax import PrefixMaximum

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.anchoring.align.alignment import Alignment, Box

# Prices in units of word weight (alignment.py), fitted on edit histories: a hole on one side; each word of a small
# replaced piece; each word of a small insertion or deletion, or by which a small replaced piece grew.
HOLE = 0.60
REPLACED_WORD = 0.20
INSERTED_WORD = 0.15
# Holes of up to this many words a side are small. More changes nothing measurable and costs time with its square.
SMALL = 3

# A word counts as a misspelling or an inflection of another with the same first letters from this similarity on.
ALIKE = 0.75
ALIKE_WORTH = 0.75
SHORTEST_ALIKE = 4
COMMON_START = 3
# Above this many word pairs look-alikes are not looked for, and words with the most candidates are left out: what
# is that large and that alike is a table or a refrain, where single words prove nothing.
AREA_FOR_LOOKALIKES = 40_000
MOST_PAIRS = 5_000


def _price(gone: int, come: int) -> float:
    if not gone or not come:
        return min(HOLE, INSERTED_WORD * (gone + come))
    return min(2 * HOLE, REPLACED_WORD * max(gone, come) + INSERTED_WORD / 2 * abs(gone - come))


_PRICES = [[_price(gone, come) for come in range(SMALL + 1)] for gone in range(SMALL + 1)]
_STEPS = [(gone + 1, list(enumerate(prices, 1))) for gone, prices in enumerate(_PRICES)]


class Pair(NamedTuple):
    """A `Pair` is an old and a new word that may be the same one."""

    old: int
    new: int


def price(gone: int, come: int) -> float:
    """Return what a hole of `gone` old and `come` new words costs."""
    if gone > SMALL or come > SMALL:
        return HOLE * ((gone > 0) + (come > 0))
    return _PRICES[gone][come]


def best_chain(alignment: Alignment, box: Box) -> list[Pair]:
    """Return the pairs that earn more than their holes cost, in order on both sides; may be empty."""
    return _Chain(box).through(_rows(alignment, box))


def _rows(alignment: Alignment, box: Box) -> Iterator[tuple[int, list[tuple[int, float]]]]:
    """For each old word with candidates: the new words it may be, in order, with what the pair is worth."""
    a, weight = alignment.a, alignment.weight
    where: defaultdict[int, list[int]] = defaultdict(list)
    for j in range(box.new, box.new_end):
        where[alignment.b[j]].append(j)
    pairs = sum(len(where.get(number, ())) for number in a[box.old : box.old_end])
    most = max(2, MOST_PAIRS // (box.old_end - box.old)) if pairs > MOST_PAIRS else pairs
    alike = _lookalikes(alignment, box, where) if box.area <= AREA_FOR_LOOKALIKES else {}
    for i in range(box.old, box.old_end):
        equal = where.get(a[i], ())
        row = [(j, weight[i]) for j in equal] if len(equal) <= most else []
        if a[i] in alike:
            row += [
                (j, min(weight[i], alignment.weight_of[number]) * ALIKE_WORTH * similarity)
                for number, similarity in alike[a[i]]
                for j in where[number]
            ]
            row.sort()
        if row:
            yield i, row


def _lookalikes(alignment: Alignment, box: Box, where: dict[int, list[int]]) -> dict[int, list[tuple[int, float]]]:
    """For old words, by number, the new ones that are nearly spelled so, and how nearly."""
    by_start: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for number, places in where.items():
        word = alignment.new.keys[places[0]]
        if len(word) >= SHORTEST_ALIKE:
            by_start[word[:COMMON_START]].append((word, number))
    found = {}
    for i in range(box.old, box.old_end):
        word, number = alignment.old.keys[i], alignment.a[i]
        if number in found or len(word) < SHORTEST_ALIKE:
            continue
        near = [
            (other, Indel.normalized_similarity(word, spelled))
            for spelled, other in by_start.get(word[:COMMON_START], ())
            if other != number
        ]
        near = [(other, similarity) for other, similarity in near if similarity >= ALIKE]
        if near:
            found[number] = near
    return found


class _Chain:
    """The best chain ending at each pair, kept row by row (a row is an old word).

    The pair before is sought where its hole would be cheapest: in the last few rows (a small hole), in the row
    before and in the column before (a hole on one side), and anywhere before (two holes).
    """

    def __init__(self, box: Box) -> None:
        self.box = box
        self.pairs: list[tuple[int, int]] = []
        self.before: list[int] = []
        self.scores: list[float] = []
        self.rows: dict[int, dict[int, int]] = {}
        self.columns: dict[int, int] = {}
        self.anywhere = PrefixMaximum(box.new_end - box.new + 1)

    def through(self, rows: Iterator[tuple[int, list[tuple[int, float]]]]) -> list[Pair]:
        """The best chain through the candidates in `rows`."""
        best, last = 0.0, -1
        for i, candidates in rows:
            first = len(self.pairs)
            self._add_row(i, candidates)
            for at in range(first, len(self.pairs)):
                if self.scores[at] > best:  # or its hole at the end need not be priced
                    score = self.scores[at] - price(self.box.old_end - 1 - i, self.box.new_end - 1 - self.pairs[at][1])
                    if score > best:
                        best, last = score, at
        chain = []
        while last >= 0:
            chain.append(Pair(*self.pairs[last]))
            last = self.before[last]
        return chain[::-1]

    def _add_row(self, i: int, candidates: list[tuple[int, float]]) -> None:
        row: dict[int, int] = {}
        nearby = [(steps, self.rows[i - back]) for back, steps in _STEPS if i - back in self.rows]
        above, best_above = self._running_best(i - 1)
        for j, worth in candidates:
            score, before = self._best_before(i, j, nearby)
            left = bisect_left(above, j - 1) if above else 0
            if left and self.scores[best_above[left - 1]] - HOLE > score:
                before = best_above[left - 1]
                score = self.scores[before] - HOLE
            row[j] = len(self.pairs)
            self.pairs.append((i, j))
            self.scores.append(score + worth)
            self.before.append(before)
        for j, at in row.items():
            self.anywhere.put(j - self.box.new, self.scores[at], at)
            if j not in self.columns or self.scores[at] > self.scores[self.columns[j]]:
                self.columns[j] = at
        self.rows.pop(i - SMALL - 2, None)
        self.rows[i] = row

    def _running_best(self, i: int) -> tuple[list[int], list[int]]:
        """The new words of the row `i`, in order, and for each the best pair up to it."""
        row = self.rows.get(i, {})
        best: list[int] = []
        for at in row.values():
            best.append(at if not best or self.scores[at] > self.scores[best[-1]] else best[-1])
        return list(row), best

    def _best_before(
        self, i: int, j: int, nearby: list[tuple[list[tuple[int, float]], dict[int, int]]]
    ) -> tuple[float, int]:
        scores = self.scores
        far, before = self.anywhere.best(j - self.box.new)
        score = far - 2 * HOLE
        corner = -price(i - self.box.old, j - self.box.new)
        if before < 0 or corner >= score:
            score, before = corner, -1
        at = self.columns.get(j - 1, -1)
        if at >= 0 and scores[at] - HOLE > score:
            score, before = scores[at] - HOLE, at
        for steps, row in nearby:
            for new, cost in steps:
                if j - new in row:
                    at = row[j - new]
                    if scores[at] - cost > score:
                        score, before = scores[at] - cost, at
        return score, before

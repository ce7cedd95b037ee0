"""Passages that moved are found by words still free on both sides that are rare, close together and in one order."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise, product
from typing import TYPE_CHECKING, TypeVar

from reader.anchoring.align.alignment import FREE, Box, Run
from reader.anchoring.align.chaining import HOLE
from reader.anchoring.align.contests import contest, contest_inside
from reader.anchoring.align.gaps import fill, fill_by_chaining, fill_head, fill_tail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.anchoring.align.alignment import Alignment

Pair = tuple[int, int]
T = TypeVar("T", int, Pair)

# A free word is rare when its free places pair up in at most this many ways; two words together may in twice as many.
RARE = 20
# More pairs than this are no moved passages but one text full of refrains; there the spine has to do.
MOST_PAIRS = 30_000
# Two pairs belong together within this many words; every word in between costs a little.
REACH = 10
COST_PER_WORD = 0.03
# Bounds the look back where one word stands in a row many times.
MOST_LOOKED_AT = 80
UNBROKEN = 0.1
# What a moved passage must be: three rare or about five ordinary words heavy, and not mostly holes.
HEAVY = 4.0
DENSE = 0.3
# How far beyond its rare words a passage may go on.
MARGIN = 25
NO_SPLITS = 9


def find_moves(alignment: Alignment) -> None:
    """Match what moved, the heaviest passage first, each as a piece of its own."""
    pairs = sorted(_rare_pairs(alignment))
    if not pairs or len(pairs) > MOST_PAIRS:
        return
    scores, before = _chains(alignment, pairs)
    for at in sorted(range(len(pairs)), key=lambda at: -scores[at]):
        if scores[at] < HEAVY:
            break
        passage = []
        while at >= 0 and _is_free(alignment, pairs[at]):
            passage.append(pairs[at])
            at = before[at]
        if _holds(alignment, passage[::-1]):
            _match(alignment, passage[::-1])


def _is_free(alignment: Alignment, pair: Pair) -> bool:
    return alignment.to_new[pair[0]] == FREE and alignment.to_old[pair[1]] == FREE


def _rare_pairs(alignment: Alignment) -> set[Pair]:
    """Free words that are rare, and both words of rare pairs of neighbours, each with what it may be."""
    old = [i for i, j in enumerate(alignment.to_new) if j == FREE]
    new = [j for j, i in enumerate(alignment.to_old) if i == FREE]
    a, b = alignment.a, alignment.b
    pairs = set(_equal(((a[i], i) for i in old), ((b[j], j) for j in new), RARE))
    for i, j in _equal(_bigrams(a, old), _bigrams(b, new), 2 * RARE):
        pairs |= {(i, j), (i + 1, j + 1)}
    return pairs


def _bigrams(numbers: list[int], free: list[int]) -> Iterator[tuple[Pair, int]]:
    return (((numbers[i], numbers[i + 1]), i) for i, following in pairwise(free) if following == i + 1)


def _equal(old: Iterable[tuple[T, int]], new: Iterable[tuple[T, int]], most: int) -> Iterator[Pair]:
    """Every old place with every new one where the same stands, if that makes at most `most` pairs."""
    theirs: defaultdict[T, list[int]] = defaultdict(list)
    for what, j in new:
        theirs[what].append(j)
    ours: defaultdict[T, list[int]] = defaultdict(list)
    for what, i in old:
        if what in theirs:
            ours[what].append(i)
    for what, places in ours.items():
        if len(places) * len(theirs[what]) <= most:
            yield from product(places, theirs[what])


def _chains(alignment: Alignment, pairs: list[Pair]) -> tuple[list[float], list[int]]:
    """For each pair the score of the best passage that it ends, and the pair before it there."""
    scores, before = [0.0] * len(pairs), [-1] * len(pairs)
    known = {pair: at for at, pair in enumerate(pairs)}
    first = 0
    for at, (i, j) in enumerate(pairs):
        while pairs[first][0] < i - REACH:
            first += 1
        diagonal = known.get((i - 1, j - 1))
        if diagonal is not None:
            # Whatever else may come before this pair may come before that one.
            scores[at], before[at] = alignment.weight[i] + scores[diagonal] + UNBROKEN, diagonal
            continue
        best, found = 0.0, -1
        for other in range(at - 1, max(first, at - MOST_LOOKED_AT) - 1, -1):
            x, y = pairs[other]
            if j - REACH <= y < j and x < i:
                between = (i - x - 1) + (j - y - 1)
                score = scores[other] - COST_PER_WORD * between - (HOLE if between else 0)
                if score > best:
                    best, found = score, other
        scores[at], before[at] = alignment.weight[i] + best, found
    return scores, before


def _holds(alignment: Alignment, passage: list[Pair]) -> bool:
    if sum(alignment.weight[i] for i, _ in passage) < HEAVY:
        return False
    (i, j), (x, y) = passage[0], passage[-1]
    return len(passage) / (max(x - i, y - j) + 1) >= DENSE


def _match(alignment: Alignment, passage: list[Pair]) -> None:
    """Match the pairs of the passage, what lies between them, and what goes on beside it, free or won from others."""
    piece = alignment.pieces
    alignment.pieces += 1
    for i, j in passage:
        alignment.match(Run(i, j, 1), piece)
    for (i, j), (x, y) in pairwise(passage):
        between = Box(i + 1, x, j + 1, y)
        if not between.area:
            continue
        if alignment.is_free(between):
            fill(alignment, between, piece, NO_SPLITS)
        else:
            contest_inside(alignment, piece, between)
    (i, j), (x, y) = passage[0], passage[-1]
    before = Box(i - _free_before(alignment.to_new, i), i, j - _free_before(alignment.to_old, j), j)
    after = Box(x + 1, x + 1 + _free_after(alignment.to_new, x), y + 1, y + 1 + _free_after(alignment.to_old, y))
    # The far corner of either is no anchor, so only the near one is filled first.
    fill_by_chaining(alignment, fill_tail(alignment, before, piece), piece)
    fill_by_chaining(alignment, fill_head(alignment, after, piece), piece)
    moved = [k for k in range(before.old, after.old_end) if alignment.piece[k] == piece and alignment.to_new[k] != FREE]
    contest(alignment, piece, moved[0], moved[-1])


def _free_before(counterparts: list[int], at: int) -> int:
    count = 0
    while count < MARGIN and at - count > 0 and counterparts[at - count - 1] == FREE:
        count += 1
    return count


def _free_after(counterparts: list[int], at: int) -> int:
    count = 0
    while count < MARGIN and at + count + 1 < len(counterparts) and counterparts[at + count + 1] == FREE:
        count += 1
    return count

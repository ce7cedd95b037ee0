"""What surely stayed: runs around sequences that stand once on either side, and the heaviest chain of them."""

from __future__ import annotations

import pytest

from reader.anchoring.align.alignment import Box, Run
from reader.anchoring.align.spine import heaviest_chain, unique_runs
from tests.anchoring.laying import laid, whole


@pytest.mark.parametrize(
    ("old", "new", "k", "runs"),
    [
        ("a b c", "a b c", 1, [Run(0, 0, 3)]),
        ("a b c", "x a b y", 2, [Run(0, 1, 2)]),
        ("a b a b", "a b", 2, []),  # it stands twice on one side
        ("a b a b", "a b", 1, []),
        ("a a b a a", "a a b a a", 1, [Run(0, 0, 5)]),  # the one unique word takes its neighbours along
        ("a b c d", "c d a b", 2, [Run(0, 2, 2), Run(2, 0, 2)]),
        ("a b", "a b c", 3, []),  # longer than a side
        ("", "a", 1, []),
    ],
)
def test_runs_around_what_stands_once(old: str, new: str, k: int, runs: list[Run]) -> None:
    alignment = laid(old, new)
    assert unique_runs(alignment, whole(alignment), k) == runs


def test_a_run_ends_at_its_box() -> None:
    alignment = laid("a b c d e", "a b c d e")
    assert unique_runs(alignment, Box(1, 4, 0, 4), 1) == [Run(1, 1, 3)]


@pytest.mark.parametrize(
    ("runs", "chain"),
    [
        ([], []),
        ([Run(0, 0, 2), Run(3, 4, 2)], [Run(0, 0, 2), Run(3, 4, 2)]),
        ([Run(0, 5, 2), Run(2, 0, 4)], [Run(2, 0, 4)]),  # they cross: the heavier one
        ([Run(0, 0, 3), Run(2, 3, 3)], [Run(0, 0, 3), Run(3, 4, 2)]),  # what overlaps is cut off the second
        ([Run(0, 0, 1), Run(1, 4, 1), Run(2, 1, 2), Run(4, 3, 1)], [Run(0, 0, 1), Run(2, 1, 2), Run(4, 3, 1)]),
    ],
)
def test_the_heaviest_chain_keeps_the_order_on_both_sides(runs: list[Run], chain: list[Run]) -> None:
    assert heaviest_chain(laid("a b c d e f", "g h i j k l"), runs) == chain

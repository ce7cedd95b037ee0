"""A gap filled: from its corners, by what is unique in it, by chaining; and without islands."""

from __future__ import annotations

import pytest

from reader.anchoring.align.alignment import Box
from reader.anchoring.align.chaining import Pair
from reader.anchoring.align.gaps import APART, drop_islands, fill, fill_head, fill_tail
from tests.anchoring.laying import laid, matches, whole


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ("a b c", "a b d", Box(2, 3, 2, 3)),
        ("a b", "a b", Box(2, 2, 2, 2)),
        ("a b", "a b c d", Box(2, 2, 2, 4)),
        ("b a", "a b", Box(0, 2, 0, 2)),
    ],
)
def test_the_first_corner(old: str, new: str, left: Box) -> None:
    alignment = laid(old, new)
    assert fill_head(alignment, whole(alignment), 0) == left
    assert alignment.to_new[: left.old] == list(range(left.old))


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ("c a b", "d a b", Box(0, 1, 0, 1)),
        ("a b", "a b", Box(0, 0, 0, 0)),
        ("a b", "c d a b", Box(0, 0, 0, 2)),
        ("a b", "b a", Box(0, 2, 0, 2)),
    ],
)
def test_the_last_corner(old: str, new: str, left: Box) -> None:
    alignment = laid(old, new)
    assert fill_tail(alignment, whole(alignment), 0) == left


def test_a_corner_of_a_box_is_no_corner_of_the_text() -> None:
    alignment = laid("x a b y", "z a c y")
    assert fill_head(alignment, Box(1, 3, 1, 3), 0) == Box(2, 3, 2, 3)
    assert fill_tail(alignment, Box(2, 4, 2, 4), 0) == Box(2, 3, 2, 3)
    assert matches(alignment) == "a=1 y=3"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("sand wind tide", "sand storm tide", "sand=0 tide=2"),
        ("sand wind tide", "sand tide", "sand=0 tide=1"),
        ("sand tide", "rain sand snow tide hail", "sand=1 tide=3"),
        ("sand wind tide rain", "snow hail", ""),
    ],
)
def test_a_gap_is_filled(old: str, new: str, found: str) -> None:
    alignment = laid(old, new)
    fill(alignment, whole(alignment))
    assert matches(alignment) == found


def test_a_large_gap_is_split_at_what_is_unique_in_it() -> None:
    old = [f"o{n}" for n in range(60)]
    new = [f"n{n}" for n in range(60)]
    old[30:33] = new[20:23] = ["grafted", "orchard", "deceit"]
    alignment = laid(" ".join(old), " ".join(new))
    fill(alignment, whole(alignment))
    assert matches(alignment) == "grafted=20 orchard=21 deceit=22"


def test_a_lonely_common_word_in_a_large_gap_is_an_island() -> None:
    words = " ".join(["the"] * 8)
    alignment = laid(
        f"{' '.join(f'o{n}' for n in range(40))} {words}", f"{' '.join(f'n{n}' for n in range(40))} {words}"
    )
    box = Box(0, 40, 0, 40)
    alone = Pair(20, 20)
    alignment.weight[20] = alignment.weight[-1]
    assert drop_islands(alignment, box, [alone]) == []
    alignment.weight[20] = 9.0
    assert drop_islands(alignment, box, [alone]) == [alone]


def test_matches_that_are_near_vouch_for_each_other() -> None:
    alignment = laid(" ".join(f"o{n}" for n in range(80)), " ".join(f"n{n}" for n in range(80)))
    box = Box(0, 80, 0, 80)
    near = [Pair(40, 40), Pair(40 + APART, 40 + APART)]
    apart = [Pair(40, 40), Pair(40 + APART + 1, 40)]
    need = 1.35  # of one that stands alone in a gap of 80 words a side: 0.15 * ln(81 * 81 + 1)
    for pair in (*near, *apart):
        alignment.weight[pair.old] = need / 2 + 0.05
    assert drop_islands(alignment, box, near) == near
    assert drop_islands(alignment, box, [Pair(40, 39), Pair(44, 44)]) == []


def test_an_island_at_a_corner_needs_half() -> None:
    alignment = laid(" ".join(f"o{n}" for n in range(80)), " ".join(f"n{n}" for n in range(80)))
    box = Box(0, 80, 0, 80)
    for place in (1, 40, 78):
        alignment.weight[place] = 0.8
    assert drop_islands(alignment, box, [Pair(1, 1)]) == [Pair(1, 1)]
    assert drop_islands(alignment, box, [Pair(40, 40)]) == []
    assert drop_islands(alignment, box, [Pair(78, 78)]) == [Pair(78, 78)]

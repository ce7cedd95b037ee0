"""The best chain of a small gap: what words earn, and what the holes between them cost."""

from __future__ import annotations

import pytest

from reader.anchoring.align.chaining import ALIKE, HOLE, INSERTED_WORD, REPLACED_WORD, SMALL, best_chain, price
from tests.anchoring.laying import laid, whole


@pytest.mark.parametrize(
    ("gone", "come", "cost"),
    [
        (0, 0, 0.0),
        (1, 0, INSERTED_WORD),
        (0, 3, 3 * INSERTED_WORD),
        (1, 1, REPLACED_WORD),
        (1, 2, 2 * REPLACED_WORD + INSERTED_WORD / 2),
        (3, 3, 3 * REPLACED_WORD),
        (SMALL + 1, 0, HOLE),
        (SMALL + 1, 1, 2 * HOLE),
        (90, 90, 2 * HOLE),
    ],
)
def test_what_a_hole_costs(gone: int, come: int, cost: float) -> None:
    assert price(gone, come) == pytest.approx(cost)


def test_no_hole_costs_more_than_two_and_either_side_costs_the_same() -> None:
    for gone in range(6):
        for come in range(6):
            assert price(gone, come) == price(come, gone) <= 2 * HOLE


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ("sand wind tide", "sand wind tide", [(0, 0), (1, 1), (2, 2)]),
        ("sand wind tide", "sand storm tide", [(0, 0), (2, 2)]),
        ("sand tide", "sand and wind and tide", [(0, 0), (1, 4)]),
        ("harbour", "harbours", [(0, 0)]),  # spelled nearly the same
        ("sand", "band", []),  # three letters must begin both
        ("win", "wins", []),  # too short to be alike
        ("consider", "construct", []),  # alike at the beginning only
        ("sand wind", "wind sand", [(0, 1)]),  # no order holds both
        ("", "sand", []),
    ],
)
def test_the_chain_that_earns_most(old: str, new: str, pairs: list[tuple[int, int]]) -> None:
    alignment = laid(old, new)
    assert [tuple(pair) for pair in best_chain(alignment, whole(alignment))] == pairs


def test_a_common_word_alone_does_not_pay_for_its_holes() -> None:
    old = "the one the two the three the four the five the"
    new = "the six the seven the eight the nine the ten the"
    alignment = laid(f"aa bb cc dd the ee ff gg hh {old}", f"ii jj kk ll the mm nn oo pp {new}")
    box = whole(alignment)._replace(old_end=9, new_end=9)
    assert best_chain(alignment, box) == []


def test_how_alike_words_must_be_is_held() -> None:
    # Eight letters of each are the other's: 2 * 8 / (10 + 11) = 0.76, and 2 * 7 / (10 + 10) = 0.70.
    assert 0.70 < ALIKE < 0.76
    near, far = laid("harbourabc", "harbouradef"), laid("harbourabc", "harbourdef")
    assert best_chain(near, whole(near))
    assert not best_chain(far, whole(far))

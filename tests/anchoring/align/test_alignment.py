"""What is known about two texts, and what a word weighs."""

from __future__ import annotations

import pytest

from reader.anchoring.align.alignment import FREE, LIGHTEST, SPINE, SPREAD, Box, Run
from tests.anchoring.laying import laid, matches


@pytest.mark.parametrize(
    ("box", "area"), [(Box(0, 2, 0, 3), 6), (Box(2, 2, 0, 3), 0), (Box(3, 2, 0, 3), 0), (Box(0, 1, 5, 4), 0)]
)
def test_a_box_with_an_empty_side_has_no_area(box: Box, area: int) -> None:
    assert box.area == area


def test_rare_words_weigh_more_and_none_leaves_the_scale() -> None:
    alignment = laid("the sand the wind the tide the", "the sea")
    the, sand = alignment.weight[0], alignment.weight[1]
    assert LIGHTEST < the < sand == pytest.approx(LIGHTEST + SPREAD)
    assert alignment.weigh(0, 3) == pytest.approx(2 * the + sand)
    assert alignment.weigh(2, 2) == 0


def test_words_are_paired_and_parted() -> None:
    alignment = laid("sand wind tide", "sand winds tide")
    alignment.match(Run(0, 0, 1))
    alignment.pair(1, 1, piece=1)
    assert (matches(alignment), alignment.alike) == ("sand=0 wind=1'", {1})
    assert not alignment.is_free(Box(0, 3, 2, 3))
    assert not alignment.is_free(Box(2, 3, 0, 2))
    assert alignment.is_free(Box(2, 3, 2, 3))
    alignment.part(1)
    assert (alignment.to_new, alignment.to_old, alignment.alike) == ([0, FREE, FREE], [0, FREE, FREE], set())


def test_a_larger_text_weighs_the_words_of_its_pieces() -> None:
    alone = laid("sand wind", "sand wind")
    assert alone.weight[0] == alone.weight[1]
    assert alone.piece == [SPINE, SPINE]

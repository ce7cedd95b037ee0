"""Insertions and deletions put where an editor would see them."""

from __future__ import annotations

import pytest

from reader.anchoring.align.alignment import Run
from reader.anchoring.align.slides import FURTHEST, slide
from tests.anchoring.laying import laid, matches


@pytest.mark.parametrize(
    ("old", "new", "runs", "found"),
    [
        # The new sentence is "b. a" or "a b.": it ends where sentences do.
        ("x. a b. y", "x. a b. a b. y", [Run(0, 0, 2), Run(2, 4, 2)], "x=0 a=3 b=4 y=5"),
        ("x. a b. y", "x. a b. a b. y", [Run(0, 0, 1), Run(1, 3, 3)], "x=0 a=3 b=4 y=5"),
        # What begins within a sentence slides on to where one ends.
        ("p q. r", "p q. z q. r", [Run(0, 0, 1), Run(1, 3, 2)], "p=0 q=1 r=4"),
        # The same words taken out.
        ("x. a b. a b. y", "x. a b. y", [Run(0, 0, 2), Run(4, 2, 2)], "x=0 a=1 b=2 y=3"),
        # Where nothing is repeated, there is nothing to slide.
        ("x y", "x a b y", [Run(0, 0, 1), Run(1, 3, 1)], "x=0 y=3"),
        # A paragraph is put in as a paragraph.
        (
            "x\n\na b\n\nz",
            "x\n\na b\n\na c\n\nz",
            [Run(0, 0, 2), Run(2, 4, 0), Run(2, 2, 1), Run(3, 5, 1)],
            "x=0 a=1 b=2 z=5",
        ),
    ],
)
def test_the_ends_stand_at_the_stronger_boundaries(old: str, new: str, runs: list[Run], found: str) -> None:
    alignment = laid(old, new)
    for run in runs:
        alignment.match(run)
    slide(alignment)
    assert matches(alignment) == found
    assert all(alignment.to_old[j] == i for i, j in enumerate(alignment.to_new) if j >= 0)


def test_a_slide_goes_no_further_than_it_should() -> None:
    repeated = " ".join(["la"] * (2 * FURTHEST))
    alignment = laid(f"x. {repeated} y", f"x. {repeated} la y")
    count = 2 * FURTHEST
    alignment.match(Run(0, 0, count + 1))
    alignment.match(Run(count + 1, count + 2, 1))
    slide(alignment)
    # The first word after the sentence is too far away: the insertion stays at the end.
    assert alignment.to_new[1] == 1

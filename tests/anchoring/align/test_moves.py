"""Passages that changed their place, and the words beside them that others have."""

from __future__ import annotations

import pytest

from reader.anchoring.align.align import align
from reader.anchoring.align.alignment import Box, Run
from reader.anchoring.align.contests import contest_inside
from reader.anchoring.align.moves import find_moves
from reader.anchoring.words import Words
from tests.anchoring.laying import laid, matches

MOVED = "grafting is an old deceit"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (f"{MOVED} sand", f"sand {MOVED}", "grafting=1' is=2' an=3' old=4' deceit=5' sand=0"),
        ("deceit sand", "sand deceit", "sand=0"),  # one word is moved by chance
        # An edited passage is followed, and its new word has no counterpart.
        (f"{MOVED} sand", "sand grafting is an very old deceit", "grafting=1' is=2' an=3' old=5' deceit=6' sand=0"),
    ],
)
def test_what_moved_is_a_piece_of_its_own(old: str, new: str, found: str) -> None:
    alignment = laid(old, new)
    old_at, new_at = len(alignment.old) - 1 if old.endswith("sand") else 1, 0
    alignment.match(Run(old_at, new_at, 1))
    find_moves(alignment)
    assert matches(alignment) == found


def test_a_word_that_stands_everywhere_moves_nothing() -> None:
    alignment = laid(" ".join(["la"] * 30) + " sand", "sand " + " ".join(["la"] * 30))
    alignment.match(Run(30, 0, 1))
    find_moves(alignment)
    assert matches(alignment) == "sand=0"


def test_what_moved_takes_its_words_from_what_was_put_in_its_place() -> None:
    first = "The ferry crosses twice. See the reference below."
    second = "Cider rests until spring. See the reference above."
    alignment = align(Words(f"{first}\n\n{second}"), Words(f"{second}\n\n{first}"))
    words = alignment.old.keys
    ferry = alignment.to_new[words.index("ferry")]
    see = alignment.to_new[words.index("see")]
    assert see - ferry == words.index("see") - words.index("ferry"), "they moved together"


def test_a_section_wins_what_it_shares_with_the_one_that_replaced_it() -> None:
    same = "see the manual page for this"
    moved = f"Harbour dues are paid at the office, {same}. Pilots wait outside the bar."
    other = f"Apple trees lean towards the western wall, {same}. Grafting needs a knife."
    alignment = align(Words(f"{moved}\n\n{other}\n\nEnd of it."), Words(f"{other}\n\n{moved}\n\nEnd of it."))
    for start in (0, len(Words(moved))):
        counterparts = alignment.to_new[start : start + 13]
        assert counterparts == list(range(counterparts[0], counterparts[0] + 13))


@pytest.mark.parametrize(("taken", "found"), [(True, {1: 4, 4: 1}), (False, {1: 1})])
def test_a_moved_passage_takes_a_word_inside_only_where_it_wins_more_than_it_takes(
    taken: bool, found: dict[int, int]
) -> None:
    alignment = laid("grafted wind orchard x wind", "grafted wind orchard y wind")
    for i in (0, 2):
        alignment.match(Run(i, i, 1), piece=1)
    if taken:
        alignment.match(Run(1, 4, 1))
        alignment.match(Run(4, 1, 1))
    contest_inside(alignment, 1, Box(1, 2, 1, 2))
    assert {i: j for i, j in enumerate(alignment.to_new) if j >= 0 and i not in (0, 2)} == found

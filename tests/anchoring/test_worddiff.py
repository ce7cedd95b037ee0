"""What was edited, as people are shown it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given

from reader.anchoring import WordChange, changes
from tests.anchoring.texts import HARBOUR, prose


def written(old: str, new: str) -> list[tuple[str, str, str]]:
    return [(one.kind, one.old.of(old), one.new.of(new)) for one in changes(old, new)]


@given(prose(), prose())
def test_the_pieces_make_up_both_texts(old: str, new: str) -> None:
    pieces = changes(old, new)
    assert "".join(one.old.of(old) for one in pieces) == old
    assert "".join(one.new.of(new) for one in pieces) == new
    for one in pieces:
        assert (one.kind == "equal") == (one.old.of(old) == one.new.of(new))
        assert (one.kind == "insert") == (not len(one.old))
        assert (one.kind == "delete") == (not len(one.new))
    assert all(one.kind != "equal" or other.kind != "equal" for one, other in pairwise(pieces))


@given(prose())
def test_an_unchanged_text_is_one_piece(text: str) -> None:
    (piece,) = changes(text, text)
    assert isinstance(piece, WordChange)
    assert piece.kind == "equal"


def test_a_sentence_put_in_is_one_insertion() -> None:
    new = HARBOUR.replace("Dues are paid", "Dogs are tolerated. Dues are paid")
    assert [piece for piece in written(HARBOUR, new) if piece[0] != "equal"] == [("insert", "", "Dogs are tolerated. ")]


def test_a_repeated_line_put_in_is_put_in_as_a_line() -> None:
    old = "- one more\n- one more time\n"
    new = "- one more\n- one more\n- one more time\n"
    assert [piece for piece in written(old, new) if piece[0] != "equal"] == [("insert", "", "- one more\n")]


def test_a_replaced_word_is_replaced_whole() -> None:
    assert [piece for piece in written("the cat sat", "the car sat") if piece[0] != "equal"] == [
        ("replace", "cat", "car")
    ]


def test_a_changed_sign_is_a_change() -> None:
    assert [piece for piece in written("Yes, it is.", "Yes; it is.") if piece[0] != "equal"] == [("replace", ",", ";")]

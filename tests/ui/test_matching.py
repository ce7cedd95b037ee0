"""Names found by what is typed of them."""

from __future__ import annotations

import pytest

from reader.ui.screens.command_palette import rank

NAMES = ("Highlight the sentence", "Next annotation", "Write a note", "Page note", "Undo")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("", "Highlight the sentence"),
        ("note", "Write a note"),
        ("page", "Page note"),
        ("wri no", "Write a note"),
        ("hihglight", "Highlight the sentence"),
        ("UNDO", "Undo"),
    ],
)
def test_the_likeliest_comes_first(typed: str, first: str) -> None:
    assert NAMES[rank(typed, NAMES)[0]] == first


def test_words_come_before_parts_of_words() -> None:
    assert rank("no", ("cannot", "a note")) == [1, 0]


def test_words_that_stand_together_come_before_words_that_stand_anywhere() -> None:
    lines = ("Open another\nRead a file or its text", "Read again\nRead its source anew")
    assert rank("read its", lines)[0] == rank("its source", lines)[0] == 1
    assert rank("read", lines)[0] == 1  # its first line begins so


def test_nothing_is_found_for_what_is_unlike_all() -> None:
    assert rank("zzzzzz", NAMES) == []

"""Tags as people write them on one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.tags import composed_tag, each_once, last_word, tag_of, tag_written, tags_of, tags_written

WORDS = st.text('ab é\u0301/#,"\\', min_size=1, max_size=8)


@given(WORDS)
def test_a_tag_that_is_written_is_read_back(word: str) -> None:
    tag = tag_of(word)
    if tag:
        assert tag_of(tag_written(tag)) == tag
        assert tags_of(tag_written(tag)) == (tag,)


@given(st.lists(WORDS, max_size=4))
def test_a_line_of_tags_is_read_back(words: list[str]) -> None:
    tags = tuple(dict.fromkeys(filter(None, map(tag_of, words))))
    assert tags_of(tags_written(tags)) == tags


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("", 0),
        ("law", 0),
        ("law ", 4),
        ("law, cl", 5),
        ("law,", 4),
        ('"two wo', 0),
        ('law "two wo', 4),
        ('law "two words"', 15),
        ('law "', 4),
        ('"a\\"', 0),
        ("   ", 3),
    ],
)
def test_where_the_word_begins_that_is_being_typed(line: str, begins: int) -> None:
    assert last_word(line) == begins


def test_a_letter_and_its_accent_are_one_sign() -> None:
    assert composed_tag("e\u0301tude") == "étude"
    assert each_once(["e\u0301", "law", "é", "law"]) == ("e\u0301", "law")

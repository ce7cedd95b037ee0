"""From words back to code points: the signs at the ends of a highlight."""

from __future__ import annotations

import pytest

from reader.anchoring import Anchored, carry
from reader.anchoring.ends import grow_left, grow_right
from reader.domain.span import Span


@pytest.mark.parametrize(
    ("signs", "text", "end", "limit", "found"),
    [
        (".", "sand. Wind", 4, 6, 5),
        ("", "sand. Wind", 4, 6, 4),
        (".", "sand, Wind", 4, 6, 4),
        (".)", "sand.) Wind", 4, 7, 6),
        (".)", "sand) Wind", 4, 6, 5),
        ("’", "sand' wind", 4, 6, 5),  # typography made one of the other
        (".", "sand . wind", 4, 7, 4),  # what stands behind a blank belongs to what comes next
        (" .", "sand . wind", 4, 7, 6),
        ("—", "sand\n\n— wind", 4, 8, 4),  # and so does another paragraph
    ],
)
def test_signs_that_stood_after_a_highlight(signs: str, text: str, end: int, limit: int, found: int) -> None:
    assert grow_right(signs, text, end, limit) == found


@pytest.mark.parametrize(
    ("signs", "text", "limit", "start", "found"),
    [
        ("“", "He said “sand", 7, 9, 8),
        ("“", 'He said "sand', 7, 9, 8),
        ("(", "He said “sand", 7, 9, 9),
        ("(“", "He said (“sand", 7, 10, 8),
        ("", "He said “sand", 7, 9, 9),
    ],
)
def test_signs_that_stood_before_a_highlight(signs: str, text: str, limit: int, start: int, found: int) -> None:
    assert grow_left(signs, text, limit, start) == found


@pytest.mark.parametrize(
    ("old", "new", "quote", "expected"),
    [
        ("He said “sand stays.” Then wind.", "He said: “sand stays.” Then wind.", "“sand stays.”", "“sand stays.”"),
        ("He said “sand stays.” Then wind.", 'He said "sand stays." Then wind.', "“sand stays.”", '"sand stays."'),
        ("All the sandstone stays here now.", "And all the sandstone stays here now.", "stone stays", "stone stays"),
        ("All the sandstone stays here now.", "And all the sandstone stays here now.", "the sand", "the sand"),
        ("See (the sand) stay here now.", "You see (the sand) stay here now.", "(the sand)", "(the sand)"),
    ],
)
def test_a_highlight_has_the_signs_that_it_had(old: str, new: str, quote: str, expected: str) -> None:
    start = old.index(quote)
    (answer,) = carry(old, new, [Span(start, start + len(quote))])
    assert answer.span is not None
    assert answer.span.of(new) == expected


def test_equal_texts_need_no_search() -> None:
    assert carry("a b", "a b", [Span(0, 1), Span(2, 3)]) == [Anchored(Span(0, 1), 1.0), Anchored(Span(2, 3), 1.0)]

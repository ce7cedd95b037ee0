"""Numbers in sentences, texts on one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.wording import counted, one_line, say_page


@pytest.mark.parametrize(("number", "said"), [(0, "0 notes"), (1, "1 note"), (2, "2 notes"), (10_000, "10000 notes")])
def test_one_is_one(number: int, said: str) -> None:
    assert counted(number, "note") == said


@given(st.text(st.characters() | st.sampled_from(" \n\t\u2028")))
def test_one_line_keeps_the_words(text: str) -> None:
    line = one_line(text)
    assert line.split() == text.split()
    assert line == " ".join(line.split())


def test_a_page_is_named_as_it_is_cited() -> None:
    assert [say_page(label) for label in ("12", "xii", "0:01:05")] == ["p. 12", "p. xii", "0:01:05"]

"""Sentences of any text. How many are cut rightly is measured in `test_quality`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.segment.sentences import sentences

PIECES = st.sampled_from(
    [
        *".!?…。？」)»”\"'“«([說 \n",
        *("\n\n", ". ", "e.g. ", "Mr. ", "J. ", "3.5 ", "the ", "The ", "He", "[1]", "１．", "…… "),
    ]
)
TEXTS = st.lists(PIECES | st.characters(exclude_categories=["Cs"]), max_size=40).map("".join)


def cut(text: str) -> list[str]:
    return [one.of(text) for one in sentences(text, 0, len(text))]


@given(TEXTS, st.data())
def test_sentences_tile_the_range(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = sentences(text, start, end)
    covered = {offset for one in found for offset in range(one.start, one.end)}
    assert sum(len(one) for one in found) == len(covered)
    assert found == sorted(found)
    assert all(start <= one.start < one.end <= end for one in found)
    assert all(one.of(text) == one.of(text).strip() for one in found)
    assert {at for at in range(start, end) if not text[at].isspace()} <= covered


@given(TEXTS, TEXTS)
def test_another_paragraph_changes_nothing_before_it(text: str, more: str) -> None:
    longer = f"{text}\n\n{more}"
    assert sentences(longer, 0, len(text)) == sentences(text, 0, len(text))
    before = [one for one in sentences(longer, 0, len(longer)) if one.start < len(text)]
    assert before == sentences(text, 0, len(text))


def test_no_sentence_goes_on_after_an_empty_line() -> None:
    assert cut("He met Mr.\n \nJones") == ["He met Mr.", "Jones"]


def test_a_line_end_is_a_blank() -> None:
    assert cut("One line\nand the next. Then\nmore.") == ["One line\nand the next.", "Then\nmore."]


@pytest.mark.parametrize(
    "one",
    [
        "J. R. R. Tolkien met Dr. C. S. Lewis at 5 p.m. on Jan. 3.",
        "“Why?” John asked.",
        "The bill (it was long!) passed.",
        "It was (Wait! Not now), Berlin said.",
        "It was (Wait! Not now) berlin.",
        "Am 3. Oktober kam Dr. Meier, z. B. mit dem Zug.",
        "「どこへ行くの？」と彼女は聞いた。",
        "The price is 3.50 at https://example.org/?Q=The and v2.0.1.",
        "... and so on.",
    ],
)
def test_stays_whole(one: str) -> None:
    assert cut(one) == [one]


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["e.g. ", "A. ", "(a. B ", ".”", ".[", "i said. ", "\n\n", "“. ", "3. "])
def test_the_work_grows_with_the_length_only(unit: str) -> None:
    # Ten thousand times the unit: a quadratic step anywhere would make this test take minutes.
    text = unit * (100_000 // len(unit))
    assert all(one.end <= len(text) for one in sentences(text, 0, len(text)))


def test_a_sentence_ends_within_brackets_after_which_another_begins() -> None:
    assert cut("It was (Wait! Not now) Berlin said.") == ["It was (Wait!", "Not now) Berlin said."]

"""Words in many scripts, and ends moved by words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.segment.words import word_back, word_end, word_on, word_start

TEXTS = st.text(st.sampled_from("ab. ’'-3日本のカ\u0301é\U0001f600\u200d\n"), min_size=1)


def cut(text: str) -> list[str]:
    words = []
    at = 0
    while at < len(text):
        end = word_end(text, at, len(text))
        words.append(text[at:end])
        at = end
    return [word for word in words if not word.isspace()]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("don’t stop", ["don’t", "stop"]),
        ("well-known", ["well", "-", "known"]),
        ("3.14 or 1,000.", ["3.14", "or", "1,000", "."]),
        ("‘quoted’ word", ["‘", "quoted", "’", "word"]),
        ("日本語のテキスト", ["日本語", "の", "テキスト"]),
        ("snake_case()", ["snake_case", "()"]),
        ("cafe\u0301!", ["cafe\u0301", "!"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("ok 👩‍🔬.", ["ok", "👩‍🔬", "."]),
        ("👍🏽!", ["👍🏽", "!"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert cut(text) == words


@given(TEXTS, st.data())
def test_start_and_end_belong_to_the_same_word(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text) - 1))
    start, end = word_start(text, offset), word_end(text, offset, len(text))
    assert start <= offset < end
    assert word_start(text, end - 1) == start
    assert word_end(text, start, len(text)) == end


@given(TEXTS, st.data())
def test_an_end_moves_by_words_and_stays_between_its_bounds(text: str, data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(text)))
    back, on = word_back(text, end, 0), word_on(text, end, len(text))
    assert 0 <= back <= end <= on <= len(text)
    assert back == end or not text[back - 1].isspace()
    assert on == end or not text[on - 1].isspace()


def test_a_highlight_shrinks_and_grows_by_a_word() -> None:
    text = "He said so. Then"
    assert [text[: word_back(text, end, 0)] for end in (11, 10, 7)] == ["He said so", "He said", "He"]
    assert word_back(text, 2, 0) == 2
    assert word_on(text, 7, len(text)) == 10
    assert word_on(text, 11, len(text)) == 16
    assert word_on(text, 11, 11) == 11


def test_a_cluster_of_ten_thousand_marks_is_one_step() -> None:
    text = "a" + "\u0301" * 10_000 + " b"
    assert word_end(text, 0, len(text)) == 10_001
    assert word_start(text, 10_000) == 0
    assert word_back(text, len(text), 0) == 10_001

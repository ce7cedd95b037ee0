"""What an index of words must not miss: whatever a pattern finds in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.search_pattern import fold
from reader.domain.search_words import Sought, is_odd, sought_words, words_of
from reader.library.phrases import find_seen_places

LETTERS = (
    "abfistxEIKS ',-.\n_0123½²…’“—\u00ad\u200b\u0301\u0308éÉøØłßẞæÆœﬁﬃſıİKÅµΣσςίᾳιйЙив한국가각港の海がハ\u3099"
    "שּׁب\u064eلا\u0640हिन्दी\u0345\u02bc\u1ab0\u2126ǆｶﾞガＡ№/～㈱(株)ǿǼأاêệ\u0323\u0302ʻ″\ufe0fکكیىيہهةۀ٣۳3カかガｶ״׳־şșٱ٫क\u093c\u0958ँ"
)
texts = st.text(st.sampled_from(LETTERS), max_size=24)


def may_stand(words: str, text: str) -> bool:
    """Whether the index would have the text looked through."""
    if is_odd(text):
        return True
    there = set(words_of(text))
    return all(any(_is(one, word) for word in there) for one in sought_words(words))


def _is(sought: Sought, word: str) -> bool:
    if sought.is_whole:
        return word == sought.word
    if sought.begins:
        return word.startswith(sought.word)
    return word.endswith(sought.word) if sought.ends else sought.word in word


@given(texts, texts, st.data())
def test_what_a_pattern_finds_has_its_words(words: str, text: str, data: st.DataObject) -> None:
    if data.draw(st.booleans()) and text:
        start = data.draw(st.integers(0, len(text) - 1))
        words = text[start : start + data.draw(st.integers(1, 8))]
    if find_seen_places(text, words):
        assert may_stand(words, text)


@given(texts, texts, st.data())
def test_what_a_query_finds_has_its_words(words: str, text: str, data: st.DataObject) -> None:
    if data.draw(st.booleans()) and text:
        start = data.draw(st.integers(0, len(text) - 1))
        words = text[start : start + data.draw(st.integers(1, 8))]
    if words.strip() and fold(words) in fold(text):
        assert may_stand(words, text)


@pytest.mark.parametrize(
    ("words", "text", "stands"),
    [
        ("arbo", "The harbour.", True),
        ("the harbour", "The harbour.", True),
        ("breathe sandy", "breathe the sandy", True),
        ("the sand", "Breathe sandy air", True),
        ("the sand", "them sandy", False),
        ("keeper's", "the keeper’s light", True),
        ("港の海", "この港の海は", True),
        ("港の山", "この港の海は", False),
        ("office", "an oﬃce", True),
        ("cafe", "un café", True),
    ],
)
def test_parts_of_words_and_signs(words: str, text: str, stands: bool) -> None:
    assert may_stand(words, text) is stands

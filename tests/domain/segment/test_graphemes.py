"""Grapheme clusters, against another implementation of UAX #29."""

from __future__ import annotations

import sys
import unicodedata

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from reader.domain.segment.graphemes import is_boundary, next_boundary, previous_boundary, snap
from reader.domain.span import Span

# A virama stands only after its consonant: `regex` joins it to a consonant after it whatever is before (GB9c asks
# for one on both sides).
UNITS = st.sampled_from(
    [
        *"ab \r\n\u200d\u0301\ufe0f\u0600\u0e33\u0903\u2764\u00a9\u0085\u200b\u0937\u0d4e",
        *"\uac00\uac01\u1100\u1161\u11a8\U0001f468\U0001f3fd\U0001f1e9\U0001f1ea",
        "\u0915\u094d",
        "\u1000\u1039",
    ]
)
TEXTS = st.lists(UNITS | st.characters(max_codepoint=0x2FF), max_size=12).map("".join)


def boundaries(text: str) -> list[int]:
    return [0, *(match.end() for match in regex.finditer(r"\X", text))] if text else [0]


@given(TEXTS)
@example("a\U0001f1e9\U0001f1ea\U0001f1e9\U0001f1ea.")
@example("\U0001f1e9\U0001f1ea\U0001f1e9")
def test_boundaries_are_those_of_the_regex_module(text: str) -> None:
    expected = boundaries(text)
    assert [at for at in range(len(text) + 1) if is_boundary(text, at)] == sorted({*expected, len(text)})


@given(TEXTS, st.data())
def test_next_and_previous_are_the_nearest(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    known = boundaries(text)
    assert next_boundary(text, offset) == min((at for at in known if at > offset), default=len(text))
    assert previous_boundary(text, offset) == max((at for at in known if at < offset), default=0)


@given(TEXTS, st.data())
def test_a_snapped_span_enters_no_cluster_and_loses_nothing(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    snapped = snap(text, span)
    assert is_boundary(text, snapped.start)
    assert is_boundary(text, snapped.end)
    assert snapped.covers(span) or not len(span)
    assert snap(text, snapped) == snapped


@pytest.mark.slow
def test_every_character_is_in_its_class() -> None:
    for code in (*range(0xD800), *range(0xE000, sys.maxunicode + 1)):
        if unicodedata.category(chr(code)) == "Cn":
            continue  # newer than this Python or never to be assigned
        for text in (f"a{chr(code)}", f"{chr(code)}a", f"\u2764\u200d{chr(code)}"):
            assert is_boundary(text, len(text) - 1) is (boundaries(text)[-2] == len(text) - 1), ascii(text)

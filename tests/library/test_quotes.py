"""Where a quotation stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.span import Span
from reader.library.phrases import find_places

TEXT = "“Don’t,” she said — and\nwent. Don't ask. THE END, the end."


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("she said - and went", ["she said — and\nwent"]),
        ("Don't", ["Don't"]),
        ('"Don\'t,"', ["“Don’t,”"]),
        ("the end", ["the end"]),
        ("tHe eNd", ["THE END", "the end"]),
        ("a.d", []),
        ("   ", []),
    ],
)
def test_places(quote: str, found: list[str]) -> None:
    assert [one.of(TEXT) for one in find_places(TEXT, quote)] == found


@given(st.text(min_size=1), st.data())
def test_every_piece_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    piece = text[start:end].strip()
    begin = text.find(piece, start)
    if piece:
        found = find_places(text, piece)
        assert found
        assert any(one.meets(Span(begin, begin + len(piece))) for one in found)

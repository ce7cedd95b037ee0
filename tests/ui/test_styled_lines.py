"""Lines of lists: cut, spread and wrapped to a width, nothing of them lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.ui.draw.cells import Styled, cut, line_width, pad_text, spread, wrap_line
from tests.ui.documents import WORDS

LINES = st.lists(st.builds(Styled, WORDS, st.sampled_from(["", "faint", "strong"])), max_size=4).map(tuple)
WIDTHS = st.integers(4, 80)


@given(LINES, WIDTHS)
def test_a_cut_line_fits(line: tuple[Styled, ...], width: int) -> None:
    assert line_width(cut(line, width)) <= width
    if line_width(line) <= width:
        assert cut(line, width) == line


@given(LINES, LINES, WIDTHS)
def test_a_spread_line_fills_the_width(left: tuple[Styled, ...], right: tuple[Styled, ...], width: int) -> None:
    assert line_width(spread(left, right, width)) == width


@given(LINES, WIDTHS)
def test_wrapped_rows_fit_and_hold_all_words(line: tuple[Styled, ...], width: int) -> None:
    rows = wrap_line(line, width)
    words = "".join(one.text for row in rows for one in row).split()
    assert "".join(words) == "".join("".join(one.text for one in line).split())
    # A single cluster may be wider than a very narrow row.
    assert all(line_width(row) <= max(width, 2) for row in rows)


def test_rows_after_the_first_stand_below_it() -> None:
    rows = wrap_line([Styled("one two three")], 9, (Styled("- "),))
    assert ["".join(one.text for one in row) for row in rows] == ["- one two", "  three"]


def test_columns_have_their_width() -> None:
    assert pad_text("ab", 4).text == "ab  "
    assert pad_text("ab", 4, right=True).text == "  ab"
    assert pad_text("abcdef", 4).text == "abc…"

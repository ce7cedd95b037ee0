"""Code points and cells."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.domain.segment.graphemes import is_boundary
from reader.ui.draw.cells import cell_map, drawn, fitted, is_narrow, width_of
from tests.ui.documents import WORDS


@given(st.one_of(WORDS, st.text(max_size=60)))
@settings(max_examples=200)
def test_the_map_goes_both_ways(text: str) -> None:
    cells = cell_map(text)
    assert cells.cells == sorted(cells.cells)
    assert cells.offsets[-1] == len(text)
    for offset in range(len(text)):
        start = cells.boundary_at(offset)
        assert start <= offset < cells.boundary_after(offset)
        assert cells.boundary_at(start) == start
        if cells.cell(cells.boundary_after(offset)) > cells.cell(offset):
            assert cells.offset(cells.cell(offset)) == start


@given(WORDS)
@settings(max_examples=200)
def test_boundaries_are_those_of_clusters(text: str) -> None:
    cells = cell_map(text)
    for offset in range(1, len(text)):
        if cells.boundary_at(offset) == offset and text[offset - 1].isalpha() and text[offset].isalpha():
            assert is_boundary(text, offset)


@given(WORDS, st.integers(0, 30))
@settings(max_examples=200)
def test_what_is_fitted_fits(text: str, cells: int) -> None:
    assert width_of(fitted(text, cells)) == cells


@given(st.text("abc é—…“”漢字かな한글àß¿→", max_size=40))
def test_widths_are_those_of_rich(text: str) -> None:
    assert width_of(text) == cell_len(text)


@pytest.mark.parametrize(("text", "cells"), [
    ("plain", 5),
    ("漢字", 4),
    ("👨\u200d👩\u200d👧", 2),
    ("🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f", 2),
    ("e\u0301te\u0301", 3),
    ("soft\u00adhyphen", 10),
    ("\x1b[2J", 4),
    ("\u202eabc", 4),
    ("a\u200bb", 2),
])  # fmt: skip
def test_widths(text: str, cells: int) -> None:
    assert width_of(text) == cells
    assert width_of(drawn(text)) == cells


def test_most_prose_is_narrow() -> None:
    assert is_narrow("“Quotes” – and dashes — and é…")
    assert not is_narrow("漢")
    assert not is_narrow("e\u0301")
    assert not is_narrow("\u00ad")

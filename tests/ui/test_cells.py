"""Code points and cells."""

from __future__ import annotations

import re
from unicodedata import category

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.domain.segment.graphemes import is_boundary
from reader.ui.draw.cells import cell_map, drawn, fit_to, is_narrow, pin_clusters, width_of
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
    assert width_of(fit_to(text, cells)) == cells


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


DISPUTED = ("❤️", "✈️", "1️⃣", "🇩🇪", "👍🏽", "👨‍👩‍👧", "🏳️‍🌈", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "🥺", "🫠", "🪿", "ب\u200dت", "क\u094d\u200dष")


@pytest.mark.parametrize("cluster", DISPUTED)
@pytest.mark.parametrize("drawn_as", ["as it is", "narrow", "wide", "not at all"])
def test_what_terminals_draw_in_other_widths_moves_nothing_and_covers_nothing(cluster: str, drawn_as: str) -> None:
    screen = pyte.Screen(30, 2)
    stream = pyte.Stream(screen)
    stream.feed("\x1b[?7l\x1b[1;1H" + "x" * 30 + "\x1b[2;1H" + "y" * 30)
    frame = pin_clusters(f"\x1b[1;1HA heart {cluster} beats, {cluster}.")
    # A terminal that takes one cell for it, and one that takes two.
    told = {"as it is": cluster, "narrow": "o", "wide": "〇", "not at all": ""}[drawn_as]
    stream.feed(frame.replace(cluster, told))
    cells = screen.buffer[0]
    two = 8 + width_of(cluster)
    assert "".join(cells[at].data for at in range(8)) == "A heart "
    assert "".join(cells[at].data for at in range(two, two + 8)) == " beats, "
    assert cells[two + 8 + width_of(cluster)].data == "."
    assert "x" not in {cells[at].data for at in range(8, two)}, "nothing of the screen before stays beside it"


@pytest.mark.parametrize("joins", [True, False])
@pytest.mark.parametrize("text", ["यह हिन्दी का वाक्य", "বাংলা ভাষা", "கொடி பூ", "ភាសាខ្មែរ"])
def test_a_vowel_beside_its_letter_is_not_written_over(text: str, *, joins: bool) -> None:
    # tmux, xterm and others give such a vowel a cell; some put it into the cell of its letter.
    shown: dict[int, str] = {}
    column, saved = 0, [0]
    for code, moved, sign in re.findall(r"(\x1b[78])|\x1b\[(\d+)C|([\s\S])", pin_clusters(drawn(text))):
        if code == "\x1b7":
            saved.append(column)
        elif code:
            column = saved.pop()
        elif moved:
            column += int(moved)
        elif category(sign) == "Mn" or (joins and category(sign) == "Mc"):
            shown[column - 1] += sign
        else:
            shown[column] = sign
            column += 1
    assert column == width_of(text) == width_of(drawn(text)) == cell_len(drawn(text))
    assert drawn(drawn(text)) == drawn(text)
    assert "".join(shown.values()).replace(" ", "") == text.replace(" ", "")


def test_cells_of_braille_stay() -> None:
    assert pin_clusters("\u28ff\u2800\u2800\u28ff") == "\u28ff\u2800\u2800\u28ff"


@given(st.text(st.sampled_from("ab ─é❤\ufe0f\u200d👍🏽👨👧🇩🇪1\u20e3🔥क्ष"), max_size=30))
def test_pinning_adds_nothing_but_movements(text: str) -> None:
    told = re.sub(r"\x1b7 *\x1b8\x1b7|\x1b8\x1b\[\d+C", "", pin_clusters(text))
    assert told == text

"""The colours of the first screen are those that Rich will send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color, ColorSystem

from reader.ui.draw.first_rows import of_256, sequence
from reader.ui.draw.palette import PALETTES
from reader.ui.draw.theme import Ink

if TYPE_CHECKING:
    import pytest

BYTE = st.integers(0, 255)


@given(BYTE, BYTE, BYTE)
def test_256_colours(red: int, green: int, blue: int) -> None:
    expected = Color.from_rgb(red, green, blue).downgrade(ColorSystem.EIGHT_BIT).number
    assert of_256(red, green, blue) == expected


def test_all_colours_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    ink = Ink("#102030", PALETTES["reader-dark"].page, bold=True, underline=True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")
    assert sequence(ink).startswith("\x1b[0;1;4;38;2;16;32;48;48;2;")
    monkeypatch.setenv("COLORTERM", "")
    assert "38;5;" in sequence(ink)
    monkeypatch.setenv("NO_COLOR", "")
    assert sequence(ink) == "\x1b[0;1;4m"

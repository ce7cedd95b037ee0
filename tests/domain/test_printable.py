"""What is drawn in place of what a terminal would act on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.printable import is_seen, printable, printable_lines


@given(st.text())
def test_one_code_point_is_drawn_for_one(text: str) -> None:
    drawn = printable(text)
    assert len(drawn) == len(text)
    assert all(
        one in (two, *"\u00b7\ufffd ") or 0x2400 <= ord(one) <= 0x2421 for one, two in zip(drawn, text, strict=True)
    )


@pytest.mark.parametrize("text", ["plain", "e\u0301", "a\u200db", "خ\u200cط", "🏳️‍🌈"])
def test_what_is_seen_or_joins_stays(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize("sign", ["\x1b", "\x00", "\x7f", "\x9b", "\u202e", "\u2066", "\ud800", "\U000e0041"])
def test_nothing_that_steers_is_drawn(sign: str) -> None:
    assert sign not in printable(f"a{sign}b")


def test_on_a_terminal_lines_and_tabs_stay_and_nothing_else_is_acted_on() -> None:
    text = "a\tb\r\nc\x1b]0;title\x07\x9b31m\u202e\n\rd"
    assert printable_lines(text) == "a\tb\nc␛]0;title␇\ufffd31m·\n␍d"


@pytest.mark.parametrize(
    "text", ["", " \n\t", "\ufeff", "\u00a0\u2003", "\u200b\u2060\u00ad", "\u3164\u2800", "\x00\x1b"]
)
def test_nothing_is_seen_of_what_is_drawn_as_nothing(text: str) -> None:
    assert not any(map(is_seen, text))


@pytest.mark.parametrize("text", ["x", "\ufeff.", "\u0301", "\ue000", "漢", "\u200d❤"])
def test_something_is_seen(text: str) -> None:
    assert any(map(is_seen, text))


@pytest.mark.parametrize("code", [0, 0x09, 0x1F, 0x7F, 0x80, 0x9F, 0xD800, 0xDFFF, 0xE0000, 0xE007F])
def test_what_a_terminal_acts_on_or_cannot_show_is_mapped_to_the_ends_of_its_range(code: int) -> None:
    assert printable(chr(code)) != chr(code)
    assert len(printable(chr(code))) == 1


@pytest.mark.parametrize("code", [0x20, 0x7E, 0xA0, 0xD7FF, 0xE001, 0xE0100])
def test_what_stands_beside_it_is_free(code: int) -> None:
    assert printable(chr(code)) == chr(code)

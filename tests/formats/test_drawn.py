"""Whether anything in a text is laid out: the same as whether any of its lines is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.plain_text import drawn
from reader.formats.plain_text.drawn import has_layout, is_drawn

LINES = (
    "A line of prose, with nothing in it.",
    "Two dashes -- and an arrow -> here.",
    "Contents ........ 3",
    "One. . . . . 12",
    "name   value",
    "name\tvalue",
    "+---+---+",
    "| a | b |",
    "00000000  7f45 4c46 0201 0100",
    "  0x00001f40: 48 65 6c 6c 6f 20",
    "drwxr-xr-x 2 me me 40 notes",
    "=====  =====",
    "  v",
    "v",
    "^",
    "│ a box │",
    " /\\ ",
    "dead letters are no dump",
    "1984 was a year",
)


@given(st.lists(st.sampled_from([*LINES, "", "   "]) | st.text("ab v/\\+|-=.\t<>~0f:^", max_size=12), max_size=6))
def test_it_is_what_the_lines_are(lines: list[str]) -> None:
    looks = [bool(drawn._DRAWN.search(line) or drawn._COLUMNS.search(line)) for line in lines]
    assert list(map(is_drawn, lines)) == looks
    assert has_layout("\n".join(lines)) == any(looks)


@pytest.mark.parametrize("line", LINES)
def test_in_whatever_line_it_is(line: str) -> None:
    for text in (line, f"Before it.\n{line}", f"{line}\nAfter it.", f"Before.\n\n{line}\n\nAfter."):
        assert has_layout(text) == is_drawn(line)

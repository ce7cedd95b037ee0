"""The Markdown of notes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.ui.draw.cells import Styled
from reader.ui.draw.note_markdown import NoteLine, note_lines
from reader.ui.draw.theme import Role


def pieces(line: str) -> list[tuple[str, str]]:
    (found,) = note_lines(line)
    return [(one.text, one.style) for one in found.pieces]


def test_inline() -> None:
    assert pieces("a *b* **c** _d_ __e__ `f*g*` [h](http://i.j/k)") == [
        ("a ", "note"),
        ("b", "emphasis"),
        (" ", "note"),
        ("c", "strong"),
        (" ", "note"),
        ("d", "emphasis"),
        (" ", "note"),
        ("e", "strong"),
        (" ", "note"),
        ("f*g*", "code"),
        (" ", "note"),
        ("h", "link"),
    ]


def test_what_is_no_markdown_stays_as_written() -> None:
    for text in ("2 * 3 * 4", "snake_case_name", "a [b] (c)", "**open", "[bold]not ours[/bold]", "[@click=app.quit]x"):
        assert pieces(text) == [(text, "note")]


def test_blocks() -> None:
    assert note_lines("# Head\n- one\n    - two\n12. three\n> said\n\n```\nx = *1*\n```") == [
        NoteLine((Styled("Head", Role.STRONG),)),
        NoteLine((Styled("one", Role.NOTE),), "• "),
        NoteLine((Styled("two", Role.NOTE),), "    • "),
        NoteLine((Styled("three", Role.NOTE),), "12. "),
        NoteLine((Styled("said", Role.NOTE),), "│ "),
        NoteLine(()),
        NoteLine((Styled("x = *1*", Role.CODE),), keep=True),
    ]


@given(st.text(alphabet="ab *_`[]()#->1.\n~", max_size=100))
def test_words_are_never_lost(note: str) -> None:
    shown = "".join(one.text for line in note_lines(note) for one in line.pieces)
    for letter in "ab":
        assert shown.count(letter) <= note.count(letter)
        if "](" not in note and "``" not in note and "~~~" not in note:
            assert shown.count(letter) == note.count(letter)

"""One annotation as rows: nothing too wide, everything there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from reader.domain.annotation import RETURNED, NoteText, State
from reader.ui.draw.cells import width_of
from reader.ui.draw.theme import Role
from reader.ui.lists.annotation_entry import NOTE_ROWS, QUOTE_ROWS, Where, entry_rows
from tests.ui.fakes import START, marked

if TYPE_CHECKING:
    from reader.ui.draw.cells import Line

NOTES = st.text(alphabet="ab *_`[]()#->1.\n漢é\t\x1b", max_size=120)


def text_of(row: Line) -> str:
    return "".join(one.text for one in row)


@given(
    st.text(alphabet="ab 漢\n\x07", max_size=150),
    NOTES,
    st.lists(st.text(alphabet="tag/漢 ", min_size=1, max_size=30), max_size=4),
    st.integers(8, 60),
    st.booleans(),
)
def test_no_row_is_too_wide(quote: str, note: str, tags: list[str], width: int, unfolded: bool) -> None:
    annotation = marked("a", 3, 9, quote=quote)._replace(note=note, tags=tuple(tags), star=True)
    rows = entry_rows(annotation, Where("¶ 3", check=True), width, unfolded=unfolded)
    assert rows
    assert max(width_of(text_of(row)) for row in rows) <= max(width, width_of("★ reworded? ¶ 3"))


def test_what_came_back_says_so() -> None:
    rows = entry_rows(marked("a", 0, 9, quote="q")._replace(returned=True), Where("¶ 1"), 30)
    warned = " ".join(one.text.strip() for row in rows for one in row if one.style is Role.WARN)
    assert warned == RETURNED


def test_other_words_are_said_to_be() -> None:
    rows = entry_rows(marked("a", 0, 9, quote="new words"), Where("¶ 1", State.MOVED, quote="old words"), 30)
    assert [text_of(row) for row in rows] == ["old words         reworded ¶ 1"]


def test_long_quotes_and_notes_are_cut_until_unfolded() -> None:
    annotation = marked("a", 0, 9, quote="word " * 99)._replace(note="line\n" * 40)
    rows = entry_rows(annotation, Where(), 30)
    assert len(rows) == QUOTE_ROWS + NOTE_ROWS
    assert text_of(rows[QUOTE_ROWS - 1]).endswith("word…")
    whole = " ".join(text_of(row) for row in entry_rows(annotation, Where(), 30, unfolded=True))
    assert whole.count("word") == 99
    assert whole.count("line") == 40


def test_the_place_stands_on_the_last_row_where_it_has_room() -> None:
    annotation = marked("a", 0, 9, quote="Some words")
    assert [text_of(row) for row in entry_rows(annotation, Where("¶ 3"), 20)] == ["Some words       ¶ 3"]
    assert [text_of(row) for row in entry_rows(annotation, Where("¶ 3"), 13)] == ["Some words", "          ¶ 3"]
    tagged = annotation._replace(tags=("law/police", "claim"), star=True)
    assert [text_of(row) for row in entry_rows(tagged, Where("¶ 3"), 30)] == [
        "Some words",
        "#law/police  #claim      ★ ¶ 3",
    ]


def test_what_is_lost_or_doubtful_says_so() -> None:
    annotation = marked("a", 0, 9, quote="Some words")
    assert "lost" in text_of(entry_rows(annotation, Where(state=State.ORPHAN), 40)[-1])
    assert "reworded? ¶ 3" in text_of(entry_rows(annotation, Where("¶ 3", State.MOVED, check=True), 40)[-1])


def test_rivals_are_all_shown() -> None:
    rivals = (NoteText("mine", "laptop", START), NoteText("yours", "desk", START))
    rows = entry_rows(marked("a", 0, 9, quote="q")._replace(note="mine", rivals=rivals), Where(), 40)
    assert [text_of(row) for row in rows] == ["q", "mine", "or, from desk:", "yours"]
    assert rows[2][0].style is Role.WARN

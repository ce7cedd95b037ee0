"""A window on rows: where it goes, and what comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from reader.domain.span import Span
from reader.formats import parse
from reader.ui.draw.cells import width_of
from reader.ui.draw.layout.layout import Layout
from reader.ui.draw.viewport import Viewport, cell_in, offset_in
from tests.ui.documents import document_of, documents

if TYPE_CHECKING:
    from reader.domain.document import Document

PROSE = document_of(*(f"Paragraph {number} says a few words about nothing. " * 3 for number in range(60)))
TABLE = parse(
    b"Before it.\n\n| one | other |\n|---|---|\n"
    + b"| many words that must be wrapped here | and here are even more of them |\n" * 9,
    name="table.md",
).document


@given(st.integers(0, 400), st.integers(20, 80), st.integers(4, 40))
def test_the_first_row_comes_back(rows: int, width: int, height: int) -> None:
    window = Viewport(Layout(PROSE, width), height)
    window.scroll(rows)
    top = window.top
    if top.block == 0 and top.row < 2:
        return  # the space above the first line comes back with it
    again = Viewport(Layout(PROSE, width), height)
    again.put_top(window.anchor)
    assert again.top == top


@given(st.integers(24, 60), st.integers(4, 20))
def test_the_first_row_comes_back_in_a_table_whose_rows_are_wrapped(width: int, height: int) -> None:
    layout = Layout(TABLE, width)
    for top, row in layout.walk(layout.first, 400):
        if top.block and any(one.start < one.end for one in row.fragments):
            window, again = Viewport(layout, height, top), Viewport(layout, height)
            again.put_top(window.anchor)
            assert again.top == min(top, layout.move(layout.last, 1 - height))


@given(documents(), st.integers(12, 90), st.integers(1, 30), st.integers(0, 500))
def test_what_is_brought_is_on_the_screen(document: Document, width: int, height: int, offset: int) -> None:
    window = Viewport(Layout(document, width), height)
    offset = min(offset, max(0, len(document.text) - 1))
    window.bring(Span(offset, offset + 1))
    assert window.y_of(window.layout.locate(offset)) is not None
    assert not window.bring(Span(offset, offset + 1)), "nothing moves for what is there"


def test_the_end_of_the_text_stands_on_the_last_row() -> None:
    window = Viewport(Layout(PROSE, 60), 20)
    window.bring(Span(len(PROSE.text) - 2, len(PROSE.text)))
    assert len(window.rows()) == 20
    assert not window.scroll(1)


def test_a_page_keeps_rows_to_read_on_from() -> None:
    window = Viewport(Layout(PROSE, 60), 20)
    last_two = [row for _, row in window.rows()][-2:]
    window.scroll_pages(1)
    assert [row for _, row in window.rows()][:2] == last_two
    window.scroll_pages(-1)
    assert window.top == window.layout.first


@given(documents(), st.integers(12, 90))
def test_cells_and_offsets_answer_each_other(document: Document, width: int) -> None:
    for _, row in Layout(document, width).walk(Layout(document, width).first, 1000):
        for one in row.fragments:
            if one.start < one.end and width_of(document.text[one.start]):
                assert offset_in(document.text, row, cell_in(document.text, row, one.start)) == one.start


def test_rows_are_counted_in_the_same_column() -> None:
    document = document_of("alpha beta gamma", "one two three", "漢字漢字漢字漢字")
    window = Viewport(Layout(document, 40), 20)
    gamma = document.text.index("gamma")
    assert document.text[window.below(gamma, 1)] == "e"
    assert document.text[window.below(gamma, 2)] == "字"
    assert window.below(window.below(gamma, 2), -5) < 11

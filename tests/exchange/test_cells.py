"""Cells of a table that no spreadsheet computes."""

from __future__ import annotations

import csv
import io

import pytest

from reader.domain.errors import NotImported
from reader.exchange.formats.cells import AT_ONCE, BEYOND, columns, guard_cell, table, unguard_cell, write_table


@pytest.mark.parametrize("count", [0, 1, AT_ONCE - 2, AT_ONCE - 1, AT_ONCE, 2 * AT_ONCE + 7])
def test_pieces_are_the_table_cut_between_rows(count: int) -> None:
    rows = [[f"row {n}", "two\nlines, quoted"] for n in range(count)]
    pieces = list(write_table(["A", "B"], rows))
    assert list(csv.reader(io.StringIO("".join(pieces)))) == [["A", "B"], *rows]
    assert len(pieces) == 1 + (count + 1) // AT_ONCE
    assert all(piece.endswith("\n") for piece in pieces if piece)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "'=1", " =1"])
def test_a_formula_is_guarded_and_read_back(text: str) -> None:
    assert unguard_cell(guard_cell(text)) == text


@pytest.mark.parametrize("text", ["", "words", "1", "it's", "'tis", "a=b"])
def test_words_stay_as_they_are(text: str) -> None:
    assert guard_cell(text) == text == unguard_cell(text)


def test_columns_go_by_their_names_in_small_letters() -> None:
    assert columns(" Title ,NOTE\n1,2\n") == {"title", "note"}
    assert columns("Title;Note\n1;2\n") == {"title", "note"}
    assert columns("") == frozenset()


def test_a_quotation_mark_that_is_not_closed_is_told_with_its_line() -> None:
    whole = 'Title,Note\na,"two\nlines"\nb,"the last"'
    assert [row["title"] for row in table(whole, "title")] == ["a", "b"]
    with pytest.raises(NotImported, match=r"\(line 3\) is not closed"):
        list(table('Title,Note\na,b\nc,"d\ne,f\n', "title"))


def test_cells_beyond_the_columns_are_told_and_the_row_is_read() -> None:
    first, second = table("Title,Note\na,b, c\nd,e,,\n", "title")
    assert (first["note"], BEYOND in first, BEYOND in second) == ("b", True, False)

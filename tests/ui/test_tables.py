"""Tables, from wide to narrow."""

from __future__ import annotations

from reader.domain.document import BlockKind, Document
from reader.domain.span import Span
from reader.ui.draw.layout.layout import Layout
from reader.ui.draw.layout.tables import SAMPLE, column_widths
from tests.ui.documents import assembled, laid_out

BODY = "Name\tPrice\tWhat it is good for\nPencil\t1\tmarks that can be taken back\nFountain pen\t20\tletters"


def table(body: str = BODY, **fields: object) -> Document:
    return assembled([(BlockKind.TABLE, body, {"header": 1, "aligns": ("", "right"), **fields})])


def lines(document: Document, width: int) -> list[str]:
    return laid_out(document, width)[1:]


def test_with_room_every_row_is_one_line() -> None:
    assert lines(table(), 72) == [
        "Name           Price   What it is good for",
        "────────────   ─────   ────────────────────────────",
        "Pencil             1   marks that can be taken back",
        "Fountain pen      20   letters",
    ]


def test_with_less_cells_wrap_and_rows_stand_apart() -> None:
    assert lines(table(), 40) == [
        "Name           Price   What it is good",
        "                       for",
        "────────────   ─────   ─────────────────",
        "Pencil             1   marks that can be",
        "                       taken back",
        "",
        "Fountain pen      20   letters",
    ]


def test_without_room_rows_become_records() -> None:
    assert lines(table(), 20) == [
        "Name · Price · What",
        "it is good for",
        "",
        "Name: Pencil",
        "Price: 1",
        "What it is good for:",
        "marks that can be",
        "taken back",
        "",
        "Name: Fountain pen",
        "Price: 20",
        "What it is good for:",
        "letters",
    ]


def test_a_long_table_is_laid_out_in_parts() -> None:
    document = table("a\tb\n" * 5000 + "last\tcell")
    layout = Layout(document, 40)
    end = layout.locate(len(document.text) - 1)
    assert layout.row(end).end == len(document.text)
    assert len(layout._rows) == 1


def test_widths_are_taken_from_the_first_rows_only() -> None:
    wide = "a word that is wide"
    text = "a\n" * SAMPLE + wide
    rows = [[Span(2 * n, 2 * n + 1)] for n in range(SAMPLE)]
    last = [Span(2 * SAMPLE, len(text))]
    assert SAMPLE == 200, "a screen of any size shows fewer"
    assert column_widths(text, [*rows, last], 40) == [1]
    assert column_widths(text, [*rows[1:], last], 40) == [len(wide)]

"""Columns of a PDF: what stands side by side is read one after the other, and a table row by row."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from reportlab.pdfgen.canvas import Canvas

from reader.domain.document import BlockKind
from reader.formats.pdf import parse_pdf
from reader.formats.pdf.paragraphs import in_paragraphs
from reader.formats.pdf.segments import Segment
from tests.formats.wellformed import check

if TYPE_CHECKING:
    from reader.domain.document import Document

NAMES = ("sea", "bar", "tide", "buoy", "pier", "mud", "wind", "map")


class Sheet:
    """A page on which words are numbered in the order in which they are to be read."""

    def __init__(self) -> None:
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out)
        self.count = 0

    def word(self) -> str:
        self.count += 1
        return f"{NAMES[self.count * 5 % 8]}{self.count}"

    def line(self, x: float, y: float, words: int, *, font: str = "Helvetica", size: float = 9, end: str = "") -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, y, " ".join(self.word() for _ in range(words)) + end)

    def column(self, x: float, top: float, bottom: float, words: int, *, step: float = 11, size: float = 9) -> None:
        while top > bottom:
            self.line(x, top, words, size=size)
            top -= step

    def table(self, x: float, top: float, rows: int, columns: int, *, width: float = 85) -> None:
        for row in range(rows):
            for column in range(columns):
                self.line(x + width * column, top - 14 * row, 1)

    def read(self) -> Document:
        self.canvas.save()
        document = parse_pdf(self.out.getvalue()).document
        check(document)
        return document

    def numbers(self) -> list[int]:
        return [int("".join(filter(str.isdigit, word))) for word in self.read().text.split()]


@pytest.mark.parametrize("columns", [2, 3, 4])
@pytest.mark.parametrize("offset", [0, 3])
@pytest.mark.parametrize("table", ["above", "below"])
def test_a_table_over_columns_is_read_by_its_rows(columns: int, offset: int, table: str) -> None:
    sheet = Sheet()
    if table == "above":
        sheet.table(50, 790, 8, 6)
    for column in range(columns):
        x, top = 50 + column * 510 / columns, (650 if table == "above" else 790) - offset * column
        sheet.column(x, top, top - 400, 12 // columns)
    if table == "below":
        sheet.table(50, 340, 8, 6)
    assert sheet.numbers() == list(range(1, sheet.count + 1))


def test_two_tables_side_by_side_are_read_one_after_the_other() -> None:
    """What stands over the width of either says that they are two."""
    sheet = Sheet()
    for x, shift in ((50, 0), (320, 5)):
        y = 780.0 - shift
        for _ in range(4):
            sheet.line(x, y, 3, font="Helvetica-Bold", size=12)
            sheet.table(x, y - 24, 5 + shift % 3, 3, width=75)
            sheet.line(x + 20, y - 124, 4, end=".")
            y -= 150
    assert sheet.numbers() == list(range(1, sheet.count + 1))


def test_a_note_in_the_margin_does_not_part_the_text_beside_it() -> None:
    sheet = Sheet()
    sheet.column(60, 500, 440, 1)
    sheet.column(130, 780, 100, 6)
    assert sheet.numbers() == list(range(1, sheet.count + 1))


def test_the_lines_of_a_form_are_read_across() -> None:
    sheet = Sheet()
    for row in range(12):
        sheet.line(60, 780 - 26 * row, 3, font="Helvetica-Bold")
        sheet.line(250, 780 - 26 * row, 3)
    assert sheet.numbers() == list(range(1, sheet.count + 1))


def in_columns(columns: int, offset: int, *, longer: int = 0, row: int = 10) -> Sheet:
    """Columns of prose, each so much lower than the one before it; one line of the first has letters too many."""
    sheet = Sheet()
    for column in range(columns):
        x, top = 50 + column * 510 / columns, 780 - offset * column
        for at in range(40):
            sheet.line(x, top - 11 * at, 12 // columns, end="_" * longer if (column, at) == (0, row) else "")
    return sheet


@pytest.mark.parametrize("columns", [2, 3, 4])
@pytest.mark.parametrize("offset", [0, 2, 5, 6, 9])
def test_columns_are_read_one_after_the_other_wherever_their_lines_stand(columns: int, offset: int) -> None:
    sheet = in_columns(columns, offset)
    assert sheet.numbers() == list(range(1, sheet.count + 1))


@pytest.mark.parametrize("columns", [2, 3])
@pytest.mark.parametrize("offset", [0, 3, 5])
@pytest.mark.parametrize("row", [10, 25])
def test_a_line_that_is_too_long_for_its_column_does_not_part_those_beside_it(
    columns: int, offset: int, row: int
) -> None:
    """As a long address does, or a name in an index."""
    sheet = in_columns(columns, offset, longer=20, row=row)
    assert sheet.numbers() == list(range(1, sheet.count + 1))


def test_a_line_between_blanks_parts_columns_above_and_below() -> None:
    sheet = Sheet()
    for top in (780, 330):
        for column in range(3):
            sheet.column(50 + 170 * column, top, top - 200, 4)
        if top == 780:
            sheet.line(50, 440, 6, size=8)  # the title of a figure, which reaches over one of the two blanks
    assert sheet.numbers() == list(range(1, sheet.count + 1))


def test_names_without_figures_are_rows_of_their_table_and_heads_stand_over_their_columns() -> None:
    """As in a balance sheet: heads in the middle, figures at the right, and most of the rows empty."""
    sheet = Sheet()
    canvas = sheet.canvas
    rows = [
        ("", "now", "before"),
        ("Cash at hand", "40", "45"),
        ("Loans", "", ""),
        ("Stocks and what is still", "", ""),
        ("held of them", "", ""),
        ("Bills", "", ""),
        ("Debts", "50", "15"),
        ("Wares", "", ""),
        ("Sum", "9,000.10", "60"),
    ]
    y = 700.0
    canvas.setFont("Helvetica", 9)
    for name, *figures in rows:
        y -= 12 if name.startswith("held") else 20
        canvas.drawString(80, y, name)
        for right, figure in zip((300, 420), figures, strict=True):
            draw = canvas.drawRightString if name else canvas.drawCentredString
            draw(right - (0 if name else 35), y, figure)
    document = sheet.read()
    (table,) = [block for block in document.blocks if block.kind is BlockKind.TABLE]
    assert [[cell.of(document.text) for cell in row] for row in table.rows] == [
        list(row) for row in (*rows[:3], ("Stocks and what is still held of them", "", ""), *rows[5:])
    ]


def test_cells_of_several_lines_are_cells_where_blanks_part_the_rows() -> None:
    sheet = Sheet()
    for row in range(4):
        y = 700.0 - 48 * row
        for line in range(2):
            sheet.line(60, y - 11 * line, 2)
        for line in range(3):
            sheet.line(200, y - 11 * line, 6)
    assert sheet.numbers() == list(range(1, sheet.count + 1))


def test_names_of_several_lines_begin_rows_without_a_blank_between_them() -> None:
    sheet = Sheet()
    y = 700.0
    for _ in range(5):
        for line in range(2):
            sheet.line(60, y - 12 * line, 3)
        for line in range(4):
            sheet.line(220, y - 12 * line, 6 if line < 3 else 2)
        y -= 48
    assert sheet.numbers() == list(range(1, sheet.count + 1))


@pytest.mark.parametrize(
    "between",
    [("3 Of the sand and the sea", 14.0), ("Figure 1: What the sand is.", 10.0), ("Fig. 2.3 – A chart", 10.0)],
)
def test_what_stands_between_the_halves_of_a_paragraph_stays_there(between: tuple[str, float]) -> None:
    text, size = between
    out = io.BytesIO()
    canvas = Canvas(out)
    first = ["The first sentence fills a line of the page up to its end,", "and it goes on where the page ends and on"]
    second = ["After it begins another one, which is as long as it is and", "ends here."]
    for lines in (first, second):
        canvas.setFont("Helvetica-Bold" if size > 10 else "Helvetica", size)
        if lines is second:
            canvas.drawString(60, 740, text)
        canvas.setFont("Helvetica", 10)
        for index, line in enumerate(lines):
            canvas.drawString(60, 700 - 12 * index, line)
        canvas.showPage()
    canvas.save()
    document = parse_pdf(out.getvalue()).document
    assert text in [block.span.of(document.text) for block in document.blocks]
    if size > 10:
        assert document.text.index(text) < document.text.index("After it begins")
    else:
        assert "the page ends and on After it begins another one" in document.text


@pytest.mark.parametrize("labels", [3, 4])
def test_labels_of_two_lines_beside_each_other_are_read_one_by_one(labels: int) -> None:
    canvas = Canvas(out := io.BytesIO())
    canvas.setFont("Helvetica", 10)
    for number, (first, second) in enumerate(
        [("Build", "people"), ("Build", "trade"), ("Guard", "peace"), ("Keep", "order")][:labels]
    ):
        canvas.drawString(60 + 120 * number, 600, first)
        canvas.drawString(60 + 120 * number, 588, second)
    canvas.save()
    text = parse_pdf(out.getvalue()).document.text
    assert text.split() == ["Build", "people", "Build", "trade", "Guard", "peace", "Keep", "order"][: 2 * labels]


def line_at(text: str, y: float, *, left: float = 80, size: float = 10) -> Segment:
    return Segment(text, left, left + size * len(text), y, size)


@pytest.mark.parametrize("letter", ["中", "あ", "가"])
def test_a_line_that_ends_early_ends_its_paragraph_where_any_letter_may_be_broken(letter: str) -> None:
    full = [letter * 30] * 3
    column = [line_at(text, 700 - 14 * at) for at, text in enumerate([letter * 8, *full, letter * 12, *full])]
    assert [len(one.lines) for one in in_paragraphs(column, 0)] == [1, 4, 3]


def test_paragraphs_from_right_to_left_begin_where_their_lines_are_set_in() -> None:
    def line(right: float, left: float, y: float) -> Segment:
        return Segment("אבגד הוזח טיכל מנסע", left, right, y, 10)

    rights = [500.0, 500, 500, 480, 500, 500]  # the fourth is set in
    column = [line(right, 100, 700 - 12 * at) for at, right in enumerate(rights)]
    first, second = in_paragraphs(column, 0)
    assert (first.lines, second.lines) == (column[:3], column[3:])


@pytest.mark.parametrize("higher", [0, 2.3, 3.5])
def test_the_cells_of_one_column_may_stand_a_little_higher(higher: float) -> None:
    sheet = Sheet()
    for row in range(10):
        y = 700.0 - 21 * row
        sheet.line(60, y, 1)
        sheet.line(120, y, 1)
        sheet.line(200, y + higher, 5)
    assert sheet.numbers() == list(range(1, sheet.count + 1))

"""Notes at the foot of a PDF's pages, and what is none for all its small type."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from reportlab.pdfgen.canvas import Canvas

from reader.domain.document import BlockKind, MarkKind
from reader.formats.pdf import parse_pdf
from tests.formats.wellformed import check

if TYPE_CHECKING:
    from reader.domain.document import Document

Line = tuple[float, float, float, str]
"""Left, baseline, size and what is written."""
TEXT: list[Line] = [
    (80, 700 - 12 * at, 10, f"Line {at} of the text goes on to tell what the pilots know") for at in range(20)
]


def written(*lines: Line, bold: str = "") -> Document:
    out = io.BytesIO()
    canvas = Canvas(out)
    for left, y, size, text in lines:
        canvas.setFont("Helvetica-Bold" if text == bold else "Helvetica", size)
        canvas.drawString(left, y, text)
    canvas.save()
    document = parse_pdf(out.getvalue()).document
    check(document)
    return document


def notes(document: Document) -> list[tuple[int, str, str]]:
    found = (block for block in document.blocks if block.kind is BlockKind.FOOTNOTE)
    return [(block.number, block.sign, block.span.of(document.text)) for block in found]


@pytest.mark.parametrize(
    ("sign", "number", "drawn"),
    [("1 ", 1, ""), ("12", 12, ""), ("3) ", 3, ""), ("4. ", 4, ""), ("* ", 0, "*"), ("†", 0, "†"), ("** ", 0, "**")],
)
def test_a_note_has_its_sign_before_it(sign: str, number: int, drawn: str) -> None:
    document = written(*TEXT, (80, 100, 8, f"{sign}The sand was surveyed"), (80, 90, 8, "again in the spring."))
    assert notes(document) == [(number, drawn, "The sand was surveyed again in the spring.")]


def test_notes_that_follow_each_other_closely_are_several() -> None:
    document = written(*TEXT, (80, 100, 8, "7 See the chart of"), (80, 90, 8, "1904."), (80, 80, 8, "8 The same."))
    assert notes(document) == [(7, "", "See the chart of 1904."), (8, "", "The same.")]


@pytest.mark.parametrize("text", ["10.5", "95% of the pilots", "0.15 0.20", "3D printing of a chart", "2.5 fathoms"])
def test_small_type_that_begins_with_a_number_is_no_note(text: str) -> None:
    document = written(*TEXT, (80, 100, 8, text))
    assert notes(document) == []
    assert document.text.endswith(text)


def test_small_type_amid_the_text_is_no_note() -> None:
    document = written(*TEXT[:9], (80, 580, 8, "2 Harbours and their depth"), *TEXT[12:])
    assert notes(document) == []


def test_a_list_of_works_in_small_type_is_no_notes() -> None:
    works = [(80.0, 90.0 - 10 * at, 8.0, f"{at + 1}. Lee. Report of the year") for at in range(3)]
    document = written(*TEXT, (80, 110, 10, "References"), *works, bold="References")
    assert notes(document) == []
    assert document.text.endswith("Report of the year")


def test_a_note_goes_on_at_the_foot_of_the_next_column() -> None:
    columns = [(left, y, size, text[:40]) for left in (50, 320) for _, y, size, text in TEXT]
    document = written(*columns, (50, 100, 8, "1 The chart, which was drawn by the"), (320, 100, 8, "pilots, is lost."))
    assert notes(document) == [(1, "", "The chart, which was drawn by the pilots, is lost.")]


def test_thanks_to_somebody_stand_before_the_first_numbered_note() -> None:
    feet = [(80.0, 110.0 - 10 * at, 8.0, text) for at, text in enumerate(("* Of Lund", "1 Some say", "2 See it"))]
    assert notes(written(*TEXT, *feet)) == [(0, "*", "Of Lund"), (1, "", "Some say"), (2, "", "See it")]


def test_a_sign_that_is_a_link_to_the_page_of_its_note_leads_to_the_note() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    for page in range(2):
        for left, y, size, text in TEXT:
            canvas.setFont("Helvetica", size)
            canvas.drawString(left, y, text.replace("Line", ("Line", "Row")[page]))
        end = 80 + canvas.stringWidth(TEXT[0][3].replace("Line", ("Line", "Row")[page]), "Helvetica", 10)
        canvas.setFont("Helvetica", 7)
        canvas.drawString(end, 703, str(page + 1))
        canvas.bookmarkPage(f"p{page}")
        canvas.linkRect("", f"p{page}", (end - 1, 700, end + 5, 712))
        canvas.drawString(80, 100, ("1 The note says where it is", "2 Another was lost to the sea")[page])
        canvas.showPage()
    canvas.save()
    document = parse_pdf(out.getvalue()).document
    check(document)
    anchors = dict(document.anchors)
    links = [mark for mark in document.marks if mark.kind is MarkKind.LINK]
    assert [mark.span.of(document.text) for mark in links] == ["1", "2"]
    found = [block for block in document.blocks if block.kind is BlockKind.FOOTNOTE]
    assert [anchors[mark.value[1:]] for mark in links] == [block.span.start for block in found]

"""Lines that were drawn in several goes are read as if each of their words were looked at."""

from __future__ import annotations

import io

import pypdfium2
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from reader.formats.pdf.pages import read_between

FONTS = ("Helvetica", "Times-Bold", "Courier", "Times-Italic")
BLANK, COLUMN = 1, 40
"""How wide the first blank of a piece is set, in times of its own, and one that parts columns."""

words = st.text(st.sampled_from("aehilmnorstuwAMTW.,"), min_size=1, max_size=8).filter(lambda word: word[0].isalpha())
pieces = st.tuples(
    st.sampled_from(FONTS), st.sampled_from((9, 10, 10, 13)), st.lists(words, min_size=1, max_size=5), st.booleans()
)


def read(lines: list[list[tuple[str, int, list[str], bool]]], blank: int, *, one_by_one: bool) -> list[str]:
    """The texts of the segments of a page of such lines, whose words are drawn together or one by one."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for number, line in enumerate(lines):
        x = 40.0
        for at, (font, size, said, glued) in enumerate(line):
            text = " ".join(said) + ("" if glued or at == len(line) - 1 else " ")
            goes = [word + " " for word in text.split(" ")] if one_by_one else [text]
            goes[-1] = goes[-1].rstrip() if one_by_one and not text.endswith(" ") else goes[-1]
            for go in filter(str.strip, goes):
                drawn = canvas.beginText(x, 760 - 20 * number)
                drawn.setFont(font, size)
                width = canvas.stringWidth(" ", font, size) * (blank - 1)
                drawn.setWordSpace(width)
                drawn.textOut(go)
                canvas.drawText(drawn)
                x += canvas.stringWidth(go, font, size) + width * go.count(" ")
    canvas.save()
    (page,) = read_between(pypdfium2.PdfDocument(out.getvalue()), range(1))
    return [one.text for one in page.segments]


@settings(max_examples=60)
@given(st.lists(st.lists(pieces, min_size=2, max_size=4), min_size=1, max_size=4))
def test_words_that_were_drawn_together_are_read_as_those_drawn_one_by_one(
    lines: list[list[tuple[str, int, list[str], bool]]],
) -> None:
    assert read(lines, BLANK, one_by_one=False) == read(lines, BLANK, one_by_one=True)


def test_a_wide_blank_within_what_was_drawn_together_parts_it() -> None:
    line = [("Helvetica", 10, ["from", "to"], False), ("Times-Bold", 10, ["depth", "width"], True)]
    found = read([line, line, line], COLUMN, one_by_one=False)
    assert [one.split() for one in found] == [["from"], ["to"], ["depth"], ["width"]] * 3

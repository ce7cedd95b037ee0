"""PDFs: pages, columns, heads, broken words, and what is refused."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from reader.domain.document import BlockKind, MarkKind
from reader.domain.errors import NotOpened
from reader.formats.pdf import parse_pdf
from reader.formats.pdf.joining import between_lines, words_in
from reader.formats.pdf.margins import drop_margins
from reader.formats.pdf.order import in_columns
from reader.formats.pdf.paragraphs import PdfParagraph, join_over_pages
from reader.formats.pdf.segments import Segment
from reader.formats.pdf.table_rows import Table
from tests.formats.wellformed import check


def printed(*pages: list[str], size: int = 10, encrypt: StandardEncryption | None = None) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=encrypt)
    for page in pages:
        for index, line in enumerate(page):
            canvas.setFont("Helvetica", size)
            canvas.drawString(72, 700 - index * 14, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def scanned(*texts: str, pictures: int) -> bytes:
    """A PDF with a page for each text, and then some that are pictures only."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for text in texts:
        canvas.drawString(72, 700, text)
        canvas.showPage()
    for _ in range(pictures):
        canvas.drawInlineImage(Image.new("L", (60, 80), 200), 20, 20, 550, 780)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def set_apart(*lines: str, code: str = "") -> bytes:
    """A PDF with no blanks in it, each word put where it belongs, as TeX does; words of `code` are smaller."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for index, line in enumerate(lines):
        left = 72.0
        for word in line.split():
            font, size = ("Courier", 7) if word in code.split() else ("Helvetica", 10)
            canvas.setFont(font, size)
            canvas.drawString(left, 700 - index * 14, word)
            left += canvas.stringWidth(word, font, size) + 3
    canvas.save()
    return out.getvalue()


def raw(*objects: str) -> bytes:
    """A PDF written by hand, whose table of objects pdfium has to rebuild."""
    body = "".join(f"{number} 0 obj\n{one}\nendobj\n" for number, one in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer\n<</Root 1 0 R>>\n%%EOF".encode()


STREAM = "<</Length 44>>\nstream\nBT /F1 24 Tf 72 700 Td (The page.) Tj ET\nendstream"
FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
PAGE = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>/MediaBox[0 0 600 800]{}>>"


def test_a_scan_says_that_it_is_one() -> None:
    with pytest.raises(NotOpened, match="is a scan: it holds pictures of pages and no text"):
        parse_pdf(scanned(pictures=2))
    with pytest.raises(NotOpened, match="holds no text"):
        parse_pdf(printed([]))


def test_pages_that_are_pictures_are_told() -> None:
    parsed = parse_pdf(scanned("The text of a page.", pictures=2))
    assert parsed.document.text == "The text of a page."
    assert parsed.remarks == ("2 of its 3 pages are pictures without text",)
    assert parse_pdf(printed(["Text, and an empty page."], [])).remarks == ()


def test_a_locked_pdf_says_that_it_is() -> None:
    with pytest.raises(NotOpened, match="password"):
        parse_pdf(printed(["x"], encrypt=StandardEncryption("secret")))


@pytest.mark.parametrize("data", [b"%PDF-1.4\n" + bytes(500), b"%PDF-", raw()])
def test_what_is_none(data: bytes) -> None:
    with pytest.raises(NotOpened):
        parse_pdf(data)


@pytest.mark.parametrize(
    "objects",
    [
        ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 77/Parent 2 0 R>>", PAGE.format("")],
        [
            "<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            PAGE.format("/AA<</O<</S/Launch/F(calc)>>>>"),
        ],
    ],
    ids=["loop", "actions"],
)
def test_pages_that_loop_and_actions(objects: list[str]) -> None:
    outline = "<</First 6 0 R/Last 6 0 R/Next 6 0 R/Title(x)/Parent 6 0 R/Count 1>>"
    document = parse_pdf(raw(*objects, STREAM, FONT, outline)).document
    assert document.text == "The page."


def test_pages_are_places_even_within_a_paragraph() -> None:
    first = [
        "A paragraph that begins on the first page and is not at its end when the",
        "page is, so that its last line goes",
    ]
    second = ["on here, on the second page, where it comes to", "its end."]
    document = parse_pdf(printed(first, second)).document
    check(document)
    (block,) = document.blocks
    (_, one), (at, two) = document.pages
    assert (one, two) == ("1", "2")
    assert document.text[at:].startswith("on here")
    assert document.page_at(at) == "2"
    assert document.page_at(at - 2) == "1"
    assert block.kind is BlockKind.PARAGRAPH


def segment(text: str, left: float, y: float, size: float = 10) -> Segment:
    return Segment(text, left, left + 5 * len(text), y, size)


def test_columns_are_read_one_after_the_other() -> None:
    left = [segment("left column of four words or so", 50, 600 - 12 * n) for n in range(20)]
    right = [segment("right column of four words too", 300, 600 - 12 * n) for n in range(20)]
    title = segment("A title that runs over all of both of the columns of this page, and is long", 60, 650)
    (columns,) = in_columns([[one for pair in zip(right, left, strict=True) for one in pair] + [title]])
    assert [len(column) for column in columns] == [1, 20, 20]
    first = columns[1]
    assert not isinstance(first, Table)
    assert first[0].text.startswith("left")


def test_cells_side_by_side_are_no_columns() -> None:
    rows = [segment(str(n), x, 600 - 12 * n) for n in range(20) for x in (50, 200, 350)]
    (columns,) = in_columns([rows])
    (table,) = columns
    assert isinstance(table, Table)
    assert [[cell.text for cell in row if cell] for row in table.rows[:2]] == [["0", "0", "0"], ["1", "1", "1"]]


@given(st.lists(st.tuples(st.integers(40, 500), st.integers(40, 700), st.integers(1, 30)), max_size=40))
def test_no_piece_is_lost_in_columns(places: list[tuple[int, int, int]]) -> None:
    page = [segment("x" * length, left, y) for left, y, length in places]
    found = " ".join(
        line.text
        for column in in_columns([page])[0]
        for line in (column.segments if isinstance(column, Table) else column)
    )
    assert sorted(found.split()) == sorted(one.text for one in page)


def test_heads_and_numbers_go_and_text_stays() -> None:
    body = [segment(f"line {n} of the text", 50, 600 - 12 * n) for n in range(9)]
    pages = [[segment("Journal 12 (2024)", 50, 750), *body, segment(str(n), 300, 30)] for n in range(1, 5)]
    assert drop_margins(pages) == [body] * 4
    # Lines that are the same on every page, but not set off from the text, are text.
    assert drop_margins([body] * 4) == [body] * 4


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("a hyphen-", "ation here", "a hyphenation here"),
        ("it is well-", "known that", "it is well-known that"),
        ("the North-", "South line", "the North-South line"),
        ("state-of-the-", "art tools", "state-of-the-art tools"),
        ("what is self-", "evident to all", "what is self-evident to all"),
        ("in the long-", "term view", "in the long-term view"),
        ("a well-known-", "based view", "a well-known-based view"),
        ("he can de-", "termine it", "he can determine it"),
        ("a plain", "line", "a plain line"),
        ("a dash—", "here", "a dash—here"),
        ("漢字", "仮名", "漢字仮名"),
        ("คำที่หนึ่ง", "คำที่สอง", "คำที่หนึ่งคำที่สอง"),
        ("한국어", "문장", "한국어 문장"),
        ("\U00011c00", "\U00011c01", "\U00011c00 \U00011c01"),
        ("10-", "20 people", "10- 20 people"),
        ("pages 10–", "20 say", "pages 10–20 say"),
        ("the end –", "of it", "the end – of it"),
        ("the twenty-", "first year", "the twenty-first year"),
        ("in pre-", "and post-war ships", "in pre- and post-war ships"),
    ],
)
def test_words_broken_at_line_ends(before: str, after: str, whole: str) -> None:
    words = words_in(["hyphenation is a word", "and well-known is one", before, after])
    assert between_lines(before, after, words) + after == whole


def test_a_paragraph_that_ended_is_not_joined_to_the_next() -> None:
    one, two = PdfParagraph([segment("It ends here.", 50, 60)], 0), PdfParagraph([segment("Another one", 50, 700)], 1)
    assert len(join_over_pages([one, two], 10)) == 2


@pytest.mark.parametrize("middle", ["four five", "with text/html for pages", "alone"])
def test_a_line_is_as_large_as_most_of_its_letters(middle: str) -> None:
    # In the middle of the second line is a blank that pdfium made up, a word of code, or a letter.
    lines = ["The first of the lines that make up this one", middle, "and the last of them, which comes to its end."]
    document = parse_pdf(set_apart(*lines, code="text/html")).document
    assert [block.kind for block in document.blocks] == [BlockKind.PARAGRAPH]
    assert document.text == " ".join(lines)


def test_what_stands_within_a_column_is_not_passed_over() -> None:
    one, code = PdfParagraph([segment("It goes", 50, 60)], 0), PdfParagraph([segment("code", 50, 48, 7)], 0)
    below, beside = PdfParagraph([segment("on here", 50, 36)], 0), PdfParagraph([segment("on there", 300, 700)], 0)
    assert join_over_pages([one, code, below], 10) == [one, code, below]
    assert [len(each.lines) for each in join_over_pages([one, code, beside], 10)] == [2, 1]


segments = st.lists(
    st.builds(Segment, st.text(min_size=1), st.just(0.0), st.just(1.0), st.just(0.0), st.floats(5, 20)), min_size=1
)


@given(st.lists(segments, min_size=1))
@pytest.mark.slow
def test_a_paragraph_that_goes_on_is_as_large_as_its_longest_line(pages: list[list[Segment]]) -> None:
    first, *rest = (PdfParagraph(list(lines), page) for page, lines in enumerate(pages))
    for one in rest:
        first.go_on(one)
    assert first.lines == [line for lines in pages for line in lines]
    assert first.size == max(first.lines, key=lambda line: len(line.text)).size
    assert [page for _, page in first.breaks] == list(range(1, len(pages)))


def test_links_are_those_of_the_page() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont("Helvetica", 10)
    before, words = "See the tables of the harbour in the ", "almanac of tides"
    canvas.drawString(72, 700, before + words + " for all that is known of it and")
    left = 72 + canvas.stringWidth(before, "Helvetica", 10)
    canvas.linkURL("https://example.org/tides", (left, 697, left + canvas.stringWidth(words, "Helvetica", 10), 710))
    canvas.drawString(72, 688, "of its neighbours; the rest is on the next page.")
    canvas.linkAbsolute(
        "", "next", (72 + canvas.stringWidth("of its neighbours; the rest is on ", "Helvetica", 10), 685, 300, 697)
    )
    canvas.showPage()
    canvas.bookmarkPage("next")
    canvas.drawString(72, 700, "Here it is.")
    canvas.save()
    document = parse_pdf(out.getvalue()).document
    check(document)
    links = [(mark.span.of(document.text), mark.value) for mark in document.marks if mark.kind is MarkKind.LINK]
    assert links == [("almanac of tides", "https://example.org/tides"), ("the next page.", "#page-2")]
    assert dict(document.anchors)["page-2"] == document.text.index("Here it is.")

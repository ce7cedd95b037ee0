"""PDFs as programs set them: what is turned, stamped, tabled, numbered, filled in or written from right to left."""

from __future__ import annotations

import io
from itertools import pairwise
from textwrap import wrap
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from reader.domain.document import BlockKind
from reader.formats.pdf import parse_pdf
from reader.formats.pdf.bidirectional import as_read, read_from_right
from reader.formats.pdf.compose import compose
from reader.formats.pdf.paragraphs import in_paragraphs
from reader.formats.pdf.seam import join
from reader.formats.pdf.segments import Segment
from reader.formats.pdf.table_rows import Table, in_tables
from tests.formats.wellformed import check

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.domain.document import Document

    Draw = Callable[[Canvas], None]


def drawn(*pages: Draw) -> Document:
    out = io.BytesIO()
    canvas = Canvas(out)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    document = parse_pdf(out.getvalue()).document
    check(document)
    return document


def lines(
    canvas: Canvas, *texts: str, x: float = 80, y: float = 700, font: str = "Helvetica", size: float = 10
) -> None:
    canvas.setFont(font, size)
    for index, text in enumerate(texts):
        canvas.drawString(x, y - 1.2 * size * index, text)


def prose(name: str, count: int = 12) -> list[str]:
    return [f"Line {number} of {name} says what the pilots know of the sand" for number in range(1, count + 1)]


def headings(document: Document) -> list[tuple[str, int]]:
    return [(b.span.of(document.text), b.level) for b in document.blocks if b.kind is BlockKind.HEADING]


def blocks(document: Document, kind: BlockKind) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks if block.kind is kind]


@pytest.mark.parametrize("angle", [0, 45, 60, 90, 270])
def test_what_is_turned_against_its_page_stands_apart(angle: int) -> None:
    def page(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(150, 640)
        canvas.rotate(angle)
        lines(canvas, "NOT YET FINAL", x=0, y=0, size=30)
        canvas.restoreState()
        lines(canvas, *prose("the page"))

    document = drawn(page)
    assert " ".join(prose("the page")) in document.text
    assert "NOT YET FINAL" in blocks(document, BlockKind.PARAGRAPH)


def test_a_page_set_sideways_among_others_goes_on_with_their_sentence() -> None:
    def sideways(canvas: Canvas) -> None:
        canvas.translate(595, 0)
        canvas.rotate(90)
        lines(canvas, "and goes on along the long side of the second page", "until it ends.", y=400)

    document = drawn(lambda canvas: lines(canvas, "A sentence begins upright, where it fills the line of the page,",
                                          "and it is not at its end when the page is,"), sideways)  # fmt: skip
    assert "when the page is, and goes on along the long side of the second page until it ends." in document.text


ROWS = [("Harbour", "Depth", "Remark"), ("Upper harbour", "4.31", "dredged twice"), ("Lower harbour", "12.00", ""),
        ("Old harbour", "0.95", "closed")]  # fmt: skip


@pytest.mark.parametrize("columns", [2, 3])
def test_rows_whose_cells_stand_below_each_other_are_a_table(columns: int) -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, *prose("the text", 4))
        for number, row in enumerate(ROWS):
            canvas.setFont("Helvetica-Bold" if number == 0 else "Helvetica", 10)
            for column, cell in enumerate(row[:columns]):
                place = 80 + 150 * column
                draw = canvas.drawRightString if column == 1 else canvas.drawString
                draw(place + (60 if column == 1 else 0), 600 - 15 * number, cell)
        lines(canvas, *prose("the end", 4), y=500)

    document = drawn(page)
    (table,) = [block for block in document.blocks if block.kind is BlockKind.TABLE]
    assert [[cell.of(document.text) for cell in row] for row in table.rows] == [list(row[:columns]) for row in ROWS]
    assert table.header == 1
    assert table.aligns[1] == "right"


def test_a_stretched_line_is_no_row() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, "The words of a narrow column", "are stretched so that each line", y=700)
        for number, words in enumerate((["fills", "its", "width"], ["which", "is", "ugly"])):
            width = sum(canvas.stringWidth(word, "Helvetica", 10) for word in words)
            room = (canvas.stringWidth("are stretched so that each line", "Helvetica", 10) - width) / 2
            x = 80.0
            for word in words:
                canvas.drawString(x, 676 - 12 * number, word)
                x += canvas.stringWidth(word, "Helvetica", 10) + room

    assert drawn(page).text.endswith("so that each line fills its width which is ugly")


def test_terms_and_what_is_said_of_them_are_apart() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, *prose("the text", 3))
        lines(canvas, "NAME", y=640)
        lines(canvas, "sand, which lists the depths of all harbours that are known", y=628, x=120)
        lines(canvas, "OPTIONS", y=616)
        lines(canvas, "none of any kind", y=604, x=120)

    assert blocks(drawn(page), BlockKind.PARAGRAPH)[1:] == [
        "NAME",
        "sand, which lists the depths of all harbours that are known",
        "OPTIONS",
        "none of any kind",
    ]


def test_words_stay_in_the_column_whose_lines_are_stretched() -> None:
    def page(canvas: Canvas) -> None:
        for left in (60, 300):
            for number in range(16):
                y = 700 - 12 * number
                if number % 4 == 2:
                    canvas.setFont("Helvetica", 10)
                    canvas.drawString(left, y, f"seldom{number}")
                    canvas.drawString(left + 90, y, f"known{number}")
                    canvas.drawRightString(left + 210, y, f"to{number}")
                else:
                    lines(canvas, f"Line {number} of a column, whose words fill it all", x=left, y=y)

    text = drawn(page).text
    for number in (2, 6, 10, 14):
        assert text.count(f"seldom{number} known{number} to{number} Line {number + 1} of a column") == 2


CODE = ["def mean(values):", "    total = sum(values)", "", "    if not total:", "        return  0"]


@pytest.mark.parametrize("font", ["Courier", "Courier-Bold", "Courier-Oblique"])
def test_lines_of_code_keep_their_lines(font: str) -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, *prose("the text", 3))
        lines(canvas, *(line.lstrip() for line in CODE), y=640, font=font)

    def set_in(canvas: Canvas) -> None:
        lines(canvas, *prose("the text", 3))
        canvas.setFont(font, 10)
        for number, line in enumerate(CODE):
            canvas.drawString(80 + 6 * (len(line) - len(line.lstrip())), 640 - 12 * number, line.lstrip())

    assert blocks(drawn(set_in), BlockKind.CODE) == ["\n".join(CODE)]
    assert blocks(drawn(page), BlockKind.CODE) == ["\n".join(line.lstrip() for line in CODE)]


@pytest.mark.parametrize(("gap", "size"), [(5, 5), (8, 6), (20, 7)])
def test_numbers_of_lines_belong_to_the_code_that_they_count(gap: int, size: int) -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, *prose("the text", 3))
        for number, line in enumerate(CODE, 1):
            y = 640 - 12 * number
            canvas.setFont("Times-Roman", size)
            canvas.drawRightString(80, y, str(number))
            canvas.setFont("Courier", 10)
            canvas.drawString(80 + gap + 6 * (len(line) - len(line.lstrip())), y, line.lstrip())

    (code,) = blocks(drawn(page), BlockKind.CODE)
    numbers = [line.split(maxsplit=1) for line in code.split("\n")]
    assert [one[0] for one in numbers] == ["1", "2", "3", "4", "5"]
    assert [" ".join(one[1].split()) for one in numbers if len(one) > 1] == [
        " ".join(one.split()) for one in CODE if one
    ]
    places = [len(line) - len(line.lstrip("0123456789 ")) for line in code.split("\n")]
    assert [places[index] - places[0] for index in (1, 3, 4)] == [4, 4, 8]


def test_a_typewritten_letter_is_no_code() -> None:
    first = ["It was in the spring of the year that we went to sea again, and", "all of the pilots came along."]
    second = ["They had not seen the sand for a long time, and they found it", "where it had been before, as it",
              "seemed to them when they had looked at it from the shore for a", "while."]  # fmt: skip

    def page(canvas: Canvas) -> None:
        lines(canvas, *first, y=700, font="Courier")
        lines(canvas, *second, y=664, font="Courier")

    def queries(canvas: Canvas) -> None:
        lines(
            canvas,
            "SELECT name FROM ships",
            "WHERE depth IS NULL",
            "AND port IN ports",
            "ORDER BY name",
            font="Courier",
        )

    assert blocks(drawn(page), BlockKind.PARAGRAPH) == [" ".join(first), " ".join(second)]
    assert blocks(drawn(queries), BlockKind.CODE)


@pytest.mark.parametrize(
    ("initial", "rest", "begin"),
    [
        ("T", "HE method that we describe", "THE method that"),
        ("S", "ince then the pilots have", "Since then the pilots"),
    ],
)
def test_a_large_initial_belongs_to_its_word(initial: str, rest: str, begin: str) -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, initial, y=676, size=44)
        lines(canvas, rest + " agreed that", "the order of lines is that of a person", "who reads them here", x=115)
        lines(canvas, *prose("the rest", 8), y=664)

    assert drawn(page).text.startswith(begin)


@pytest.mark.parametrize("name", ["Chapter {}", "{}", "PART {}"])
@pytest.mark.parametrize("numbers", ["1 2 3 4", "I II III IV"])
def test_large_heads_of_pages_are_headings_and_their_numbers_are_not(name: str, numbers: str) -> None:
    def page(number: int, called: str) -> Draw:
        def draw(canvas: Canvas) -> None:
            lines(canvas, name.format(called), y=760, size=18)
            lines(canvas, *prose(f"part {number}"), y=700)
            lines(canvas, str(number), x=300, y=30, size=8)
            lines(canvas, "Annals of Sand", x=80, y=810, size=8)

        return draw

    document = drawn(*(page(number, called) for number, called in enumerate(numbers.split(), 7)))
    assert headings(document) == [(name.format(called), 1) for called in numbers.split()]
    assert "Annals" not in document.text
    assert not {"7", "8", "9", "10"} & set(document.text.split("\n\n"))


def test_bold_heads_of_parts_are_headings_where_each_begins_a_page() -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            lines(canvas, f"Lesson {number}", y=770, font="Helvetica-Bold")
            lines(canvas, *prose(f"part {number}"), y=740)
            lines(canvas, f"Page {number}", y=30, font="Helvetica-Bold")

        return draw

    document = drawn(*map(page, range(1, 5)))
    assert [title for title, _ in headings(document)] == [f"Lesson {number}" for number in range(1, 5)]
    assert "Page" not in document.text


def test_a_head_that_is_the_same_on_all_pages_is_one_even_if_it_is_larger() -> None:
    """As word processors set them, whose text was made smaller."""

    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            lines(canvas, "Annals of Sand", y=800, size=12)
            lines(canvas, *prose(f"part {number}"), y=760)
            lines(canvas, "1 See the chart of the year.", y=90, size=8)
            lines(canvas, f"Page {number}", y=50, size=12)

        return draw

    document = drawn(*map(page, range(1, 5)))
    assert "Annals" not in document.text
    assert "Page" not in document.text
    assert len(blocks(document, BlockKind.FOOTNOTE)) == 4


@pytest.mark.parametrize("height", [30, 60, 139])
def test_numbers_far_from_the_foot_of_the_page_part_no_paragraph(height: int) -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            lines(canvas, *(line.lower() for line in prose(f"page {number}", 20)), y=height + 30 + 12 * 19)
            lines(canvas, str(number), x=303, y=height)

        return draw

    (paragraph,) = blocks(drawn(*map(page, range(1, 6))), BlockKind.PARAGRAPH)
    assert "of page 2 says what the pilots know of the sand line 1 of page 3" in paragraph


@pytest.mark.parametrize(
    "said", ["This clause stands first in every section.", "Name:", "Who is it that says so here?"]
)
def test_a_sentence_that_begins_every_page_is_text(said: str) -> None:
    def page(name: str) -> Draw:
        def draw(canvas: Canvas) -> None:
            lines(canvas, said, y=780)
            lines(canvas, *prose(name), y=750)

        return draw

    assert drawn(*map(page, ("Alpha", "Beta", "Gamma", "Delta"))).text.count(said) == 4


def test_a_sentence_that_every_page_has_is_text() -> None:
    def page(name: str) -> Draw:
        def draw(canvas: Canvas) -> None:
            lines(canvas, name, y=760, size=16)
            lines(canvas, "This clause stands in every section and is the same in each.", y=730)

        return draw

    assert drawn(*map(page, ("Alpha", "Beta", "Gamma"))).text.count("This clause") == 3


def outlined(canvas: Canvas, title: str, level: int, y: float) -> None:
    canvas.bookmarkHorizontalAbsolute(title, y)
    canvas.addOutlineEntry(title, title, level)


def test_the_outline_says_what_is_a_heading() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, "1.2 Of the sand", *prose("the text", 3))
        outlined(canvas, "Of the sand", 0, 712)
        lines(canvas, "A heading that runs over more than one line", "of the page", y=600)
        outlined(canvas, "A heading that runs over more than one line of the page", 1, 612)
        lines(canvas, *prose("the end", 3), y=560)
        outlined(canvas, "Elsewhere called so", 1, 575)

    document = drawn(page)
    assert headings(document) == [
        ("1.2 Of the sand", 1),
        ("A heading that runs over more than one line of the page", 2),
        ("Elsewhere called so", 2),
    ]
    assert document.text.index("Elsewhere") < document.text.index("Line 1 of the end")


def test_lines_of_a_table_of_contents_are_lines_and_no_headings() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, "Contents", y=760, size=16)
        lines(
            canvas, "1 The sand . . . . . . . . . . . 1", "2 The sea ...................... iv", font="Helvetica-Bold"
        )
        lines(canvas, "2.1 Its depth . . . . . . . 12", "2.2 Its light . . . . . . . 13", y=660)
        lines(canvas, *prose("the text"), y=600)

    document = drawn(page)
    assert headings(document) == [("Contents", 1)]
    assert [len(text) < 40 for text in blocks(document, BlockKind.PARAGRAPH)] == [True] * 4 + [False]


def test_an_entry_of_the_outline_is_the_line_below_its_place_and_no_head_above_it() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, "3 CITATIONS", y=730)
        lines(canvas, "3 Citations", y=700, font="Helvetica-Bold", size=14)
        lines(canvas, *prose("the text", 5), y=680)
        outlined(canvas, "Citations", 0, 716)

    document = drawn(page)
    assert headings(document) == [("3 Citations", 1)]


def test_a_heading_whose_word_a_line_end_breaks_is_one() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, "1 Of the sand and its mea-", "surement", y=720, font="Helvetica-Bold", size=14)
        outlined(canvas, "Of the sand and its measurement", 0, 736)
        lines(canvas, *prose("the text", 5), y=680)
        lines(canvas, "2 What else was mea-", "sured", y=560, font="Helvetica-Bold", size=14)
        lines(canvas, *prose("the end", 5), y=520)

    assert headings(drawn(page)) == [("1 Of the sand and its measurement", 1), ("2 What else was measured", 1)]


@pytest.mark.parametrize(
    ("entry", "line"),
    [("Methods and materials", "1.1. Methods & Materials"), ("Resume of the sand", "Résumé of the sand"),
     ("Appendix A", "A. Appendix"), ("Of sand - and of mud", "OF SAND AND MUD")],
)  # fmt: skip
def test_a_line_that_says_about_what_the_outline_does_is_its_heading(entry: str, line: str) -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, *prose("the text", 3))
        lines(canvas, line, *prose("the end", 3), y=640)
        outlined(canvas, entry, 0, 652)

    document = drawn(page)
    assert headings(document) == [(line, 1)]
    assert document.text.count(line) == 1


def test_what_a_form_was_filled_with_is_read() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, "Name of the ship:")
        canvas.acroForm.textfield(name="ship", value="Halcyon of Bergen", x=180, y=695, width=200, height=18)

    assert "Name of the ship: Halcyon of Bergen" in " ".join(drawn(page).text.split())


def test_what_a_program_filled_in_and_did_not_draw_is_read() -> None:
    """Some leave it to the next program to draw what is in a field."""
    place = "/Rect[180 695 380 713]/DA(/F1 10 Tf 0 g)/F 4/AP<</N 6 0 R>>"
    field = f"<</Type/Annot/Subtype/Widget/FT/{{}}/T(x)/V(Halcyon){place}{{}}>>"
    objects = [
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]/NeedAppearances true/DR<</Font<</F1 7 0 R>>>>>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots[5 0 R]/MediaBox[0 0 595 842]"
        "/Resources<</Font<</F1 7 0 R>>>>>>",
        "<</Length 52>>\nstream\nBT /F1 10 Tf 80 700 Td (Name of the ship:) Tj ET     \nendstream",
        "{}",
        "<</Type/XObject/Subtype/Form/BBox[0 0 200 18]/Length 12>>\nstream\n/Tx BMC EMC \nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for kind, more in (("Tx", ""), ("Ch", "/Ff 131072/Opt[(Halcyon)(Petrel)]")):
        objects[4] = field.format(kind, more)
        body = "".join(f"{number} 0 obj\n{one}\nendobj\n" for number, one in enumerate(objects, 1))
        document = parse_pdf(f"%PDF-1.4\n{body}trailer\n<</Root 1 0 R>>\n%%EOF".encode()).document
        assert "Name of the ship: Halcyon" in " ".join(document.text.split())


def test_lettered_items_stand_by_themselves_and_are_set_in() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, *prose("the text", 3))
        lines(canvas, "(a) the first item, which goes on for long enough to take", y=655, x=100)
        lines(canvas, "a second line", y=643, x=116)
        lines(canvas, "(i) an inner one", y=631, x=130)
        lines(canvas, "(b) the second item", y=619, x=100)

    document = drawn(page)
    items = [block for block in document.blocks if block.depth]
    assert [item.span.of(document.text) for item in items] == [
        "(a) the first item, which goes on for long enough to take a second line",
        "(i) an inner one",
        "(b) the second item",
    ]
    assert items[1].depth > items[0].depth == items[2].depth


def test_numbers_of_several_levels_and_letters_go_on_behind_each_other() -> None:
    texts = ["1. The first of them", "1.1 An inner one", "1.2 Another inner one, of which", "3.5 fathoms are said"]
    letters = ["(1) One", "[1] A work that is", "named", "[2] Another work"]
    document = drawn(lambda canvas: lines(canvas, *texts, "2. The next"), lambda canvas: lines(canvas, *letters))
    assert blocks(document, BlockKind.PARAGRAPH) == [
        "1.1 An inner one",
        "1.2 Another inner one, of which 3.5 fathoms are said",
        "(1) One",
        "[1] A work that is named",
        "[2] Another work",
    ]


def test_text_left_of_an_item_is_none_of_its() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, *prose("the text", 3))
        lines(canvas, "(a) the first item of these", "(b) the second item", y=660, x=95)
        lines(canvas, "and so the text goes on", y=636)

    assert blocks(drawn(page), BlockKind.PARAGRAPH)[-1] == "and so the text goes on"


@pytest.mark.parametrize("gap", [14, 18, 24])
def test_the_letter_that_word_processors_have_for_a_circle_is_a_bullet(gap: int) -> None:
    def page(canvas: Canvas) -> None:
        for number, (bullet, font) in enumerate([("\u2022", "Helvetica"), ("o", "Courier"), ("o", "Courier")]):
            lines(canvas, bullet, x=80 + 18 * (bullet == "o"), y=700 - 14 * number, font=font)
            lines(
                canvas,
                f"what is said in line {number}",
                x=80 + 18 * (bullet == "o") + gap,
                y=700 - 14 * number,
                size=11,
            )

    document = drawn(page)
    assert blocks(document, BlockKind.ITEM) == [f"what is said in line {number}" for number in range(3)]


# From right to left: words are laid out as they are seen, and have to come back as they are read.

HEBREW = st.text("אבגדהוזחטי", min_size=1, max_size=5)
LATIN = st.text("abcXYZ", min_size=1, max_size=5)
NUMBER = st.integers(0, 9999).map(str)


def laid_out(words: Sequence[str]) -> tuple[str, list[tuple[float, float, float, float]]]:
    """The letters of a line in any order, here from left to right, with their boxes.

    As UAX 9 puts them: Latin words go from left to right with the numbers behind them, other numbers each by itself.
    """
    runs: list[str] = []
    for word, before in zip(words, ["", *words], strict=False):
        goes_on = runs and before < "א" and word < "א" and any(map(str.isalpha, runs[-1]))
        if goes_on:
            runs[-1] += f" {word}"
        else:
            runs.append(word)
    x = 500.0
    placed: list[tuple[float, str]] = []
    for run in runs:
        x -= 6 * len(run)
        placed += [(x + 6 * at, letter) for at, letter in enumerate(run if run < "א" else run[::-1])]
        x -= 6
    seen = sorted(one for one in placed if one[1] != " ")
    return "".join(letter for _, letter in seen), [(at, 0.0, at + 6, 10.0) for at, _ in seen]


def is_told_by_its_look(words: Sequence[str]) -> bool:
    """Whether no number stands before a Latin word: that looks as if it stood behind it."""
    return words[0] >= "א" and not any(one.isdigit() and "A" < other < "א" for one, other in pairwise(words))


@given(st.lists(st.one_of(HEBREW, LATIN, NUMBER), min_size=1, max_size=8).filter(is_told_by_its_look))
def test_a_line_from_right_to_left_is_read_as_it_is_seen(words: list[str]) -> None:
    words = [*words, "א"]
    (piece,) = read_from_right(*laid_out(words), gap=100)
    assert piece.text == " ".join(words)


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        ("אב 12.5% גד", "דג 12.5% בא"),
        ("גד (abc) אב", "בא (abc) דג"),
        ("גד Python (1999) אב", "בא Python (1999) דג"),
        ("גד )אב 18( הו", "וה (18 בא) דג"),
        ("גד 79-ה אב", "בא ה-79 דג"),
        ("גד 3/4/2021 אב", "בא 3/4/2021 דג"),
        ("גד 853 1048 אב", "בא 1048 853 דג"),
        ("ןוחטב 2024-2026 ב", "ב 2024-2026 בטחון"),
        ("م 2026-2024 ن", "ن 2024-2026 م"),
        ("م %12 ن", "ن 12% م"),
        ("גד $12 אב", "בא $12 דג"),
        (".אב «גד» הו", "וה «דג» בא."),
        ("גד abc, xyz אב", "בא abc, xyz דג"),
        ("גד C++ אב", "בא C++ דג"),
        ("גד (abc אב", "בא abc) דג"),
    ],
)
def test_numbers_words_and_brackets_within_a_line_from_right_to_left(seen: str, read: str) -> None:
    assert as_read(seen) == read


def test_brackets_and_stops_belong_where_they_stand() -> None:
    letters = "בשעה)18(."  # as it is drawn: words first, then the signs
    places = [94, 88, 82, 76, 100, 60, 66, 54, 48]
    (piece,) = read_from_right(letters, [(x, 0.0, x + 6.0, 10.0) for x in map(float, places)], gap=50)
    assert piece.text == "(בשעה 18)."


def test_letters_of_one_glyph_and_loose_marks_are_put_in_order() -> None:
    ligature, mark = (10.0, 0.0, 16.0, 10.0), (2.0, 0.0, 3.0, 10.0)
    (piece,) = read_from_right(
        "ال\u064b د", [ligature, ligature, mark, (5.0, 0.0, 5.0, 0.0), (0.0, 0.0, 6.0, 10.0)], 50
    )
    assert piece.text.split() == ["لا", "د\u064b"]


def test_an_initial_that_reaches_beside_its_word_is_no_stamp() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 30)
        canvas.drawString(80, 688, "W")
        lines(
            canvas, "HEN the pilots tried the method of the sand at last", *prose("one", 1), x=112, font="Times-Roman"
        )
        lines(canvas, *prose("two"), y=676, font="Times-Roman")

    assert drawn(page).text.startswith("WHEN the pilots tried")


@pytest.mark.parametrize("heads", [("§ 1", "§ 2", "§ 3"), ("A", "B", "C"), ("IV.", "V.", "VI.")])
def test_a_sign_alone_in_large_type_is_a_heading(heads: tuple[str, ...]) -> None:
    def page(head: str) -> Draw:
        def draw(canvas: Canvas) -> None:
            lines(canvas, head, y=760, size=18)
            lines(canvas, *prose(head))

        return draw

    assert [text for text, _ in headings(drawn(*map(page, heads)))] == list(heads)


def test_the_two_sides_of_a_head_stand_above_the_columns() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, "Proposed Rules", y=780, x=60, size=18)
        lines(canvas, "Official Gazette", "Number 152", "Thursday", y=782, x=420, size=8)
        for x, name in ((60, "left"), (240, "middle"), (420, "right")):
            lines(canvas, *[f"Words {n} of {name} of the pilots" for n in range(14)], y=720, x=x, size=9)

    text = drawn(page).text
    found = [
        text.index(one) for one in ("Proposed", "Number 152", "0 of left", "13 of left", "0 of middle", "0 of right")
    ]
    assert found == sorted(found)


def test_the_first_column_of_a_table_from_right_to_left_is_the_rightmost() -> None:
    places = ((100.0, "מחיר"), (200.0, "שם"))
    rows = [[Segment(f"{word} {n}", x, x + 40, 700.0 - 14 * n, 10.0) for x, word in places] for n in range(5)]
    (table,) = in_tables(rows, lambda pieces: pieces[0])
    assert isinstance(table, Table)
    assert [cell.text if cell else "" for cell in table.rows[1]] == ["שם 1", "מחיר 1"]


@pytest.mark.parametrize(
    ("sign", "checked", "text"),
    [
        ("\x84", None, "Rope"),
        ("\uf0a8", None, "Rope"),
        ("☐", False, "Rope"),
        ("☑", True, "Rope"),
        ("✓", None, "✓ Rope"),
    ],
)
def test_boxes_and_signs_of_symbol_fonts_begin_items(sign: str, checked: bool | None, text: str) -> None:
    column = [Segment(f"{sign} {word}", 80.0, 200.0, 700.0 - 12 * n, 10.0) for n, word in enumerate(("Rope", "Oars"))]
    document = compose(join(in_paragraphs(column, 0), 10.0), 10.0, ["1"], 1)
    assert [block.span.of(document.text) for block in document.blocks] == [text, text.replace("Rope", "Oars")]
    assert [block.checked for block in document.blocks] == [checked, checked]


def test_letters_laid_one_by_one_below_a_picture_are_words() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Courier", 9)
        for row, words in enumerate((["Singapore", "138588"], ["President", "Lines"], ["Building", "Towers"])):
            x = 80.0
            for word in words:
                canvas.drawString(x, 700 - 14 * row, word[:-1], charSpace=1.4)
                x += (len(word) - 1) * (5.4 + 1.4)
                canvas.drawString(x, 700 - 14 * row, word[-1])
                x += 5.4 + 9
        lines(canvas, *prose("one", 4), y=600)

    assert drawn(page).text.split()[:6] == ["Singapore", "138588", "President", "Lines", "Building", "Towers"]


def drawn_letters(*lines: bytes) -> bytes:
    """A PDF whose font is pictures of letters that are named after their codes, as old programs of TeX write them."""
    shown = b"".join(b"1 0 0 1 80 %d Tm (%b) Tj " % (700 - 14 * at, line) for at, line in enumerate(lines))
    page = b"BT /F1 10 Tf " + shown + b"ET"
    names = b" ".join(b"/a%d" % code for code in range(128))
    letter = b"600 0 0 0 500 700 d1 0 0 500 700 re f"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(page), page),
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 600 700]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 0/LastChar 127"
        b"/Widths[" + b"600 " * 128 + b"]/Encoding<</Differences[0 " + names + b"]>>/CharProcs<<"
        + b"".join(b"/a%d 6 0 R" % code for code in range(128)) + b">>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(letter), letter),
    ]  # fmt: skip
    return (
        b"%PDF-1.4\n"
        + b"".join(b"%d 0 obj%b endobj\n" % (at, part) for at, part in enumerate(parts, 1))
        + (b"trailer<</Root 1 0 R>>\n%%EOF")
    )


@pytest.mark.parametrize(
    "codes", [b"\\013\\014\\015\\016\\017", b"\\033\\034\\035\\036\\037"], ids=["TeX's own encoding", "Cork"]
)
def test_ligatures_of_a_font_that_does_not_say_what_they_are(codes: bytes) -> None:
    two, fi, fl, ffi, ffl = (codes[at : at + 4] for at in range(0, 20, 4))
    words = (b"The o", ffi, b"ce a", two, b"ects ", fi, b"ve ", fl, b"oors and ba", ffl, b"es the men")
    text = parse_pdf(drawn_letters(*[b"".join(words)] * 4)).document.text
    assert text.count("The office affects five floors and baffles the men") == 4


def test_letters_whose_font_does_not_say_how_far_they_reach_down_are_of_one_size() -> None:
    lines = [f"1 0 0 1 80 {700 - 14 * at} Tm ({line}) Tj" for at, line in enumerate(["nor more an one", "goes on"] * 6)]
    page = "BT /F1 12 Tf " + " ".join(lines) + " ET"
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(page)}>>stream\n{page}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Unheard/FontDescriptor 6 0 R/Encoding/WinAnsiEncoding>>",
        "<</Type/FontDescriptor/FontName/Unheard/Flags 32/FontBBox[0 0 600 714]/Ascent 714/Descent 0/CapHeight 700"
        "/ItalicAngle 0/StemV 80>>",
    ]
    objects = "".join(f"{at} 0 obj{part} endobj\n" for at, part in enumerate(parts, 1))
    document = parse_pdf(f"%PDF-1.4\n{objects}trailer<</Root 1 0 R>>\n%%EOF".encode()).document
    assert {block.kind for block in document.blocks} == {BlockKind.PARAGRAPH}


def test_a_number_beside_words_in_the_last_line_of_a_page_is_none_of_the_page() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont("Helvetica", 10)
    for at in range(20):
        canvas.drawString(80, 700 - 12 * at, f"Line {at} of the text goes on to tell what the pilots know")
    for x, words in ((80, "Hull"), (200, "3")):
        canvas.drawString(x, 60, words)
    canvas.save()
    assert parse_pdf(out.getvalue()).document.text.split()[-2:] == ["Hull", "3"]


PROSE = "the pilots go out each morning to measure the water over the bar and write it down in the log"


def set_lines(*lines: tuple[float, float, float, str], pages: int = 1) -> str:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for _ in range(pages):
        for x, y, size, words in lines:
            canvas.setFont("Helvetica", size)
            canvas.drawString(x, y, words)
        canvas.showPage()
    canvas.save()
    return parse_pdf(out.getvalue()).document.text


@pytest.mark.parametrize(("step", "size", "x"), [(1, 6, 60), (1, 10, 50), (5, 7, 60), (1, 8, 560)])
def test_numbers_of_the_lines_of_prose_are_none_of_its_words(step: int, size: float, x: float) -> None:
    text = [(80.0, 700.0 - 14 * at, 10.0, PROSE) for at in range(20)]
    numbers = [(x, 700.0 - 14 * at, size, str(at + 1)) for at in range(20) if (at + 1) % step == 0]
    assert set_lines(*text, *numbers) == " ".join([PROSE] * 20)


def test_numbers_of_items_and_of_rows_stay() -> None:
    items = [(80.0, 700.0 - 14 * at, 10.0, f"Boat {at} of the harbour") for at in range(8)]
    numbers = [(50.0, 700.0 - 14 * at, 10.0, str(at + 1)) for at in range(8)]
    assert "8" in set_lines(*items, *numbers).split()


@pytest.mark.parametrize(
    ("heading", "head"),
    [("1.1 Of Boats", "1.1. Of Boats"), ("1.1 Of Boats", "1.1 OF BOATS"), ("Of Boats", "Chapter 1. Of Boats")],
)
def test_a_head_that_repeats_a_heading_is_none_of_the_text(heading: str, head: str) -> None:
    text = [(80.0, 700.0 - 14 * at, 10.0, PROSE) for at in range(30)]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for top in ((80, 730, 16, heading), (400, 780, 10, head)):
        for x, y, size, words in (top, *text):
            canvas.setFont("Helvetica", size)
            canvas.drawString(x, y, words)
        canvas.showPage()
    canvas.save()
    assert parse_pdf(out.getvalue()).document.text == f"{heading}\n\n" + " ".join([PROSE] * 60)


def test_items_and_options_are_no_headings_however_they_are_set() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for font, size, x, y, words in (
        *(("Helvetica", 9, 80, 700 - 12 * at, PROSE[:70]) for at in range(20)),
        ("Helvetica", 12, 80, 420, "• one of the boats"),
        ("Helvetica-Bold", 9, 80, 390, "-a, --all"),
        ("Helvetica", 9, 100, 378, "shows all of the boats."),
        ("Helvetica", 14, 80, 350, "A heading"),
    ):
        canvas.setFont(font, size)
        canvas.drawString(x, y, words)
    canvas.save()
    document = parse_pdf(out.getvalue()).document
    headings = [one.span.of(document.text) for one in document.blocks if one.kind is BlockKind.HEADING]
    assert headings == ["A heading"]


VERSE = [
    "The lamp is out, the rope is wet,",
    "And nobody is mooring;",
    "The sand has come, the sand will go,",
    "And so.",
]


def test_lines_of_verse_are_kept() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, *prose("one", 6), y=780)
        lines(canvas, *VERSE, x=110, y=680)
        lines(canvas, *prose("two", 6), y=600)

    document = drawn(draw)
    assert blocks(document, BlockKind.VERSE) == ["\n".join(VERSE)]
    assert len(blocks(document, BlockKind.PARAGRAPH)) == 2


def test_a_paragraph_set_in_from_both_sides_is_no_verse() -> None:
    said = wrap("The pilot says that he has seen it five times since he has come here, and that it came back.", 34)

    def draw(canvas: Canvas) -> None:
        lines(canvas, *prose("one", 6), y=780)
        lines(canvas, *said, x=110, y=680, font="Courier-Bold")
        lines(canvas, *prose("two", 6), y=600)

    assert not blocks(drawn(draw), BlockKind.VERSE)


@pytest.mark.parametrize(
    ("initial", "rest"), [("“I", "t is gone,”"), ("¿Q", "uién lo sabe?"), ("«L", "e port est là,")]
)
def test_a_large_initial_has_what_opens_before_it(initial: str, rest: str) -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, initial, x=80, y=692, size=30)
        right = 82 + canvas.stringWidth(initial, "Helvetica", 30)
        lines(canvas, f"{rest} said the pilot of it", "and nobody on the quay had seen it", x=right, y=704)
        lines(canvas, *prose("it"), y=680)

    assert blocks(drawn(draw), BlockKind.PARAGRAPH)[0].startswith(initial + rest)


@pytest.mark.parametrize("angle", [30, 45, 55, 70])
@pytest.mark.parametrize("first", [False, True])
def test_a_stamp_that_begins_where_a_line_ends_is_no_part_of_it(angle: int, *, first: bool) -> None:
    def stamp(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(150, 628)
        canvas.rotate(angle)
        lines(canvas, "SAMPLE", x=0, y=0, font="Helvetica-Bold", size=70)
        canvas.restoreState()

    def page(canvas: Canvas) -> None:
        lines(canvas, *prose("one"), y=772)
        if first:
            stamp(canvas)
        lines(canvas, "which is all of it.", y=628)
        if not first:
            stamp(canvas)
        lines(canvas, *prose("two"), y=420)

    document = drawn(page)
    assert [block for block in blocks(document, BlockKind.PARAGRAPH) if "SAMPLE" in block] == ["SAMPLE"]
    assert f"{prose('one')[-1]} which is all of it." in document.text


def test_the_number_above_a_larger_title_is_as_high_as_it() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, "Chapter II", y=780, font="Helvetica-Bold", size=16)
        lines(canvas, "The Sand", y=740, font="Helvetica-Bold", size=22)
        lines(canvas, *prose("it"), y=700)

    assert headings(drawn(page, page)) == [("Chapter II", 1), ("The Sand", 1)] * 2


def test_letters_of_a_formula_are_no_heading() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, *prose("one"), y=780)
        lines(canvas, "X n", y=600, size=14)
        lines(canvas, *prose("two"), y=560)

    assert headings(drawn(page)) == []


def test_a_large_initial_over_four_lines_parts_no_paragraph() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, "O", x=80, y=664, size=48, font="Times-Roman")
        lines(canvas, "nce the pilots knew where all of it was", *prose("it", 3), x=118)
        lines(canvas, *prose("the rest", 6), y=652)

    assert len(blocks(drawn(page), BlockKind.PARAGRAPH)) == 1

"""What others have marked in a PDF and written into a DOCX, with its place in the document that was made of it."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.span import Span
from reader.formats.docx import parse_docx
from reader.formats.embedded import WordFinder, as_words
from reader.formats.pdf import parse_pdf

LINES = (
    "The harbour sand moved in the spring storm, and the fisher-",
    "men say that it will come back in summer, as always.",
    "Nobody asked why the bell had been rung at noon.",
    "The harbour sand moved again in the following year.",
)
TOP, STEP, SIZE = 700, 14, 11


def pdf(*annotations: str, forms: str = "") -> bytes:
    """A page of LINES in Courier, whose letters are 6.6 points wide, with these annotations (from object 10 on)."""
    drawn = "".join(
        f"BT /F1 {SIZE} Tf 1 0 0 1 72 {TOP - STEP * row} Tm ({line}) Tj ET\n" for row, line in enumerate(LINES)
    )
    numbers = " ".join(f"{10 + index} 0 R" for index in range(len(annotations)))
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        f"/Resources << /Font << /F1 5 0 R >> >> /Annots [{numbers}] >>",
        4: f"<< /Length {len(drawn)} >>\nstream\n{drawn}endstream",
        5: "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
        6: f"<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] /Length {len(forms)} >>\nstream\n{forms}\nendstream",
        **{10 + index: one for index, one in enumerate(annotations)},
    }
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    places = {}
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    start = out.tell()
    out.write(b"xref\n0 1\n0000000000 65535 f \n")
    for number, place in places.items():
        out.write(f"{number} 1\n{place:010} 00000 n \n".encode())
    out.write(f"trailer\n<< /Size 99 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def quads(*pieces: tuple[int, int, int]) -> str:
    """The quadrilaterals over letters `first` to `last` of a line."""
    numbers = []
    for row, first, last in pieces:
        left, right, low = 72 + 6.6 * first, 72 + 6.6 * last, TOP - STEP * row - 2
        numbers += [left, low + 11, right, low + 11, left, low, right, low]
    return f"/QuadPoints [{' '.join(f'{number:.1f}' for number in numbers)}] /Rect [72 600 500 710]"


def mark(kind: str, where: str, **more: str) -> str:
    return f"<< /Type /Annot /Subtype /{kind} {where} {' '.join(f'/{name} {value}' for name, value in more.items())} >>"


def test_words_over_a_line_that_a_hyphen_ends() -> None:
    start, end = LINES[0].index("fisher"), len("men say")
    data = pdf(
        mark("Highlight", quads((0, start, len(LINES[0])), (1, 0, end)), C="[1 0.4 0.4]", T="(Ann Other)",
             Contents="(my note)", CreationDate="(D:20240304210000+01'00')", M="(D:20240305)", NM="(abc-1)")
    )  # fmt: skip
    parsed = parse_pdf(data)
    (one,) = parsed.embedded
    assert one.span is not None
    assert one.quote == one.span.of(parsed.document.text)
    assert "".join(one.quote.replace("-", "").split()) == "fishermensay"
    assert (one.note, one.creator, one.colour, one.name) == ("my note", "Ann Other", "#ff6666", "abc-1")
    assert (one.created, one.modified) == ("2024-03-04T21:00:00+01:00", "2024-03-05T00:00:00")


@pytest.mark.parametrize("row", [0, 3])
def test_of_equal_words_those_that_are_marked(row: int) -> None:
    parsed = parse_pdf(pdf(mark("Underline", quads((row, 4, 22)))))
    (one,) = parsed.embedded
    first = parsed.document.text.index("harbour sand moved")
    last = parsed.document.text.rindex("harbour sand moved")
    assert one.span == Span(first if row == 0 else last, (first if row == 0 else last) + 18)


def test_the_colour_of_one_that_is_drawn_by_a_form_of_its_own() -> None:
    data = pdf(mark("Highlight", quads((2, 0, 6)), AP="<< /N 6 0 R >>"), forms="0 0.5 1 rg 72 600 100 20 re f")
    (one,) = parse_pdf(data).embedded
    assert one.colour in ("#007fff", "#0080ff")


def test_marked_words_as_contents_are_no_note_and_a_reply_is_a_part_of_the_note() -> None:
    data = pdf(
        mark("Highlight", quads((2, 0, 12)), Contents="(Nobody asked)"),
        mark("Highlight", quads((2, 13, 16)), Contents="(first)", T="(Ann)"),
        mark("Text", "/Rect [72 600 90 620]", Contents="(second)", T="(Bob)", IRT="11 0 R"),
        mark("Text", "/Rect [300 600 320 620]", Contents="(on the page)", T="(Bob)"),
        mark("Link", "/Rect [300 600 320 620]"),
        mark("Popup", "/Rect [300 600 320 620]", Contents="(no)"),
    )
    found = parse_pdf(data).embedded
    assert [(one.quote, one.note) for one in found] == [
        ("Nobody asked", ""),
        ("why", "first\n\nBob: second"),
        ("", "on the page"),
    ]


def test_a_pdf_without_marks_has_none() -> None:
    assert parse_pdf(pdf()).embedded == ()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def start(number: int) -> str:
    return f'<w:commentRangeStart w:id="{number}"/>'


def end(number: int) -> str:
    return f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'


def comment(number: int, *paragraphs: str, author: str = "Ann Other") -> str:
    inner = "".join(
        f'<w:p w14:paraId="{number:04}{index:04}"><w:r><w:t>{words}</w:t></w:r></w:p>'
        for index, words in enumerate(paragraphs)
    )
    return f'<w:comment w:id="{number}" w:author="{author}" w:date="2024-03-04T21:00:00Z">{inner}</w:comment>'


def docx(paragraphs: list[str], comments: list[str], answers: str = "") -> bytes:
    body = "".join(f"<w:p>{one}</w:p>" for one in paragraphs)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W} {W14}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/comments.xml", f"<w:comments {W} {W14}>{''.join(comments)}</w:comments>")
        if answers:
            archive.writestr("word/commentsExtended.xml", f"<w15:commentsEx {W15}>{answers}</w15:commentsEx>")
    return packed.getvalue()


def test_comments_with_replies_over_paragraphs_and_at_a_point() -> None:
    data = docx(
        [
            run("The same words. ") + start(1) + run("The same") + run(" words.") + end(1),
            start(3) + run("One paragraph") + "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>",
            run("and the next.") + end(3) + run(" More."),
            run("At a point") + '<w:r><w:commentReference w:id="4"/></w:r>' + run(" in it."),
        ],
        [
            comment(4, "on the point"),
            comment(1, "first", "and more"),
            comment(2, "an answer", author="Bob"),
            comment(3, "on both"),
            comment(9, "on nothing that is there"),
        ],
        '<w15:commentEx w15:paraId="00020000" w15:paraIdParent="00010001" w15:done="1"/>',
    )
    parsed = parse_docx(data)
    found = parsed.embedded
    assert [one.note for one in found] == [
        "first\nand more\n\nBob: an answer",
        "on both",
        "on the point",
        "on nothing that is there",
    ]
    assert found[0].span == Span(16, 31)
    assert (found[0].creator, found[0].created) == ("Ann Other", "2024-03-04T21:00:00Z")
    assert found[1].quote == "One paragraph\n\nand the next."
    assert found[2].quote == "At a point"
    assert (found[3].quote, found[3].span) == ("", None)


@given(st.text("ab \n-", max_size=60), st.data())
def test_words_are_found_however_they_are_broken(text: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(text)))
    last = data.draw(st.integers(first, len(text)))
    words = text[first:last]
    found = WordFinder(text).find(words, text[:first], near=first)
    letters = words.translate(str.maketrans("", "", " \n-"))
    if not letters:
        assert found is None
    else:
        assert found is not None
        assert found.of(text).translate(str.maketrans("", "", " \n-")) == letters


def test_words_with_a_foot_of_a_page_between_are_found_by_their_ends() -> None:
    begin, middle, rest = (
        "It began on the first page of this tale",
        "and it went on",
        "until it ended on the last one of them",
    )
    found = WordFinder(f"Before. {begin} {middle} {rest}. After.").find(f"{begin} 7 {middle} {rest}")
    assert found is not None
    assert found.of(f"Before. {begin} {middle} {rest}. After.") == f"{begin} {middle} {rest}"


def test_raw_words_of_a_page_are_joined() -> None:
    assert as_words("the fisher\x02\r\nmen, and the\r\nsand-\r\nbank") == "the fishermen, and the sandbank"

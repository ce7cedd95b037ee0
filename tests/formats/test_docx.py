"""Documents of Word: what is in their XML is read, whoever wrote it; and what is none."""

from __future__ import annotations

import pytest

from reader.domain.document import Document, MarkKind
from reader.domain.errors import NotOpened, NotParsed
from reader.formats.docx import parse_docx
from tests.formats.making import archive, word
from tests.formats.quality import Expected
from tests.formats.wellformed import check

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def item(text: str, level: int = 0, list_id: int = 1) -> str:
    return p(r(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def document(body: str, **parts: str) -> Document:
    files = {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"}
    files |= {f"word/{name}.xml": f"<w:{name} {W}>{part}</w:{name}>" for name, part in parts.items()}
    found = parse_docx(archive(dict(files))).document
    check(found)
    return found


def level(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERS = (
    f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}{level(1, "lowerLetter", "%2)")}'
    f'{level(2, "upperRoman", "(%3)")}</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    f"{level(0, 'upperRoman', 'Part %1')}{level(1, 'decimal', '%1.%2', '<w:isLgl/>')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="2">{level(0, "bullet", "o")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="7"/></w:lvlOverride></w:num><w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>'
)


def signs(body: str) -> list[tuple[int, str]]:
    found = document(body, numbering=NUMBERS)
    return [(one.depth, one.sign or (f"{one.number}." if one.ordered else "•")) for one in found.blocks if one.depth]


def test_lists_are_numbered_as_word_numbers_them() -> None:
    body = item("a") + item("b", 1) + item("c", 1) + item("d", 2) + item("e") + p(r("between")) + item("f")
    assert signs(body) == [(1, "1."), (2, "a)"), (2, "b)"), (3, "(I)"), (1, "2."), (1, "3.")]
    assert signs(item("a") + item("b", 0, 3) + item("c", 0, 3)) == [(1, "1."), (1, "7."), (1, "8.")]
    assert signs(item("a", 0, 4) + item("b", 1) + item("c", 0, 4)) == [(1, "•"), (2, "a)"), (1, "•")]
    assert signs(item("a", 0, 2) + item("b", 1, 2) + item("c", 1, 2)) == [(1, "Part I"), (2, "1.1"), (2, "1.2")]
    assert signs(item("a") + p("") + item("b")) == [(1, "1."), (1, "2.")]


def test_numbers_of_headings_are_text() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="U1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="2"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Own">'
        '<w:basedOn w:val="U1"/><w:name w:val="Own"/></w:style>'
    )
    body = p(r("Sand"), '<w:pStyle w:val="U1"/>') + p(r("Text.")) + p(r("Sea"), '<w:pStyle w:val="Own"/>')
    found = document(body, styles=styles, numbering=NUMBERS)
    assert found.text == "Part I Sand\n\nText.\n\nPart II Sea"
    assert [block.level for block in found.blocks] == [1, 0, 1]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<w:bdo w:val='rtl'>{}</w:bdo>", "x"),
        ("<w:dir w:val='rtl'>{}</w:dir>", "x"),
        ("<w:smartTag><w:smartTagPr/>{}</w:smartTag>", "x"),
        ("<w:customXml>{}</w:customXml>", "x"),
        ("<w:sdt><w:sdtPr><w:alias w:val='no'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>", "x"),
        ("<w:fldSimple w:instr=' CITATION no '>{}</w:fldSimple>", "x"),
        ("<w:ins w:id='1'>{}</w:ins>", "x"),
        ("<w:moveTo w:id='1'>{}</w:moveTo>", "x"),
        ("<w:del w:id='1'><w:r><w:delText>no</w:delText></w:r></w:del>", ""),
        ("<w:moveFrom w:id='1'>{}</w:moveFrom>", ""),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r>", ""),
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>", "a\u2011b"),
        ("<w:r><w:sym w:font='Symbol' w:char='F061'/></w:r>", "α"),
        ("<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>とう</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>東</w:t></w:r></w:rubyBase>"
         "</w:ruby></w:r>", "東(とう)"),
        ("<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE no</w:instrText></w:r><w:r><w:fldChar"
         " w:fldCharType='separate'/></w:r>{}<w:r><w:fldChar w:fldCharType='end'/></w:r>", "x"),
        ("<mc:AlternateContent><mc:Choice Requires='a'>{}</mc:Choice><mc:Fallback>{}</mc:Fallback>"
         "</mc:AlternateContent>", "x"),
    ],
)  # fmt: skip
def test_what_stands_in_a_paragraph(inner: str, text: str) -> None:
    assert document(p(r("It is ") + inner.replace("{}", r("x")) + r(" here."))).text == f"It is {text} here.".replace(
        "  ", " "
    )


def test_a_break_of_a_line_is_one_however_it_is_written() -> None:
    assert document(p("<w:r><w:t>a</w:t><w:cr/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>")).text == "a\nb\nc"


def m(name: str, *parts: tuple[str, str], properties: str = "") -> str:
    inner = "".join(f"<m:{key}><m:r><m:t>{text}</m:t></m:r></m:{key}>" for key, text in parts)
    return f"<m:{name}>{properties}{inner}</m:{name}>"


@pytest.mark.parametrize(
    ("math", "text"),
    [
        (m("f", ("num", "1"), ("den", "a+b")), "1/(a+b)"),
        (m("sSup", ("e", "r"), ("sup", "2")), "r^2"),
        (m("sSubSup", ("e", "x"), ("sub", "i"), ("sup", "2")), "x_i^2"),
        (m("rad", ("deg", ""), ("e", "2x")), "√2x"),
        (m("rad", ("deg", "3"), ("e", "a+b")), "∛(a+b)"),
        (m("nary", ("sub", "i=1"), ("sup", "n"), ("e", "i"), properties="<m:naryPr><m:chr m:val='∑'/></m:naryPr>"),
         "∑_(i=1)^n i"),
        (m("d", ("e", "a"), properties="<m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr>"), "[a]"),
        (m("func", ("fName", "sin"), ("e", "x")), "sin x"),
    ],
)  # fmt: skip
def test_formulas(math: str, text: str) -> None:
    assert document(p(r("Let ") + f"<m:oMath>{math}</m:oMath>" + r(" be."))).text == f"Let {text} be."
    assert document(p(f"<m:oMathPara><m:oMath>{math}</m:oMath></m:oMathPara>")).text == text


def test_changes_are_accepted_between_paragraphs_too() -> None:
    gone = "<w:rPr><w:del w:id='1'/></w:rPr>"
    assert document(p(r("One"), gone) + p(r(" and two.")) + p(r("Three."))).text == "One and two.\n\nThree."
    row = "<w:tr><w:trPr>{}</w:trPr><w:tc>" + p(r("{}")) + "</w:tc><w:tc>" + p(r("b")) + "</w:tc></w:tr>"
    table = f"<w:tbl>{row.format('', 'kept')}{row.format('<w:del/>', 'gone')}</w:tbl>"
    assert document(table).text == "kept\tb"


def test_an_initial_belongs_to_its_word() -> None:
    frame = '<w:framePr w:dropCap="drop" w:lines="3"/>'
    assert document(p(r("T"), frame) + p(r("he sand."))).text == "The sand."


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text}</w:tc>"


def test_tables_with_what_spans_and_what_is_in_cells() -> None:
    wide, begun, merged = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell(p(r('a')))}{cell(p(r('b')), wide)}</w:tr>"
        f"<w:tr>{cell(p(r('c')), begun)}{cell(item('d'))}{cell(p(r('e')))}</w:tr>"
        f"<w:tr>{cell(p(''), merged)}{cell(p(r('f')))}{cell(p(r('g')))}</w:tr>"
    )
    found = document(f"<w:tbl>{rows}</w:tbl>", numbering=NUMBERS)
    assert found.text == "a\tb\t\nc\t1. d\te\n\tf\tg"
    assert (found.blocks[0].kind.value, found.blocks[0].header) == ("table", 1)
    inner = f"<w:tbl><w:tr>{cell(p(r('x')))}{cell(p(r('y')))}</w:tr></w:tbl>"
    nested = document(f"<w:tbl><w:tr>{cell(p(r('Before')) + inner + p(''))}{cell(p(r('beside')))}</w:tr></w:tbl>")
    assert nested.text == "Before\n\nx\ty\n\nbeside"


def test_notes_links_and_boxes() -> None:
    note = '<w:footnote w:type="separator" w:id="0">{}</w:footnote><w:footnote w:id="2">{}</w:footnote>'
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:docPr descr='A boat'/><wps:txbx>"
        f"<w:txbxContent>{p(r('In a box.'))}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><v:textbox>"
        f"<w:txbxContent>{p(r('In a box.'))}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    body = (
        p(r("A sentence") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r(".")) + p(r("See ") + box)
        + p('<w:bookmarkStart w:id="1" w:name="here"/>' + r("Here."))
        + p('<w:hyperlink w:anchor="here">' + r("back") + "</w:hyperlink>")
    )  # fmt: skip
    found = document(body, footnotes=note.format(p(r("no")), p("<w:r><w:footnoteRef/></w:r>" + r(" The note."))))
    assert found.text == "A sentence.\n\nSee A boat\n\nIn a box.\n\nHere.\n\nback\n\nThe note."
    assert [(mark.kind, mark.value) for mark in found.marks] == [
        (MarkKind.NOTE, "footnote-2"),
        (MarkKind.LINK, "#here"),
    ]


def test_parts_are_found_by_their_relations() -> None:
    styled = p(r("Here it is."), '<w:pStyle w:val="T"/>')
    text = f"<w:document {W}><w:body>{styled}</w:body></w:document>"
    style = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="heading 2"/></w:style>'
    files = {
        "_rels/.rels": RELS.format(f'<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="/deep/text2.xml"/>'),
        "deep/text2.xml": text,
        "deep/_rels/text2.xml.rels": RELS.format(f'<Relationship Id="b" Type="{OFFICE}/styles" Target="../s.xml"/>'),
        "s.xml": f"<w:styles {W}>{style}</w:styles>",
    }
    found = parse_docx(archive(dict(files))).document
    assert [(block.kind.value, block.level) for block in found.blocks] == [("heading", 2)]
    strict = text.replace(
        "schemas.openxmlformats.org/wordprocessingml/2006/main", "purl.oclc.org/ooxml/wordprocessingml/main"
    )
    assert parse_docx(archive({"word/document.xml": strict})).document.text == "Here it is."


def test_what_is_none() -> None:
    with pytest.raises(NotOpened, match="no text part"):
        parse_docx(archive({"word/other.xml": "x"}))
    with pytest.raises(NotOpened, match="damaged"):
        parse_docx(archive({"word/document.xml": "not XML"}))
    with pytest.raises(NotOpened, match="Word would write"):
        parse_docx(archive({"word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}))
    with pytest.raises(NotOpened):
        parse_docx(word(Expected("", [], "", "", "", [])))


@pytest.mark.slow
def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(NotParsed, match="far more"):
        parse_docx(archive({"word/document.xml": b"<x/>", "word/styles.xml": bytes(70 * 2**20)}))


@pytest.mark.parametrize(
    ("form", "signs"),
    [
        ("japaneseCounting", ["一、", "二、"]),
        ("hebrew1", ["א、", "ב、"]),
        ("decimalEnclosedCircle", ["①、", "②、"]),
        ("russianUpper", ["А、", "Б、"]),
        ("koreanDigital", ["일、", "이、"]),
        ("numberInDash", ["- 1 -、", "- 2 -、"]),
    ],
)
def test_items_are_numbered_as_word_does_in_other_scripts(form: str, signs: list[str]) -> None:
    numbers = f'<w:abstractNum w:abstractNumId="0">{level(0, form, "%1、")}</w:abstractNum>'
    numbers += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    found = document(item("a") + item("b"), numbering=numbers)
    assert [block.sign for block in found.blocks] == signs


def test_a_note_with_a_sign_of_its_own_is_not_counted() -> None:
    refer = '<w:r><w:footnoteReference {}w:id="{}"/>{}</w:r>'
    star = refer.format('w:customMarkFollows="1" ', 2, "<w:t>*</w:t>")
    notes = "".join(f'<w:footnote w:id="{at}">{p(r(words))}</w:footnote>' for at, words in ((2, "* Star"), (3, "One")))
    found = document(p(r("Sand") + star + r(" and sea") + refer.format("", 3, "") + r(".")), footnotes=notes)
    assert found.text == "Sand and sea.\n\nStar\n\nOne"
    assert [(block.number, block.sign) for block in found.blocks[1:]] == [(1, "*"), (2, "1")]


def test_boxes_to_tick_signs_of_wingdings_and_pages_amid_a_paragraph() -> None:
    box = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{}</w:checkBox></w:ffData></w:fldChar></w:r>'
    box += '<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    boxes = p(box.format("<w:checked/>") + r(" yes ") + box.format('<w:checked w:val="0"/>') + r(" no"))
    sign = p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>' + r(" done"))
    page = p(r("one") + '<w:r><w:br w:type="page"/></w:r>' + r("two"))
    assert document(boxes + sign + page).text == "☒ yes ☐ no\n\n✓ done\n\none two"


MHT = (
    'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
    'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    "<html><body><h1>Packed</h1><p>caf=C3=A9</p></body></html>\r\n--b--\r\n"
)


@pytest.mark.parametrize(
    ("piece", "text", "told"),
    [
        ("<html><body><h1>Packed</h1><p>café</p></body></html>", "One\n\nPacked\n\ncafé\n\nTwo", False),
        (MHT, "One\n\nPacked\n\ncafé\n\nTwo", False),
        ("{\\rtf1 words}", "One\n\nTwo", True),
    ],
)
def test_a_piece_that_is_a_page_is_read_and_another_is_told(piece: str, text: str, told: bool) -> None:
    body = p(r("One")) + '<w:altChunk r:id="c"/>' + p(r("Two"))
    relation = f'<Relationship Id="c" Type="{OFFICE}/aFChunk" Target="/word/piece"/>'
    files: dict[str, str | bytes] = {
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": RELS.format(relation),
        "word/piece": piece.encode(),
    }
    parsed = parse_docx(archive(files))
    assert parsed.document.text == text
    assert bool(parsed.remarks) == told


def field_code(instruction: str, *results: str) -> str:
    def sign(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    shown = f"{sign('separate')}{''.join(map(r, results))}" if results else ""
    return f"{sign('begin')}<w:r><w:instrText>{instruction}</w:instrText></w:r>{shown}{sign('end')}"


@pytest.mark.parametrize(
    ("instruction", "text"),
    [
        (r" EQ \f(1,2) ", "1/2"),
        (r"EQ \r(3;x+1)", "∛(x+1)"),
        (r"EQ \s\up 8(2)\s\do8(n)", "^2_n"),
        (r"EQ \i\su(i=1,n,a)", "∑_(i=1)^n a"),
        (r"EQ \b\lc\{(\a\al\co2(1,2,3,4))", "{1, 2; 3, 4"),
        (r"EQ f\(x\)=\f(g(a,b),c)", "f(x)=(g(a,b))/c"),
        (r'EQ \* jc2 \* "Font:MS Mincho" \* hps10 \o\ad(\s\up 9(とうきょう),東京)', "東京(とうきょう)"),
        (r"EQ \o(O,/)", "O/"),
        (r" SYMBOL 174 \f &quot;Symbol&quot; \s 12 ", "→"),
        (" MACROBUTTON NoMacro [Click here] ", "[Click here]"),
        (' XE "harbour" ', ""),
        (r"EQ \f(1,2", "1/2"),
    ],
)
def test_what_a_field_draws_that_keeps_no_result(instruction: str, text: str) -> None:
    assert document(p(r("It is ") + field_code(instruction) + r("."))).text == f"It is {text}."
    if "*" not in instruction:
        assert document(p(r("It is ") + f"<w:fldSimple w:instr='{instruction}'/>" + r("."))).text == f"It is {text}."


def test_fields_within_fields_show_what_the_outer_one_makes_of_them() -> None:
    inner = field_code("REF a", "7") + field_code(r"EQ \f(1,2)")
    begin, rest = field_code("IF x", "yes").split('<w:r><w:fldChar w:fldCharType="separate"', 1)
    assert document(p(r("a ") + f'{begin}{inner}<w:r><w:fldChar w:fldCharType="separate"{rest}' + r(" b"))).text == (
        "a yes b"
    )


@pytest.mark.parametrize(
    ("run", "text"),
    [
        (r("\uf061\uf0b3b", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'), "α≥β"),
        (r("\uf0a8", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "☐"),
        (r("\uf0b7 a"), "• a"),
        (r("\ue123"), "\ue123"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Symbol" w:char="00B1"/></w:r>', "±"),
        ('<w:r><w:sym w:font="MS Gothic" w:char="2612"/></w:r>', "☒"),
        ("<w:r><w:ruby><w:rt/><w:rubyBase><w:r><w:t>A</w:t></w:r></w:rubyBase></w:ruby></w:r>", "A"),
        ('<w:r><w:pict><v:shape><v:textpath string="Drawn words"/></v:shape></w:pict></w:r>', "Drawn words"),
    ],
)
def test_letters_of_fonts_that_draw_signs(run: str, text: str) -> None:
    assert document(p(run)).text == text


def test_a_box_within_a_box_is_read_once() -> None:
    def box(inner: str) -> str:
        return (
            '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>'
            f"{inner}</w:txbxContent></wps:txbx></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
        )

    assert document(p(box(p(r("Outer.")) + p(box(p(r("Inner."))))))).text.split() == ["Outer.", "Inner."]


def test_a_list_of_a_style_of_lists_is_that_style() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="Own"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="6">{level(0, "upperLetter", "%1)")}<w:styleLink w:val="Own"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="6"/></w:num>'
    )
    found = document(item("one") + item("two", list_id=2) + item("three"), numbering=numbering)
    assert [(one.number, one.sign) for one in found.blocks] == [(1, "A)"), (2, "B)"), (3, "C)")]


def test_empty_items_count_and_number_the_rows_of_a_table() -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{one}</w:tc>' for one in cells)}</w:tr>"

    rows = row(item(""), p(r("Rope")), p(r("4"))) + row(item(""), p(r("Tar")), p(r("5")))
    found = document(
        item("one") + item("") + f"<w:tbl>{rows}{row(item('own'), p(r('x')), p(r('y')))}</w:tbl>" + item("z"),
        numbering=NUMBERS,
    )
    assert list(filter(None, found.text.split("\n"))) == ["one", "3.\tRope\t4", "4.\tTar\t5", "5. own\tx\ty", "z"]
    assert found.blocks[-1].number == 6


def test_styles_that_are_not_there_are_known_by_their_ids() -> None:
    found = document(p(r("A"), '<w:pStyle w:val="Title"/>') + p(r("B"), '<w:pStyle w:val="Heading2"/>') + p(r("C")))
    assert [(one.kind.value, one.level) for one in found.blocks] == [("heading", 1), ("heading", 2), ("paragraph", 0)]


DRAWING = '<w:r><w:drawing><x:{} xmlns:x="urn:x" r:{}="rId8"/></w:drawing></w:r>'


@pytest.mark.parametrize(
    ("kind", "drawing", "part", "words"),
    [
        ("diagramData", ("relIds", "dm"), "<d><p><t>Plan</t></p><p><t>Do </t><t>it</t></p></d>", "Plan\n\nDo it"),
        ("chart", ("chart", "id"), "<c><p><t>Dues</t></p><strCache><v>Rope</v></strCache><v>4</v></c>", "Dues\n\nRope"),
    ],
)
def test_words_of_what_is_drawn_apart_stand_where_it_is(
    kind: str, drawing: tuple[str, str], part: str, words: str
) -> None:
    body = p(r("Before.")) + p(DRAWING.format(*drawing)) + p(r("After."))
    relation = f'<Relationship Id="rId8" Type="{OFFICE}/{kind}" Target="drawn/one.xml"/>'
    files = {
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": RELS.format(relation),
        "word/drawn/one.xml": part.replace("<d>", '<d xmlns="urn:d">').replace("<c>", '<c xmlns="urn:c">'),
    }
    assert parse_docx(archive(dict(files))).document.text == f"Before.\n\n{words}\n\nAfter."


def test_the_text_part_is_known_by_its_type_where_no_relation_leads_to_it() -> None:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/x/text7.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    files = {
        "[Content_Types].xml": types,
        "x/text7.xml": f"<w:document {W}><w:body>{p(r('Here.'))}</w:body></w:document>",
    }
    assert parse_docx(archive(dict(files))).document.text == "Here."

"""Books: their order, links, places, and what is refused."""

from __future__ import annotations

import pytest

from reader.domain.document import BlockKind, MarkKind
from reader.domain.errors import NotOpened, NotParsed
from reader.formats.epub import parse_epub
from reader.formats.epub.package import CHAPTERS
from reader.formats.html.xml import xhtml_of
from tests.formats.making import CONTAINER, XHTML, archive
from tests.formats.wellformed import check

OPF = '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>T</dc:title></metadata>'


def book(chapters: dict[str, str], spine: list[str] | None = None, more: dict[str, str] | None = None) -> bytes:
    items = "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in chapters)
    order = "".join(f'<itemref idref="{name}"/>' for name in (chapters if spine is None else spine))
    files: dict[str, str | bytes] = {
        "META-INF/container.xml": CONTAINER.format("b.opf"),
        "b.opf": f"{OPF}<manifest>{items}</manifest><spine>{order}</spine></package>",
        **{name: f"{XHTML}<body>{text}</body></html>" for name, text in chapters.items()},
        **(more or {}),
    }
    return archive(files)


def test_links_between_chapters_lead_to_places() -> None:
    chapters = {
        "a.xhtml": '<p>One <a href="b.xhtml#x">two</a> <a href="b.xhtml">three</a></p>',
        "b.xhtml": '<p>Four</p><p id="x">Five</p>',
    }
    document = parse_epub(book(chapters)).document
    anchors = dict(document.anchors)
    places = [document.text[anchors[mark.value[1:]] :] for mark in document.marks if mark.kind is MarkKind.LINK]
    assert places == ["Five", "Four\n\nFive"]


def test_an_empty_anchor_in_xhtml_is_not_open_to_the_end() -> None:
    document = parse_epub(book({"a": '<p><a id="x"/>One</p><p>Two</p><script src="y"/><p>Three</p>'})).document
    assert document.text == "One\n\nTwo\n\nThree"
    assert not document.marks


def test_the_order_is_that_of_the_spine_and_what_is_missing_is_left_out() -> None:
    assert parse_epub(book({"a": "<p>1</p>", "b": "<p>2</p>"}, ["b", "none", "a", "b"])).document.text == "2\n\n1"
    assert parse_epub(book({"a": "<p>1</p>"}, [])).document.text == "1"


def test_pages_of_the_printed_book_are_places() -> None:
    page = '<p>One <span epub:type="pagebreak" title="7"/>two</p>'
    assert parse_epub(book({"a": page})).document.pages == ((4, "7"),)


def test_a_cover_is_its_alternative_text() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><image href="c.jpg"/></svg><img src="c.jpg" alt="A harbour"/>'
    assert parse_epub(book({"a": svg})).document.text == "A harbour"


@pytest.mark.parametrize(
    "data",
    [
        archive({"META-INF/container.xml": CONTAINER.format("../../../etc/passwd"), "content.opf": "<package/>"}),
        archive({"META-INF/container.xml": CONTAINER.format("none")}),
        archive({"META-INF/container.xml": CONTAINER.format("b.opf"), "b.opf": "not XML"}),
        archive({"META-INF/container.xml": CONTAINER.format("b.opf"), "b.opf": "<html><p>a page</html>"}),
        archive({"x": "y"}),
        book({"a": ""}),
    ],
    ids=["outside", "missing", "no-xml", "page", "no-book", "empty"],
)
def test_what_is_no_book_is_refused(data: bytes) -> None:
    with pytest.raises(NotOpened):
        parse_epub(data)


def test_locked_books_say_so_and_scrambled_fonts_do_not_matter() -> None:
    lock = (
        '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData><e:EncryptionMethod Algorithm="{}"/>'
        '<e:CipherData><e:CipherReference URI="{}"/></e:CipherData></e:EncryptedData></encryption>'
    )
    with pytest.raises(NotOpened, match="DRM"):
        parse_epub(book({"a": "<p>x"}, more={"META-INF/encryption.xml": lock.format("aes", "a")}))
    font = lock.format("http://www.idpf.org/2008/embedding", "f.otf")
    assert parse_epub(book({"a": "<p>x</p>"}, more={"META-INF/encryption.xml": font})).document.text == "x"


@pytest.mark.parametrize(
    "entities",
    [
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY x "&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
    ids=["external", "growing", "dtd"],
)
def test_entities_are_neither_fetched_nor_expanded(entities: str) -> None:
    chapter = f"{entities}{XHTML}<body><p>One &x; two</p></body></html>"
    document = parse_epub(book({"a": ""}, more={"a": chapter})).document
    assert document.text == "One &x; two"


def test_control_characters_in_a_chapter_are_shown() -> None:
    document = parse_epub(book({"a": "<p>A&#27;[2J \x9b B</p>"})).document
    check(document)
    assert document.text.startswith("A")
    assert document.text.endswith("B")


def test_a_deep_table_of_contents_and_deep_chapters() -> None:
    deep = "<div>" * 3000 + "<p>x</p>" + "</div>" * 3000
    nav = f"{XHTML}<body><nav>{'<ol><li>' * 3000}</nav></body></html>"
    assert parse_epub(book({"a": deep, "nav": nav})).document.text == "x"


def test_two_books_with_one_identifier_are_two_texts() -> None:
    one, two = (parse_epub(book({"a": f"<p>{text}</p>"})) for text in ("one", "two"))
    assert one.document.text != two.document.text
    assert one._replace(document=two.document) == two


def chapter(body: str) -> str:
    return f"{XHTML}<head><title>x</title></head><body>{body}</body></html>"


def packed(spine: dict[str, str], files: dict[str, str], *, extra: str = "", toc: str = "") -> bytes:
    """A book of `files`, its reading order by the addresses that are given for them."""
    items = "".join(
        f'<item id="i{n}" href="{href}" media-type="application/xhtml+xml"/>' for n, href in enumerate(spine)
    )
    refs = "".join(f'<itemref idref="i{n}"/>' for n in range(len(spine)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>T</dc:title></metadata><manifest>{items}{extra}</manifest><spine{toc}>{refs}</spine></package>"
    )
    return archive({"META-INF/container.xml": CONTAINER.format("OEBPS/p.opf"), "OEBPS/p.opf": package, **files})


@pytest.mark.parametrize(
    ("href", "name"),
    [
        ("text\\a.xhtml", "OEBPS/text/a.xhtml"),
        ("/OEBPS/a.xhtml", "OEBPS/a.xhtml"),
        ("/a.xhtml", "OEBPS/a.xhtml"),
        ("./a.xhtml", "OEBPS/a.xhtml"),
        ("a.xhtml?v=2", "OEBPS/a.xhtml"),
        ("a.xhtml#top", "OEBPS/a.xhtml"),
        ("a%20b.xhtml", "OEBPS/a b.xhtml"),
        ("\u00e9t\u00e9.xhtml", "OEBPS/e\u0301te\u0301.xhtml"),
        ("e\u0301te\u0301.xhtml", "OEBPS/\u00e9t\u00e9.xhtml"),
        ("A.XHTML", "OEBPS/a.xhtml"),
        ("a.xhtml", "OEBPS\\a.xhtml"),
        ("../a.xhtml", "a.xhtml"),
    ],
)
def test_a_chapter_is_found_however_it_is_written(href: str, name: str) -> None:
    parsed = parse_epub(packed({href: ""}, {name: chapter("<p>Here it is.</p>")}))
    assert parsed.document.text == "Here it is."
    assert parsed.remarks == ()


def test_a_name_in_utf_8_need_not_say_so() -> None:
    data = packed({"K\u00e4fer.xhtml": ""}, {"OEBPS/K\u00e4fer.xhtml": chapter("<p>Here it is.</p>")})
    # Without the flag, zipfile takes the bytes of the name for CP437; none of the other names has any such byte.
    flagged = bytearray(data)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := data.find(sign, place + 1)) >= 0:
            flagged[place + at + 1] &= 0xF7
    assert parse_epub(bytes(flagged)).document.text == "Here it is."


def test_what_of_a_book_is_missing_is_told() -> None:
    parsed = parse_epub(packed({"a.xhtml": "", "gone.xhtml": ""}, {"OEBPS/a.xhtml": chapter("<p>Here.</p>")}))
    assert parsed.remarks == ("1 of 2 chapters cannot be read: missing or damaged (gone.xhtml)",)


def contents(data: bytes) -> list[tuple[int, str]]:
    document = parse_epub(data).document
    check(document)
    return [(block.level, document.title_of(block)) for block in document.blocks if block.kind is BlockKind.HEADING]


NCX = '<item id="ncx" href="t.ncx" media-type="application/x-dtbncx+xml"/>'


def ncx(*points: str) -> str:
    return f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{"".join(points)}</navMap></ncx>'


def point(title: str, src: str, *inner: str) -> str:
    label = f'<navLabel><text>{title}</text></navLabel><content src="{src}"/>'
    return f"<navPoint>{label}{''.join(inner)}</navPoint>"


def test_every_entry_of_the_contents_leads_to_a_heading_and_none_is_there_twice() -> None:
    page = chapter(
        "<p id='p' class='part'>PART ONE</p><p id='a'>The Harbour</p><p>One of it.</p>"
        "<div id='b'><p>No title here.</p></div><h2 id='c'>Loomings</h2><p>Three.</p>"
    )
    inner = (point("The Harbour", "a.xhtml#a"), point("Storm", "a.xhtml#b"), point("Chapter 3", "a.xhtml#c"))
    files = {"OEBPS/a.xhtml": page, "OEBPS/t.ncx": ncx(point("Part One", "a.xhtml#p", *inner))}
    data = packed({"a.xhtml": ""}, files, extra=NCX, toc=' toc="ncx"')
    assert contents(data) == [(2, "PART ONE"), (3, "The Harbour"), (3, "Storm"), (3, "Chapter 3: Loomings")]
    assert parse_epub(data).document.text.count("The Harbour") == 1


def test_the_pages_of_the_printed_book_are_places_to_cite() -> None:
    pages = (
        '<nav epub:type="page-list"><ol><li><a href="a.xhtml#x">7</a></li><li><a href="a.xhtml#y">8</a></li></ol></nav>'
    )
    nav = f'{XHTML}<body><nav epub:type="toc"><ol><li><a href="a.xhtml">A</a></li></ol></nav>{pages}</body></html>'
    extra = '<item id="nav" href="n.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    body = "<h1>A</h1><p>One <span id='x'/>two.</p><p id='y'>Three.</p>"
    parsed = parse_epub(packed({"a.xhtml": ""}, {"OEBPS/a.xhtml": chapter(body), "OEBPS/n.xhtml": nav}, extra=extra))
    text = parsed.document.text
    assert parsed.document.pages == ((text.index("two"), "7"), (text.index("Three"), "8"))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>It is <switch><case required-namespace='x'>code</case><default>half</default></switch> of it.</p>",
         "It is half of it."),
        ("<p>It is <switch><case><math><mi>x</mi></math></case><default>half</default></switch>.</p>", "It is x."),
        ("<p>One.</p><svg><text><tspan>In a balloon.</tspan></text></svg><p>Two.</p>", "One.\n\nIn a balloon.\n\nTwo."),
        ("<object type='application/x-quiz'><p>Instead of it.</p></object>", "Instead of it."),
        ("<p>See <object type='image/svg+xml' data='x.svg'>the plan</object> here.</p>", "See the plan here."),
        ("<svg><defs><text>Not drawn.</text></defs><text>Drawn.</text></svg>", "Drawn."),
        ("<svg><switch><foreignObject><p>Words.</p></foreignObject><text>In place of them.</text></switch></svg>",
         "Words."),
        ("<svg><switch><text systemLanguage='de'>Wort.</text><text>Word.</text></switch></svg>", "Word."),
    ],
)  # fmt: skip
def test_what_only_books_have(body: str, text: str) -> None:
    assert parse_epub(packed({"a.xhtml": ""}, {"OEBPS/a.xhtml": chapter(body)})).document.text == text


def test_a_package_is_known_by_what_it_is_where_its_name_does_not_tell() -> None:
    data = packed({"a.xhtml": ""}, {"OEBPS/a.xhtml": chapter("<p>Here.</p>")})
    data = data.replace(b"META-INF/container.xml", b"META-INF/contained.xml").replace(b"OEBPS/p.opf", b"OEBPS/p.xml")
    assert parse_epub(data).document.text == "Here."


def test_pieces_of_a_heading_that_only_its_style_sets_apart_stand_apart() -> None:
    heads = ["<h1><span>CHAPTER 3</span><span>The Calm</span></h1>", "<h1><span>T</span>he End</h1>"]
    files = {f"OEBPS/{n}.xhtml": chapter(f"{head}<p>It is calm.</p>") for n, head in enumerate(heads)}
    files["OEBPS/t.ncx"] = ncx(point("Chapter 3: The Calm", "0.xhtml"), point("The End", "1.xhtml"))
    data = packed({"0.xhtml": "", "1.xhtml": ""}, files, extra=NCX, toc=' toc="ncx"')
    assert contents(data) == [(1, "CHAPTER 3 The Calm"), (1, "The End")]


def test_a_package_is_found_where_nothing_says_where() -> None:
    data = packed({"a.xhtml": ""}, {"OEBPS/a.xhtml": chapter("<p>Here.</p>")})
    assert parse_epub(data.replace(b"META-INF/container.xml", b"META-INF/contained.xml")).document.text == "Here."


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "cp866", "cp932", "cp1252", "cp1250", "koi8_r"])
def test_a_chapter_is_found_by_a_name_in_any_encoding(encoding: str) -> None:
    names = {"gb18030": "第一章", "cp866": "глава", "cp932": "章", "cp1250": "žluť", "koi8_r": "глава"}
    name = names.get(encoding, "größe")
    there = name.encode(encoding)
    stand_in = "X" * len(there)
    opf = f"{OPF}<manifest><item id='a' href='{name}'/></manifest><spine><itemref idref='a'/></spine></package>"
    files: dict[str, str | bytes] = {
        "META-INF/container.xml": CONTAINER.format("b.opf"),
        "b.opf": opf,
        stand_in: f"{XHTML}<body><p>One</p></body></html>",
    }
    assert parse_epub(archive(files).replace(stand_in.encode(), there)).document.text == "One"


@pytest.mark.parametrize("href", ["../../a", "file:///a", "/a", "x/../a"])
def test_an_address_that_leads_above_the_top_leads_to_the_top(href: str) -> None:
    more = {
        "b.opf": f"{OPF}<manifest><item id='a' href='{href}'/></manifest><spine><itemref idref='a'/></spine></package>"
    }
    assert parse_epub(book({"a": "<p>One</p>"}, more=more)).document.text == "One"


def test_a_heading_that_is_a_picture_is_the_title_of_its_chapter() -> None:
    nav = f'{XHTML}<body><nav epub:type="toc"><ol><li><a href="a">Dawn</a></li></ol></nav></body></html>'
    items = '<item id="a" href="a"/><item id="n" href="n" properties="nav"/>'
    opf = f'{OPF}<manifest>{items}</manifest><spine><itemref idref="a"/></spine></package>'
    data = book({"a": '<h1><img src="x" alt="Dawn"/></h1><p>One</p>'}, more={"b.opf": opf, "n": nav})
    assert parse_epub(data).document.text == "Dawn\n\nOne"


def test_signs_that_cannot_be_read_and_chapters_that_are_not_there_are_told() -> None:
    data = book({"a": "<p>One</p>"}, ["a", "gone"])
    opf = f"{OPF}<manifest><item id='a' href='a'/></manifest><spine><itemref idref='a'/></spine></package>"
    chapter = f"{XHTML}<body><p>One é".encode() + b"\xff two</p></body></html>"
    packed = archive({"META-INF/container.xml": CONTAINER.format("b.opf"), "b.opf": opf, "a": chapter})
    assert parse_epub(packed).remarks == ("1 sign of it is damaged and shown as \ufffd",)
    assert parse_epub(data).remarks == ("1 of 2 chapters cannot be read: missing or damaged (gone)",)


@pytest.mark.slow
def test_a_book_of_more_files_than_are_read_is_refused() -> None:
    with pytest.raises(NotParsed, match="more than 15000 chapters"):
        parse_epub(book({f"c{number}": "" for number in range(CHAPTERS + 1)}))


BESIDE = (
    '<item id="b" href="notes/n.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="m" href="map.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="u" href="unused.xhtml" media-type="application/xhtml+xml"/>'
)


def test_pages_that_are_not_in_the_order_are_read_where_something_leads_to_them() -> None:
    files = {
        "OEBPS/a.xhtml": chapter('<p>The tide rose<a epub:type="noteref" href="notes/n.xhtml#n1">1</a>.</p>'),
        "OEBPS/notes/n.xhtml": chapter('<aside epub:type="footnote" id="n1"><p>In 1912.</p></aside>'),
        "OEBPS/map.xhtml": chapter("<h1>The map</h1><p>Of the coast.</p>"),
        "OEBPS/unused.xhtml": chapter("<p>Nothing leads here.</p>"),
        "OEBPS/t.ncx": ncx(point("One", "a.xhtml"), point("The map", "map.xhtml")),
    }
    parsed = parse_epub(packed({"a.xhtml": ""}, files, extra=BESIDE + NCX, toc=' toc="ncx"'))
    assert parsed.document.text == "One\n\nThe tide rose.\n\nThe map\n\nOf the coast.\n\nIn 1912."
    assert parsed.document.blocks[-1].kind is BlockKind.FOOTNOTE
    assert parsed.remarks == ()


def test_headings_are_nested_as_the_contents_say() -> None:
    files = {
        "OEBPS/a.xhtml": chapter("<h1>One</h1><p>Text.</p><h2>Of it</h2><p>Text.</p>"),
        "OEBPS/b.xhtml": chapter("<p>The Storm</p><p>Text.</p>"),
        "OEBPS/n.xhtml": chapter(
            '<nav epub:type="toc"><ol><li><span>First part</span><ol><li><a href="a.xhtml">One</a></li>'
            '<li><a href="b.xhtml">The Storm</a></li></ol></li></ol></nav>'
        ),
    }
    nav = '<item id="n" properties="nav" href="n.xhtml" media-type="application/xhtml+xml"/>'
    data = packed({"a.xhtml": "", "b.xhtml": ""}, files, extra=nav)
    assert contents(data) == [(1, "First part"), (2, "One"), (3, "Of it"), (2, "The Storm")]


def test_contents_that_are_said_to_be_any_xml() -> None:
    files = {"OEBPS/a.xhtml": chapter("<p>Text.</p>"), "OEBPS/t.ncx": ncx(point("The Harbour", "a.xhtml"))}
    item = '<item id="x" href="t.ncx" media-type="text/xml"/>'
    assert [title for _, title in contents(packed({"a.xhtml": ""}, files, extra=item))] == ["The Harbour"]


def test_lines_of_a_drawing_stand_apart() -> None:
    text = '<text><tspan>It is</tspan><tspan x="1" dy="9">gone</tspan></text>'
    drawing = f'<p>One.</p><svg xmlns="http://www.w3.org/2000/svg">{text}</svg>'
    assert "It is gone" in parse_epub(book({"a.xhtml": drawing})).document.text


def test_entries_of_the_contents_that_lead_nowhere_are_told() -> None:
    files = {
        "OEBPS/a.xhtml": chapter("<h1>一</h1><p>One.</p>"),
        "OEBPS/n.xhtml": chapter(
            '<nav epub:type="toc"><ol><li><a href="a.xhtml">一</a></li><li><a>二</a></li><li><a href="c.xhtml">三</a>'
            "</li><li><span>四</span></li><li><a href='d.xhtml'>五</a></li></ol></nav>"
        ),
    }
    nav = '<item id="n" properties="nav" href="n.xhtml" media-type="application/xhtml+xml"/>'
    data = packed({"a.xhtml": ""}, files, extra=nav)
    assert contents(data) == [(1, "一")]
    assert parse_epub(data).remarks == ("4 entries of its contents lead to nothing that is in it (二, 三, 四, …)",)


def test_a_title_over_two_lines_is_listed_whole() -> None:
    files = {
        "OEBPS/a.xhtml": chapter(
            "<p><a id='p'/><b>CHAPTER ONE</b></p><p><span>The Harbour</span></p><p>It silts up.</p>"
        ),
        "OEBPS/b.xhtml": chapter("<h1 id='x'>2<br/>The <span>End</span></h1><p>It is gone.</p>"),
        "OEBPS/t.ncx": ncx(point("Chapter One: The Harbour", "a.xhtml#p"), point("2. The End", "b.xhtml#x")),
    }
    data = packed({"a.xhtml": "", "b.xhtml": ""}, files, extra=NCX, toc=' toc="ncx"')
    assert contents(data) == [(1, "Chapter One: The Harbour"), (1, "2 The End")]
    assert parse_epub(data).document.text.startswith("CHAPTER ONE\n\nThe Harbour\n\nIt silts up.")


def test_a_chapter_with_a_note_is_titled_as_the_contents_call_it() -> None:
    note = '<aside epub:type="footnote" id="n"><p>A note.</p></aside>'
    page = chapter(f'<p>The sand came<a epub:type="noteref" href="#n">1</a> in the spring, and it stayed.</p>{note}')
    notes = chapter('<section epub:type="endnotes"><p>More of it.</p></section>')
    files = {"OEBPS/a.xhtml": page, "OEBPS/b.xhtml": notes, "OEBPS/t.ncx": ncx(point("The Sand", "a.xhtml"))}
    data = packed({"a.xhtml": "", "b.xhtml": ""}, files, extra=NCX, toc=' toc="ncx"')
    assert contents(data) == [(2, "The Sand")]


def test_a_page_that_stands_for_what_is_none_is_read_in_its_place() -> None:
    extra = '<item id="i1" href="d.pdf" media-type="application/pdf" fallback="p"/>'
    extra += '<item id="p" href="p.xhtml" media-type="application/xhtml+xml"/>'
    files = {"OEBPS/a.xhtml": chapter("<p>One.</p>"), "OEBPS/p.xhtml": chapter("<p>Two.</p>"), "OEBPS/d.pdf": "%PDF-1"}
    package = packed({"a.xhtml": "", "d.pdf": ""}, files, extra=extra)
    assert parse_epub(package).document.text == "One.\n\nTwo."
    alone = packed({"a.xhtml": "", "d.pdf": ""}, files)
    assert parse_epub(alone).remarks == ("1 of 2 chapters cannot be read: missing or damaged (OEBPS/d.pdf)",)


def test_elements_of_every_namespace_have_their_names_in_html() -> None:
    root = xhtml_of(
        b'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:o="urn:o"><body xmlns:q=\'urn:q?a=1&amp;b\'><q:P>a</q:P>'
        b'<svg xmlns="urn:svg"><text>b</text><p xmlns="">c</p></svg><o:Box/><xml:I/></body></html>'
    )
    assert root is not None
    assert [node.tag for node in root.iter()] == ["html", "body", "p", "svg", "text", "p", "box", "i"]


@pytest.mark.parametrize("holder", ["blockquote", "center", "li", "td", "dd"])
def test_an_entry_whose_line_is_alone_in_what_holds_it_is_a_heading(holder: str) -> None:
    outer = {"li": "ul", "td": "table", "dd": "dl"}.get(holder, "div")
    line = f"<{holder}><span>CHAPTER II</span></{holder}>"
    line = f"<tr>{line}</tr>" if holder == "td" else line
    files = {"OEBPS/a.xhtml": chapter(f"<{outer}>{line}</{outer}><p>It is calm.</p>")}
    files["OEBPS/t.ncx"] = ncx(point("Chapter II", "a.xhtml"))
    data = packed({"a.xhtml": ""}, files, extra=NCX, toc=' toc="ncx"')
    assert contents(data)[0][1:] == ("CHAPTER II",)
    assert parse_epub(data).document.text == "CHAPTER II\n\nIt is calm."


@pytest.mark.parametrize(
    ("span", "page"),
    [
        ('<span class="pagenum" id="Page_12">[Pg 12]</span>', "12"),
        ('<span class="x-ebookmaker-pageno" title="{xii}"></span>', "xii"),
        ('<span class="page-number">p. 7</span>', "7"),
    ],
)
def test_numbers_of_pages_that_a_class_tells_are_places(span: str, page: str) -> None:
    document = parse_epub(book({"a": f"<p>One {span}two.</p>"})).document
    assert (document.text, document.pages) == ("One two.", ((4, page),))
    assert parse_epub(book({"a": '<p>See <span class="pagenumbers">all</span>.</p>'})).document.text == "See all."


def test_words_that_are_placed_one_by_one_stand_apart() -> None:
    page = '<div><span style="position:absolute;left:1px">One</span><span style="left: 40px">two</span></div>'
    assert parse_epub(book({"a": page})).document.text == "One two"


def test_a_note_in_a_paragraph_that_is_numbered_keeps_its_number() -> None:
    page = '<p>One<sup><a href="#n" id="r">[1]</a></sup>.</p><p>1.1 <a id="n" href="#r">[1]</a> The note.</p>'
    assert parse_epub(book({"a": page})).document.text == "One.\n\n1.1 The note."

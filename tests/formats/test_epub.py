"""Books: their order, links, places, and what is refused."""

from __future__ import annotations

import pytest

from reader.domain.document import MarkKind
from reader.domain.errors import NotOpened
from reader.formats.epub import parse_epub
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

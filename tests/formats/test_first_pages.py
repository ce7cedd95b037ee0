"""The first pages of what is long are what the whole begins with; of what is short or broken there are none."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from reader.formats.docx import parse_docx
from reader.formats.epub import first_of_epub, parse_epub
from reader.formats.markup.markdown import parse_markdown
from reader.formats.pdf import BegunPdf, parse_pdf
from reader.formats.structured import HEAD, LARGE, LONG, first_of_file, first_pages, parse_structured
from tests.benchmarks import docx, epub
from tests.system.test_loading import pdf

if TYPE_CHECKING:
    from pathlib import Path


def test_of_a_long_pdf() -> None:
    data = pdf(60)
    first = first_pages(data, "pdf")
    assert first is not None
    whole = parse_pdf(data).document.text
    assert 1500 < len(first.document.text) < len(whole) / 5
    assert whole.startswith(first.document.text[:1000])


@pytest.mark.parametrize("ahead", [0, 1, 7, 30])
def test_a_pdf_is_the_same_however_many_pages_are_read_before_it_is_asked_for(ahead: int) -> None:
    data = pdf(30)
    begun, asked = BegunPdf(data), iter([False] * ahead + [True])
    begun.read_until(lambda: next(asked))
    assert begun.parse() == parse_pdf(data)


def test_a_short_pdf_has_none() -> None:
    assert first_pages(pdf(LONG - 1), "pdf") is None


def test_of_a_file_they_are_those_of_its_bytes(tmp_path: Path) -> None:
    text = "\n\n".join(f"Paragraph *{number}* of a long text, with some words in it." for number in range(8000))
    for name, data in (("long.pdf", pdf(60)), ("long.epub", book(40)), ("long.md", text.encode())):
        (tmp_path / name).write_bytes(data)
        with (tmp_path / name).open("rb") as file:
            first = first_of_file(file.fileno(), name)
        assert first is not None
        assert first == first_pages(data, name[5:].replace("md", "markdown"))


@pytest.mark.parametrize("name", ["a.pdf", "a.epub", "a.md", "a"])
def test_of_a_file_that_is_something_else_there_are_none(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"\x89PNG\r\n")
    with (tmp_path / name).open("rb") as file:
        assert first_of_file(file.fileno(), name) is None


def test_of_a_long_markdown_text() -> None:
    text = "\n\n".join(f"Paragraph *{number}* of a long text, with some words in it." for number in range(8000))
    first = first_pages(text.encode(), "markdown")
    assert first is not None
    assert len(first.document.text) <= HEAD
    assert parse_markdown(text).document.text.startswith(first.document.text)


def test_of_a_long_book() -> None:
    data = book(40)
    first = first_pages(data, "epub")
    assert first is not None
    whole = parse_epub(data).document.text
    assert len(first.document.text) < len(whole) / 3
    assert whole.startswith(first.document.text)


def test_of_a_long_word_document(tmp_path: Path) -> None:
    docx.write(tmp_path / "long.docx", "\n\n".join(f"Paragraph {n} of a text, with words in it." for n in range(900)))
    data = (tmp_path / "long.docx").read_bytes()
    first = first_pages(data, "docx")
    assert first is not None
    whole = parse_docx(data).document.text
    assert len(first.document.text) < len(whole) / 3
    assert whole.startswith(first.document.text)


def test_a_short_word_document_has_none(tmp_path: Path) -> None:
    docx.write(tmp_path / "short.docx", "\n\n".join(f"Paragraph {n} of a text, with words in it." for n in range(200)))
    assert first_pages((tmp_path / "short.docx").read_bytes(), "docx") is None


def test_of_what_is_broken_or_short_there_are_none() -> None:
    assert first_pages(b"%PDF-1.4 nothing", "pdf") is None
    assert first_pages(b"PK" + bytes(300_000), "epub") is None
    assert first_pages(b"# Short\n\nA text.", "markdown") is None
    assert first_pages(b"<p>text", "html") is None


def book(chapters: int) -> bytes:
    """An EPUB of so many chapters of 20 kB; its bytes are not packed."""
    out = io.BytesIO()
    words = " ".join(f"word{number}" for number in range(2500))
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        )
        items = "".join(
            f'<item id="c{at}" href="c{at}.xhtml" media-type="application/xhtml+xml"/>' for at in range(chapters)
        )
        spine = "".join(f'<itemref idref="c{at}"/>' for at in range(chapters))
        archive.writestr(
            "book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A book</dc:title></metadata>'
            f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
        )
        for at in range(chapters):
            archive.writestr(
                f"c{at}.xhtml",
                f'<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>Chapter {at}</h1><p>{words}</p></body></html>',
            )
    return out.getvalue()


def test_of_a_long_web_page_the_article_begins_behind_its_scripts() -> None:
    script = f"<script>{'var a = 1;' * 20_000}</script>"
    said = "".join(f"<p>The keeper counts the boats at seven, and at eight, on day {n}.</p>" for n in range(5000))
    head = f"<html><head><title>The harbour</title>{script}</head>"
    page = f"{head}<body><h1>The harbour</h1><article>{said}</article>"
    first = first_pages(page.encode(), "html")
    assert first is not None
    assert first.metadata.title == "The harbour"
    whole = parse_structured(page.encode(), "html").document.text
    shared = first.document.text.rpartition("\n")[0]
    assert whole.startswith(shared)
    assert 50_000 < len(shared) < len(whole) / 2
    assert first_pages(page.encode("utf-16"), "html") is None


def test_of_a_long_chapter_the_beginning_comes_first(tmp_path: Path) -> None:
    text = "\n\n".join(f"The keeper counts the boats at seven on day {n}; über das Wetter." for n in range(9000))
    epub.write(tmp_path / "long.epub", text)
    data = bytes(LARGE) + (tmp_path / "long.epub").read_bytes()
    first, whole = first_pages(data, "epub"), parse_structured(data, "epub")
    assert first is not None
    shared = first.document.text.rpartition("\n")[0]
    assert whole.document.text.startswith(shared)
    assert len(shared) < len(whole.document.text) / 2


@pytest.mark.slow
def test_of_a_long_word_document_the_beginning_is_read(tmp_path: Path) -> None:
    docx.write(tmp_path / "long.docx", "\n\n".join(f"The keeper counts the boats on day {n}." for n in range(4000)))
    data = (tmp_path / "long.docx").read_bytes()
    first = first_pages(data, "docx")
    assert first is not None
    assert parse_structured(data, "docx").document.text.startswith(first.document.text)


def test_of_a_file_no_more_is_read_than_the_first_pages_need(tmp_path: Path) -> None:
    pictures = io.BytesIO()
    with zipfile.ZipFile(pictures, "w") as archive, zipfile.ZipFile(io.BytesIO(book(40))) as said:
        for entry in said.infolist():
            archive.writestr(entry, said.read(entry), zipfile.ZIP_DEFLATED)
        archive.writestr("cover.jpg", bytes(20 * 2**20))
    file = Counted(pictures.getvalue())
    assert first_of_epub(file, 6, 60_000)
    assert file.count < 2**20


class Counted(io.BytesIO):
    """Counts the bytes that are read."""

    count = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self.count += len(found)
        return found

"""A PDF becomes a document: what is drawn on its pages is read as text that runs.

`pages` asks pdfium for each page: of its `glyphs` come `drawn_lines`, the words of those that are looked at closely
(`line_words`), and of both the `segments`, by `line_pieces` (from right to left by `bidirectional`). `margins` drops
running heads and page numbers; `order` puts the columns that `gutters` parts in the order of reading, with
`table_rows`; `paragraphs` joins the lines (`joining` mends broken words), `footnotes` tells those that are notes, and
`compose` headings and items. `bookmarks` brings the outline, `hyperlinks` the links, `marks` what readers have written
in it.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from reader.domain.document import Metadata, Parsed
from reader.domain.errors import NotOpened, NotParsed
from reader.domain.patterns import deferred
from reader.formats.kinds import FORMATS, Format
from reader.formats.pdf.bookmarks import place, read_outline, titles_of
from reader.formats.pdf.compose import compose
from reader.formats.pdf.margins import drop_margins
from reader.formats.pdf.marks import locate
from reader.formats.pdf.order import in_columns
from reader.formats.pdf.pages import read_pages, read_some
from reader.formats.pdf.paragraphs import body_size, in_paragraphs, join_over_pages
from reader.formats.titles import field, first_heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from reader.formats.pdf.pages import PageText

VERSION = FORMATS[Format.PDF].version

PAGES = 10_000
"""Pages at most; encyclopedias have a tenth of that."""
_DATE = deferred(r"D:(\d{4})(\d\d)?(\d\d)?")
_NO_TITLE = deferred(r"untitled|microsoft word|\.(?:docx?|pdf|tex|indd|dvi)$|^\W*$|^slide|^\(", re.IGNORECASE)


_NO_FONTS = pdfium.FPDF_SYSFONTINFO(version=1)
"""Knows no font of the system. For one that a file names and has not within it, pdfium opens each that is installed,
hundreds on a desktop, and what a text is read as would depend on them."""
pdfium.FPDF_SetSystemFontInfo(_NO_FONTS)


def parse_pdf(data: bytes) -> Parsed:
    """Parse the document of a PDF. Raises NotOpened for what is none, is locked, or holds pictures of pages only."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise NotOpened(_why_not(data)) from error
    if len(pdf) > PAGES:
        raise NotParsed(f"has more than {PAGES} pages")
    return _parsed(pdf, read_pages(pdf))


def first_of_pdf(file: BinaryIO, count: int, letters: int, long: int) -> Parsed | None:
    """Parse so many of its first pages that hold text, or so many letters, of a PDF that has at least `long` pages;
    None for one that has fewer.
    """
    pdf = pypdfium2.PdfDocument(_loaded(file))
    return _parsed(pdf, read_some(pdf, count, letters)) if len(pdf) >= long else None


def _loaded(file: BinaryIO) -> pdfium.FPDF_DOCUMENT | bytes:
    """What pdfium opens itself, where it can: of ten megabytes it reads what it needs."""
    with suppress(OSError):
        loaded = pdfium.FPDF_LoadDocument(f"/dev/fd/{file.fileno()}".encode(), None)
        if loaded:
            return loaded
    return file.read()


def _parsed(pdf: pypdfium2.PdfDocument, pages: list[PageText]) -> Parsed:
    if not any(page.segments for page in pages):
        raise NotOpened(_no_text(pages))
    body = body_size([page.segments for page in pages])
    bare = drop_margins([page.segments for page in pages], body, [page.bounds for page in pages])
    columns = in_columns(bare)
    titles = place(read_outline(pdf, len(pages)), columns)
    found = (
        paragraph
        for number, page_columns in enumerate(columns)
        for index, column in enumerate(page_columns)
        for paragraph in in_paragraphs(column, number, titles_of(titles.get(number), index))
    )
    labels = [pdf.get_page_label(number) or str(number + 1) for number in range(len(pages))]
    document = compose(join_over_pages(found, body), body, labels, VERSION)
    embedded = locate([page.marks for page in pages], labels, document)
    return Parsed(document, _metadata(pdf, first_heading(document)), "pdf", tuple(_remarks(pages)), embedded)


def _no_text(pages: Sequence[PageText]) -> str:
    if not pages:
        return "has no pages in it"
    if any(page.pictured for page in pages):
        return "is a scan: it holds pictures of pages and no text"
    return "holds no text"


def _remarks(pages: Sequence[PageText]) -> Iterator[str]:
    """What the reader is told: pages that were scanned are not shown."""
    pictured = sum(page.pictured for page in pages)
    if pictured:
        verb = "is a picture" if pictured == 1 else "are pictures"
        yield f"{pictured} of its {len(pages)} pages {verb} without text"


def _metadata(pdf: pypdfium2.PdfDocument, heading: str) -> Metadata:
    said = {name: field(value) for name, value in pdf.get_metadata_dict().items()}
    title = said.get("Title", "")
    date = _DATE.match(said.get("CreationDate", ""))
    authors = [name.strip() for name in re.split(r"[,;]\s+|\s+and\s+", said.get("Author", "")) if name.strip()]
    return Metadata(
        title=heading if not title or _NO_TITLE.search(title) else title,
        authors=tuple(name for name in authors if name not in ("(anonymous)", "Unknown", "unknown")),
        date="-".join(part for part in date.groups() if part) if date else "",
    )


def _why_not(data: bytes) -> str:
    if b"/Encrypt" in data:
        return "is locked with a password"
    return "is damaged, or no PDF"

"""A PDF becomes a document: what is drawn on its pages is read as text that runs.

`pages` asks pdfium for each page: of its `glyphs` come `drawn_lines`, the words of those that are looked at closely
(`line_words`, `drawn_runs`), and of both the `segments`, by `line_pieces` (from right to left by `bidirectional`).
`assembly` makes a document of the pages, or of the halves that two processes have read, which meet at a `seam`:
`margins` drops running heads and page numbers; `order` puts the columns that `gutters` parts in the order of reading,
with `table_rows`; `paragraphs` joins the lines (`joining` mends broken words), `footnotes` tells those that are notes,
and `compose` headings and items. `bookmarks` brings the outline, `hyperlinks` the links, `marks` what readers have
written in it.
"""

from __future__ import annotations

import re
from contextlib import closing, suppress
from functools import partial
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from reader.domain.document import Metadata, Parsed
from reader.domain.errors import NotOpened, NotParsed
from reader.domain.patterns import deferred
from reader.formats.beside import ALONE, PartnerEnded, begin
from reader.formats.kinds import FORMATS, Format
from reader.formats.pdf.assembly import ReadPages, assemble
from reader.formats.pdf.bookmarks import read_outline
from reader.formats.pdf.pages import Ends, read_between, read_some
from reader.formats.progress import tell
from reader.formats.titles import field, first_heading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import BinaryIO

    from reader.formats.beside import Dialogue, PiecesOfWork
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
    return BegunPdf(data).parse()


class BegunPdf:
    """A `BegunPdf` is a PDF of which pages can be read before it is asked for. Raises as `parse_pdf`."""

    def __init__(self, data: bytes) -> None:
        try:
            self._pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise NotOpened(_why_not(data)) from error
        if len(self._pdf) > PAGES:
            raise NotParsed(f"has more than {PAGES} pages")
        self._pages = Ends(self._pdf)

    def read_until(self, asked: Callable[[], bool]) -> None:
        """Read pages until it is asked for."""
        self._pages.read_until(asked)

    def parse(self) -> Parsed:
        """Parse its document, reading what is not read yet."""
        pdf, pages = self._pdf, self._pages
        if pages.count:
            tell(pages.count, len(pdf))
        pages.read_alone()
        return _parsed_in_two(pdf, pages) if pages.left else _parsed(pdf, pages.front + pages.back)


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


def _parsed_in_two(pdf: pypdfium2.PdfDocument, ends: Ends) -> Parsed:
    """Parse what these pages are of, its second half in another process; all of it here where that dies."""
    pages, pieces = ends.front.copy(), ends.pieces()
    dialogue = begin(partial(_assemble_later, pdf, ends, pieces))
    if dialogue is not None:
        with closing(dialogue), suppress(PartnerEnded):
            pages.extend(ends.read_from_front(pieces))
            return _parsed(pdf, pages, dialogue)
    return _parsed(pdf, [*pages, *read_between(pdf, range(len(pages), ends.left.stop)), *ends.back])


def _assemble_later(pdf: pypdfium2.PdfDocument, ends: Ends, pieces: PiecesOfWork, dialogue: Dialogue) -> None:
    pages = ends.read_from_back(pieces)
    assemble(_read_pages(pdf, pages, len(pdf) - len(pages), len(pdf)), VERSION, dialogue)


def _parsed(pdf: pypdfium2.PdfDocument, pages: Sequence[PageText], dialogue: Dialogue = ALONE) -> Parsed:
    """Parse the document that these pages are, or are the first half of."""
    count = len(pages) if dialogue.alone else len(pdf)
    document, embedded, pictured = assemble(_read_pages(pdf, pages, 0, count), VERSION, dialogue)
    return Parsed(document, _metadata(pdf, first_heading(document)), "pdf", tuple(_remarks(pictured, count)), embedded)


def _read_pages(pdf: pypdfium2.PdfDocument, pages: Sequence[PageText], first: int, count: int) -> ReadPages:
    return ReadPages(pages, first, [_label(pdf, number) for number in range(count)], read_outline(pdf, count))


def _label(pdf: pypdfium2.PdfDocument, number: int) -> str:
    """What the file calls a page, else its number. Most files call none: the library asks twice of each."""
    called = pdfium.FPDF_GetPageLabel(pdf, number, None, 0) > len("\0".encode("utf-16-le"))
    return (called and pdf.get_page_label(number)) or str(number + 1)


def _remarks(pictured: int, count: int) -> Iterator[str]:
    """What the reader is told: pages that were scanned are not shown."""
    if pictured:
        verb = "is a picture" if pictured == 1 else "are pictures"
        yield f"{pictured} of its {count} pages {verb} without text"


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

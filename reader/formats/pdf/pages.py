"""The pages of a PDF are read, each as its segments and how far it reaches."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from reader.formats.beside import PiecesOfWork, may_begin
from reader.formats.pdf.hyperlinks import read_links
from reader.formats.pdf.line_pieces import read_segments
from reader.formats.pdf.marks import PageMark, read_marks
from reader.formats.progress import tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reader.formats.pdf.segments import Segment

MANY = 24
"""Pages from which on a process beside is worth the ten milliseconds that it costs."""
TOGETHER = 4
"""Pages that a process takes at once: one of ten thousand has fewer pieces than a pipe holds."""
COVERING = 0.4
"""Share of a page that a picture of it covers; scanners leave margins, and cut a page into strips."""
PICTURES = 50
"""Pictures of a page that are looked at."""
_WITH_WORDS = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP)


class PageText(NamedTuple):
    """A `PageText` is what stands on a page, and where it ends below and above, turned as most of it is."""

    segments: list[Segment]
    bounds: tuple[float, float] = (0.0, 0.0)
    pictured: bool = False
    """Whether it is a picture without any text."""
    marks: Sequence[PageMark] = ()
    """What readers have marked on it."""


def read_until(pdf: pypdfium2.PdfDocument, pages: list[PageText], asked: Callable[[], bool]) -> None:
    """Add pages in turn to those that are read, until all are or somebody asks for the document: nobody is told."""
    while len(pages) < len(pdf) and not asked():
        pages += _some(pdf, len(pages), len(pages) + 1, tells=False)


def read_alone(pdf: pypdfium2.PdfDocument, pages: list[PageText]) -> None:
    """Add pages in turn to those that are read: all of few, of many until the others may be read in two processes."""
    count = len(pdf)
    while len(pages) < count and (count - len(pages) < MANY or not may_begin()):
        pages += _some(pdf, len(pages), len(pages) + 1)


def read_rest(pdf: pypdfium2.PdfDocument, first: int) -> list[PageText]:
    """Read the pages from the first that is not read on."""
    return list(_some(pdf, first, len(pdf)))


def pieces_from(pdf: pypdfium2.PdfDocument, first: int) -> PiecesOfWork:
    """Cut the pages from the first on that is not read into pieces that two processes take."""
    return PiecesOfWork(-(-(len(pdf) - first) // TOGETHER))


def read_from_front(pdf: pypdfium2.PdfDocument, first: int, pieces: PiecesOfWork) -> Iterator[PageText]:
    """Read the pages of the pieces that are taken from the front, in turn; another process is as far at the back."""
    for piece in pieces.from_front():
        at = first + piece * TOGETHER
        yield from _some(pdf, at, min(at + TOGETHER, len(pdf)), first, 2.0)
    tell(len(pdf), len(pdf))


def read_from_back(pdf: pypdfium2.PdfDocument, first: int, pieces: PiecesOfWork) -> list[PageText]:
    """Read the pages of the pieces that are taken from the back; answer them in the order of the document."""
    found: list[list[PageText]] = []
    for piece in pieces.from_back():
        at = first + piece * TOGETHER
        found.append(list(_some(pdf, at, min(at + TOGETHER, len(pdf)), tells=False)))
    return [page for pages in reversed(found) for page in pages]


def read_some(pdf: pypdfium2.PdfDocument, count: int, letters: int) -> list[PageText]:
    """Read the first pages up to so many that hold text, few of which are pictures, or to so many letters.

    Links within the document are left for later: where one leads takes as long as to read a page.
    """
    pages: list[PageText] = []
    for page in _some(pdf, 0, min(len(pdf), 4 * count), inside=False):
        pages.append(page)
        with_text = [one.segments for one in pages if one.segments]
        if len(with_text) == count or sum(len(line.text) for lines in with_text for line in lines) > letters:
            break
    return pages


def _some(
    pdf: pypdfium2.PdfDocument,
    first: int,
    last: int,
    before: int | None = None,
    share: float = 1.0,
    *,
    inside: bool = True,
    tells: bool = True,
) -> Iterator[PageText]:
    """Pages in turn. `inside` says whether links within the document are read.

    How far it is is told as so many `before` them, and of those behind them `share` for each: another process reads
    the others.
    """
    begun = first if before is None else before
    for number in range(first, last):
        try:
            yield _read(pdf, number, inside=inside)
            if tells:
                tell(min(begun + round((number - begun + 1) * share), len(pdf)), len(pdf))
        except pypdfium2.PdfiumError:
            # One damaged page is no reason not to read the others.
            yield PageText([])


def _read(pdf: pypdfium2.PdfDocument, number: int, *, inside: bool) -> PageText:
    page = pdf[number]
    marks = read_marks(page)
    if _shows_more(page):
        page = _with_more(pdf, page, number)
    try:
        segments, bounds = read_segments(page.get_textpage(), page.get_bbox(), read_links(pdf, page, inside=inside))
        return PageText(segments, bounds, not segments and _is_picture(page), marks)
    finally:
        page.close()


def _with_more(pdf: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, number: int) -> pypdfium2.PdfPage:
    """The page with the words of its fields and comments drawn on it.

    Some programs fill a form in and leave it to the next to draw what they filled in: pdfium does where it is asked.
    """
    if pdf.formenv is None and pdf.get_formtype() == pdfium.FORMTYPE_ACRO_FORM:
        page.close()
        pdf.init_forms()
        page = pdf[number]
    if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
        page.close()
        page = pdf[number]
    return page


def _is_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether a picture is what most of the page is: an empty page, or one with a drawing, is no scan."""
    width, height = page.get_size()
    pictures = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    for picture in islice(pictures, PICTURES):
        left, bottom, right, top = picture.get_bounds()
        if abs((right - left) * (top - bottom)) > COVERING * width * height:
            return True
    return False


def _shows_more(page: pypdfium2.PdfPage) -> bool:
    """Whether words stand on a page that are none of its own: in fields that were filled, or written over it."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in _WITH_WORDS:
            return True
    return False

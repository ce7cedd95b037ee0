"""The pages of a PDF are read, each as its segments and how far it reaches."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from reader.formats.beside import PiecesOfWork, may_begin
from reader.formats.pdf.hyperlinks import read_links
from reader.formats.pdf.line_pieces import read_segments
from reader.formats.pdf.marks import PageMark, kinds_of_annotations, read_marks
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


class Ends:
    """`Ends` are the pages of a document that have been read, from its front and from its back in turns.

    Of what is read before there are two processes each has a half then, whichever reads the rest.
    """

    def __init__(self, pdf: pypdfium2.PdfDocument) -> None:
        self._pdf = pdf
        self.front: list[PageText] = []
        self._back: list[PageText] = []

    @property
    def count(self) -> int:
        """Count the pages that have been read."""
        return len(self.front) + len(self._back)

    @property
    def back(self) -> list[PageText]:
        """Return the pages of the back, in the order of the document."""
        return self._back[::-1]

    @property
    def left(self) -> range:
        """The numbers of the pages that have not been read."""
        return range(len(self.front), len(self._pdf) - len(self._back))

    def read_until(self, asked: Callable[[], bool]) -> None:
        """Read one page after the other, until all are read or somebody asks for the document: nobody is told."""
        while self.left and not asked():
            self._read_next()

    def read_alone(self) -> None:
        """Read all pages of few, and of many until the others may be read in two processes."""
        while self.left and (len(self.left) < MANY or not may_begin()):
            self._read_next()
            tell(self.count, len(self._pdf))

    def pieces(self) -> PiecesOfWork:
        """Cut what is left into pieces that two processes take."""
        return PiecesOfWork(-(-len(self.left) // TOGETHER))

    def read_from_front(self, pieces: PiecesOfWork) -> Iterator[PageText]:
        """Read the pages of the pieces that are taken from the front, in turn; another process is as far at the
        back.
        """
        total, done = len(self._pdf), self.count
        for piece in pieces.from_front():
            for number in self._numbers(piece):
                yield _page(self._pdf, number)
                done += 2
                tell(min(done, total), total)
        tell(total, total)

    def read_from_back(self, pieces: PiecesOfWork) -> list[PageText]:
        """Read the pages of the pieces that are taken from the back; answer them, and those behind them, in the order
        of the document.
        """
        found = [[_page(self._pdf, number) for number in self._numbers(piece)] for piece in pieces.from_back()]
        return [*chain.from_iterable(reversed(found)), *self.back]

    def _numbers(self, piece: int) -> range:
        return self.left[piece * TOGETHER : (piece + 1) * TOGETHER]

    def _read_next(self) -> None:
        if len(self.front) <= len(self._back):
            self.front.append(_page(self._pdf, len(self.front)))
        else:
            self._back.append(_page(self._pdf, self.left[-1]))


def read_between(pdf: pypdfium2.PdfDocument, numbers: range) -> list[PageText]:
    """Read the pages of these numbers."""
    return [_page(pdf, number) for number in numbers]


def read_some(pdf: pypdfium2.PdfDocument, count: int, letters: int) -> list[PageText]:
    """Read the first pages up to so many that hold text, few of which are pictures, or to so many letters.

    Links within the document are left for later: where one leads takes as long as to read a page.
    """
    pages: list[PageText] = []
    for number in range(min(len(pdf), 4 * count)):
        pages.append(_page(pdf, number, inside=False))
        with_text = [one.segments for one in pages if one.segments]
        if len(with_text) == count or sum(len(line.text) for lines in with_text for line in lines) > letters:
            break
    return pages


def _page(pdf: pypdfium2.PdfDocument, number: int, *, inside: bool = True) -> PageText:
    """One page. `inside` says whether links within the document are read."""
    try:
        return _read(pdf, number, inside=inside)
    except pypdfium2.PdfiumError:
        # One damaged page is no reason not to read the others.
        return PageText([])


def _read(pdf: pypdfium2.PdfDocument, number: int, *, inside: bool) -> PageText:
    plain = _read_plainly(pdf, number, inside=inside) if pdf.formenv is None else None
    if plain is not None:
        return plain
    page = pdf[number]
    marks = read_marks(page)
    if _shows_more(page):
        page = _with_more(pdf, page, number)
    try:
        text = page.get_textpage()  # which is closed with the page
        segments, bounds = read_segments(text.raw, page.get_bbox(), read_links(pdf, page, inside=inside))
        return PageText(segments, bounds, not segments and _is_picture(page), marks)
    finally:
        page.close()


def _read_plainly(pdf: pypdfium2.PdfDocument, number: int, *, inside: bool) -> PageText | None:
    """A page that holds text, and nothing on it but links, as most do; None of another.

    The library's own objects for it and its text, which close each other, take as long as half of its lines.
    """
    page = pdfium.FPDF_LoadPage(pdf, number)
    if not page:
        raise pypdfium2.PdfiumError("the page cannot be loaded")
    try:
        if any(kind != pdfium.FPDF_ANNOT_LINK for kind in kinds_of_annotations(page)):
            return None
        text, box = pdfium.FPDFText_LoadPage(page), pdfium.FS_RECTF()
        if not text:
            raise pypdfium2.PdfiumError("its text cannot be loaded")
        try:
            if not pdfium.FPDF_GetPageBoundingBox(page, box):
                raise pypdfium2.PdfiumError("nothing says how large it is")
            edges = box.left, box.bottom, box.right, box.top
            segments, bounds = read_segments(text, edges, read_links(pdf, page, inside=inside))
            return PageText(segments, bounds) if segments else None
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(page)


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
    return any(kind in _WITH_WORDS for kind in kinds_of_annotations(page))

"""The pages of a PDF are read, each as its segments and how far it reaches."""

from __future__ import annotations

import marshal
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from reader.formats.beside import begin, may_begin
from reader.formats.pdf.hyperlinks import Linked, read_links
from reader.formats.pdf.line_pieces import read_segments
from reader.formats.pdf.marks import PageMark, read_marks
from reader.formats.pdf.segments import Segment
from reader.formats.progress import tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


MANY = 24
"""Pages from which on a process beside is worth the ten milliseconds that it costs."""
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


def read_pages(pdf: pypdfium2.PdfDocument) -> list[PageText]:
    """Read every page in turn. Of many the second half is read beside the first, as soon as a process may be begun."""
    count = len(pdf)
    pages: list[PageText] = []
    while len(pages) < count and (count - len(pages) < MANY or not may_begin()):
        pages += _some(pdf, len(pages), len(pages) + 1)
    alone = len(pages)
    if alone == count:
        return pages
    half = (alone + count) // 2
    later = begin(lambda: _packed(_some(pdf, half, count, alone, 2.0)))
    return [*pages, *_some(pdf, alone, half, alone, (count - alone) / (half - alone)), *_unpacked(later())]


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
) -> Iterator[PageText]:
    """Pages in turn, after so many `before` them; `share` is how many are read while one is: another process is as far
    with the others. `inside` says whether links within the document are read.
    """
    done = first if before is None else before
    for number in range(first, last):
        try:
            yield _read(pdf, number, inside=inside)
            tell(done + round((number - first + 1) * share), len(pdf))
        except pypdfium2.PdfiumError:
            # One damaged page is no reason not to read the others.
            yield PageText([])


def _packed(pages: Iterable[PageText]) -> bytes:
    return marshal.dumps(
        [(list(map(_plain, page.segments)), page.bounds, page.pictured, list(map(tuple, page.marks))) for page in pages]
    )


def _plain(segment: Segment) -> tuple[object, ...]:
    return tuple(segment if not segment.links else segment._replace(links=tuple(map(tuple, segment.links))))  # type: ignore[arg-type]


def _unpacked(packed: bytes) -> list[PageText]:
    # What the process beside wrote is as good as this one's own memory: it is its copy, with its limits.
    return [
        PageText(list(map(_segment, segments)), bounds, pictured, list(map(PageMark._make, marks)))
        for segments, bounds, pictured, marks in marshal.loads(packed)  # noqa: S302
    ]


def _segment(plain: tuple[object, ...]) -> Segment:
    segment = tuple.__new__(Segment, plain)
    return segment._replace(links=tuple(map(Linked._make, segment.links))) if segment.links else segment


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

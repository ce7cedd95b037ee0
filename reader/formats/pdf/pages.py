"""The pages of a PDF, each as its segments and how far it reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from reader.formats.pdf.segments import read_segments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.formats.pdf.segments import Segment


_WITH_WORDS = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP)


class Page(NamedTuple):
    """What stands on a page, and where it ends below and above, turned as most of it is."""

    segments: list[Segment]
    bounds: tuple[float, float] = (0.0, 0.0)


def read_pages(pdf: pypdfium2.PdfDocument) -> Iterator[Page]:
    """Every page in turn."""
    for number in range(len(pdf)):
        try:
            yield _read(pdf, number)
        except pypdfium2.PdfiumError:
            # One damaged page is no reason not to read the others.
            yield Page([])


def _read(pdf: pypdfium2.PdfDocument, number: int) -> Page:
    page = pdf[number]
    if _shows_more(page) and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
        page.close()
        page = pdf[number]
    try:
        return Page(*read_segments(page.get_textpage(), page.get_bbox()))
    finally:
        page.close()


def _shows_more(page: pypdfium2.PdfPage) -> bool:
    """Whether words stand on a page that are none of its own: in fields that were filled, or written over it."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in _WITH_WORDS:
            return True
    return False

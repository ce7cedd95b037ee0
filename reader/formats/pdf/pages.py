"""The pages of a PDF, each as its segments and how far it reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pypdfium2

from reader.formats.pdf.segments import read_segments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.formats.pdf.segments import Segment


class Page(NamedTuple):
    """What stands on a page, and where it ends below and above, turned as most of it is."""

    segments: list[Segment]
    bounds: tuple[float, float] = (0.0, 0.0)


def read_pages(pdf: pypdfium2.PdfDocument) -> Iterator[Page]:
    """Every page in turn."""
    for number in range(len(pdf)):
        try:
            page = pdf[number]
            yield _page(page)
            page.close()
        except pypdfium2.PdfiumError:
            # One damaged page is no reason not to read the others.
            yield Page([])


def _page(page: pypdfium2.PdfPage) -> Page:
    return Page(*read_segments(page.get_textpage(), page.get_bbox()))

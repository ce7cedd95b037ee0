"""The links of a PDF are rectangles over a page; this tells which words lie below them."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pypdfium2

    from reader.formats.pdf.bidirectional import Box
    from reader.formats.pdf.glyphs import Glyphs

MOST = 2_000
"""Links of a page that are read; an index has a few hundred."""
LONGEST = 4096
"""Characters of an address at most."""


class Hyperlink(NamedTuple):
    """A `Hyperlink` says where on its page a link is, and what it leads to: an address, or `#page-N`, from 1, within
    the document.
    """

    box: Box
    target: str


class Linked(NamedTuple):
    """A `Linked` says which characters of a text are a link, half-open, and to what."""

    start: int
    end: int
    target: str

    def moved(self, by: int) -> Linked:
        """Answer the link where its text stands further on."""
        return Linked(self.start + by, self.end + by, self.target)


def read_links(
    pdf: pypdfium2.PdfDocument, page: pypdfium2.PdfPage | pdfium.FPDF_PAGE, *, inside: bool = True
) -> list[Hyperlink]:
    """Read the links of a page that lead anywhere; those within the document only where they are asked for."""
    found: list[Hyperlink] = []
    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while len(found) < MOST and pdfium.FPDFLink_Enumerate(page, position, link):
        target = _target(pdf, link, inside=inside)
        if target:
            found += [Hyperlink(box, target) for box in _boxes(link)]
    return found


def _target(pdf: pypdfium2.PdfDocument, link: object, *, inside: bool) -> str:
    action = pdfium.FPDFLink_GetAction(link)
    if action and pdfium.FPDFAction_GetType(action) == pdfium.PDFACTION_URI:
        size = pdfium.FPDFAction_GetURIPath(pdf, action, None, 0)
        if size > LONGEST:
            return ""
        address = ctypes.create_string_buffer(size)
        pdfium.FPDFAction_GetURIPath(pdf, action, address, size)
        return address.value.decode("utf-8", "replace").strip()
    if not inside:
        return ""
    place = pdfium.FPDFLink_GetDest(pdf, link)
    number = pdfium.FPDFDest_GetDestPageIndex(pdf, place) if place else -1
    return f"#page-{number + 1}" if number >= 0 else ""


def _boxes(link: object) -> Iterator[Box]:
    """One a line, where that is said; else what is around all of it."""
    quad = pdfium.FS_QUADPOINTSF()
    quads = pdfium.FPDFLink_CountQuadPoints(link)
    for index in range(min(MOST, quads)):
        if pdfium.FPDFLink_GetQuadPoints(link, index, quad):
            across, up = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            yield min(across), min(up), max(across), max(up)
    rectangle = pdfium.FS_RECTF()
    if quads < 1 and pdfium.FPDFLink_GetAnnotRect(link, rectangle):
        low, high = sorted((rectangle.bottom, rectangle.top))
        yield rectangle.left, low, rectangle.right, high


def links_over(
    text: str, start: int, edges: tuple[float, float], middle: float, links: Sequence[Hyperlink], glyphs: Glyphs
) -> tuple[Linked, ...]:
    """Find the links that lie over a line of text from `edges` left to right, at the height `middle`.

    `start` is the number of its first character. Its blanks may be others than those of the file.
    """
    over = [
        link for link in links
        if link.box[1] <= middle <= link.box[3] and link.box[0] < edges[1] and link.box[2] > edges[0]
    ]  # fmt: skip
    if not over:
        return ()
    letters = [at for at, character in enumerate(text) if not character.isspace()]
    if glyphs.text.startswith(text, start):
        indices = [start + at for at in letters]
    else:
        indices = []
        index = start
        while len(indices) < len(letters) and index < len(glyphs.text):
            if not glyphs.text[index].isspace():
                indices.append(index)
            index += 1
    boxes = glyphs.boxes(indices)
    middles = [(boxes[at] + boxes[at + 2]) / 2 for at in range(0, len(boxes), 4)]
    found = []
    for link in over:
        inside = [at for at, place in zip(letters, middles, strict=False) if link.box[0] <= place <= link.box[2]]
        if inside:
            found.append(Linked(min(inside), max(inside) + 1, link.target))
    return tuple(sorted(found))

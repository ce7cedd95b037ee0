"""Readers mark and write in a PDF: highlights, underlines, notes, with their authors, colours and times.

Markup annotations of ISO 32000 (12.5.6.10), as Preview, Acrobat, Okular, Zotero and others write them: the words are
those under the quadrilaterals, the note is `Contents`, the author `T`. A reply (`IRT`) is a part of the note that it
answers. Where a program puts the marked words into `Contents` themselves (an option of Acrobat), they are no note.
"""

from __future__ import annotations

import ctypes
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2.raw as pdfium

from reader.domain.document import Embedded
from reader.domain.patterns import deferred
from reader.formats.embedded import WordFinder, as_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pypdfium2

    from reader.domain.document import Document

_MARKUP = (
    pdfium.FPDF_ANNOT_HIGHLIGHT,
    pdfium.FPDF_ANNOT_UNDERLINE,
    pdfium.FPDF_ANNOT_SQUIGGLY,
    pdfium.FPDF_ANNOT_STRIKEOUT,
)
_NOTES = (pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_CARET)
# What is written over a page (FreeText) is drawn on it, and read as its text.
MOST = 5_000
"""Annotations of a page at most; a page has some hundred lines."""
_DATE = deferred(r"D?:?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?\s*(?:([+\-Z])(\d\d)?'?(\d\d)?)?")
_BEFORE = 80
"""Signs before a mark that are kept to find it by."""


class PageMark(NamedTuple):
    """A `PageMark` is one annotation of a page.

    `words` are those under it as the page holds them, `before` those in front of it.
    """

    words: str
    before: str
    note: str
    creator: str
    colour: str
    created: str
    modified: str
    name: str


class _Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float


def read_marks(page: pypdfium2.PdfPage) -> list[PageMark]:
    """Read the annotations of a page that say or mark something, in the file's order."""
    kinds = islice(kinds_of_annotations(page), MOST)
    some = [(index, kind) for index, kind in enumerate(kinds) if kind in _MARKUP or kind in _NOTES]
    if not some:
        return []
    letters = _Letters(page) if any(kind in _MARKUP for _, kind in some) else None
    found: dict[int, PageMark] = {}
    for index, kind in some:
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        try:
            mark = _mark(annotation, letters if kind in _MARKUP else None)
            answered = _answered(page, annotation, found)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
        if answered is not None:
            said = f"{mark.creator}: {mark.note}" if mark.creator else mark.note
            first = found[answered]
            found[answered] = first._replace(note="\n\n".join(filter(None, (first.note, said if mark.note else ""))))
        elif mark.words.strip() or mark.note:
            found[index] = mark
    return list(found.values())


def locate(pages: Sequence[Sequence[PageMark]], labels: Sequence[str], document: Document) -> tuple[Embedded, ...]:
    """Find the places of the marks of all pages in the document."""
    if not any(pages):
        return ()
    finder = WordFinder(document.text)
    starts = {label: offset for offset, label in reversed(document.pages)}
    found = []
    for label, marks in zip(labels, pages, strict=True):
        for mark in marks:
            near = starts.get(label, 0)
            span = finder.find(mark.words, mark.before, near) if mark.words.strip() else None
            quote = span.of(document.text) if span else as_words(mark.words)
            note = "" if as_words(mark.note).casefold() == as_words(mark.words).casefold() else mark.note
            if quote or note:
                told = (note, mark.creator, mark.colour, mark.created, mark.modified, mark.name, label)
                found.append(Embedded(quote, span, *told))
    return tuple(found)


def kinds_of_annotations(page: pypdfium2.PdfPage | pdfium.FPDF_PAGE) -> Iterator[int]:
    """Tell of what kind each annotation of a page is."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        yield int(kind)


def _mark(annotation: pdfium.FPDF_ANNOTATION, letters: _Letters | None) -> PageMark:
    words, before = letters.under(_boxes(annotation)) if letters is not None else ("", "")
    made, changed = _moment(_value(annotation, b"CreationDate")), _moment(_value(annotation, b"M"))
    note = _value(annotation, b"Contents").replace("\r\n", "\n").replace("\r", "\n").strip()
    return PageMark(
        words,
        before,
        note,
        _value(annotation, b"T").strip(),
        _colour(annotation),
        made or changed,
        changed or made,
        _value(annotation, b"NM"),
    )


def _value(annotation: pdfium.FPDF_ANNOTATION, key: bytes) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")


def _boxes(annotation: pdfium.FPDF_ANNOTATION) -> Iterator[_Box]:
    """What its quadrilaterals cover, else its rectangle."""
    count = pdfium.FPDFAnnot_CountAttachmentPoints(annotation)
    corners = pdfium.FS_QUADPOINTSF()
    for index in range(min(count, MOST)):
        if pdfium.FPDFAnnot_GetAttachmentPoints(annotation, index, corners):
            across = (corners.x1, corners.x2, corners.x3, corners.x4)
            up = (corners.y1, corners.y2, corners.y3, corners.y4)
            yield _Box(min(across), min(up), max(across), max(up))
    if not count:
        rectangle = pdfium.FS_RECTF()
        if pdfium.FPDFAnnot_GetRect(annotation, rectangle):
            yield _Box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)


def _colour(annotation: pdfium.FPDF_ANNOTATION) -> str:
    """As `#rrggbb`; of one that is drawn by a form of its own, that of what the form draws."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if pdfium.FPDFAnnot_GetColor(annotation, pdfium.FPDFANNOT_COLORTYPE_Color, red, green, blue, alpha):
        return f"#{red.value:02x}{green.value:02x}{blue.value:02x}"
    for index in range(min(MOST, pdfium.FPDFAnnot_GetObjectCount(annotation))):
        found = _drawn_in(pdfium.FPDFAnnot_GetObject(annotation, index), 0)
        if found:
            return found
    return ""


def _drawn_in(drawn: pdfium.FPDF_PAGEOBJECT, depth: int) -> str:
    """The colour of a shape, or of the first in a group of them."""
    if pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_FORM and depth < 4:
        for index in range(min(MOST, pdfium.FPDFFormObj_CountObjects(drawn))):
            found = _drawn_in(pdfium.FPDFFormObj_GetObject(drawn, index), depth + 1)
            if found:
                return found
        return ""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    for ask in (pdfium.FPDFPageObj_GetFillColor, pdfium.FPDFPageObj_GetStrokeColor):
        # A shape that has a line only is filled with black by default.
        if ask(drawn, red, green, blue, alpha) and (red.value or green.value or blue.value):
            return f"#{red.value:02x}{green.value:02x}{blue.value:02x}"
    return ""


def _answered(page: pypdfium2.PdfPage, annotation: pdfium.FPDF_ANNOTATION, found: dict[int, PageMark]) -> int | None:
    """The number of the one that it replies to, as far as that one is known."""
    linked = pdfium.FPDFAnnot_GetLinkedAnnot(annotation, b"IRT")
    if not linked:
        return None
    index = pdfium.FPDFPage_GetAnnotIndex(page, linked)
    pdfium.FPDFPage_CloseAnnot(linked)
    return index if index in found else None


def _moment(said: str) -> str:
    """A PDF's date as ISO 8601; empty where it is none."""
    found = _DATE.match(said)
    if found is None:
        return ""
    year, month, day, hour, minute, second, sign, hours, minutes = found.groups()
    zone = "" if not sign else "+00:00" if sign == "Z" else f"{sign}{hours or '00'}:{minutes or '00'}"
    return f"{year}-{month or '01'}-{day or '01'}T{hour or '00'}:{minute or '00'}:{second or '00'}{zone}"


class _Letters:
    """The letters of a page with their boxes."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page.get_textpage()
        count = self._page.count_chars()
        self._signs = [chr(pdfium.FPDFText_GetUnicode(self._page, index)) for index in range(count)]
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        self._middles: list[tuple[float, float] | None] = []
        for index in range(count):
            known = pdfium.FPDFText_GetCharBox(self._page, index, left, right, bottom, top)
            middle = ((left.value + right.value) / 2, (bottom.value + top.value) / 2)
            self._middles.append(middle if known and left.value != right.value else None)

    def under(self, boxes: Iterator[_Box]) -> tuple[str, str]:
        """The words whose letters have their middles in the boxes, and those before them on the page."""
        covered = sorted({index for box in boxes for index in self._in(box)})
        if not covered:
            return "", ""
        pieces = []
        for index, after in zip(covered, [*covered[1:], covered[-1] + 1], strict=True):
            between = "".join(self._signs[index + 1 : after])
            # Blanks and line ends have no boxes of their own; whole words between are not marked.
            pieces.append(self._signs[index] + (" " if between.strip("\x02\ufffe-\r\n ") else between))
        first = covered[0]
        return "".join(pieces), "".join(self._signs[max(0, first - _BEFORE) : first])

    def _in(self, box: _Box) -> Iterator[int]:
        for index, middle in enumerate(self._middles):
            if middle and box.left <= middle[0] <= box.right and box.bottom <= middle[1] <= box.top:
                yield index

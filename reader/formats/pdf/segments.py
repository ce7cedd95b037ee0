"""A page of a PDF as pieces of lines with their places, as pdfium finds them."""

from __future__ import annotations

import ctypes
from statistics import median_low
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdfium2 import PdfTextPage

GAP = 1.2
"""Blank between two words, in heights of a letter, from which on they stand in different columns or cells."""
SURELY_A_BLANK = 3.0
"""Points up to which a blank is one in any size that can be read."""
MEASURED = 5
"""Letters of a segment that are measured: one might be in a word of code, or of another font."""
_BOLD = 600
"""Weight of a font from which on it is bold (CSS)."""
_BOLD_FLAG = 1 << 18
"""ForceBold among a font's flags (ISO 32000, 9.8.2)."""
_HYPHENS = {"\x02": "-", "\ufffe": "-"}
"""What pdfium makes of a hyphen at a line's end."""


class Segment(NamedTuple):
    """Words in a row. In points from the lower left corner; `size` is the height of a letter, `y` the baseline."""

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool = False


class Glyphs:
    """The characters of one page. Asked one by one, they cost a microsecond each: so only at words' and lines' ends."""

    def __init__(self, page: PdfTextPage) -> None:
        self._page = page
        self._numbers = [ctypes.c_double() for _ in range(4)]
        self._box = pdfium.FS_RECTF()
        self.text = _text(page)

    def edges(self, index: int) -> tuple[float, float]:
        """Left and right."""
        left, right, bottom, top = self._numbers
        pdfium.FPDFText_GetCharBox(self._page, index, left, right, bottom, top)
        return left.value, right.value

    def baseline(self, index: int) -> float:
        """How high it stands."""
        x, y = self._numbers[:2]
        pdfium.FPDFText_GetCharOrigin(self._page, index, x, y)
        return y.value

    def height(self, index: int) -> float:
        """Of any letter in its font and size: the font's size alone would leave out that pages are scaled."""
        pdfium.FPDFText_GetLooseCharBox(self._page, index, self._box)
        return float(abs(self._box.top - self._box.bottom))

    def is_bold(self, index: int) -> bool:
        """Whether it is set in a bold font, by weight, flag or name."""
        flags = ctypes.c_int()
        name = ctypes.create_string_buffer(64)
        pdfium.FPDFText_GetFontInfo(self._page, index, name, 64, flags)
        heavy = pdfium.FPDFText_GetFontWeight(self._page, index) >= _BOLD
        return heavy or bool(flags.value & _BOLD_FLAG) or b"bold" in name.value.lower()


def _text(page: PdfTextPage) -> str:
    """The page's characters, each at its number."""
    count = page.count_chars()
    buffer = (ctypes.c_ushort * (count + 1))()
    pdfium.FPDFText_GetText(page, 0, count, buffer)
    text = bytes(buffer).decode("utf-16-le", "replace")[:-1]
    if len(text) == count:
        return text
    # Characters beyond the basic plane take two places there, and one by one each has its own.
    return "".join(chr(pdfium.FPDFText_GetUnicode(page, index)) for index in range(count))


def segments_of(page: PdfTextPage) -> list[Segment]:
    """The page's segments in the order of the file, which is often, and not always, that of reading."""
    glyphs = Glyphs(page)
    return [
        segment
        for start, end in _lines(glyphs.text)
        for first, last in _pieces(glyphs, start, end)
        if (segment := _segment(glyphs, first, last)) is not None
    ]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line; pdfium ends most of them with CR LF."""
    start = 0
    for index, character in enumerate(text):
        if character in "\r\n":
            if index > start:
                yield start, index
            start = index + 1
        elif character in _HYPHENS:
            # Where a word is broken, pdfium goes on in the next line without ending this one.
            yield start, index + 1
            start = index + 1
    if len(text) > start:
        yield start, len(text)


def _pieces(glyphs: Glyphs, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A line cut where the blank between two words is wide, or the baseline is another."""
    text = glyphs.text
    begin = start
    for index in range(start + 1, end - 1):
        if text[index] == " " and text[index - 1] != " ":
            after = index + 1
            while after < end - 1 and text[after] == " ":
                after += 1
            gap = glyphs.edges(after)[0] - glyphs.edges(index - 1)[1]
            if abs(gap) < SURELY_A_BLANK:
                continue
            if gap > GAP * max(1.0, glyphs.height(after)) or gap < -glyphs.height(after):
                yield begin, index
                begin = after
    yield begin, end


def _segment(glyphs: Glyphs, start: int, end: int) -> Segment | None:
    text = glyphs.text[start:end]
    first = start + len(text) - len(text.lstrip())
    last = start + len(text.rstrip()) - 1
    if first > last:
        return None
    letters = _letters(glyphs.text, first, last)
    text = text.strip()
    if text[-1] in _HYPHENS:
        text = text[:-1] + "-"
    left, right = glyphs.edges(first)[0], glyphs.edges(last)[1]
    bold = glyphs.is_bold(first) and glyphs.is_bold(last)
    size = median_low(glyphs.height(index) for index in letters)
    # Of damaged fonts the numbers can be anything; comparisons with NaN would never end a column.
    if not all(number == number and abs(number) < 1e6 for number in (left, right, size)):
        return None
    return Segment(text, left, max(left, right), glyphs.baseline(letters[len(letters) // 2]), size, bold)


def _letters(text: str, first: int, last: int) -> list[int]:
    """A few characters from all over a segment, none of them a blank: the box of one that pdfium made up is empty."""
    places = (first + (last - first) * part // (MEASURED + 1) for part in range(1, MEASURED + 1))
    return [next(index for index in range(place, last + 1) if not text[index].isspace()) for place in places]

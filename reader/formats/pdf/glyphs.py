"""The characters of a page and their places are asked of pdfium many at a time, since each question costs."""

from __future__ import annotations

import ctypes
import re
from collections import deque
from functools import cache, cached_property
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2.raw as pdfium

from reader.domain.patterns import deferred
from reader.formats.pdf.bidirectional import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_BOLD = 600
"""Weight of a font from which on it is bold (CSS)."""
_BOLD_FLAG = 1 << 18
"""ForceBold among a font's flags (ISO 32000, 9.8.2)."""
_FIXED_FLAG = 1
"""FixedPitch among them."""
_FIXED = deferred(
    rb"courier|mono(?!type)|consol|menlo|typewriter|cmtt|lmtt|lmmono|sftt|inconsolata|fixed|sourcecode|firacode|cascadia"
    rb"|monaco|iosevka|lettergothic|andale|nimbusmon|txtt|pxtt|beramono|prestige",
    re.IGNORECASE,
)
_SYMBOLS = deferred(rb"cmsy|cmmi|cmex|symbol|dingbat", re.IGNORECASE)

_CONTROLS = tuple(map(chr, (*range(0x0A), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F)))
"""Those of ASCII without the ends of lines: to look for each takes a tenth of asking whether all of it can be seen."""
_CODES = tuple(map(chr, (0x0B, 0x0C, *range(0x0E, 0x20))))
_SET_BY_TEX = deferred(
    "(?:(?<=[^\\W\\d_])|(?<=\\w-))(?:[\x0b\x0c\x0e-\x1f]|\r(?!\n))|(?:[\x0b\x0c\x0e-\x1f]|\r(?!\n))(?=[^\\W\\d_])"
)
_IN_TEX = dict(zip("\x0b\x0c\r\x0e\x0f", LIGATURES := "\ufb00\ufb01\ufb02\ufb03\ufb04", strict=True))
_IN_CORK = dict(zip("\x1b\x1c\x1d\x1e\x1f", LIGATURES, strict=True)) | {
    "\x10": "“", "\x11": "”", "\x12": "„", "\x13": "«", "\x14": "»", "\x15": "–", "\x16": "—", "\x19": "ı",
}  # fmt: skip
"""What codes stand for in TeX's two encodings, where a font is pictures of letters and does not say: the ligatures."""

# The prototypes of the library take its structures, and to make an argument of a number takes as long as the call; what
# is one already, and an int, costs half. The lock of the interpreter is kept: the calls are short, and there are many.
_POINTER = ctypes.c_void_p
_argument = _POINTER.from_param


def _plain(function: Any, result: Any) -> Callable[..., Any]:
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, _POINTER).value)  # type: ignore[arg-type]


_text_of = _plain(pdfium.FPDFText_GetText, ctypes.c_int)
_box_of = _plain(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int)
_angle_of = _plain(pdfium.FPDFText_GetCharAngle, ctypes.c_float)
_object_of = _plain(pdfium.FPDFText_GetTextObject, _POINTER)
_unicode_of = _plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
_generated = _plain(pdfium.FPDFText_IsGenerated, ctypes.c_int)
_font_of = _plain(pdfium.FPDFTextObj_GetFont, _POINTER)
_name_of = _plain(pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t)
_flags_of = _plain(pdfium.FPDFFont_GetFlags, ctypes.c_int)
_weight_of = _plain(pdfium.FPDFFont_GetWeight, ctypes.c_int)
_ascent_of = _plain(pdfium.FPDFFont_GetAscent, ctypes.c_int)
_descent_of = _plain(pdfium.FPDFFont_GetDescent, ctypes.c_int)
_POINT = ctypes.c_float(1.0)


# An array of another length would be another type, and to make one takes as long as a hundred calls.
_BOXES, _LETTERS = 1024, 16384
"""Boxes that are asked for at once, and letters of a page for which there is room."""
_boxes = (ctypes.c_float * (4 * _BOXES))()
_numbers = memoryview(_boxes).cast("B").cast("f")
_places = [ctypes.byref(_boxes, 16 * number) for number in range(_BOXES)]
_letters = (ctypes.c_ushort * _LETTERS)()
_letters_read = memoryview(_letters).cast("B")


class Font(NamedTuple):
    """A `Font` says what is known of a font.

    `ascent` and `descent` are those of one point; a letter's box is as high as both.
    """

    bold: bool = False
    fixed: bool = False
    ascent: float = 1.0
    descent: float = 0.0
    inked: bool = False
    """Whether the font does not say how far its letters reach down: the box of each is then that of its ink."""

    @property
    def height(self) -> float:
        """Measure the box of a letter one point in size."""
        return self.ascent - self.descent


NO_FONT = Font()


class Glyphs:
    """`Glyphs` are the characters of one page. Where pdfium gives halves of a pair, the text holds lone surrogates."""

    def __init__(self, page: pdfium.FPDF_TEXTPAGE) -> None:
        self._owner = page
        self._page = _argument(ctypes.cast(page, _POINTER).value)
        self.text = _text(page, self._page)
        self.lines = self.text.split("\r\n")
        """The text between the ends of lines that most lines have."""
        self.controls = any(map(self.text.__contains__, _CONTROLS))
        """Whether there may be other controls of ASCII in the text than the ends of lines."""
        stray = self.text.count("\r") >= len(self.lines)
        self.ligatures = stray or (self.controls and any(map(self.text.__contains__, _CODES)))
        """Whether some letters stand for several."""
        if self.ligatures:
            old = any(code in self.text for code in "\x0b\x0c\x0e\x0f")
            signs = _IN_TEX if old else _IN_CORK
            self.text = _SET_BY_TEX.sub(lambda match: signs.get(match[0], match[0]), self.text)
            self.lines = self.text.split("\r\n")
        self._fonts: dict[int | None, Font] = {None: NO_FONT}
        self._by_object: dict[int | None, Font] = {}

    @cached_property
    def from_right(self) -> bool:
        """Whether most of the page is written from right to left: then its lines are, whatever else is in one."""
        return is_right_to_left(self.text)

    def boxes(self, indices: Sequence[int]) -> list[float]:
        """Measure left, top, right and bottom of each, one after the other: of a letter of that font, not of its
        ink.
        """
        found: list[float] = []
        for at in range(0, len(indices), _BOXES):
            some = indices[at : at + _BOXES]
            ctypes.memset(_boxes, 0, 16 * len(some))  # what has none leaves its place as it is
            deque(map(_box_of, repeat(self._page), some, _places), maxlen=0)
            found += _numbers[: 4 * len(some)].tolist()
        return found

    def room(self, before: int, after: int) -> float:
        """Tell how far the ink of two letters is apart."""
        numbers = [ctypes.c_double() for _ in range(4)]
        left, right, bottom, top = numbers
        pdfium.FPDFText_GetCharBox(self._owner, before, left, right, bottom, top)
        end = right.value
        pdfium.FPDFText_GetCharBox(self._owner, after, left, right, bottom, top)
        return left.value - end

    def angles(self, indices: Iterable[int]) -> list[float]:
        """Tell how far each is turned, clockwise, in radians; negative where it cannot be told."""
        return list(map(_angle_of, repeat(self._page), indices))

    def objects(self, indices: Iterable[int]) -> list[int | None]:
        """Tell which text object each is of: what was drawn in one go, in one font."""
        return list(map(_object_of, repeat(self._page), indices))

    def made_up(self, indices: Iterable[int]) -> list[int]:
        """Tell whether each is a blank of pdfium's, where the file has none."""
        return list(map(_generated, repeat(self._page), indices))

    def font(self, text_object: int | None) -> Font:
        """Return the font of a text object."""
        found = self._by_object.get(text_object)
        if found is None:
            address = _font_of(_argument(text_object))
            found = self._fonts.get(address)
            if found is None:
                found = self._fonts[address] = _facts(address)
            self._by_object[text_object] = found
        return found

    def fonts(self, text_objects: Iterable[int | None]) -> list[Font]:
        """Return the font of each text object."""
        found = list(map(_font_of, map(_argument, text_objects)))
        for address in {*found}.difference(self._fonts):
            self._fonts[address] = _facts(address)
        return [*map(self._fonts.__getitem__, found)]


def size_and_baseline(font: Font, text_object: int | None, bottom: float, height: float) -> tuple[float, float]:
    """Return how large letters of a font are and where their baseline is, by the box of one of them.

    Where that is of its ink, `text_object` tells, as far as that is a place on the page: in a form that is drawn
    elsewhere or larger it is none.
    """
    size = height / (font.ascent - font.descent)
    baseline = bottom - font.descent * size
    if font.inked and text_object:
        said, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
        drawn = ctypes.cast(text_object, pdfium.FPDF_PAGEOBJECT)
        if pdfium.FPDFTextObj_GetFontSize(drawn, said) and pdfium.FPDFPageObj_GetMatrix(drawn, matrix):
            exact = abs(said.value * matrix.d)
            if abs(matrix.f - baseline) < exact / 2 and 0.4 * exact < height < 1.4 * exact:
                return exact, matrix.f
    return size, baseline


def _text(page: pdfium.FPDF_TEXTPAGE, address: object) -> str:
    """The page's characters, each at its number."""
    count = pdfium.FPDFText_CountChars(page)
    buffer = _letters if count < _LETTERS else (ctypes.c_ushort * (count + 1))()
    if _text_of(address, 0, count, buffer) != count + 1:
        # What has no character is left out there, and all that follows would stand at another's number.
        return "".join(map(chr, map(_unicode_of, repeat(address), range(count))))
    letters = _letters_read if buffer is _letters else memoryview(buffer).cast("B")
    text = str(letters[: 2 * count], "utf-16-le", "surrogatepass")
    # Characters beyond the basic plane are two here, as they are to pdfium.
    return text if len(text) == count else "".join(map(chr, buffer[:count]))


def _facts(address: int) -> Font:
    font = _argument(address)
    name, edges = ctypes.create_string_buffer(128), (ctypes.c_float * 2)()
    _name_of(font, name, 128)
    _ascent_of(font, _POINT, ctypes.byref(edges))
    _descent_of(font, _POINT, ctypes.byref(edges, 4))
    return _font(name.value, _flags_of(font), _weight_of(font), *edges)


@cache
def _font(name: bytes, flags: int, weight: int, ascent: float, descent: float) -> Font:
    """What is known of a font by what the file says: each page has its own, and all of them say the same."""
    heavy = weight >= _BOLD or bool(flags & _BOLD_FLAG) or b"bold" in name.lower()
    fixed = bool(flags & _FIXED_FLAG) or _FIXED.search(name) is not None
    if not 0.4 < ascent - descent < 3:
        ascent, descent = 1.0, 0.0  # the box is then that of the ink
    inked = descent > -0.03 and ascent != 1.0
    return Font(heavy, fixed and not _SYMBOLS.search(name), ascent, descent, inked)

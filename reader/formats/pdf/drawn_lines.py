"""The lines of a page as pdfium has them: most were drawn in one go, and both ends say where all of one stands."""

from __future__ import annotations

from itertools import accumulate, repeat
from math import pi
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.medians import median_low
from reader.domain.patterns import deferred
from reader.formats.pdf.bidirectional import RIGHT_TO_LEFT
from reader.formats.pdf.glyphs import size_and_baseline
from reader.formats.pdf.segments import Segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.formats.pdf.glyphs import Glyphs

STRETCHED = 1.3
"""Times the usual width of a letter from which on a line may have a wide blank in it."""
LETTER = 0.8
"""Share of the height of one letter's box that another of the same size has at least."""
_LINE = deferred("[^\r\n\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
"""pdfium ends most lines with CR LF; where a word is broken, it has a sign for the hyphen and goes on."""


class DrawnLine(NamedTuple):
    """A line as pdfium has it: where its text begins and ends, its first and last character, how it is turned, in
    degrees, and its segment, where it is one for certain.
    """

    start: int
    end: int
    last: int
    angle: int
    known: Segment | None
    words: tuple[int, int] = (0, 0)
    """The numbers of its first word and of the one behind its last, of a line that has to be looked at."""


class _Span(NamedTuple):
    """Of a line: the number of its first character, of the one behind it, of its last that is no blank; what it says,
    and that without blanks behind it.
    """

    start: int
    end: int
    last: int
    text: str
    bare: str


class PageLines(NamedTuple):
    """`PageLines` are the lines of a page: the segments of those that are one for certain, None for others; and all of
    them where there are others.
    """

    known: list[Segment | None]
    lines: list[DrawnLine]


def lines_of(glyphs: Glyphs) -> PageLines:
    """Answer the page's lines.

    Most are drawn at once, with blanks in them: then both ends say where all of it stands.
    """
    text = glyphs.text
    spans = _spans(text)
    starts, ends, lasts, _, _ = zip(*spans, strict=True) if spans else ((),) * 5
    angles = glyphs.angles(starts)
    turned = (
        [round(angle * 180 / pi) % 360 if angle > 0 else 0 for angle in angles] if any(angles) else [0] * len(spans)
    )
    objects, last_objects = glyphs.objects(starts), glyphs.objects(lasts)
    blanks = list(map(text.find, repeat(" "), starts, lasts))
    made_up = glyphs.made_up(blanks)
    # Whether all of a line was drawn at once; where there is no blank in it, none is made up.
    at_once = [
        number
        for number, (one, other, angle, made, blank) in enumerate(
            zip(objects, last_objects, turned, made_up, blanks, strict=True)
        )
        if one == other and not angle and not (made and blank >= 0)
    ]
    known = _drawn_at_once(glyphs, spans, at_once, objects)
    if None not in known:
        return PageLines(known, [])
    lines = zip(starts, ends, lasts, turned, known, repeat((0, 0)))
    return PageLines(known, [tuple.__new__(DrawnLine, line) for line in lines])  # by its names it takes twice as long


def _spans(text: str) -> list[_Span]:
    return [
        tuple.__new__(_Span, (at + ahead, end, at + ahead + len(bare) - 1, line[ahead:] if ahead else line, bare))
        for at, end, line in _parted(text)
        if (bare := line.strip()) and (ahead := 0 if bare[0] == line[0] else line.index(bare[0])) >= 0
    ]


def _parted(text: str) -> Iterable[tuple[int, int, str]]:
    """Where each line begins and ends, and what it says."""
    returns = text.count("\r\n")
    if "\x02" in text or "\ufffe" in text or text.count("\r") > returns:
        return [(*match.span(), match.group()) for match in _LINE.finditer(text)]
    if returns == text.count("\n"):
        lines = text.split("\r\n")  # which takes a third of the pattern's time
        lengths = list(map(len, lines))
        starts = list(accumulate([length + 2 for length in lengths], initial=0))
        return zip(starts, map(add, starts, lengths), lines, strict=False)
    pieces = text.split("\n")
    starts = list(accumulate((len(piece) + 1 for piece in pieces), initial=0))
    lines = [piece.removesuffix("\r") for piece in pieces]
    return [(start, start + len(line), line) for start, line in zip(starts, lines, strict=False)]


def _drawn_at_once(
    glyphs: Glyphs, spans: Sequence[_Span], at_once: Sequence[int], objects: Sequence[int | None]
) -> list[Segment | None]:
    """The segments of lines that were drawn at once, as far as they are one for certain; None for all others."""
    segments: list[Segment | None] = [None] * len(spans)
    widths: list[float] = []
    numbers: list[int] = []
    chosen = [spans[number] for number in at_once]
    first, other = glyphs.boxes([span[0] for span in chosen]), glyphs.boxes([span[2] for span in chosen])
    drawn = [objects[number] for number in at_once]
    places = first[0::4], first[1::4], first[2::4], first[3::4], other[1::4], other[2::4], other[3::4]
    found = zip(at_once, chosen, drawn, glyphs.fonts(drawn), *places, strict=True)
    for number, span, one, font, left, top, end, bottom, other_top, right, other_bottom in found:
        start, _, _, text, bare = span
        bold, fixed, ascent, descent, inked = font
        height = top - bottom
        if LETTER * height < other_top - other_bottom < height:
            # The letter reaches out of the box of its font, as some do of fonts that say they are lower than they are.
            top, bottom = other_top, other_bottom
            height = top - bottom
        if top <= bottom or right < left or not text.isprintable():
            continue
        if not text.isascii() and RIGHT_TO_LEFT.search(text):
            continue
        if fixed and abs((right - left) / max(0.1, end - left) - len(bare)) > 0.5:
            continue  # pdfium gives one blank for several, which mean something in code
        if inked:
            size, baseline = size_and_baseline(font, one, bottom, height)
        else:
            size = height / (ascent - descent)
            baseline = bottom - descent * size
        said = (bare, left, right, baseline, size, bold, fixed, 0, len(bare) < len(text), start, ())
        segments[number] = tuple.__new__(Segment, said)
        numbers.append(number)
        widths.append((right - left) / (len(bare) * size))
    _leave_out_stretched(segments, numbers, widths)
    return segments


def _leave_out_stretched(segments: list[Segment | None], numbers: Sequence[int], widths: Sequence[float]) -> None:
    """Leave the segments to be looked at again whose letters, which are so wide on the average, in sizes, are so far
    apart that there may be a wide blank among them.
    """
    limit = STRETCHED * median_low(widths) if widths else 0.0
    if widths and max(widths) > limit:
        for number, width in zip(numbers, widths, strict=True):
            if width > limit:
                segments[number] = None

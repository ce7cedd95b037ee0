"""The lines of a page as pdfium has them: most were drawn in one go, and both ends say where all of one stands."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.medians import median_low
from reader.domain.patterns import deferred
from reader.formats.pdf.bidirectional import RIGHT_TO_LEFT
from reader.formats.pdf.glyphs import size_and_baseline
from reader.formats.pdf.segments import Segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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


def lines_of(glyphs: Glyphs) -> list[DrawnLine]:
    """Answer the page's lines.

    Most are drawn at once, with blanks in them: then both ends say where all of it stands.
    """
    text = glyphs.text
    spans = [
        (start, end, start + len(bare) - 1)
        for at, end, line in _parted(text)
        if (bare := line.strip()) and (start := at + line.index(bare[0])) >= 0
    ]
    starts, lasts = [start for start, _, _ in spans], [last for _, _, last in spans]
    angles = glyphs.angles(starts)
    objects, last_objects = glyphs.objects(starts), glyphs.objects(lasts)
    blanks = [text.find(" ", start, last) for start, _, last in spans]
    made_up = glyphs.made_up(blanks)
    first, other = glyphs.boxes(starts), glyphs.boxes(lasts)
    lines = []
    for number, (start, end, last) in enumerate(spans):
        angle = round(angles[number] * 180 / pi) % 360 if angles[number] > 0 else 0
        known = None
        if not angle and objects[number] == last_objects[number] and not (made_up[number] and blanks[number] >= 0):
            at = 4 * number
            known = _drawn_at_once(glyphs, objects[number], (start, end), first[at : at + 4], other[at : at + 4])
        lines.append(tuple.__new__(DrawnLine, (start, end, last, angle, known, (0, 0))))
    return _without_stretched(lines)


def _parted(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each line begins and ends, and what it says."""
    if "\x02" in text or "\ufffe" in text or text.count("\r") > text.count("\r\n"):
        for match in _LINE.finditer(text):
            yield *match.span(), match.group()
        return
    at = 0
    for piece in text.split("\n"):  # which takes a third of the pattern's time
        line = piece.removesuffix("\r")
        yield at, at + len(line), line
        at += len(piece) + 1


def _drawn_at_once(
    glyphs: Glyphs, drawn: int | None, span: tuple[int, int], box: Sequence[float], other: Sequence[float]
) -> Segment | None:
    font, start, text = glyphs.font(drawn), span[0], glyphs.text[slice(*span)]
    left, top, _, bottom = box
    _, other_top, right, other_bottom = other
    if LETTER * (top - bottom) < other_top - other_bottom < top - bottom:
        # The letter reaches out of the box of its font, as some do of fonts that say they are lower than they are.
        top, bottom = other_top, other_bottom
    if top <= bottom or right < left or not text.isprintable() or (not text.isascii() and RIGHT_TO_LEFT.search(text)):
        return None
    size, baseline = size_and_baseline(font, drawn, bottom, top - bottom)
    bare = text.rstrip()
    if font.fixed and abs((right - left) / max(0.1, box[2] - left) - len(bare)) > 0.5:
        return None  # pdfium gives one blank for several, which mean something in code
    said = (bare, left, right, baseline, size, font.bold, font.fixed, 0, len(bare) < len(text), start, ())
    return tuple.__new__(Segment, said)  # half the time that it takes by its names


def _without_stretched(lines: list[DrawnLine]) -> list[DrawnLine]:
    """The lines, those looked at again whose letters are so far apart that there may be a wide blank among them."""
    widths = [0.0 if line.known is None else _width(line.known) for line in lines]
    known = [width for line, width in zip(lines, widths, strict=True) if line.known is not None]
    limit = STRETCHED * median_low(known) if known else 0.0
    if not known or max(known) <= limit:
        return lines
    return [
        line._replace(known=None) if line.known is not None and width > limit else line
        for line, width in zip(lines, widths, strict=True)
    ]


def _width(segment: Segment) -> float:
    """Of a letter, on the average, in sizes."""
    return (segment.right - segment.left) / (len(segment.text) * segment.size)

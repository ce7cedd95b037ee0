"""The lines of a page as pdfium has them: most were drawn in one go, and both ends say where all of one stands."""

from __future__ import annotations

from itertools import accumulate, compress, repeat
from math import pi
from operator import add, ne
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
ASKEW = 10 * pi / 180
"""Radians from which on a line is no line of a page that was laid askew on a scanner."""
LETTER = 0.8
"""Share of the height of one letter's box that another of the same size has at least."""
_LINE = deferred("[^\r\n\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
"""pdfium ends most lines with CR LF; where a word is broken, it has a sign for the hyphen and goes on."""


class DrawnLine(NamedTuple):
    """A line as pdfium has it: where its text begins and ends, its first and last character, how it is turned, in
    degrees, its segment, where it is one for certain, and whether it was drawn in several goes with blanks of the file.
    """

    start: int
    end: int
    last: int
    angle: int
    known: Segment | None
    several: bool
    words: tuple[int, int] = (0, 0)
    """The numbers of its first word and of the one behind its last, of a line that has to be looked at."""


class _Spans(NamedTuple):
    """Of each line: the number of its first character, and of its last that is no blank; what it says, with the blanks
    behind it and without.
    """

    starts: list[int]
    lasts: list[int]
    texts: list[str]
    bares: list[str]

    def chosen(self, which: Sequence[bool]) -> _Spans:
        starts, lasts = [*compress(self.starts, which)], [*compress(self.lasts, which)]
        return _Spans(starts, lasts, [*compress(self.texts, which)], [*compress(self.bares, which)])


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
    return _lines(glyphs, _spans(glyphs))


def _lines(glyphs: Glyphs, spans: _Spans) -> PageLines:
    text = glyphs.text
    starts, lasts, texts, _ = spans
    angles = glyphs.angles(starts)
    turned = (
        [round(angle * 180 / pi) % 360 if angle > 0 else 0 for angle in angles] if any(angles) else [0] * len(starts)
    )
    objects, last_objects = glyphs.objects(starts), glyphs.objects(lasts)
    if objects != last_objects and (crossed := _crossed(glyphs, spans, angles, map(ne, objects, last_objects))):
        return _lines(glyphs, crossed)
    blanks = list(map(text.find, repeat(" "), starts, lasts))
    made_up = glyphs.made_up(blanks)
    # Whether all of a line was drawn at once; where there is no blank in it, none is made up.
    at_once = [
        one == other and not (angle or (made and blank >= 0))
        for one, other, angle, made, blank in zip(objects, last_objects, turned, made_up, blanks, strict=True)
    ]
    if all(at_once):
        known = _drawn_at_once(glyphs, spans, objects)
    else:
        found = iter(_drawn_at_once(glyphs, spans.chosen(at_once), [*compress(objects, at_once)]))
        known = [next(found) if drawn else None for drawn in at_once]
    if None not in known:
        return PageLines(known, [])
    several = [
        one != other and not (angle or made or blank < 0)
        for one, other, angle, made, blank in zip(objects, last_objects, turned, made_up, blanks, strict=True)
    ]
    ends = map(add, starts, map(len, texts))
    lines = zip(starts, ends, lasts, turned, known, several, repeat((0, 0)))
    return PageLines(known, [tuple.__new__(DrawnLine, line) for line in lines])  # by its names it takes twice as long


def _crossed(glyphs: Glyphs, spans: _Spans, angles: Sequence[float], mixed: Iterable[bool]) -> _Spans | None:
    """The lines, each that ends in what is set askew, or begins so, cut there; None where none does.

    pdfium takes a stamp across the page for more of the line beside which it begins.
    """
    which = [number for number, one in enumerate(mixed) if one]
    ends = glyphs.angles([spans.lasts[number] for number in which])
    cuts = {
        number: at
        for number, end in zip(which, ends, strict=True)
        if _is_askew(angles[number]) != _is_askew(end)
        and (at := _turns_at(glyphs, spans.starts[number], spans.lasts[number], askew=_is_askew(end)))
    }
    if not cuts:
        return None
    cut = _Spans([], [], [], [])
    for number, (start, text) in enumerate(zip(spans.starts, spans.texts, strict=True)):
        middle = cuts.get(number, start) - start
        for begin, piece in ((start, text[:middle]), (start + middle, text[middle:])):
            bare = piece.strip()
            if bare:
                first = begin + len(piece) - len(piece.lstrip())
                cut.starts.append(first)
                cut.lasts.append(first + len(bare) - 1)
                cut.texts.append(piece.lstrip())
                cut.bares.append(bare)
    return cut


def _turns_at(glyphs: Glyphs, start: int, last: int, *, askew: bool) -> int:
    """The first character from which on a line is set askew, or is no more; 0 where there is none."""
    angles = glyphs.angles(range(start, last + 1))
    found = (
        at for at, angle in enumerate(angles, start) if _is_askew(angle) == askew and not glyphs.text[at].isspace()
    )
    return next(found, 0)


def _is_askew(angle: float) -> bool:
    """Whether a letter is turned neither upright nor sideways."""
    return angle > 0 and ASKEW < angle % (pi / 2) < pi / 2 - ASKEW


def _spans(glyphs: Glyphs) -> _Spans:
    starts, texts = _parted(glyphs)
    bares = [line.strip() for line in texts]
    if not all(bares):
        starts, texts = [*compress(starts, bares)], [*compress(texts, bares)]
        bares = [*filter(None, bares)]
    if not all(map(str.startswith, texts, bares)):  # some begin with blanks
        ahead = list(map(str.index, texts, bares))
        starts = list(map(add, starts, ahead))
        texts = [line[blanks:] for line, blanks in zip(texts, ahead, strict=True)]
    lasts = [start + length - 1 for start, length in zip(starts, map(len, bares), strict=True)]
    return _Spans(starts, lasts, texts, bares)


def _parted(glyphs: Glyphs) -> tuple[list[int], list[str]]:
    """Where each line begins, and what it says."""
    text, lines = glyphs.text, glyphs.lines
    returns = len(lines) - 1
    if (glyphs.controls and "\x02" in text) or "\ufffe" in text or text.count("\r") > returns:
        found = list(_LINE.finditer(text))
        return [match.start() for match in found], [match.group() for match in found]
    if returns == text.count("\n"):
        return list(accumulate([len(line) + 2 for line in lines[:-1]], initial=0)), lines
    pieces = text.split("\n")
    starts = list(accumulate([len(piece) + 1 for piece in pieces[:-1]], initial=0))
    return starts, [piece.removesuffix("\r") for piece in pieces]


def _drawn_at_once(glyphs: Glyphs, spans: _Spans, objects: Sequence[int | None]) -> list[Segment | None]:
    """The segments of lines that were drawn at once, as far as they are one for certain; None for all others."""
    segments: list[Segment | None] = []
    widths: list[float] = []
    controls = glyphs.controls
    starts, lasts, texts, bares = spans
    first, other = glyphs.boxes(starts), glyphs.boxes(lasts)
    places = first[0::4], first[1::4], first[2::4], first[3::4], other[1::4], other[2::4], other[3::4]
    found = zip(starts, texts, bares, objects, glyphs.fonts(objects), *places, strict=True)
    for start, text, bare, one, font, left, top, end, bottom, other_top, right, other_bottom in found:
        bold, fixed, ascent, descent, inked = font
        height = top - bottom
        if LETTER * height < other_top - other_bottom < height:
            # The letter reaches out of the box of its font, as some do of fonts that say they are lower than they are.
            top, bottom = other_top, other_bottom
            height = top - bottom
        if (
            top <= bottom
            or right < left
            or ((controls or not text.isascii()) and not text.isprintable())
            or (not text.isascii() and RIGHT_TO_LEFT.search(text))
            # pdfium gives one blank for several, which mean something in code.
            or (fixed and abs((right - left) / max(0.1, end - left) - len(bare)) > 0.5)
        ):
            segments.append(None)
            continue
        if inked:
            size, baseline = size_and_baseline(font, one, bottom, height)
        else:
            size = height / (ascent - descent)
            baseline = bottom - descent * size
        length = len(bare)
        # What was stripped of nothing is the same.
        said = (bare, left, right, baseline, size, bold, fixed, 0, bare is not text and length < len(text), start, ())
        segments.append(tuple.__new__(Segment, said))
        widths.append((right - left) / (length * size))
    return _without_stretched(segments, widths)


def _without_stretched(segments: list[Segment | None], widths: Sequence[float]) -> list[Segment | None]:
    """The segments without those that are to be looked at again: their letters, which are so wide on the average, in
    sizes, are so far apart that there may be a wide blank among them.
    """
    limit = STRETCHED * median_low(widths) if widths else 0.0
    if not widths or max(widths) <= limit:
        return segments
    found = iter(widths)
    return [None if one is None or next(found) > limit else one for one in segments]

"""Lines that were drawn in several goes are cut into these: of each run both ends say where all of its words stand.

A manual has names in other types within its lines. To ask pdfium for each word takes three times as long.
"""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate, compress, count
from operator import add, ne, sub
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.medians import median_low
from reader.domain.patterns import deferred
from reader.formats.pdf.bidirectional import RIGHT_TO_LEFT
from reader.formats.pdf.drawn_lines import STRETCHED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.formats.pdf.drawn_lines import DrawnLine
    from reader.formats.pdf.glyphs import Glyphs

APART = 1.0
"""Heights of a letter from which on a blank between two runs is none that pdfium put between letters of a word."""
BLANK = 0.8
"""Heights of a letter up to which a blank is one between words of a line: who is near the limit is looked at."""
SURELY_A_BLANK = 3.0
"""Points up to which it is one in any size that can be read."""
NO_ROOM = 0.03
"""Heights of a letter up to which there is no blank between two; kerning goes below it."""
PLACE = 0.5
"""Letters by which a run in a type of fixed width may be longer than what it says: in code blanks mean something."""
SINGLE = deferred(r"\S \S(?!\S)")
"""A letter by itself, as stray blanks leave it."""


class WordRuns(NamedTuple):
    """`WordRuns` are words that were drawn together, and single ones: the numbers of the first and last letter of each,
    and the boxes of both, four numbers each; of how many words each is; and which lines they make.

    `lines` are the numbers of the first run of each line and of the one behind its last, by where it begins.
    """

    firsts: list[int]
    lasts: list[int]
    starts: list[float]
    ends: list[float]
    counts: list[int]
    lines: dict[int, tuple[int, int]]


NO_RUNS = WordRuns([], [], [], [], [], {})


def find_runs(glyphs: Glyphs, lines: Sequence[DrawnLine]) -> WordRuns:
    """Find the runs of the lines that were drawn in several goes, as far as nothing has to be told by each word."""
    several = [line for line in lines if line.several]
    blanks = list(map(add, accumulate(map(len, glyphs.text.split(" "))), count())) if several else []
    spans = [(line, bisect(blanks, line.start), bisect(blanks, line.last)) for line in several]
    spans = [span for span in spans if _is_plain(glyphs, *span)]
    if not spans:
        return NO_RUNS
    words: list[int] = []
    begins: list[int] = []
    for line, first, last in spans:
        begins.append(len(words))
        words.append(line.start)
        words += [blank + 1 for blank in blanks[first:last]]
    drawn = glyphs.objects(words)
    new = [True, *map(ne, drawn[1:], drawn)]
    for begin in begins:
        new[begin] = True
    cut = _cut(glyphs, [line for line, *_ in spans], words, drawn, new, begins)
    return _checked(glyphs, cut)


class _Cut(NamedTuple):
    """Runs, what each is for pdfium, and the lines that they make, with the numbers of their first runs."""

    lines: list[DrawnLine]
    begins: list[int]
    firsts: list[int]
    lasts: list[int]
    counts: list[int]
    drawn: list[int | None]


def _is_plain(glyphs: Glyphs, line: DrawnLine, first: int, last: int) -> bool:
    """Whether each two words of a line have one blank between them, and nothing else is to be told by its words."""
    text = glyphs.text
    if line.known is not None or line.angle or glyphs.controls or text.find("  ", line.start, line.last) >= 0:
        return False
    if text.startswith("o ", line.start):
        return False
    if text.isascii():
        return True
    bare = text[line.start : line.last + 1]
    return bare.isascii() or (len(bare.split()) == last - first + 1 and not RIGHT_TO_LEFT.search(bare))


def _cut(
    glyphs: Glyphs,
    lines: list[DrawnLine],
    words: Sequence[int],
    drawn: Sequence[int | None],
    new: Sequence[bool],
    begins: Sequence[int],
) -> _Cut:
    """The runs of words, `new` of which begin one; the last of a run by itself where it ends in what was drawn next."""
    numbers = [*compress(range(len(words)), new), len(words)]
    counts = list(map(sub, numbers[1:], numbers))
    firsts, objects = list(compress(words, new)), list(compress(drawn, new))
    lasts = [first - 2 for first in firsts[1:]]
    lasts.append(0)
    places = [bisect(numbers, begin) - 1 for begin in begins]
    for line, after in zip(lines, [*places[1:], len(firsts)], strict=True):
        lasts[after - 1] = line.last
    several = [at for at, number in enumerate(counts) if number > 1]
    ends = glyphs.objects([lasts[at] for at in several])
    spilt = [at for at, end in zip(several, ends, strict=True) if end != objects[at]]
    for at in reversed(spilt):
        last = glyphs.text.rfind(" ", firsts[at], lasts[at])
        counts[at : at + 1] = counts[at] - 1, 1
        lasts.insert(at, last - 1)
        firsts.insert(at + 1, last + 1)
        objects.insert(at + 1, objects[at])
    moved = [place + bisect(spilt, place - 1) for place in places] if spilt else places
    return _Cut(lines, moved, firsts, lasts, counts, objects)


def _checked(glyphs: Glyphs, cut: _Cut) -> WordRuns:
    """The runs, with the lines of which none may have wide blanks in it, or stray ones before it."""
    firsts, _, counts = cut.firsts, cut.lasts, cut.counts
    starts, ends = glyphs.boxes(firsts), glyphs.boxes(cut.lasts)
    doubtful = _doubtful(glyphs, cut, starts, ends)
    made_up = glyphs.made_up([first - 1 for first in firsts])
    found: dict[int, tuple[int, int]] = {}
    for line, begin, end in zip(cut.lines, cut.begins, [*cut.begins[1:], len(firsts)], strict=True):
        stray = [4 * at for at in range(begin + 1, end) if made_up[at]] if 1 in made_up[begin + 1 : end] else ()
        if not (
            (doubtful and not doubtful.isdisjoint(range(begin, end)))
            or (counts[begin] == 1 and _may_begin_large(glyphs, line.start))
            or (stray and _may_be_stray(glyphs.text, line, stray, starts, ends))
        ):
            found[line.start] = begin, end
    return WordRuns(firsts, cut.lasts, starts, ends, counts, found)


def _doubtful(glyphs: Glyphs, cut: _Cut, starts: Sequence[float], ends: Sequence[float]) -> set[int]:
    """The numbers of the runs of which both ends do not say where all of their words stand: the first blank is wide, or
    none, or made up; or letters of one font are not as high as each other, or have more room than those of others.
    """
    several = [at for at, number in enumerate(cut.counts) if number > 1]
    blanks = [glyphs.text.find(" ", cut.firsts[at]) for at in several]
    made_up, fonts = glyphs.made_up(blanks), map(glyphs.font, [cut.drawn[at] for at in several])
    before, after = glyphs.boxes([at - 1 for at in blanks]), glyphs.boxes([at + 1 for at in blanks])
    gaps = map(sub, after[0::4], before[2::4])
    found: set[int] = set()
    widths: list[tuple[float, int]] = []
    for at, made, font, gap in zip(several, made_up, fonts, gaps, strict=True):
        box = 4 * at
        left, top, right, bottom = starts[box], starts[box + 1], ends[box + 2], starts[box + 3]
        height, letters = top - bottom, cut.lasts[at] - cut.firsts[at] + 1
        _, fixed, ascent, descent, inked = font
        if (
            made or inked or top != ends[box + 1] or bottom != ends[box + 3]
            or not NO_ROOM * height < gap < max(SURELY_A_BLANK, BLANK * height)
        ):  # fmt: skip
            found.add(at)
        elif not fixed:
            widths.append(((right - left) * (ascent - descent) / (height * letters), at))
        elif abs((right - left) / max(0.1, starts[box + 2] - left) - letters) > PLACE:
            found.add(at)
    limit = STRETCHED * median_low([width for width, _ in widths]) if widths else 0.0
    return found.union(at for width, at in widths if width > limit)


def _may_begin_large(glyphs: Glyphs, start: int) -> bool:
    """Whether the first letter of a line may be a large initial: it was drawn apart from the rest of its word."""
    if not glyphs.text[start].isupper() or not glyphs.text[start + 1].isalpha():
        return False
    first, second = glyphs.objects((start, start + 1))
    return first != second


def _may_be_stray(
    text: str, line: DrawnLine, places: Sequence[int], starts: Sequence[float], ends: Sequence[float]
) -> bool:
    """Whether some blanks of pdfium's, before the runs with their boxes at these places, may be within words."""
    return SINGLE.search(text, line.start, line.last + 1) is not None and any(
        starts[at] - ends[at - 2] < APART * (ends[at - 3] - ends[at - 1]) for at in places
    )

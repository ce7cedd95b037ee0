"""Lines that are looked at closely are taken by their words: by the blanks of the file, or the room between letters."""

from __future__ import annotations

from itertools import accumulate, repeat
from operator import sub
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.medians import median_low
from reader.domain.patterns import deferred
from reader.formats.pdf.bidirectional import RIGHT_TO_LEFT
from reader.formats.pdf.drawn_runs import NO_ROOM, NO_RUNS, SINGLE, find_runs
from reader.formats.pdf.glyphs import Glyphs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.formats.pdf.drawn_lines import DrawnLine
    from reader.formats.pdf.drawn_runs import WordRuns
    from reader.formats.pdf.glyphs import Glyphs


INK = 0.08
"""Heights of a letter up to which the ink of two letters of a word is apart."""
ROOM = 0.15
"""The same, from which on there is one, whatever the file says."""
QUOTES = "\"'“”„«»‘’‚(¿¡"
"""What may stand before a large initial, as large as it."""
LARGE = 1.7
"""Times the height of the letter behind it from which on one is a large initial."""
RAISED = 0.5
"""Sizes of a letter by which two words of one line may differ in height."""
WIDE_LETTERS = 0.03
"""Heights of a letter by which those of a word are apart where blanks among them may be none."""
AS_IN_WORDS = 1.5
"""Times the usual room between letters up to which a blank of pdfium's is none."""
ENOUGH = 4
"""Pairs of letters from which on a line says how far apart they are."""
ASKED = 5
"""Words whose letters are asked for at once."""
_BLANK = deferred(r"\s+")
_WORD = deferred(r"\S+")


class LineWords(NamedTuple):
    """`LineWords` are the words of a page: the numbers of the first and last letter of each, and the boxes of both.

    `starts` and `ends` are all of these, four numbers each. Words that were drawn together are taken as one, of so many
    as `counts` says.
    """

    firsts: list[int]
    lasts: list[int]
    lefts: list[float]
    rights: list[float]
    bottoms: list[float]
    tops: list[float]
    starts: list[float]
    ends: list[float]
    counts: list[int]
    loose: bool = False
    """Whether there may be blanks in them, for which there is no room."""


def in_words(glyphs: Glyphs, lines: Sequence[DrawnLine]) -> tuple[list[DrawnLine], LineWords]:
    """Answer the lines, with the words of those that need it."""
    found, words = _numbered(glyphs, lines, _by_blanks, find_runs(glyphs, lines))
    if _lie(glyphs, words, found):
        found, words = _numbered(glyphs, lines, _by_room, NO_RUNS)
        return found, words._replace(loose=True)
    blanks = map(glyphs.text.find, repeat(" "), words.firsts, words.lasts)
    loose = any(blank >= 0 and count == 1 for blank, count in zip(blanks, words.counts, strict=True))
    return found, words._replace(loose=loose)


def _numbered(
    glyphs: Glyphs,
    lines: Sequence[DrawnLine],
    split: Callable[[Glyphs, DrawnLine], Sequence[tuple[int, int]]],
    runs: WordRuns,
) -> tuple[list[DrawnLine], LineWords]:
    """The lines with the numbers of their words: behind those of the runs come all that have to be split."""
    firsts: list[int] = []
    lasts: list[int] = []
    found = []
    offset = len(runs.firsts)
    for line in lines:
        if line.known is not None and not line.angle:
            found.append(line)
            continue
        numbers = runs.lines.get(line.start)
        if numbers is None:
            begun = len(firsts)
            words = split(glyphs, line)
            firsts += [first for first, _ in words]
            lasts += [last for _, last in words]
            if len(firsts) > begun and _begins_large(glyphs, firsts[begun], lasts[begun]):
                first = firsts[begun]
                firsts[begun : begun + 1] = [first, first + 1]
                lasts.insert(begun, first)
            numbers = offset + begun, offset + len(firsts)
        found.append(line._replace(words=numbers))
    starts, ends = runs.starts + glyphs.boxes(firsts), runs.ends + glyphs.boxes(lasts)
    counts = runs.counts + [1] * len(firsts)
    firsts, lasts = runs.firsts + firsts, runs.lasts + lasts
    return found, LineWords(firsts, lasts, starts[0::4], ends[2::4], starts[3::4], starts[1::4], starts, ends, counts)


def _begins_large(glyphs: Glyphs, first: int, last: int) -> bool:
    """Whether the first letter of a word is a large initial, beside which the rest of it stands in the usual size."""
    if last == first or not glyphs.text[first].isupper() or not glyphs.text[first + 1].isalpha():
        return False
    large, usual = glyphs.objects((first, first + 1))
    if large == usual:
        return False
    boxes = glyphs.boxes((first, first + 1))
    heights = boxes[1] - boxes[3], boxes[5] - boxes[7]
    return heights[0] > LARGE * heights[1] and boxes[7] - boxes[3] > RAISED * heights[1]


def _by_blanks(glyphs: Glyphs, line: DrawnLine) -> Sequence[tuple[int, int]]:
    """The first and last characters of the line's words as blanks part them."""
    bare = glyphs.text[line.start : line.last + 1]
    lengths = list(map(len, bare.split()))
    if sum(lengths) + len(lengths) - 1 == len(bare):
        firsts = list(accumulate([length + 1 for length in lengths], initial=line.start))
        words = list(zip(firsts, [first - 2 for first in firsts[1:]], strict=False))
    else:
        words = [(line.start + one.start(), line.start + one.end() - 1) for one in _WORD.finditer(bare)]
    if SINGLE.search(bare) and not line.angle and (bare.isascii() or not RIGHT_TO_LEFT.search(bare)):
        return _without_stray(glyphs, words)
    return words


def _without_stray(glyphs: Glyphs, words: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The words, joined where pdfium put a blank though letters are no further apart there than within words.

    It does so in text that was laid under the picture of a page, letter by letter.
    """
    made_up = glyphs.made_up(first - 1 for first, _ in words[1:])
    if not any(made_up):
        return words
    joints = _gaps(glyphs, [last for _, last in words[:-1]], [first for first, _ in words[1:]])
    least = min(gap for gap, stray in zip(joints, made_up, strict=True) if stray) / AS_IN_WORDS
    usual = _usual_gap(glyphs, words, max(least, WIDE_LETTERS))
    if usual < WIDE_LETTERS:
        return words
    found = [words[0]]
    for word, stray, gap in zip(words[1:], made_up, joints, strict=True):
        if stray and word[0] == found[-1][1] + 2 and gap <= AS_IN_WORDS * usual:
            found[-1] = (found[-1][0], word[1])
        else:
            found.append(word)
    return found


def _usual_gap(glyphs: Glyphs, words: Sequence[tuple[int, int]], least: float) -> float:
    """The usual room between the letters of words, in their heights; 0 where there are few, and where more than half
    of them say that it is less than `least`: to ask for a letter's place takes longer than all else.
    """
    count = sum([last - first for first, last in words])
    if count < ENOUGH:
        return 0.0
    found: list[float] = []
    close = 0
    for at in range(0, len(words), ASKED):
        some = words[at : at + ASKED]
        boxes = glyphs.boxes([letter for first, last in some for letter in range(first, last + 1)])
        begin = 0
        for first, last in some:
            end = begin + 4 * (last - first)
            rooms = map(sub, boxes[begin + 4 : end + 4 : 4], boxes[begin + 2 : end : 4])
            heights = map(sub, boxes[begin + 1 : end : 4], boxes[begin + 3 : end : 4])
            gaps = [room / height if height > 0.1 else room / 0.1 for room, height in zip(rooms, heights, strict=True)]
            found += gaps
            close += len([gap for gap in gaps if gap < least])
            begin = end + 4
        if close > (count - 1) // 2:
            return 0.0
    return median_low(found)


def _gaps(glyphs: Glyphs, before: Sequence[int], after: Sequence[int]) -> list[float]:
    """The room between letters, in their heights."""
    one, other = glyphs.boxes(before), glyphs.boxes(after)
    return [
        (other[4 * at] - one[4 * at + 2]) / max(0.1, one[4 * at + 1] - one[4 * at + 3]) for at in range(len(before))
    ]


def _lie(glyphs: Glyphs, words: LineWords, lines: Sequence[DrawnLine]) -> bool:
    """Whether there are blanks in the page for which there is no room: programs that move letters one by one leave
    blanks where none is seen, and none where one is.
    """
    for line in lines:
        first, last = line.words
        if last - first < 2 or line.angle:
            continue
        height = words.tops[first] - words.bottoms[first]
        gaps = map(sub, words.lefts[first + 1 : last], words.rights[first : last - 1])
        for at, gap in enumerate(gaps, first):
            if -0.1 * height < gap < NO_ROOM * height and _is_unseen(
                glyphs, words.lasts[at], words.firsts[at + 1], height
            ):
                return True
    return False


def _is_unseen(glyphs: Glyphs, before: int, after: int, height: float) -> bool:
    """Whether between two letters there is a blank of the file for which their ink has no room.

    A box may be too wide, and that of a letter out of a ligature is. The blanks of pdfium were put where there is room.
    """
    return not glyphs.made_up([before + 1])[0] and abs(glyphs.room(before, after)) < INK * height


def _by_room(glyphs: Glyphs, line: DrawnLine) -> Sequence[tuple[int, int]]:
    """The same as the places of its letters part them."""
    text = glyphs.text[line.start : line.last + 1]
    if line.angle or RIGHT_TO_LEFT.search(text):
        return _by_blanks(glyphs, line)
    indices = [line.start + at for at, character in enumerate(text) if not character.isspace()]
    boxes = glyphs.boxes(indices)
    words = []
    first = indices[0]
    for at in range(1, len(indices)):
        left, top, _, bottom = boxes[4 * at : 4 * at + 4]
        height = max(0.1, top - bottom)
        gap = (left - boxes[4 * at - 2]) / height
        blank = indices[at] > indices[at - 1] + 1
        if blank:
            apart = not (-0.1 < gap < NO_ROOM and _is_unseen(glyphs, indices[at - 1], indices[at], height))
        else:
            apart = gap > ROOM and glyphs.room(indices[at - 1], indices[at]) > ROOM * height
        if apart:
            words.append((first, indices[at - 1]))
            first = indices[at]
    return [*words, (first, indices[-1])]


def text_of_words(glyphs: Glyphs, words: LineWords, indices: range) -> str:
    """Answer the text of some words, a blank between each two."""
    begin, end, text = indices.start, indices.stop, glyphs.text
    letters = zip(words.firsts[begin:end], words.lasts[begin:end], strict=True)
    found = [text[first : last + 1] for first, last in letters]
    if words.loose:
        counts = words.counts[begin:end]
        found = [word if count > 1 else _BLANK.sub("", word) for word, count in zip(found, counts, strict=True)]
    return " ".join(found)


def edges_of_words(glyphs: Glyphs, words: LineWords, indices: range) -> tuple[list[float], list[float]]:
    """Answer where each word begins and ends, those that were drawn together too."""
    begin, end = indices.start, indices.stop
    if max(words.counts[begin:end]) == 1:
        return words.lefts[begin:end], words.rights[begin:end]
    firsts, lasts = list[int](), list[int]()
    for first, last in zip(words.firsts[begin:end], words.lasts[begin:end], strict=True):
        found = [(first + one.start(), first + one.end() - 1) for one in _WORD.finditer(glyphs.text[first : last + 1])]
        firsts += [one for one, _ in found]
        lasts += [one for _, one in found]
    return glyphs.boxes(firsts)[0::4], glyphs.boxes(lasts)[2::4]

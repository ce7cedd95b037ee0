"""A page of a PDF is pieces of lines with their places, as pdfium finds them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate
from math import cos, pi, sin
from operator import sub
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.medians import median_low
from reader.domain.patterns import deferred
from reader.formats.pdf.bidirectional import RIGHT_TO_LEFT, is_right_to_left, read_from_right
from reader.formats.pdf.glyphs import Glyphs
from reader.formats.pdf.hyperlinks import links_over

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pypdfium2 import PdfTextPage

    from reader.formats.pdf.bidirectional import Box
    from reader.formats.pdf.glyphs import Font
    from reader.formats.pdf.hyperlinks import Hyperlink, Linked

GAP = 1.35
"""Blank between two words, in sizes of a letter, from which on they stand in different columns or cells."""
SURELY_A_BLANK = 3.0
"""Points up to which a blank is one in any size that can be read."""
NO_ROOM = 0.03
"""Heights of a letter up to which there is no blank between two; kerning goes below it."""
INK = 0.08
"""Heights of a letter up to which the ink of two letters of a word is apart."""
ROOM = 0.15
"""The same, from which on there is one, whatever the file says."""
RAISED = 0.5
"""Sizes of a letter by which two words of one line may differ in height."""
CIRCLE = 0.6
"""Heights of a letter from which on the blank behind a single `o` tells that it stands for a circle."""
LARGE = 1.7
"""Times the height of the letter behind it from which on one is a large initial."""
STRETCHED = 1.3
"""Times the usual width of a letter from which on a line may have a wide blank in it."""
STRAIGHT = 10
"""Degrees up to which a line is one of its page, which was laid askew on a scanner, and no stamp across it."""
WIDE_LETTERS = 0.03
"""Heights of a letter by which those of a word are apart where blanks among them may be none."""
ENOUGH = 4
"""Pairs of letters from which on a line says how far apart they are."""
FARTHEST = 1e6
"""Points from the corner at most: of damaged fonts the numbers can be anything."""

_MIDDLE = 0.35
"""Sizes of a letter above the baseline at which a link lies over its words."""
_LINE = deferred("[^\r\n\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
"""pdfium ends most lines with CR LF; where a word is broken, it has a sign for the hyphen and goes on."""
_SINGLE = deferred(r"\S \S(?!\S)")
"""A letter by itself, as stray blanks leave it."""
_BLANK = deferred(r"\s+")
_HYPHENS = ("\x02", "\ufffe")
_SURROGATES = deferred("[\ud800-\udfff]")


class Segment(NamedTuple):
    """A `Segment` is words in a row.

    In points from the lower left corner; `size` is that of the font, `y` the baseline.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool = False
    fixed: bool = False
    """Whether its letters are all of one width."""
    turn: int = 0
    """By how many degrees it is turned, clockwise, against most of its page; its places are then those of a page that
    is turned so."""
    open_end: bool = False
    """Whether a blank stood behind it."""
    start: int = -1
    """The number of its first character on the page."""
    links: tuple[Linked, ...] = ()


class _Words(NamedTuple):
    """The words of a page, each by the numbers of its first and last character, with the boxes of both."""

    firsts: list[int]
    lasts: list[int]
    lefts: list[float]
    rights: list[float]
    bottoms: list[float]
    tops: list[float]
    loose: bool = False
    """Whether there may be blanks in them, for which there is no room."""


class _Line(NamedTuple):
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


def read_segments(
    page: PdfTextPage, box: Box, links: Sequence[Hyperlink] = ()
) -> tuple[list[Segment], tuple[float, float]]:
    """Read the page's segments, and where `box`, which is the page's, ends below and above if it is turned as they
    are.
    """
    glyphs = Glyphs(page)
    plain = _lines(glyphs)
    usual = _usual(plain) if plain else 0
    found = _segments(glyphs, plain, usual)
    letters: Counter[int] = Counter()
    for one in found:
        letters[one.turn] += len(one.text)
    if found and letters.most_common(1)[0][0] == 180:
        usual = (usual + 180) % 360
        turned = [line._replace(angle=(line.angle + 180) % 360) for line in plain]
        found = _segments(glyphs, turned, usual)
    if links and not usual:
        found = [_with_links(one, links, glyphs) for one in found]
    _, bottom, _, top = _turned(box, usual)
    return found, (bottom, top)


def _with_links(segment: Segment, links: Sequence[Hyperlink], glyphs: Glyphs) -> Segment:
    if segment.turn or segment.start < 0:
        return segment
    edges, middle = (segment.left, segment.right), segment.y + _MIDDLE * segment.size
    over = links_over(segment.text, segment.start, edges, middle, links, glyphs)
    return segment._replace(links=over) if over else segment


def _segments(glyphs: Glyphs, plain: Sequence[_Line], usual: int) -> list[Segment]:
    # What its two ends tell of a line is so on a page that is not turned.
    lines, words = _in_words(glyphs, [line._replace(known=None) for line in plain] if usual else plain)
    return list(_pieces(glyphs, words, lines, usual))


def _pieces(glyphs: Glyphs, words: _Words, lines: Sequence[_Line], usual: int) -> Iterator[Segment]:
    for line in lines:
        if line.angle or usual:
            pieces = _Turned(glyphs, words, line, usual % 360).pieces()
        else:
            whole = line.known or _whole(glyphs, words, line)
            pieces = iter([whole]) if whole is not None else _Turned(glyphs, words, line, 0).pieces()
        for piece in pieces:
            if piece.text and _is_somewhere(piece):
                yield piece


# Lines that were drawn in one go.


def _lines(glyphs: Glyphs) -> list[_Line]:
    """The page's lines. Most are drawn at once, with blanks in them: then both ends say where all of it stands."""
    text = glyphs.text
    spans = []
    for match in _LINE.finditer(text):
        line = match.group()
        bare = line.strip()
        if bare:
            start = match.start() + line.index(bare[0])
            spans.append((start, match.end(), start + len(bare) - 1))
    starts, lasts = [start for start, _, _ in spans], [last for _, _, last in spans]
    angles = glyphs.angles(starts)
    objects, last_objects = glyphs.objects(starts), glyphs.objects(lasts)
    blanks = [text.find(" ", start, last) for start, _, last in spans]
    made_up = glyphs.made_up(max(0, blank) for blank in blanks)
    first, other = glyphs.boxes(starts), glyphs.boxes(lasts)
    lines = []
    for number, (start, end, last) in enumerate(spans):
        angle = round(angles[number] * 180 / pi) % 360 if angles[number] > 0 else 0
        known = None
        if not angle and objects[number] == last_objects[number] and not (made_up[number] and blanks[number] >= 0):
            at = 4 * number
            known = _drawn_at_once(
                glyphs.font(objects[number]), text[start:end], start, first[at : at + 4], other[at + 2]
            )
        lines.append(_Line(start, end, last, angle, known))
    return _without_stretched(lines)


def _drawn_at_once(font: Font, text: str, start: int, box: Sequence[float], right: float) -> Segment | None:
    left, top, _, bottom = box
    if top <= bottom or right < left or not text.isprintable() or (not text.isascii() and RIGHT_TO_LEFT.search(text)):
        return None
    size = (top - bottom) / font.height
    bare = text.rstrip()
    if font.fixed and abs((right - left) / max(0.1, box[2] - left) - len(bare)) > 0.5:
        return None  # pdfium gives one blank for several, which mean something in code
    return Segment(
        bare, left, right, bottom - font.descent * size, size, font.bold, font.fixed, 0, len(bare) < len(text), start
    )


def _without_stretched(lines: list[_Line]) -> list[_Line]:
    """The lines, those looked at again whose letters are so far apart that there may be a wide blank among them."""
    widths = [_width(line.known) for line in lines if line.known is not None]
    limit = STRETCHED * median_low(widths) if widths else 0.0
    return [
        line._replace(known=None) if line.known is not None and _width(line.known) > limit else line for line in lines
    ]


def _width(segment: Segment) -> float:
    """Of a letter, on the average, in sizes."""
    return (segment.right - segment.left) / (len(segment.text) * segment.size)


# Lines that are taken word by word.


def _in_words(glyphs: Glyphs, lines: Sequence[_Line]) -> tuple[list[_Line], _Words]:
    """The lines with the words of those that need it."""
    found, words = _numbered(glyphs, lines, _by_blanks)
    if _lie(glyphs, words, found):
        found, words = _numbered(glyphs, lines, _by_room)
        return found, words._replace(loose=True)
    stray = any(glyphs.text.find(" ", first, last) >= 0 for first, last in zip(words.firsts, words.lasts, strict=True))
    return found, words._replace(loose=stray)


def _numbered(
    glyphs: Glyphs, lines: Sequence[_Line], split: Callable[[Glyphs, _Line], Iterable[tuple[int, int]]]
) -> tuple[list[_Line], _Words]:
    firsts: list[int] = []
    lasts: list[int] = []
    found = []
    for line in lines:
        if line.known is not None and not line.angle:
            found.append(line)
            continue
        begun = len(firsts)
        for first, last in split(glyphs, line):
            firsts.append(first)
            lasts.append(last)
        if len(firsts) > begun and _begins_large(glyphs, firsts[begun], lasts[begun]):
            first = firsts[begun]
            firsts[begun : begun + 1] = [first, first + 1]
            lasts.insert(begun, first)
        found.append(line._replace(words=(begun, len(firsts))))
    starts, ends_at = glyphs.boxes(firsts), glyphs.boxes(lasts)
    return found, _Words(firsts, lasts, starts[0::4], ends_at[2::4], starts[3::4], starts[1::4])


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


def _by_blanks(glyphs: Glyphs, line: _Line) -> Iterable[tuple[int, int]]:
    """The first and last characters of the line's words as blanks part them."""
    bare = glyphs.text[line.start : line.last + 1]
    if _SINGLE.search(bare) and not line.angle and not RIGHT_TO_LEFT.search(bare):
        places = ((line.start + one.start(), line.start + one.end() - 1) for one in re.finditer(r"\S+", bare))
        return _without_stray(glyphs, list(places))
    lengths = list(map(len, bare.split()))
    if sum(lengths) + len(lengths) - 1 == len(bare):
        ends = list(accumulate([length + 1 for length in lengths], initial=line.start))
        return zip(ends, [end - 2 for end in ends[1:]], strict=False)
    return [(line.start + one.start(), line.start + one.end() - 1) for one in re.finditer(r"\S+", bare)]


def _without_stray(glyphs: Glyphs, words: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The words, joined where pdfium put a blank though letters are no further apart there than within words.

    It does so in text that was laid under the picture of a page, letter by letter.
    """
    made_up = glyphs.made_up(first - 1 for first, _ in words[1:])
    if not any(made_up):
        return words
    inner = [at for first, last in words for at in range(first, last)]
    gaps = _gaps(glyphs, inner, [at + 1 for at in inner])
    usual = median_low(gaps) if len(gaps) >= ENOUGH else 0.0
    joints = _gaps(glyphs, [last for _, last in words[:-1]], [first for first, _ in words[1:]])
    if usual < WIDE_LETTERS:
        return words
    found = [words[0]]
    for word, stray, gap in zip(words[1:], made_up, joints, strict=True):
        if stray and word[0] == found[-1][1] + 2 and gap <= 1.5 * usual:
            found[-1] = (found[-1][0], word[1])
        else:
            found.append(word)
    return found


def _gaps(glyphs: Glyphs, before: Sequence[int], after: Sequence[int]) -> list[float]:
    """The room between letters, in their heights."""
    one, other = glyphs.boxes(before), glyphs.boxes(after)
    return [
        (other[4 * at] - one[4 * at + 2]) / max(0.1, one[4 * at + 1] - one[4 * at + 3]) for at in range(len(before))
    ]


def _lie(glyphs: Glyphs, words: _Words, lines: Sequence[_Line]) -> bool:
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


def _by_room(glyphs: Glyphs, line: _Line) -> Iterable[tuple[int, int]]:
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


def _text(glyphs: Glyphs, words: _Words, indices: range) -> str:
    found = [glyphs.text[words.firsts[at] : words.lasts[at] + 1] for at in indices]
    return " ".join([_BLANK.sub("", word) for word in found] if words.loose else found)


def _usual(lines: Sequence[_Line]) -> int:
    """How most of the page is turned."""
    letters: Counter[int] = Counter()
    for line in lines:
        letters[line.angle] += line.end - line.start
    return letters.most_common(1)[0][0]


def _whole(glyphs: Glyphs, words: _Words, line: _Line) -> Segment | None:
    """A line that is one segment, as nearly all are; None for one that has to be looked at word by word."""
    first, last = line.words
    lefts, rights, bottoms = words.lefts[first:last], words.rights[first:last], words.bottoms[first:last]
    height = words.tops[first] - bottoms[0]
    if last - first > 1:
        gaps = list(map(sub, lefts[1:], rights))
        # A letter's box is up to 1.6 times as high as it is large; who is near the limit is looked at.
        if max(gaps) > max(SURELY_A_BLANK, 0.8 * height) or min(gaps) < -0.3 * height:
            return None
        if max(bottoms) - min(bottoms) > 0.3 * height:
            return None
    text = _text(glyphs, words, range(first, last)) + glyphs.text[line.last + 1 : line.end]
    if text.startswith("o ") and first < last - 1:
        text = _with_circle(text, lefts[1] - rights[0], height)
    if not text.isascii() and (RIGHT_TO_LEFT.search(text) or _SURROGATES.search(text)):
        return None
    if not lefts[0] <= rights[-1] or height <= 0:
        return None
    whole = _segment(glyphs, words, range(first, last), text, (lefts[0], rights[-1]))
    return _with_its_places(whole, lefts, rights) if whole.fixed else whole


def _with_circle(text: str, blank: float, height: float) -> str:
    """The text that begins with the letter that a list within a list has for a circle."""
    return f"◦{text[1:]}" if blank > CIRCLE * height else text


def _with_its_places(line: Segment, lefts: Sequence[float], rights: Sequence[float]) -> Segment:
    """A line in a type of fixed width, with as many blanks between its words as there is room for: pdfium gives one."""
    words = line.text.split()
    width = (rights[-1] - lefts[-1]) / len(words[-1]) if words else 0.0
    if len(words) != len(lefts) or width <= 0:
        return line
    # The number of a line may be of another type, in which it is not as wide.
    begin = rights[0] - width * len(words[0]) if words[0].isdecimal() else line.left
    placed = words[0]
    for word, left in zip(words[1:], lefts[1:], strict=True):
        placed += " " * max(round((left - begin) / width) - len(placed), 1) + word
    return line._replace(text=placed, left=begin)


def _segment(glyphs: Glyphs, words: _Words, indices: range, text: str, edges: tuple[float, float]) -> Segment:
    """A segment that is not turned. `text` may end in blanks, or in pdfium's sign for a hyphen."""
    first, last = indices[0], indices[-1]
    one, other = glyphs.objects((words.firsts[first], words.lasts[last]))
    font = glyphs.font(one)
    same = one == other
    end = font if same else glyphs.font(other)
    heights = list(map(sub, words.tops[first : last + 1], words.bottoms[first : last + 1]))
    lowest = words.bottoms[first]
    if same and max(heights) - min(heights) < 0.5:
        height, middle = heights[0], font
    else:
        # As large as most of it: one word might be code, or raised. Its own font says how high its letters are.
        height = median_low(heights)
        index = first + heights.index(height)
        lowest = words.bottoms[index]
        middle = glyphs.font(glyphs.objects((words.firsts[index],))[0])
    size = height / middle.height
    bare = text.rstrip()
    if bare.endswith(_HYPHENS):
        bare = bare[:-1] + "-"
    return Segment(
        bare, edges[0], edges[1], lowest - middle.descent * size, size,
        font.bold and end.bold, end.fixed and middle.fixed and (font.fixed or _is_line_number(glyphs, words, indices)),
        0, len(bare) < len(text), words.firsts[first],
    )  # fmt: skip


def _is_line_number(glyphs: Glyphs, words: _Words, indices: range) -> bool:
    """Whether the first word is a number, which another type sets off from a line of code."""
    if len(indices) < 2:
        return False
    first = indices[0]
    word = glyphs.text[words.firsts[first] : words.lasts[first] + 1]
    return word.isdecimal() and glyphs.font(glyphs.objects((words.firsts[first + 1],))[0]).fixed


class _Turned:
    """A line that is looked at word by word: it is turned, runs from right to left, or has wide blanks in it."""

    def __init__(self, glyphs: Glyphs, words: _Words, line: _Line, usual: int) -> None:
        self.glyphs, self.words, self.line = glyphs, words, line
        angle = usual if _difference(line.angle, usual) <= STRAIGHT else line.angle
        text = glyphs.text[line.start : line.end]
        self.text = text
        self.angle = angle
        self.mixed = RIGHT_TO_LEFT.search(text) is not None
        indices = range(*line.words)
        firsts = glyphs.boxes([words.firsts[index] for index in indices])
        lasts = glyphs.boxes([words.lasts[index] for index in indices])
        boxes = [_around(firsts[at : at + 4], lasts[at : at + 4]) for at in range(0, len(firsts), 4)]
        if self.mixed:
            # Its ends do not say how far a word reaches that runs both ways.
            boxes = [self._around_all(words.firsts[index], words.lasts[index]) for index in indices]
        self.boxes = [_turned(box, angle) for box in boxes]
        if not self.mixed and self._is_upside_down():
            angle = (angle + 180) % 360
            self.boxes = [_turned(box, angle) for box in boxes]
        self.turn = (angle - usual) % 360
        odd = angle % 90
        self.odd = STRAIGHT < odd < 90 - STRAIGHT

    def _around_all(self, first: int, last: int) -> Box:
        boxes = self.glyphs.boxes(range(first, last + 1))
        return min(boxes[0::4]), min(boxes[3::4]), max(boxes[2::4]), max(boxes[1::4])

    def _is_upside_down(self) -> bool:
        """Whether its letters go from right to left though none is of such a script: it was set in a negative size."""
        first, last = self.boxes[0], self.boxes[-1]
        steps = [after[0] - before[0] for before, after in zip(self.boxes, self.boxes[1:], strict=False)]
        level = abs(first[1] - last[1]) < first[3] - first[1]
        return len(steps) > 1 and level and sum(step < 0 for step in steps) > 0.8 * len(steps)

    def pieces(self) -> Iterator[Segment]:
        """The line's segments."""
        if self.mixed and not self.turn and not self.odd and (self.glyphs.from_right or is_right_to_left(self.text)):
            yield from self._from_right()
            return
        for first, last in self._parts():
            piece = self._piece(first, last)
            if piece is not None:
                yield piece

    def _from_right(self) -> Iterator[Segment]:
        """The segments of a line of which most is written from right to left."""
        line = self.line
        indices = range(line.start, line.last + 1)
        flat = self.glyphs.boxes(indices)
        boxes = [_turned(_around(flat[at : at + 4], flat[at : at + 4]), self.angle) for at in range(0, len(flat), 4)]
        whole = self._piece(0, len(self.boxes))
        if whole is None:
            return
        for piece in read_from_right(self.glyphs.text[line.start : line.last + 1], boxes, GAP * whole.size):
            yield whole._replace(text=piece.text, left=piece.left, right=piece.right, start=-1)

    def _parts(self) -> Iterator[tuple[int, int]]:
        """Runs of words that stand together."""
        boxes = self.boxes
        if self.odd:
            yield 0, len(boxes)
            return
        begin = 0
        for index in range(1, len(boxes)):
            if self._apart(index - 1, index):
                yield begin, index
                begin = index
        yield begin, len(boxes)

    def _apart(self, before: int, after: int) -> bool:
        one, other = self.boxes[before], self.boxes[after]
        if before == 0 and one[3] - one[1] > LARGE * (other[3] - other[1]) and self._is_letter(before):
            return True
        size = max(1.0, 0.9 * min(one[3] - one[1], other[3] - other[1]))
        if abs(one[1] - other[1]) > RAISED * size and abs(one[3] - other[3]) > RAISED * size:
            return True
        gap = other[0] - one[2]
        if self.mixed:
            gap = self._nearest(one, other)
        if abs(gap) < SURELY_A_BLANK:
            return False
        return gap > GAP * size or gap < -size

    def _is_letter(self, word: int) -> bool:
        index = self.line.words[0] + word
        return self.words.firsts[index] == self.words.lasts[index]

    def _nearest(self, one: Box, other: Box) -> float:
        """The blank between two words of a line that runs both ways: how far the words that lie between leave it."""
        gap = max(other[0] - one[2], one[0] - other[2])
        low, high = min(one[2], other[2]), max(one[0], other[0])
        for box in self.boxes:
            if low - 1 <= box[0] and box[2] <= high + 1 and box is not one and box is not other:
                gap -= box[2] - box[0]
        return max(0.0, gap)

    def _piece(self, first: int, last: int) -> Segment | None:
        words, line = self.words, self.line
        begin, end = line.words[0] + first, line.words[0] + last - 1
        stop = words.lasts[end] + 1
        after = words.firsts[end + 1] if end + 1 < line.words[1] else line.end
        indices = range(begin, end + 1)
        text = _text(self.glyphs, words, indices)
        boxes = self.boxes[first:last]
        edges = min(box[0] for box in boxes), max(box[2] for box in boxes)
        if text.startswith("o ") and len(boxes) > 1:
            text = _with_circle(text, boxes[1][0] - boxes[0][2], boxes[0][3] - boxes[0][1])
        text = _SURROGATES.sub("\ufffd", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
        open_end = after > stop
        straight = _segment(self.glyphs, words, indices, text, edges)
        if self.odd:
            size = max((box[3] - box[1] for box in boxes), default=1.0)
            return straight._replace(y=boxes[0][1], size=size / 2, turn=self.turn, open_end=open_end)
        heights = [box[3] - box[1] for box in boxes]
        height = median_low(heights)
        index = heights.index(height)
        font = self.glyphs.font(self.glyphs.objects((words.firsts[begin + index],))[0])
        size = height / font.height
        y = boxes[index][1] - font.descent * size
        if straight.fixed:
            straight = _with_its_places(straight, [box[0] for box in boxes], [box[2] for box in boxes])
        return straight._replace(y=y, size=size, turn=self.turn, open_end=open_end)


def _around(one: Sequence[float], other: Sequence[float]) -> Box:
    """Left, bottom, right and top of both."""
    return min(one[0], other[0]), min(one[3], other[3]), max(one[2], other[2]), max(one[1], other[1])


def _turned(box: Box, angle: int) -> Box:
    """The box on a page that is turned so that what was turned clockwise by `angle` stands upright."""
    left, bottom, right, top = box
    match angle:
        case 0:
            return box
        case 90:
            return -top, left, -bottom, right
        case 180:
            return -right, -top, -left, -bottom
        case 270:
            return bottom, -right, top, -left
    x, y = (left + right) / 2, (bottom + top) / 2
    radians = angle * pi / 180
    across, up = x * cos(radians) - y * sin(radians), x * sin(radians) + y * cos(radians)
    width, height = (right - left) / 2, (top - bottom) / 2
    if STRAIGHT < angle % 180 < 180 - STRAIGHT:
        width, height = height, width
    return across - width, up - height, across + width, up + height


def _difference(one: int, other: int) -> int:
    return abs((one - other + 180) % 360 - 180)


def _is_somewhere(segment: Segment) -> bool:
    # Comparisons with NaN would never end a column.
    numbers = (segment.left, segment.right, segment.y, segment.size)
    return all(abs(number) < FARTHEST for number in numbers) and segment.size > 0

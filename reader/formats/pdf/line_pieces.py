"""The lines of a page are cut into segments, where blanks are wide, and turned as most of the page is."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate, pairwise
from math import cos, pi, sin
from operator import attrgetter, gt, sub
from typing import TYPE_CHECKING

from reader.domain.medians import median_low
from reader.domain.patterns import deferred
from reader.formats.pdf.bidirectional import RIGHT_TO_LEFT, is_right_to_left, read_from_right
from reader.formats.pdf.drawn_lines import LETTER, lines_of
from reader.formats.pdf.drawn_runs import BLANK, SURELY_A_BLANK
from reader.formats.pdf.glyphs import Glyphs, size_and_baseline
from reader.formats.pdf.hyperlinks import links_over
from reader.formats.pdf.line_words import LARGE, QUOTES, RAISED, edges_of_words, in_words, text_of_words
from reader.formats.pdf.segments import Segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pypdfium2.raw as pdfium

    from reader.formats.pdf.bidirectional import Box
    from reader.formats.pdf.drawn_lines import DrawnLine
    from reader.formats.pdf.hyperlinks import Hyperlink
    from reader.formats.pdf.line_words import LineWords

GAP = 1.35
"""Blank between two words, in sizes of a letter, from which on they stand in different columns or cells."""
CIRCLE = 0.6
"""Heights of a letter from which on the blank behind a single `o` tells that it stands for a circle."""
STRAIGHT = 10
"""Degrees up to which a line is one of its page, which was laid askew on a scanner, and no stamp across it."""
FARTHEST = 1e6
"""Points from the corner at most: of damaged fonts the numbers can be anything."""
_MIDDLE = 0.35
"""Sizes of a letter above the baseline at which a link lies over its words."""
_HYPHENS = ("\x02", "\ufffe")
_LIGATURES = deferred("[\ufb00-\ufb04]")
_LETTERS = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_TURN = attrgetter("turn")
_SURROGATES = deferred("[\ud800-\udfff]")


def read_segments(
    page: pdfium.FPDF_TEXTPAGE, box: Box, links: Sequence[Hyperlink] = ()
) -> tuple[list[Segment], tuple[float, float]]:
    """Read the page's segments, and where `box`, which is the page's, ends below and above if it is turned as they
    are.
    """
    glyphs = Glyphs(page)
    known, plain = lines_of(glyphs)
    usual = _usual(plain) if plain else 0
    found = _segments(glyphs, plain, usual) if plain else _those_somewhere(known)
    if plain and _turn_of_most(found) == 180:
        usual = (usual + 180) % 360
        turned = [line._replace(angle=(line.angle + 180) % 360) for line in plain]
        found = _segments(glyphs, turned, usual)
    if links and not usual:
        # By their numbers, baseline and size: most lines have none.
        low, high = min(link.box[1] for link in links), max(link.box[3] for link in links)
        found = [_with_links(one, links, glyphs) if low <= one[3] + _MIDDLE * one[4] <= high else one for one in found]
    if glyphs.ligatures:
        found = [_spelt(one) if _LIGATURES.search(one.text) else one for one in found]
    _, bottom, _, top = _turned(box, usual)
    return found, (bottom, top)


def _spelt(segment: Segment) -> Segment:
    """A segment with letters for each ligature."""
    places = [0, *accumulate(len(_LETTERS.get(letter, letter)) for letter in segment.text)]
    links = tuple(link._replace(start=places[link.start], end=places[link.end]) for link in segment.links)
    return segment._replace(text="".join(_LETTERS.get(letter, letter) for letter in segment.text), links=links)


def _with_links(segment: Segment, links: Sequence[Hyperlink], glyphs: Glyphs) -> Segment:
    if segment.turn or segment.start < 0:
        return segment
    edges, middle = (segment.left, segment.right), segment.y + _MIDDLE * segment.size
    over = links_over(segment.text, segment.start, edges, middle, links, glyphs)
    return segment._replace(links=over) if over else segment


def _segments(glyphs: Glyphs, plain: Sequence[DrawnLine], usual: int) -> list[Segment]:
    # What its two ends tell of a line is so on a page that is not turned.
    lines, words = in_words(glyphs, [line._replace(known=None) for line in plain] if usual else plain)
    found: list[Segment] = []
    for line in lines:
        whole = None if line.angle or usual else line.known or _whole(glyphs, words, line)
        if whole is not None:
            found.append(whole)
        else:
            found += TurnedLine(glyphs, words, line, usual % 360).pieces()
    return [one for one in _those_somewhere(found) if one[0]]


def _usual(lines: Sequence[DrawnLine]) -> int:
    """How most of the page is turned."""
    if len({line.angle for line in lines}) == 1:
        return lines[0].angle
    letters: Counter[int] = Counter()
    for line in lines:
        letters[line.angle] += line.end - line.start
    return letters.most_common(1)[0][0]


def _turn_of_most(segments: Sequence[Segment]) -> int:
    """How most of what was read is turned against the page."""
    letters: Counter[int] = Counter()
    if any(map(_TURN, segments)):
        for one in segments:
            letters[one.turn] += len(one.text)
    return letters.most_common(1)[0][0] if letters else 0


def _whole(glyphs: Glyphs, words: LineWords, line: DrawnLine) -> Segment | None:
    """A line that is one segment, as nearly all are; None for one that has to be looked at word by word."""
    first, last = line.words
    lefts, rights, bottoms = words.lefts[first:last], words.rights[first:last], words.bottoms[first:last]
    height = words.tops[first] - bottoms[0]
    if last - first > 1:
        gaps = list(map(sub, lefts[1:], rights))
        # A letter's box is up to 1.6 times as high as it is large.
        if max(gaps) > max(SURELY_A_BLANK, BLANK * height) or min(gaps) < -0.3 * height:
            return None
        if max(bottoms) - min(bottoms) > 0.3 * height:
            return None
    text = text_of_words(glyphs, words, range(first, last)) + glyphs.text[line.last + 1 : line.end]
    if text.startswith("o ") and first < last - 1:
        text = _with_circle(text, lefts[1] - rights[0], height)
    if not text.isascii() and (RIGHT_TO_LEFT.search(text) or _SURROGATES.search(text)):
        return None
    if not lefts[0] <= rights[-1] or height <= 0:
        return None
    whole = _segment(glyphs, words, range(first, last), text, (lefts[0], rights[-1]))
    return _with_its_places(whole, *edges_of_words(glyphs, words, range(first, last))) if whole.fixed else whole


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


def _segment(glyphs: Glyphs, words: LineWords, indices: range, text: str, edges: tuple[float, float]) -> Segment:
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
        height = _least_of(heights, words.counts[first : last + 1])
        index = first + heights.index(height)
        lowest = words.bottoms[index]
        middle = glyphs.font(glyphs.objects((words.firsts[index],))[0])
    size, baseline = size_and_baseline(middle, one if font == middle else other, lowest, height)
    bare = text.rstrip()
    if bare.endswith(_HYPHENS):
        bare = bare[:-1] + "-"
    return Segment(
        bare, edges[0], edges[1], baseline, size,
        font.bold and end.bold, end.fixed and middle.fixed and (font.fixed or _is_line_number(glyphs, words, indices)),
        0, len(bare) < len(text), words.firsts[first],
    )  # fmt: skip


def _least_of(heights: Sequence[float], counts: Sequence[int]) -> float:
    """How high the box of a letter is that has the size of most words and does not reach out of it."""
    some = zip(heights, counts, strict=True) if max(counts) > 1 else None
    usual = median_low([height for height, count in some for _ in range(count)] if some is not None else heights)
    return min(height for height in heights if height >= LETTER * usual)


def _is_line_number(glyphs: Glyphs, words: LineWords, indices: range) -> bool:
    """Whether the first word is a number, which another type sets off from a line of code."""
    if len(indices) < 2:
        return False
    first = indices[0]
    word = glyphs.text[words.firsts[first] : words.lasts[first] + 1]
    return word.isdecimal() and glyphs.font(glyphs.objects((words.firsts[first + 1],))[0]).fixed


class TurnedLine:
    """A line that is looked at word by word: it is turned, runs from right to left, or has wide blanks in it."""

    def __init__(self, glyphs: Glyphs, words: LineWords, line: DrawnLine, usual: int) -> None:
        self.glyphs, self.words, self.line = glyphs, words, line
        angle = usual if _difference(line.angle, usual) <= STRAIGHT else line.angle
        text = glyphs.text[line.start : line.end]
        self.text = text
        self.angle = angle
        self.mixed = RIGHT_TO_LEFT.search(text) is not None
        indices = range(*line.words)
        if self.mixed:
            # Its ends do not say how far a word reaches that runs both ways.
            boxes = [self._around_all(words.firsts[index], words.lasts[index]) for index in indices]
        else:
            one, other = (some[4 * indices.start : 4 * indices.stop] for some in (words.starts, words.ends))
            lows, highs = map(min, one[3::4], other[3::4]), map(max, one[1::4], other[1::4])
            lefts, rights = map(min, one[0::4], other[0::4]), map(max, one[2::4], other[2::4])
            boxes = list(zip(lefts, lows, rights, highs, strict=True))
        self.boxes = [_turned(box, angle) for box in boxes] if angle else boxes
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
        lefts = [box[0] for box in self.boxes]
        if not any(map(gt, lefts, lefts[1:])):
            return False  # as of nearly all
        first, last = self.boxes[0], self.boxes[-1]
        steps = list(map(sub, lefts[1:], lefts))
        level = abs(first[1] - last[1]) < first[3] - first[1]
        return len(steps) > 1 and level and sum(step < 0 for step in steps) > 0.8 * len(steps)

    def pieces(self) -> Iterator[Segment]:
        """Answer the line's segments."""
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
        whole = self._as_drawn(whole)
        for piece in read_from_right(self.glyphs.text[line.start : line.last + 1], boxes, GAP * whole.size):
            yield whole._replace(text=piece.text, left=piece.left, right=piece.right, start=-1)

    def _as_drawn(self, whole: Segment) -> Segment:
        """A line in the size and on the baseline in which it was drawn, where that can be told: the boxes of letters of
        these scripts are as high as their ink in many fonts.
        """
        if self.angle:
            return whole
        for box, index in zip(self.boxes, range(*self.line.words), strict=True):
            first = self.words.firsts[index]
            if RIGHT_TO_LEFT.match(self.glyphs.text[first]):
                one = self.glyphs.objects((first,))[0]
                font = self.glyphs.font(one)._replace(inked=True)
                size, y = size_and_baseline(font, one, box[1], box[3] - box[1])
                return whole._replace(size=size, y=y)
        return whole

    def _parts(self) -> Iterator[tuple[int, int]]:
        """Runs of words that stand together."""
        boxes = self.boxes
        if self.odd:
            yield 0, len(boxes)
            return
        begin = 0
        for index, (one, other) in enumerate(pairwise(boxes), 1):
            # Most words are as high as the one before them, and a blank behind it: that is asked here for its speed.
            if one[3] == other[3] and one[1] == other[1] and not self.mixed and abs(other[0] - one[2]) < SURELY_A_BLANK:
                continue
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
        first, last = self.words.firsts[index], self.words.lasts[index]
        return first == last or (last == first + 1 and self.glyphs.text[first] in QUOTES)

    def _nearest(self, one: Box, other: Box) -> float:
        """The blank between two words of a line that runs both ways: how far the words that lie between leave it."""
        gap = max(other[0] - one[2], one[0] - other[2])
        low, high = min(one[2], other[2]), max(one[0], other[0])
        for box in self.boxes:
            if low - 1 <= box[0] and box[2] <= high + 1 and box is not one and box is not other:
                gap -= box[2] - box[0]
        return max(0.0, gap)

    def _like_most(self, begin: int, heights: Sequence[float], height: float) -> int:
        """The number of a word as high as most, of a single font if there is one: signs of others are not as high."""
        nearest = sorted(range(len(heights)), key=lambda at: abs(heights[at] - height))
        for at in nearest:
            one, other = self.glyphs.objects((self.words.firsts[begin + at], self.words.lasts[begin + at]))
            if one == other or self.glyphs.font(one) == self.glyphs.font(other):
                return at
        return nearest[0]

    def _piece(self, first: int, last: int) -> Segment | None:
        words, line = self.words, self.line
        begin, end = line.words[0] + first, line.words[0] + last - 1
        stop = words.lasts[end] + 1
        after = words.firsts[end + 1] if end + 1 < line.words[1] else line.end
        indices = range(begin, end + 1)
        text = text_of_words(self.glyphs, words, indices)
        boxes = self.boxes[first:last]
        lefts, lows, rights, highs = zip(*boxes, strict=True)
        edges = min(lefts), max(rights)
        if text.startswith("o ") and len(boxes) > 1:
            text = _with_circle(text, boxes[1][0] - boxes[0][2], boxes[0][3] - boxes[0][1])
        if not text.isascii():
            text = _SURROGATES.sub("\ufffd", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
        open_end = after > stop
        straight = _segment(self.glyphs, words, indices, text, edges)
        if self.odd:
            size = max(map(sub, highs, lows))
            return straight._replace(y=boxes[0][1], size=size / 2, turn=self.turn, open_end=open_end)
        heights = list(map(sub, highs, lows))
        index = 0
        if end > begin:
            index = self._like_most(begin, heights, _least_of(heights, words.counts[begin : end + 1]))
        height = heights[index]
        font = self.glyphs.font(self.glyphs.objects((words.lasts[begin + index],))[0])
        size = height / font.height
        y = boxes[index][1] - font.descent * size
        if straight.fixed:
            several = max(words.counts[begin : end + 1]) > 1
            placed = edges_of_words(self.glyphs, words, indices) if several else (lefts, rights)
            straight = _with_its_places(straight, *placed)
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


def _those_somewhere(segments: Iterable[Segment | None]) -> list[Segment]:
    # Comparisons with NaN would never end a column.
    far = FARTHEST
    return [
        one for one in segments
        # Left, right, baseline and size, by their numbers: it is asked of every line.
        if one is not None and -far < one[1] < far and -far < one[2] < far and -far < one[3] < far and 0 < one[4] < far
    ]  # fmt: skip

"""Lines of a PDF become paragraphs: by blanks, indents, sizes and full lines."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, pairwise, repeat
from operator import sub
from typing import TYPE_CHECKING

from reader.domain.medians import median
from reader.domain.patterns import deferred
from reader.formats.pdf.bidirectional import RIGHT_TO_LEFT, is_right_to_left
from reader.formats.pdf.joining import breaks_anywhere, ends_with_hyphen
from reader.formats.pdf.table_rows import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reader.formats.pdf.bookmarks import OutlineTitle
    from reader.formats.pdf.order import Column
    from reader.formats.pdf.segments import Segment

BULLETS = "•◦▪▫■□●○‣⁃∙·–—*-◆◇❖➢➤►▶▸⁍⦁❑❒☐☑☒"
ITEM = deferred(
    rf"^(?:[{re.escape(BULLETS)}\ue000-\uf8ff\x80-\x9f]|(\d{{1,3}})[.)](?=\s|[\u0590-\u08ff]))(?:\s+(?=\S)|(?<=\d[.)]))"
)
"""The signs of symbol fonts, bullets and boxes, have no other characters than private ones or controls."""
BOXES = {"☐": False, "☑": True, "☒": True}
LETTERED = deferred(
    r"^(?:[✓✔✗✘→⇒★☆]|\((?:[a-z]{1,2}|[ivxlc]{1,6}|[A-Z]|\d{1,3})\)|\[\d{1,3}\]|(?:[a-z]|[ivx]{1,5})[.)])\s+(?=\S)"
)
"""An item with a letter, a roman number or a number in brackets: they are text, since nothing else would show them."""
_LISTED = deferred(r"^(?:(\d{1,3}(?:\.\d{1,3})+)\.?|(\d{1,3})[.)]|([A-Z])[.)])\s+(?=\S)")
"""What is an item only behind the one before it: a sentence may begin a line so, too."""
_SENTENCE_SIGNS, _CLOSING = (".", "!", "?", ":", "…"), '"”’»)]'
_CAPTION = deferred(
    r"(?:fig(?:ure|\.)?|table|tab\.|abb(?:ildung|\.)|tabelle|tableau|figura|tabla|tabela|scheme|algorithm|listing|plate|box"
    r"|рис(?:унок|\.)|таблица|图|圖|図|表|그림|표)\s*\d+(?:[.-]\d+)*[a-z]?(?:\s*[.:|–—-]|$)",
    re.IGNORECASE,
)
"""What stands over or below a figure or a table, which no sentence runs on with."""
_LEADERS = deferred(r"(?:\s?[.·…]){4,}\s*(?:\d{1,4}|[ivxlc]{1,7})$", re.IGNORECASE)
_PROSE = deferred(r"[\"'“‘(]?(?:[^\W_][\w'’.,;:?!\"”()/-]* {1,2}){4,}\S+")
"""A line of words with single blanks between them (two behind a sentence)."""
_NO_TITLES: dict[int, Sequence[OutlineTitle]] = {}


STANZA, ROOMY, INSIDE = 3, 0.8, 0.3
"""Lines of verse at least, and shares of those with room for another word in the column, and in the paragraph."""
TYPEWRITTEN, TYPED = 4, 45
"""Lines in a type of fixed width from which on they may be prose, and characters of most of them."""
TITLE, SHORT = 1.12, 200
"""Times the size of the text from which on it is a heading, and characters of one at most."""
FAR = 1.35
"""Times the usual distance of lines up to which one goes on with the one before it."""
HEAD = 6
"""Characters within which a line that begins with a letter has a stop or bracket where it is an item."""
LIKE, NEAR = 0.12, 0.5
"""Share of a line's size by which the next one's differs at most; points by which one is not set in."""
EARLY_END = 0.15
"""Share of a column's width that a line leaves free which may end a paragraph."""
FARTHER = 1.35
"""Sizes of a letter up to which two lines of a heading are apart."""
FAR_IN = 3.2
"""Sizes of a letter up to which the first line of a paragraph is set in."""
EARLY = 3.0
"""Sizes of a letter from which on a line ends early where it could be broken between any two."""
REACH = 3
"""Paragraphs back up to which one is looked for that goes on: captions and notes stand between."""
AROUND = 4
"""Lines before and behind one that say how wide its column is."""


class PdfParagraph:
    """A `PdfParagraph` is lines that belong together, and the page on which they begin."""

    def __init__(
        self,
        lines: list[Segment],
        page: int,
        level: int = 0,
        table: Table | None = None,
        *,
        code: bool = False,
        depth: int = 0,
    ) -> None:
        self.lines = lines
        self.page = page
        self.level = level
        """Of a heading that the outline names."""
        self.table = table
        self.code = code
        """Whether it is lines of code, each kept as it stands."""
        self.depth = depth
        """How far an item, or a paragraph that belongs to one, is set in."""
        self.verse = False
        """Whether its lines end where somebody wanted them to."""
        self.breaks: list[tuple[int, int]] = []
        """Where it runs on to another page: the index of the line, the page."""
        lengths = [len(line[0]) for line in lines]  # of its text: it is asked of every line
        self._longest = lines[lengths.index(max(lengths))]

    def with_lines(self, lines: list[Segment]) -> PdfParagraph:
        """Make the same of other lines."""
        made = PdfParagraph(lines, self.page, self.level, self.table, code=self.code, depth=self.depth)
        made.breaks, made.verse = self.breaks, self.verse
        return made

    @property
    def size(self) -> float:
        """Return the size of its longest line: a raised sign counts for nothing."""
        return self._longest.size

    @property
    def bold(self) -> bool:
        """Tell whether all of it is."""
        return all(line.bold for line in self.lines)

    @property
    def last_page(self) -> int:
        """Return the page on which it ends."""
        return self.breaks[-1][1] if self.breaks else self.page

    def placed(self) -> Iterator[tuple[int, Segment]]:
        """Place each line with the number of its page."""
        breaks, page = dict(self.breaks), self.page
        for index, line in enumerate(self.lines):
            page = breaks.get(index, page)
            yield page, line

    def go_on(self, other: PdfParagraph) -> None:
        """Take in the lines of `other`, which is the rest of this one."""
        if other.page != self.last_page:
            self.breaks.append((len(self.lines), other.page))
        self.lines.extend(other.lines)
        # Kept, not looked for anew: a paragraph may run on through a thousand pages.
        self._longest = max(self._longest, other._longest, key=_length)


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends as a sentence does."""
    return line.rstrip(_CLOSING)[-1:] in _SENTENCE_SIGNS


def _length(line: Segment) -> int:
    return len(line.text)


def letters_by_size(pages: Iterable[Sequence[Segment]]) -> dict[float, int]:
    """Count the letters of each size."""
    counts: dict[float, int] = {}
    for page in pages:
        for segment in page:
            counts[segment.size] = counts.get(segment.size, 0) + len(segment.text)
    return counts


def body_size(counts: Iterable[Mapping[float, int]]) -> float:
    """Return the size in which most of the text is set, to a tenth, by the letters of its parts."""
    letters: Counter[float] = Counter()
    for size, count in _summed(counts).items():
        letters[round(size, 1)] += count
    return letters.most_common(1)[0][0] if letters else 1.0


def _summed(counts: Iterable[Mapping[float, int]]) -> dict[float, int]:
    # In the order of the text: of two sizes that are as common the first counts.
    summed: dict[float, int] = {}
    for some in counts:
        for size, count in some.items():
            summed[size] = summed.get(size, 0) + count
    return summed


def in_paragraphs(
    column: Column, page: int, titles: Mapping[int, Sequence[OutlineTitle]] = _NO_TITLES
) -> Iterator[PdfParagraph]:
    """Cut one column into its paragraphs. `titles` says in which of its lines headings begin."""
    if isinstance(column, Table):
        for title in chain.from_iterable(titles.values()):
            yield _titled(title, column.segments, page)
        yield PdfParagraph(column.segments, page, table=column)
    elif _is_from_right(column):
        # What is said here of left and right is the other way round.
        for paragraph in _in_paragraphs([_mirrored(line) for line in column], page, titles):
            yield paragraph.with_lines([_mirrored(line) for line in paragraph.lines])
    else:
        yield from _in_paragraphs(column, page, titles)


def _is_from_right(column: Sequence[Segment]) -> bool:
    some = any(RIGHT_TO_LEFT.search(line.text) for line in column if not line.text.isascii())
    return some and is_right_to_left("".join(line.text for line in column))


def _mirrored(line: Segment) -> Segment:
    return line._replace(left=-line.right, right=-line.left)


def _in_paragraphs(
    column: Sequence[Segment], page: int, titles: Mapping[int, Sequence[OutlineTitle]]
) -> Iterator[PdfParagraph]:
    shape = _Shape(column)
    begin = skip = 0
    for index in range(len(column)) if titles else shape.uncertain():
        line = column[index]
        if skip:
            skip -= 1
            begin = index + 1
            continue
        surely = index and shape.goes_on[index - 1] and not shape.marked[begin] and index not in titles
        if (
            begin < index
            and not surely
            and (
                index in titles
                or (column[index - 1].fixed != line.fixed and _ends_code(column[begin:index], line))
                or _begins(column, begin, index, shape)
            )
        ):
            yield from _finished(list(column[begin:index]), page, shape)
            begin = index
        for title in titles.get(index, ()):
            yield _titled(title, column[index : index + title.lines] or [line], page)
            skip = max(skip, title.lines)
        if skip:
            skip -= 1
            begin = index + 1
    if begin < len(column):
        yield from _finished(list(column[begin:]), page, shape)


def _titled(title: OutlineTitle, lines: Sequence[Segment], page: int) -> PdfParagraph:
    """A heading of the outline: the lines in which it stands, or what it is called."""
    if title.lines:
        return PdfParagraph(list(lines), page, level=title.level)
    first = lines[0]
    return PdfParagraph([first._replace(text=title.text, open_end=False, start=-1)], page, level=title.level)


class _Shape:
    """What is usual in a column: how far its lines are apart, where they begin, and where full ones end; and which of
    its lines begin as items do.

    Where full ones end is so of the lines around one: the width changes where columns begin within a page.
    """

    def __init__(self, column: Sequence[Segment]) -> None:
        texts, lefts, rights, heights, sizes, bold, fixed, turns, *_ = zip(*column, strict=True)
        self.leading = _leading(heights, sizes)
        self.left, right = _margins(lefts, rights)
        self.size = median(sizes)
        self.rights = (
            [right] * len(column) if max(rights) - right < self.size
            else _greatest_around(rights)
        )  # fmt: skip
        plain = list(map(_begins_plainly, texts))
        self.marked = (
            [False] * len(column) if all(plain)
            else [not usual and _is_marked(text) for text, usual in zip(texts, plain, strict=True)]
        )  # fmt: skip
        far = FAR * self.leading
        aside, steps = map(sub, lefts[1:], lefts), map(sub, heights, heights[1:])
        alike = _alike(list(zip(bold, fixed, turns, strict=True)), sizes)
        self.goes_on = [
            usual and same and step <= far and -NEAR < across < NEAR and open_end
            and (last_right >= right - EARLY_END * (right - self.left) or last_text[-1:].isalpha())
            for usual, same, across, step, open_end, last_text, last_right, right in zip(
                plain[1:], alike, aside, steps, _without_leaders(texts), texts, rights, self.rights, strict=False
            )
        ]  # fmt: skip
        """Of which lines behind the first a look at them and the one before says that they begin nothing, if that is of
        no item: most. The others are looked at by `_begins`."""

    def uncertain(self) -> Iterable[int]:
        """The numbers of the lines that may begin something."""
        if any(self.marked):
            return range(len(self.marked))
        return [0, *[index for index, goes_on in enumerate(self.goes_on, 1) if not goes_on]]


def _alike(kinds: Sequence[tuple[bool, bool, int]], sizes: Sequence[float]) -> Iterable[bool]:
    """Whether each line but the first is set as the one before it, and not in a type of fixed width."""
    least = min(sizes)
    if max(sizes) - least <= LIKE * least and kinds.count(kinds[0]) == len(kinds):
        return repeat(not kinds[0][1], len(kinds) - 1)  # as of most columns
    return [
        kind == last and not kind[1] and abs(size - last_size) <= LIKE * last_size
        for kind, last, size, last_size in zip(kinds[1:], kinds, sizes[1:], sizes, strict=False)
    ]


def _without_leaders(texts: Sequence[str]) -> Iterable[bool]:
    """Whether each is of ASCII, and no dots in it can be those of a table of contents."""
    joined = "\n".join(texts)
    if joined.isascii() and ".." not in joined and ". ." not in joined:
        return repeat(True, len(texts))
    return [text.isascii() and ".." not in text and ". ." not in text for text in texts]


def _greatest_around(rights: Sequence[float]) -> list[float]:
    """The greatest of each and of those around it."""
    edge = [float("-inf")] * AROUND
    padded = [*edge, *rights, *edge]
    return list(map(max, *(padded[at : at + len(rights)] for at in range(2 * AROUND + 1))))


def _finished(lines: list[Segment], page: int, shape: _Shape) -> Iterator[PdfParagraph]:
    if not lines[0].fixed or not all(line.fixed for line in lines):
        yield _paragraph(lines, page, shape)
    elif _is_typewritten(lines):
        column = [
            line._replace(fixed=False, text=line.text if line.links else " ".join(line.text.split())) for line in lines
        ]
        yield from _in_paragraphs(column, page, {})
    else:
        yield PdfParagraph(lines, page, code=True)


def _is_typewritten(lines: Sequence[Segment]) -> bool:
    """Whether lines in a type of fixed width are sentences, as those of a letter or a transcript, and no code."""
    if len(lines) < TYPEWRITTEN or median(len(line.text) for line in lines) < TYPED:
        return False
    most = 0.7 * len(lines)
    widest, left = max(line.right - line.left for line in lines), min(line.left for line in lines)
    full = sum(line.right - line.left > 0.75 * widest for line in lines)
    flush = sum(line.left - left < line.size for line in lines)
    prose = sum(_PROSE.fullmatch(line.text.strip()) is not None for line in lines)
    return 2 * full >= len(lines) and flush >= most and prose >= most


def _paragraph(lines: list[Segment], page: int, shape: _Shape) -> PdfParagraph:
    depth = 0
    if _is_marked(lines[0].text):
        depth = 1 + min(4, max(0, round((lines[0].left - shape.left) / (2.4 * shape.size))))
    found = PdfParagraph(lines, page, depth=depth)
    found.verse = not depth and len(lines) >= STANZA and _is_verse(lines, shape)
    return found


def _is_verse(lines: Sequence[Segment], shape: _Shape) -> bool:
    """Whether most lines end though the first word of the next one had found room: in the column, and in part between
    the paragraph's own margins, since one that is set in from the right is prose.
    """
    right = shape.rights[0] if shape.rights[0] == shape.rights[-1] else max(shape.rights)
    if lines[0].right > right - shape.size and lines[1].right > right - shape.size:
        return False  # as of nearly all
    steps = len(lines) - 1
    most = steps - ROOMY * steps
    tight = 0
    needed = []
    for line, after in pairwise(lines):
        if line.links or ends_with_hyphen(line.text) or not line.text.strip():
            return False
        word = after.text.split(maxsplit=1)[0] if after.text.strip() else ""
        end = line.right + (len(word) + 1) * (line.right - line.left) / len(line.text)
        tight += end >= right
        if tight > most:
            return False  # of prose after a line or two
        needed.append(end)
    widest = max(line.right for line in lines)
    roomy, inside = sum(end < right for end in needed), sum(end < widest for end in needed)
    return roomy >= ROOMY * steps and inside >= INSIDE * steps


def _ends_code(before: Sequence[Segment], line: Segment) -> bool:
    return line.fixed or all(one.fixed for one in before)


def _begins(column: Sequence[Segment], begin: int, index: int, shape: _Shape) -> bool:
    """Whether a line of a column begins a paragraph, and does not go on with that which begins in another line."""
    line, last, first = column[index], column[index - 1], column[begin]
    text, left, _, height, size, bold, fixed, turn, *_ = line
    last_text, last_left, last_right, last_height, last_size, last_bold, last_fixed, last_turn, *_ = last
    right = shape.rights[index - 1]
    step, far = last_height - height, FAR * shape.leading
    if size > TITLE * shape.size:
        far = max(far, FARTHER * size)  # of a heading of several lines
    if fixed and last_fixed:
        return step > 2.5 * shape.leading or step <= 0 or abs(size - last_size) > LIKE * last_size
    if turn != last_turn or step > far or abs(size - last_size) > LIKE * last_size or bold != last_bold:
        return not (bold != last_bold and step <= far and _runs_on(last, line, right))
    em = max(size, 1.0)
    item, marked = shape.marked[begin], shape.marked[index]
    if marked and (item or last_right < right - size):
        return True
    if has_leaders(last_text) or _is_next(text, first.text) or (item and left < first.left - 0.6 * em):
        return True
    if left != last_left:  # as most do not
        hanging = item and left > first.left
        if not hanging:
            # A paragraph's first line is set in a little; what is set in by more is another, as what a term is said
            # to be.
            if left < last_left - (0.6 if index - begin > 1 else FAR_IN) * em:
                return True
            if left > last_left + FAR_IN * em and last_right < right - FAR_IN * em:
                return True
            indented = left > shape.left + 0.6 * em and last_left < left - 0.6 * em
            if indented and last_left < shape.left + 0.6 * em:
                return True
    if last_right < right - EARLY_END * (right - shape.left) and ends_sentence(last_text):
        return True
    return size < 1.1 * shape.size and not last_text.isascii() and _leaves_room(column[begin:index], line, right)


def has_leaders(text: str) -> bool:
    """Tell whether a line of a table of contents ends so, with dots that lead to a number."""
    some = "." in text and text[-1:].isalnum() and (". ." in text or ".." in text)
    return some and _LEADERS.search(text) is not None


def _begins_plainly(text: str) -> bool:
    """Whether a line begins with a word and can be no item, as most lines do."""
    return text[:1].isalpha() and "." not in (head := text[:HEAD]) and ")" not in head


def _is_marked(text: str) -> bool:
    """Whether an item begins so, with its bullet, number or letter."""
    return not _begins_plainly(text) and (ITEM.match(text) is not None or LETTERED.match(text) is not None)


def _is_next(text: str, before: str) -> bool:
    """Whether a line begins with the number, or letter, that follows that of the paragraph before it."""
    one = None if text[:1].isalpha() and text[1:2] not in ".)" else _LISTED.match(text)
    other = None if one is None else _LISTED.match(before)
    if one is None or other is None or one[2]:
        return False
    if one[3] or other[3]:
        return bool(one[3] and other[3]) and ord(one[3]) == ord(other[3]) + 1
    last = [int(number) for number in (other[1] or other[2]).split(".")]
    following = [[*last, 1], *([*last[:depth], last[depth] + 1] for depth in range(len(last)))]
    return [int(number) for number in one[1].split(".")] in following


def _leaves_room(before: Sequence[Segment], line: Segment, right: float) -> bool:
    """Whether a line ends early in a script that is broken between any two letters: more of them would have fitted."""
    last = before[-1]
    if not breaks_anywhere(last.text, line.text):
        return False
    full = max(one.right for one in before) if len(before) > 1 else right
    return full - last.right > max(EARLY * line.size, 0.1 * (full - last.left))


def _runs_on(last: Segment, line: Segment, right: float) -> bool:
    """Whether a line of another weight only goes on: bold words fill a line of a paragraph, or end in one."""
    return last.right > right - 3 * last.size and line.text[:1].islower()


def _leading(heights: Sequence[float], sizes: Sequence[float]) -> float:
    """The usual distance of lines: of several that are as common the least, for paragraphs may be as short as one."""
    size = sizes[0]
    # Most columns are of one size, and have few distances.
    pairs = (
        {(step, size): count for step, count in Counter(map(sub, heights, heights[1:])).items()}
        if sizes.count(size) == len(sizes)
        else Counter(zip(map(sub, heights, heights[1:]), sizes[1:], strict=False))
    )
    apart = [(step, size, count) for (step, size), count in pairs.items() if step > 0]
    # Less than a line is the distance of what is raised.
    whole = [(step, count) for step, size, count in apart if step > 0.7 * size]
    steps: dict[int, int] = {}
    for step, count in whole or [(step, count) for step, _, count in apart]:
        steps[round(2 * step)] = steps.get(round(2 * step), 0) + count
    if not steps:
        return 1.0
    most = max(steps.values())
    return min(step for step, count in steps.items() if count == most) / 2


def _margins(lefts: Sequence[float], rights: Sequence[float]) -> tuple[float, float]:
    """Where lines usually begin, and where full ones end."""
    begins: dict[int, int] = {}
    for left, count in Counter(lefts).items():  # most are the same
        edge = round(left / 2) * 2
        begins[edge] = begins.get(edge, 0) + count
    often = max(begins.values()) / 3
    return float(min(edge for edge, count in begins.items() if count >= often)), sorted(rights)[len(rights) * 9 // 10]


def join_over_pages(
    paragraphs: Iterable[PdfParagraph], body: float, before: Iterable[PdfParagraph] = ()
) -> list[PdfParagraph]:
    """Join paragraphs that a new column or page only interrupts. `before` are the last that stand in front of them,
    of which there are `REACH` where there are as many, and any may go on here.
    """
    whole = list(before)
    bodies = [_is_body(paragraph, body) for paragraph in whole]
    for paragraph in paragraphs:
        is_body = _is_body(paragraph, body)
        near = _last_body(bodies) if is_body else 0
        if near and _runs_on_into(paragraph, whole, near, body):
            whole[near].go_on(paragraph)
            bodies[near] = _is_body(whole[near], body)
        else:
            whole.append(paragraph)
            bodies.append(is_body)
    return whole


def _last_body(bodies: Sequence[bool]) -> int:
    """The index, from the end, of the last paragraph of text within reach; 0 where there is none."""
    for at in range(-1, -min(REACH, len(bodies)) - 1, -1):
        if bodies[at]:
            return at
    return 0


def _runs_on_into(paragraph: PdfParagraph, whole: Sequence[PdfParagraph], near: int, body: float) -> bool:
    """Whether a paragraph of text is the rest of the last one."""
    last = whole[near]
    if not _goes_on(last, paragraph):
        return False
    # Only a new column or page puts what is no text between: else it is read where it stands.
    if _is_below(paragraph, last) and not (near == -1 and _is_next_line(paragraph, last)):
        return False
    titled = any(_is_title(one, body) for one in whole[-REACH:])
    return not titled or paragraph.lines[0].text[:1].islower()


def _is_body(paragraph: PdfParagraph, body: float) -> bool:
    kept = paragraph.level or paragraph.table is not None or paragraph.code or paragraph.verse
    if kept or abs(paragraph.size - body) > 0.06 * body:
        return False
    lines = paragraph.lines
    if lines[0].turn or paragraph.bold or has_leaders(lines[-1].text):
        return False
    return not _CAPTION.match(lines[0].text)


def _is_title(paragraph: PdfParagraph, body: float) -> bool:
    """Whether it is a heading, behind which a new sentence begins."""
    larger = paragraph.size > TITLE * body and sum(len(line.text) for line in paragraph.lines) < SHORT
    return bool(paragraph.level) or (larger and paragraph.table is None and not paragraph.lines[0].turn)


def _is_below(paragraph: PdfParagraph, last: PdfParagraph) -> bool:
    """Whether it stands further down the same page than the end of `last`."""
    return paragraph.page == last.last_page and paragraph.lines[0].y < last.lines[-1].y


def _is_next_line(paragraph: PdfParagraph, last: PdfParagraph) -> bool:
    """Whether it is the next line, begins within a sentence, and stands where the last one does."""
    line, before = paragraph.lines[0], last.lines[-1]
    near = before.y - line.y < 1.6 * line.size and abs(line.left - before.left) < FAR_IN * line.size
    if _is_marked(last.lines[0].text) and line.left < last.lines[0].left - 0.6 * line.size:
        return False
    return near and line.text[:1].islower()


def _goes_on(last: PdfParagraph, paragraph: PdfParagraph) -> bool:
    end, start = last.lines[-1].text, paragraph.lines[0].text
    if _is_marked(start):
        return False
    unfinished = not ends_sentence(end)
    return unfinished and (
        start[:1].islower() or end.endswith("-") or (len(last.lines) > 1 and not start[:1].isdigit())
    )

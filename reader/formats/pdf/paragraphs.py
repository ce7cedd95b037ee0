"""Lines of a PDF into paragraphs: by blanks, indents, sizes and full lines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reader.formats.pdf.segments import Segment

BULLETS = "•◦▪▫■□●○‣⁃∙·–—*-"
ITEM = re.compile(rf"^(?:[{re.escape(BULLETS)}]|(\d{{1,3}})[.)])\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?:…][\"”’»)\]]*$")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, and the page on which they begin."""

    lines: list[Segment]
    page: int
    breaks: list[tuple[int, int]] = field(default_factory=list)
    """Where it runs on to another page: the index of the line, the page."""
    _longest: Segment = field(init=False)

    def __post_init__(self) -> None:
        self._longest = max(self.lines, key=_length)

    @property
    def size(self) -> float:
        """The size of its longest line: a raised sign counts for nothing."""
        return self._longest.size

    @property
    def bold(self) -> bool:
        """Whether all of it is."""
        return all(line.bold for line in self.lines)

    @property
    def last_page(self) -> int:
        """The page on which it ends."""
        return self.breaks[-1][1] if self.breaks else self.page

    def go_on(self, other: Paragraph) -> None:
        """Take in the lines of `other`, which is the rest of this one."""
        if other.page != self.last_page:
            self.breaks.append((len(self.lines), other.page))
        self.lines.extend(other.lines)
        # Kept, not looked for anew: a paragraph may run on through a thousand pages.
        self._longest = max(self._longest, other._longest, key=_length)


def _length(line: Segment) -> int:
    return len(line.text)


def body_size(pages: Iterable[Sequence[Segment]]) -> float:
    """The size in which most of the text is set, to a tenth."""
    letters: Counter[float] = Counter()
    for page in pages:
        for segment in page:
            letters[round(segment.size, 1)] += len(segment.text)
    return letters.most_common(1)[0][0] if letters else 1.0


def in_paragraphs(column: Sequence[Segment], page: int) -> Iterator[Paragraph]:
    """The paragraphs of one column."""
    leading = _leading(column)
    left, right = _margins(column)
    current: list[Segment] = []
    for line in column:
        if current and _begins(line, current, leading, left, right):
            yield Paragraph(current, page)
            current = []
        current.append(line)
    if current:
        yield Paragraph(current, page)


def _begins(line: Segment, before: Sequence[Segment], leading: float, left: float, right: float) -> bool:
    """Whether a line begins a paragraph."""
    last = before[-1]
    if last.y - line.y > 1.35 * leading or abs(line.size - last.size) > 0.12 * last.size or line.bold != last.bold:
        return not (line.bold != last.bold and last.y - line.y <= 1.35 * leading and _runs_on(last, line, right))
    if ITEM.match(line.text) and (ITEM.match(before[0].text) or last.right < right - line.size):
        return True
    em = max(line.size, 1.0)
    hanging = ITEM.match(before[0].text) is not None and line.left > before[0].left
    indented = line.left > left + 0.6 * em and last.left < line.left - 0.6 * em and not hanging
    outdented = hanging is False and line.left < last.left - 0.6 * em and len(before) > 1
    early = last.right < right - 0.15 * (right - left) and _SENTENCE_END.search(last.text) is not None
    return (indented and last.left < left + 0.6 * em) or outdented or early


def _runs_on(last: Segment, line: Segment, right: float) -> bool:
    """Whether a line of another weight only goes on: bold words fill a line of a paragraph, or end in one."""
    return last.right > right - 3 * last.size and line.text[:1].islower()


def _leading(column: Sequence[Segment]) -> float:
    """The usual distance of lines."""
    steps = [above.y - below.y for above, below in pairwise(column) if above.y > below.y]
    return median(steps) if steps else 1.0


def _margins(column: Sequence[Segment]) -> tuple[float, float]:
    """Where lines usually begin, and where full ones end."""
    lefts = Counter(round(line.left / 2) * 2 for line in column)
    rights = sorted(line.right for line in column)
    return float(min(edge for edge, count in lefts.items() if count >= max(lefts.values()) / 3)), rights[
        len(rights) * 9 // 10
    ]


def joined_over_pages(paragraphs: Iterable[Paragraph], body: float) -> list[Paragraph]:
    """Paragraphs that a new column or page only interrupts, as one."""
    whole: list[Paragraph] = []
    for paragraph in paragraphs:
        last = next((one for one in reversed(whole[-3:]) if _is_body(one, body)), None)
        # Only a new column or page puts what is no text between: else it is read where it stands.
        in_turn = last is not None and (last is whole[-1] or not _is_below(paragraph, last))
        if last is not None and in_turn and _is_body(paragraph, body) and _goes_on(last, paragraph):
            last.go_on(paragraph)
        else:
            whole.append(paragraph)
    return whole


def _is_body(paragraph: Paragraph, body: float) -> bool:
    return abs(paragraph.size - body) <= 0.06 * body and not paragraph.bold


def _is_below(paragraph: Paragraph, last: Paragraph) -> bool:
    """Whether it stands further down the same page than the end of `last`."""
    return paragraph.page == last.last_page and paragraph.lines[0].y < last.lines[-1].y


def _goes_on(last: Paragraph, paragraph: Paragraph) -> bool:
    end, start = last.lines[-1].text, paragraph.lines[0].text
    if ITEM.match(start):
        return False
    unfinished = _SENTENCE_END.search(end) is None
    return unfinished and (
        start[:1].islower() or end.endswith("-") or (len(last.lines) > 1 and not start[:1].isdigit())
    )

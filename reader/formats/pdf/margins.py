"""At the edge of pages stands what is not text: running heads, footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.patterns import deferred

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reader.formats.pdf.segments import Segment

    Form = tuple[str, int]

LINES = 3
"""Lines from the top and from the bottom of a page that may be a running head or a footer."""
BLANK = 1.65
"""Sizes of a letter from which on a step between lines is a blank; lines of text are up to 1.5 apart."""
OFTEN = 0.3
"""Share of pages on which a line must occur; left and right pages have different heads, and chapters too."""
OUTER = 0.2
"""Share of a page's height, above and below, in which heads and footers stand: LaTeX sets its numbers at 0.17.

Of a short page the end is no footer.
"""
LARGER = 1.15
"""Times the size of the text up to which a head is set; what is larger is a heading."""

WORDS = 5
"""Words from which on what ends in a stop is a sentence."""
EVEN_LARGER, ALWAYS, MOSTLY = 1.35, 3, 0.6
"""The same of page numbers, and of what is the same to the letter on so many pages and such a share of them."""
TITLE = 0.97
"""Times the size of the text from which on a bold head may be a title."""

DIGITS, FEWEST_NUMBERS = 4, 4
"""Digits of the number of a line, and how many of them there are at least."""
NUMBERED = 10
"""Letters and digits that a head may have before what its heading says: Chapter 12."""
BEGUN = 0.3
"""Share of the lines of prose that begin in the midst of a sentence: those of lists and tables do not."""

_PART = deferred(r"[^\W\d]{3,}\W+\d{1,3}\W*")
_PAGE = deferred(r"(?:page|seite|pagina|página|страница|side|sida|strona)\b|p\.", re.IGNORECASE)
_DIGITS = deferred(r"\d+")
_NUMBER = deferred(r"\W{0,3}(?:page\s+)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of)\s*\d{1,4})?\W{0,3}", re.IGNORECASE)


class MarginFacts(NamedTuple):
    """`MarginFacts` are what some pages say about the margins of all: on how many a line stands at an edge, or turned;
    the bold heads that have a number, with all that are of one form; and what larger lines say.
    """

    seen: dict[Form, int]
    turned: dict[str, int]
    numbered: dict[Form, list[str]]
    headings: set[str]


class Margins:
    """`Margins` are the edges of some pages. What of them is text is told when the facts of all pages are known.

    `body` is the size of the text, `bounds` where each page ends below and above, as far as that is known.
    """

    def __init__(
        self, pages: Sequence[Sequence[Segment]], body: float, bounds: Sequence[tuple[float, float]] = ()
    ) -> None:
        self._pages, self._body = pages, body
        self._edges = [_edges(page, bounds[index] if bounds else None) for index, page in enumerate(pages)]

    def facts(self) -> MarginFacts:
        """Collect what these pages say about the margins of all."""
        edges, pages = self._edges, self._pages
        seen = Counter(form for rows in edges for form in {_form(one) for side in rows for row in side for one in row})
        turned = Counter(one.text for page in pages for one in {one for one in page if one.turn})
        return MarginFacts(dict(seen), dict(turned), _numbered(edges, self._body), _headings(pages, self._body))

    def drop(self, facts: Iterable[MarginFacts], count: int) -> list[list[Segment]]:
        """Drop from these pages what is no text, by the facts of all pages, of which there are so many."""
        seen, turned, headings = _counted(facts)
        body, often = self._body, max(2, int(OFTEN * count))
        bare = []
        for page, sides in zip(self._pages, self._edges, strict=True):
            margin = {one for side in sides for one in _margin(side, page, body, seen, count)}
            margin |= {one for one in page if one.turn and turned[one.text] > often}
            margin |= line_numbers(page)
            margin.update(_heads(sides[1], body, headings))
            bare.append([one for one in page if one not in margin] if margin else list(page))
        return bare


def _counted(facts: Iterable[MarginFacts]) -> tuple[Counter[Form], Counter[str], set[str]]:
    seen: Counter[Form] = Counter()
    turned: Counter[str] = Counter()
    numbered: dict[Form, list[str]] = {}
    headings: set[str] = set()
    for one in facts:
        seen.update(one.seen)
        turned.update(one.turned)
        headings |= one.headings
        for form, texts in one.numbered.items():
            numbered.setdefault(form, []).extend(texts)
    for form, texts in numbered.items():
        if len(set(texts)) == len(texts) > 1:
            del seen[form]
    return seen, turned, headings


def drop_margins(
    pages: Sequence[Sequence[Segment]], body: float = 10.0, bounds: Sequence[tuple[float, float]] = ()
) -> list[list[Segment]]:
    """Drop those of the pages' segments at the edges that are the same on many pages but for numbers."""
    margins = Margins(pages, body, bounds)
    return margins.drop([margins.facts()], len(pages))


def _headings(pages: Sequence[Sequence[Segment]], body: float) -> set[str]:
    """The letters and numbers of what is larger than the text: a head may repeat it."""
    larger = LARGER * body
    return {_letters(one.text) for page in pages for one in page if one.size > larger and not one.turn}


def _heads(above: Sequence[Sequence[Segment]], body: float, headings: set[str]) -> Iterator[Segment]:
    """The only line at the top of a page, where it says in usual letters what a heading does: which part goes on."""
    words = [one for one in above[0] if not _NUMBER.fullmatch(one.text)] if len(above) == 1 else []
    if len(words) == 1 and words[0].size <= LARGER * body and not words[0].bold:
        said = _letters(words[0].text)
        known = said in headings or any(said.endswith(one) for one in headings if len(one) >= len(said) - NUMBERED)
        if len(said) >= DIGITS and known and not said.isdecimal():
            yield words[0]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def line_numbers(page: Sequence[Segment]) -> set[Segment]:
    """Find the numbers of the lines of a text that is quoted by line: one beside each, or beside every fifth."""
    numbers = [one for one in page if not one.turn and len(one.text) <= DIGITS and one.text.isdecimal()]
    if len(numbers) < FEWEST_NUMBERS:
        return set()
    text = [one for one in page if not one.turn and not (len(one.text) <= DIGITS and one.text.isdecimal())]
    found: set[Segment] = set()
    for edge in ("left", "right"):
        lined: dict[int, list[Segment]] = {}
        for one in numbers:
            lined.setdefault(round(getattr(one, edge) / 2), []).append(one)
        for some in lined.values():
            column = sorted(some, key=lambda one: -one.y)
            if len(column) >= FEWEST_NUMBERS and _counts_lines(column, text):
                found.update(column)
    return found


def _counts_lines(column: Sequence[Segment], text: Sequence[Segment]) -> bool:
    """Whether numbers below each other stand beside lines of prose, which they count: one and all, or by fives."""
    steps = {int(below.text) - int(above.text) for above, below in pairwise(column)}
    if len(steps) != 1 or (step := steps.pop()) not in (1, 2, 5, 10):
        return False
    left, right = min(one.left for one in column), max(one.right for one in column)
    high, low = column[0].y + 1, column[-1].y - 1
    lines = sorted((one for one in text if low <= one.y <= high), key=lambda one: -one.y)
    if any(one.fixed for one in lines) or any(one.left < right and one.right > left for one in lines):
        return False
    beside = [next((one for one in lines if abs(one.y - number.y) < 0.4 * one.size), None) for number in column]
    rows = len({round(one.y) for one in lines})
    if None in beside or not (len(column) - 1) * step <= rows <= (len(column) - 1) * step + 1 + len(column) // 5:
        return False
    begun = sum(one.text[:1].islower() for one in lines)
    return step > 2 or begun >= BEGUN * len(lines)


def _numbered(edges: Sequence[tuple[list[list[Segment]], ...]], body: float) -> dict[Form, list[str]]:
    """Bold heads as large as the text, a word and a number: where each has one of its own they begin parts."""
    numbers: dict[Form, list[str]] = {}
    for _, above in edges:
        for one in (one for row in above for one in row if one.bold and one.size > TITLE * body):
            if _PART.fullmatch(one.text) and not _PAGE.match(one.text):
                numbers.setdefault(_form(one), []).append(one.text)
    return numbers


def _edges(page: Sequence[Segment], bounds: tuple[float, float] | None) -> tuple[list[list[Segment]], ...]:
    """The outermost lines that a blank sets off from the text, from below and from above, the outermost first."""
    by_height: dict[int, list[Segment]] = {}
    for one in page:
        if not one.turn:
            by_height.setdefault(round(one.y), []).append(one)
    heights = sorted(by_height)
    low, high = bounds or (float("-inf"), float("inf"))
    room = OUTER * (high - low)
    below = [by_height[height] for height in _set_off(heights, by_height) if height <= low + room]
    above = [by_height[height] for height in _set_off(heights[::-1], by_height) if height >= high - room]
    if bounds is None:
        below = [by_height[height] for height in _set_off(heights, by_height)]
        above = [by_height[height] for height in _set_off(heights[::-1], by_height)]
    return below, above


def _set_off(heights: Sequence[int], by_height: dict[int, list[Segment]]) -> Sequence[int]:
    """The first few of `heights` before the first wide step, if there is one."""
    for index, (one, after) in enumerate(pairwise(heights[: LINES + 1]), 1):
        if abs(after - one) > BLANK * max(segment.size for segment in by_height[one]):
            return heights[:index]
    return ()


def _margin(
    side: Sequence[Sequence[Segment]], page: Sequence[Segment], body: float, seen: Counter[Form], pages: int
) -> Iterator[Segment]:
    """What of a side's lines is no text. Below a line that is some, or above it, all is."""
    often = max(2, int(OFTEN * pages))
    for index, row in enumerate(side):
        marginal = []
        for one in row:
            times = seen[_form(one)]
            number = index == 0 and _is_number(one, page) and (times >= often or not _is_of_row(one, page))
            # Larger than the text is what begins a part, unless it is always the same.
            same = times >= often if number else times >= max(ALWAYS, MOSTLY * pages) and "#" not in _form(one)[0]
            limit = (EVEN_LARGER if same else LARGER) * body
            if one.size <= limit and (number or times >= often) and not _is_said(one, body):
                marginal.append(one)
        yield from marginal
        if len(marginal) < len(row):
            return


def _is_said(segment: Segment, body: float) -> bool:
    """Whether a line is a sentence, as large as the text, or a label of what follows: heads and footers are none."""
    if segment.size < TITLE * body:
        return False
    return segment.text.endswith(":") or (
        segment.text.endswith((".", "!", "?")) and segment.text.count(" ") >= WORDS - 1
    )


def _is_number(segment: Segment, page: Sequence[Segment]) -> bool:
    """Whether a number at the very edge is that of the page, even where there is one page only."""
    return len(page) > 2 and not segment.bold and _NUMBER.fullmatch(segment.text) is not None


def _is_of_row(number: Segment, page: Sequence[Segment]) -> bool:
    """Whether words stand beside a number in its line, as those of a table do: on one page only, it is of them."""
    return any(
        one is not number and not one.turn and abs(one.y - number.y) < 0.3 * number.size and not _is_number(one, page)
        for one in page
    )


def _form(segment: Segment) -> Form:
    """A line without its numbers, and about where it stands (to twelve points: heads do not jump)."""
    return _DIGITS.sub("#", segment.text.casefold()), round(segment.y / 12)

"""What stands at the edge of pages and is not text: running heads, footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.formats.pdf.segments import Segment

LINES = 3
"""Lines from the top and from the bottom of a page that may be a running head or a footer."""
BLANK = 1.5
"""Heights of a letter from which on a step between lines is a blank; lines of text are up to 1.4 apart."""
OFTEN = 0.3
"""Share of pages on which a line must occur; left and right pages have different heads, and chapters too."""

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"\W{0,3}(?:page\s+)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of)\s*\d{1,4})?\W{0,3}", re.IGNORECASE)


def without_margins(pages: Sequence[Sequence[Segment]]) -> list[list[Segment]]:
    """The pages' segments without those at the edges that are the same on many pages but for numbers."""
    edges = [_edges(page) for page in pages]
    seen = Counter(form for edge in edges for form in {_form(one) for one in edge})
    often = max(2, int(OFTEN * len(pages)))
    return [
        [one for one in page if not (one in edge and _is_margin(one, page, seen[_form(one)] >= often))]
        for page, edge in zip(pages, edges, strict=True)
    ]


def _edges(page: Sequence[Segment]) -> set[Segment]:
    """The segments of the outermost lines that a blank sets off from the text."""
    by_height: dict[int, list[Segment]] = {}
    for one in page:
        by_height.setdefault(round(one.y), []).append(one)
    heights = sorted(by_height)
    outer = [*_set_off(heights, by_height), *_set_off(heights[::-1], by_height)]
    return {one for height in outer for one in by_height[height]}


def _set_off(heights: Sequence[int], by_height: dict[int, list[Segment]]) -> Sequence[int]:
    """The first few of `heights` before the first wide step, if there is one."""
    for index, (one, after) in enumerate(pairwise(heights[: LINES + 1]), 1):
        if abs(after - one) > BLANK * max(segment.size for segment in by_height[one]):
            return heights[:index]
    return ()


def _is_margin(segment: Segment, page: Sequence[Segment], repeated: bool) -> bool:
    if repeated:
        return True
    # A number alone at the very edge is that of the page, even where there is one page only.
    alone = _NUMBER.fullmatch(segment.text) is not None
    outermost = segment.y in (min(one.y for one in page), max(one.y for one in page))
    return alone and outermost and len(page) > 2


def _form(segment: Segment) -> tuple[str, int]:
    """A line without its numbers, and about where it stands (to twelve points: heads do not jump)."""
    return _DIGITS.sub("#", segment.text.casefold()), round(segment.y / 12)

"""The headings of a document, each with what stands below it: how much of the text, how many highlights."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.domain.document import BlockKind
from reader.domain.printable import one_line
from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.domain.annotations import Annotations
    from reader.domain.document import Document


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading. `span` runs from it to the next of its level or a higher one; `depth` is 0 for the highest in use."""

    title: str
    depth: int
    span: Span
    percent: int
    highlights: int


def outline(document: Document, annotations: Annotations) -> list[Chapter]:
    """The chapters in the order of the text; chapters of a lower level lie inside those of a higher one."""
    blocks = [block for block in document.blocks if block.kind is BlockKind.HEADING]
    levels = sorted({block.level for block in blocks})
    length = len(document.text)
    chapters: list[Chapter] = []
    ends = [length] * (len(levels) + 1)
    # From the end: what closes a chapter is known when its heading is met.
    for block in reversed(blocks):
        depth = levels.index(block.level)
        span = Span(block.span.start, min(ends[: depth + 1]))
        ends[depth] = block.span.start
        for deeper in range(depth + 1, len(ends)):
            ends[deeper] = block.span.start
        title = one_line(document.title_of(block))
        percent = 100 * span.start // max(1, length)
        chapters.append(Chapter(title, depth, span, percent, _starting_in(span, annotations)))
    return chapters[::-1]


def chapter_at(chapters: Sequence[Chapter], offset: int) -> int:
    """Index of the last chapter that begins at or before `offset`; 0 before the first."""
    return max(0, bisect_right(chapters, offset, key=lambda one: one.span.start) - 1)


def _starting_in(span: Span, annotations: Annotations) -> int:
    starts = annotations.placed.starts
    return bisect_left(starts, span.end) - bisect_left(starts, span.start)

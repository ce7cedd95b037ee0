"""The contents of the article are its headings, where they are, and how much is marked below each.

`outline` finds them in a document; the screen shows them, and answers with the one that was chosen.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.domain.document import BlockKind
from reader.domain.search_pattern import fold
from reader.domain.span import Span
from reader.domain.wording import counted, one_line
from reader.ui.draw.cells import ItemRows, Styled, pad_text, spread
from reader.ui.draw.styled_lines import Head
from reader.ui.draw.theme import Role
from reader.ui.lists.entry_list import plain
from reader.ui.lists.find_sheet import FindSheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.domain.annotations import Annotations
    from reader.domain.document import Document
    from reader.ui.program.program import Program
    from reader.ui.reading.state import Reading


@dataclass(frozen=True, slots=True)
class Chapter:
    """A `Chapter` is a heading.

    `span` runs from it to the next of its level or a higher one; `depth` is 0 for the highest in use.
    """

    title: str
    depth: int
    span: Span
    percent: int
    highlights: int


def outline(document: Document, annotations: Annotations) -> list[Chapter]:
    """List the chapters in the order of the text; chapters of a lower level lie inside those of a higher one."""
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
    """Find the last chapter that begins at or before `offset`, by its index; 0 before the first."""
    return max(0, bisect_right(chapters, offset, key=lambda one: one.span.start) - 1)


def _starting_in(span: Span, annotations: Annotations) -> int:
    starts = annotations.placed.starts
    return bisect_left(starts, span.end) - bisect_left(starts, span.start)


NONE = "This text has no headings."


class ContentsScreen(FindSheet["int | None"]):
    """A `ContentsScreen` answers with the offset of a heading, or None."""

    EXAMPLE = "part of a heading"
    HISTORY = "contents"

    def __init__(self, program: Program, document: Document, annotations: Annotations, here: int) -> None:
        """`here` is the offset that one reads at."""
        super().__init__(program)
        self._chapters = outline(document, annotations)
        self._here = chapter_at(self._chapters, here) if self._chapters else -1
        self._listed: Sequence[int] = ()

    def on_mount(self) -> None:
        """Show all, the one that is being read current."""
        head = self.query_one(Head)
        head.left = (Styled("Contents", Role.TITLE),)
        self.entries.empty = plain(NONE if not self._chapters else "No heading is called so.", style=Role.FAINT)
        self.narrow()

    def narrow(self) -> None:
        """Keep the headings that have all the words, in the order of the text."""
        words = fold(self.typed).split()
        titles = [fold(one.title) for one in self._chapters]
        self._listed = [index for index, title in enumerate(titles) if all(word in title for word in words)]
        chapters = [self._chapters[index] for index in self._listed]
        here = self._listed.index(self._here) if self._here in self._listed else -1
        self.entries.show(Chapters(chapters, here), max(here, 0))
        self.query_one(Head).right = (Styled(_count(len(self._listed), len(self._chapters)), Role.FAINT),)

    def choose(self) -> None:
        """Answer with where the current heading is."""
        if self.entries.current >= 0:
            self.dismiss(self._chapters[self._listed[self.entries.current]].span.start)


class Chapters:
    """`Chapters` are items; `here` is the one that is being read."""

    def __init__(self, chapters: Sequence[Chapter], here: int) -> None:
        self._chapters = chapters
        self._here = here

    def __len__(self) -> int:
        return len(self._chapters)

    def item_rows(self, index: int, width: int) -> ItemRows:
        """Draw the heading, indented; its highlights and its place to the right."""
        one = self._chapters[index]
        marked = (Styled(f"{one.highlights} ▎", Role.YELLOW),) if one.highlights else ()
        right = (*marked, pad_text(f"{one.percent} %", 6, Role.FAINT, right=True))
        look = Role.STRONG if one.depth == 0 else Role.PLAIN
        here = (Styled("  · here", Role.KEY),) if index == self._here else ()
        left = (Styled("  " * one.depth), Styled(one.title, look), *here)
        return ItemRows((spread(left, right, width),))


def _count(shown: int, total: int) -> str:
    if shown < total:
        return f"{shown} of {total}"
    return counted(total, "heading")


def show(program: Program, reading: Reading) -> None:
    """Show the contents of the article, and go where one chooses."""

    def go(offset: int | None) -> None:
        if offset is not None:
            reading.jump(offset)

    here = reading.view.cursor.start
    program.put_up(ContentsScreen(program, reading.opened.document, reading.annotations, here), go)

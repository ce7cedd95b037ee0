"""The contents of the article: its headings, where they are, and how much is marked below each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.counting import counted
from reader.ui.draw.lines import Styled, padded, spread
from reader.ui.draw.styled_lines import Head
from reader.ui.lists.entry_list import Block, plain
from reader.ui.lists.find_sheet import FindSheet
from reader.ui.reading.outline import chapter_at, outline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.domain.annotations import Annotations
    from reader.domain.document import Document
    from reader.ui.reading.outline import Chapter
    from reader.ui.reading.state import Host, Reading

NONE = "This text has no headings."


class ContentsScreen(FindSheet["int | None"]):
    """Answers with the offset of a heading, or None."""

    PLACEHOLDER = "part of a heading"

    def __init__(self, host: Host, document: Document, annotations: Annotations, here: int) -> None:
        """`here` is the offset that one reads at."""
        super().__init__(host)
        self._chapters = outline(document, annotations)
        self._here = chapter_at(self._chapters, here) if self._chapters else -1
        self._listed: Sequence[int] = ()

    def on_mount(self) -> None:
        """Show all, the one that is being read current."""
        head = self.query_one(Head)
        head.left = (Styled("Contents", "title"),)
        self.entries.empty = plain(NONE if not self._chapters else "No heading is called so.", style="faint")
        self.narrow()

    def narrow(self) -> None:
        """Keep the headings that have all the words, in the order of the text."""
        words = self.typed.casefold().split()
        titles = [one.title.casefold() for one in self._chapters]
        self._listed = [index for index, title in enumerate(titles) if all(word in title for word in words)]
        chapters = [self._chapters[index] for index in self._listed]
        here = self._listed.index(self._here) if self._here in self._listed else -1
        self.entries.show(Chapters(chapters, here), max(here, 0))
        self.query_one(Head).right = (Styled(_count(len(self._listed), len(self._chapters)), "faint"),)

    def choose(self) -> None:
        """Answer with where the current heading is."""
        if self.entries.current >= 0:
            self.dismiss(self._chapters[self._listed[self.entries.current]].span.start)


class Chapters:
    """Chapters as items; `here` is the one that is being read."""

    def __init__(self, chapters: Sequence[Chapter], here: int) -> None:
        self._chapters = chapters
        self._here = here

    def __len__(self) -> int:
        return len(self._chapters)

    def block(self, index: int, width: int) -> Block:
        """The heading, indented; its highlights and its place to the right."""
        one = self._chapters[index]
        marked = (Styled(f"{one.highlights} ▎", "yellow"),) if one.highlights else ()
        right = (*marked, padded(f"{one.percent} %", 6, "faint", right=True))
        look = "strong" if one.depth == 0 else ""
        here = (Styled("  · here", "key"),) if index == self._here else ()
        left = (Styled("  " * one.depth), Styled(one.title, look), *here)
        return Block((spread(left, right, width),))


def _count(shown: int, total: int) -> str:
    if shown < total:
        return f"{shown} of {total}"
    return counted(total, "heading")


def show(host: Host, reading: Reading | None) -> None:
    """Show the contents of the article, and go where one chooses."""
    if reading is None:
        return

    def go(offset: int | None) -> None:
        if offset is not None:
            reading.jump(offset)

    here = reading.view.cursor.start
    host.put(ContentsScreen(host, reading.opened.document, reading.annotations, here), go)

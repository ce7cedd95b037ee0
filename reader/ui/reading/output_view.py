"""What a command of the user's own wrote stands in the place of the pane: a page of text, scrolled by rows."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message
from textual.reactive import reactive

from reader.ui.draw.cells import wrap
from reader.ui.draw.strips import OwnRows
from reader.ui.draw.theme import Role
from reader.ui.draw.virtual_list import VirtualList
from reader.ui.lists.annotation_entry import EntryDrawing, Where

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.events import Click
    from textual.geometry import Region
    from textual.strip import Strip

    from reader.domain.span import Span


HEAD = 2
"""Rows above the text, as in the pane; below the article there is room for one."""
MARGIN = 3
"""Cells beside the text: the rule and a blank before it, a blank after it."""


AT_ONCE = 2000
"""Code points of a line that are wrapped at once: a program may write a megabyte in one line."""


class Given(NamedTuple):
    """A `Given` is what a command is given, and what it is about: an annotation, or a piece of the text."""

    texts: Mapping[str, str]
    """By the names in INPUTS, and some more for the environment."""
    annotation_id: str = ""
    span: Span | None = None
    """What is highlighted for its output to be a note on, where it is about no annotation."""


class Output(NamedTuple):
    """An `Output` is what a command wrote."""

    name: str
    text: str
    about: str
    """The beginning of what it was given."""
    given: Given

    @property
    def lines(self) -> list[str]:
        """Return its lines as they are drawn: tabs are blanks, and none is so long that it could not be wrapped at
        once.
        """
        return [piece for line in self.text.split("\n") for piece in _pieces(line.expandtabs(8))]


def hanging(line: str, width: int) -> list[str]:
    """Break a line into rows of that many cells: those below the first are as far in as it is, for it was laid out
    so.
    """
    text = line.lstrip(" ")
    indent = " " * min(len(line) - len(text), width // 3)
    starts = [*wrap(text, width - len(indent)), len(text)]
    return [indent + text[start:end].rstrip() for start, end in pairwise(starts)] or [""]


class OutputView(OwnRows, VirtualList):
    """It has the keys of a page while it is active; else they are the article's, but for those that it names."""

    DEFAULT_CSS = """
    OutputView { width: 1fr; height: 1fr; }
    """

    class OutputClicked(Message):
        """It was clicked: keys are to act on it."""

    active: reactive[bool] = reactive(False)
    """Whether keys act on it."""
    below: reactive[bool] = reactive(False)
    """Whether it lies below the article, not beside it."""

    def __init__(self, shown: Output, *, below: bool) -> None:
        super().__init__()
        self.shown = shown
        self.set_reactive(OutputView.below, below)
        self._drawing = EntryDrawing(lambda _one: Where())
        self._lines = shown.lines

    @property
    def item_count(self) -> int:
        """Tell how many lines there are."""
        return len(self._lines)

    @property
    def room(self) -> int:
        """Return the rows below the head."""
        return max(1, self.size.height - self._above)

    def item_strips(self, index: int) -> list[Strip]:
        """Return the rows of a line."""
        self._prepare()
        rows = hanging(self._lines[index], max(8, self.size.width - MARGIN - len(self._inset)))
        return [self._drawing.row((self._inset + row, Role.TEXT)) for row in rows]

    def on_resize(self) -> None:
        """Lines break elsewhere."""
        self.forget_heights()
        self.scroll_rows(0)
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Let keys act on it."""
        event.stop()
        self.post_message(self.OutputClicked())

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render the rows of the crop."""
        self._prepare()
        drawing, height = self._drawing, self.size.height
        strips = [drawing.head(self._title, active=self.active), drawing.row()][: self._above]
        strips += self.rows_from(0, self.room)
        strips += [drawing.row()] * max(0, height - len(strips))
        return [strip.crop(crop.x, crop.right) for strip in strips[crop.y : crop.bottom]]

    def _prepare(self) -> None:
        self._drawing.prepare(self.app, self.size.width, below=self.below)

    @property
    def _title(self) -> str:
        name, about = self.shown.name, self.shown.about
        return f"{name} · {about}" if about else name

    @property
    def _inset(self) -> str:
        """Below the article it begins where that does."""
        return "  " if self.below else ""

    @property
    def _above(self) -> int:
        return 1 if self.below else HEAD


def _pieces(line: str) -> list[str]:
    """A line in pieces that are wrapped at once: cut at a blank, where there is one."""
    pieces = []
    while len(line) > AT_ONCE:
        at = line.rfind(" ", AT_ONCE // 2, AT_ONCE) + 1 or AT_ONCE
        pieces.append(line[:at])
        line = line[at:]
    return [*pieces, line]

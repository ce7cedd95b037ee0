"""The text of one article on the screen, with its highlights, the sentence cursor, a selection and labels.

It handles the mouse but no keys: the screen's key table calls what is here. Everything is told in code points of the
document's text. Until the first layout (`ready` is False) nothing may be called but `show` and the attributes; the
screen queues the keys that come earlier and plays them when it is told `ViewReady`.

Whoever shows something that depends on where the reader is sets `on_moved`: it is called in the same handler that
moved the cursor, the page or the selection, so that both are in one frame (a message would come a frame later).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from reader.domain.span import Span
from reader.ui.selection import Selection, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reader.domain.annotations import Annotations
    from reader.domain.document import Document


class Folding(StrEnum):
    """Which part of the text is shown."""

    ALL = "all"
    PARAGRAPHS = "marked paragraphs"
    SENTENCES = "marked sentences"
    STARRED = "starred"
    OUTLINE = "outline"


class Step(StrEnum):
    """What `ArticleView.step` goes by."""

    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    HEADING = "heading"


class ArticleView(Widget, can_focus=True):
    """The reading view. Assigning an attribute repaints the rows that look different for it, and no others."""

    class Ready(Message):
        """The view has its first layout: positions mean something from now on."""

    class SelectionMade(Message):
        """The mouse has selected this; `view.selection` holds it until it is assigned None."""

        def __init__(self, span: Span) -> None:
            super().__init__()
            self.span = span

    class TextClicked(Message):
        """The text was clicked at `offset`; the cursor is on that sentence already."""

        def __init__(self, offset: int) -> None:
            super().__init__()
            self.offset = offset

    class LinkClicked(Message):
        """A link, or the marker of a footnote, was clicked with Ctrl held down or for the second time.

        `target` is as written in the document; for a footnote `#` and its label.
        """

        def __init__(self, target: str, offset: int) -> None:
            super().__init__()
            self.target = target
            self.offset = offset

    annotations: reactive[Annotations | None] = reactive(None)
    """What is highlighted; a new collection repaints what differs from the last."""
    focused: reactive[str | None] = reactive(None)
    """Id of the annotation that is drawn as focused."""
    selection: reactive[Selection | None] = reactive(None)
    """What is being selected; None ends the selection. Assign `selection.swapped()` for the other end."""
    labels: reactive[Mapping[str, Span]] = reactive(dict)
    """Labels drawn over the start of spans, all else dimmed; those that do not begin with `typed` are dimmed too."""
    typed: reactive[str] = reactive("")
    """What has been typed of a label so far."""
    matches: reactive[Sequence[Span]] = reactive(())
    """What a search has found, in the order of the text; any `Sequence`, looked at only where it is on screen."""
    match: reactive[Span | None] = reactive(None)
    """The match that the search stands on."""
    folding: reactive[Folding] = reactive(Folding.ALL)
    """Which part of the text is shown; the cursor's sentence stays on screen where it is still shown."""
    column: reactive[int] = reactive(72)
    """The measure: how many cells a full row of text has, where the widget is wide enough."""
    zen: reactive[bool] = reactive(False)
    """Whether the scroll bar and the signs in the gutter are left away."""

    on_moved: Callable[[], None] | None = None
    """Called in the handler that moved the cursor, the page or the selection."""

    def show(self, document: Document, annotations: Annotations, *, top: int = 0, cursor: int = 0) -> None:
        """Show a document with `top` on the first row and the cursor on the sentence at `cursor`."""
        ...

    @property
    def ready(self) -> bool:
        """Whether there is a document and a first layout."""
        ...

    # -- where the reader is

    @property
    def cursor(self) -> Span:
        """The sentence under the cursor."""
        ...

    @property
    def target(self) -> Span:
        """What a command means: the selection while there is one, else the cursor's sentence."""
        ...

    @property
    def visible(self) -> Span:
        """The text on the screen, from the first character of the first row to the last of the last."""
        ...

    @property
    def top(self) -> int:
        """Offset of the first row's first character; with `cursor.start` it is what `show` needs to come back."""
        ...

    @property
    def percent(self) -> int:
        """How much of the text is above the last row, from 0 to 100."""
        ...

    def sentences_on_screen(self) -> list[Span]:
        """The sentences that begin on the screen, in the order of the text."""
        ...

    # -- moving

    def scroll_rows(self, rows: int) -> None:
        """Scroll by rows, down where positive. A cursor that would leave the screen stays at its edge."""
        ...

    def scroll_pages(self, pages: float) -> None:
        """Scroll by screenfuls (1, -1, 0.5 …), less two rows that stay to read on from."""
        ...

    def step(self, by: Step, count: int) -> None:
        """Move the cursor to the next (1) or previous (-1) sentence, paragraph or heading."""
        ...

    def go_to(self, offset: int, *, centre: bool = False) -> None:
        """Put the cursor on the sentence at `offset`.

        The page scrolls only when that is not on the screen; it then stands in the upper third, or in the middle
        if `centre`, which also puts it there when it was on the screen.
        """
        ...

    # -- selecting

    def start_selection(self, by: Unit = Unit.CHARACTER) -> None:
        """Select the first character of the cursor's sentence, or all of the sentence."""
        ...

    def extend(self, offset: int) -> None:
        """Move the selection's head to the unit at `offset`, and the page so that one sees it."""
        ...

    def select(self, span: Span) -> None:
        """Select exactly this, with the head at its end, by character."""
        ...

    def row_at(self, offset: int) -> Span:
        """The text of the row that `offset` is on, for `0` and `$` in a selection."""
        ...

    def below(self, offset: int, rows: int) -> int:
        """The offset in the same column that many rows further on (back where negative), for `j` and `k`."""
        ...

    # -- on the screen

    def place_of(self, offset: int) -> tuple[int, int] | None:
        """The cell (x, y) of `offset` within the widget, for what pops up beside it; None where it is not on screen."""
        ...

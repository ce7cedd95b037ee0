"""The mouse is heard in the text of an article on the screen: it selects, follows links and moves the cursor.

It handles the mouse but no keys: the screen's key table calls what is here. Everything is told in code points of the
document's text. Until the first layout (`ready` is False) nothing may be called but `show` and the attributes; the
screen queues the keys that come earlier and plays them when it is told `ReadingView.Ready`.

Whoever shows something that depends on where the reader is sets `on_moved`: it is called in the same handler that
moved the cursor, the page or the selection, so that both are in one frame (a message would come a frame later).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from reader.domain.document import MarkKind
from reader.domain.motions import inner_word
from reader.domain.segment.graphemes import snap
from reader.domain.span import Span
from reader.ui.draw.layout.fold import Folding
from reader.ui.draw.selection import Selection
from reader.ui.draw.virtual_list import RIGHT, WHEEL
from reader.ui.reading.reading_view import ReadingView
from reader.ui.reading.steps import Step

if TYPE_CHECKING:
    from textual import events

    from reader.domain.document import Mark

__all__ = ["ArticleView", "Folding", "Step"]


class ArticleView(ReadingView, can_focus=True):
    """An `ArticleView` is the reading view with the mouse.

    Assigning an attribute repaints the rows that look different for it, and no others.
    """

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

    class MenuAsked(Message):
        """The right button was pressed: what can be done here is wanted; the cursor is there already."""

    _pressed: int | None = None
    _dragged = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Remember where."""
        self._dragged = False
        if event.button != 1:
            return
        self._pressed = self.offset_at(event.x, event.y)
        if self._pressed is not None:
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select from where the button was pressed to where the mouse is; scroll where it leaves the view."""
        if self._pressed is None:
            return
        height = self.size.height
        if not 0 <= event.y < height:
            self.scroll_rows(-1 if event.y < 0 else 1)
        offset = self.offset_at(event.x, max(0, min(event.y, height - 1)))
        if offset is None or (offset == self._pressed and not self._dragged):
            return
        head = self._grasped(offset, event)
        if self._dragged and self.selection is not None and self.selection.head == head:
            return
        self._dragged = True
        self.selection = Selection(self._grasped(self._pressed, event), head)

    def _grasped(self, offset: int, event: events.MouseMove) -> Span:
        """What a drag takes there: the word, or with Alt the character."""
        viewport = self.viewport
        if event.meta or viewport is None:
            return snap(self._text(), Span(offset, offset + 1))
        return inner_word(viewport.layout.document, offset)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """What was dragged over is selected."""
        event.stop()
        self.release_mouse()
        if self._dragged and self.selection is not None:
            self.post_message(self.SelectionMade(self.selection.span))
        self._pressed = None

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a second one selects the word, or follows the link; so does one with Ctrl."""
        offset = self.offset_at(event.x, event.y)
        viewport = self.viewport
        if offset is None or viewport is None or self._dragged:
            return
        if event.button == RIGHT:
            if self.selection is None:
                self.go_to(offset)
                self.post_message(self.TextClicked(offset))
            self.post_message(self.MenuAsked())
            return
        link = self._link(offset)
        if link is not None and (event.ctrl or event.chain > 1):
            self.post_message(self.LinkClicked(link, offset))
        elif event.chain > 1:
            word = inner_word(viewport.layout.document, offset)
            self.select(word)
            self.post_message(self.SelectionMade(word))
        else:
            self.selection = None
            self.go_to(offset)
            self.post_message(self.TextClicked(offset))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll on."""
        self._wheel(event, WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll back."""
        self._wheel(event, -WHEEL)

    def _wheel(self, event: events.MouseScrollDown | events.MouseScrollUp, rows: int) -> None:
        event.stop()
        if self.ready:
            self.scroll_rows(rows)

    def _text(self) -> str:
        return self.viewport.text if self.viewport else ""

    def _link(self, offset: int) -> str | None:
        viewport = self.viewport
        marks = viewport.layout.document.marks_in(Span(offset, offset + 1)) if viewport else []
        return next((target for mark in marks if (target := _target(mark)) is not None), None)


def _target(mark: Mark) -> str | None:
    if mark.kind is MarkKind.NOTE:
        return f"#{mark.value}"
    return mark.value if mark.kind is MarkKind.LINK else None

"""The mouse on the article view: a press, a drag and a click as offsets of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.document import MarkKind
from reader.domain.motions import inner_word
from reader.domain.segment.graphemes import snap
from reader.domain.span import Span
from reader.ui.selection import Selection
from reader.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from textual import events

    from reader.domain.document import Mark
    from reader.ui.widgets.article_view import ArticleView

WHEEL = 3
"""Rows that a notch of the wheel scrolls, as in browsers."""


class Pointer:
    """What the mouse is doing to a view."""

    def __init__(self, view: ArticleView) -> None:
        self._view = view
        self._pressed: int | None = None
        self._dragged = False

    def press(self, event: events.MouseDown) -> None:
        """Remember where; the selection that was there ends."""
        if event.button != 1:
            return
        self._pressed = self._view.offset_at(event.x, event.y)
        self._dragged = False
        if self._pressed is not None:
            self._view.capture_mouse()

    def drag(self, event: events.MouseMove) -> None:
        """Select from where the button was pressed to where the mouse is; scroll where it leaves the view."""
        if self._pressed is None:
            return
        view, height = self._view, self._view.size.height
        if not 0 <= event.y < height:
            view.scroll_rows(-1 if event.y < 0 else 1)
        offset = view.offset_at(event.x, max(0, min(event.y, height - 1)))
        if offset is None or (offset == self._pressed and not self._dragged):
            return
        text = self._text()
        head = snap(text, Span(offset, offset + 1))
        if self._dragged and view.selection is not None and view.selection.head == head:
            return
        self._dragged = True
        view.selection = Selection(snap(text, Span(self._pressed, self._pressed + 1)), head)

    def release(self, event: events.MouseUp) -> None:
        """What was dragged over is selected."""
        event.stop()
        self._view.release_mouse()
        if self._dragged and self._view.selection is not None:
            self._view.post_message(self._view.SelectionMade(self._view.selection.span))
        self._pressed = None

    def click(self, event: events.Click) -> None:
        """A click moves the cursor; a second one selects the word, or follows the link; so does one with Ctrl."""
        offset = self._view.offset_at(event.x, event.y)
        view, viewport = self._view, self._view.viewport
        if offset is None or viewport is None or self._dragged:
            return
        link = self._link(offset)
        if link is not None and (event.ctrl or event.chain > 1):
            view.post_message(view.LinkClicked(link, offset))
        elif event.chain > 1:
            word = inner_word(viewport.layout.document, offset)
            view.select(word)
            view.post_message(view.SelectionMade(word))
        else:
            view.selection = None
            view.go_to(offset)
            view.post_message(view.TextClicked(offset))

    def wheel(self, event: events.MouseScrollDown | events.MouseScrollUp, direction: int) -> None:
        """Scroll."""
        event.stop()
        if self._view.ready:
            self._view.scroll_rows(WHEEL * direction)

    def _text(self) -> str:
        return self._view.viewport.text if self._view.viewport else ""

    def _link(self, offset: int) -> str | None:
        viewport = self._view.viewport
        marks = viewport.layout.document.marks_in(Span(offset, offset + 1)) if viewport else []
        return next((target for mark in marks if (target := _target(mark)) is not None), None)


class PointedView(RowsView):
    """A view that hands the mouse to its pointer."""

    pointer: Pointer

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A drag may begin."""
        self.pointer.press(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """A drag may go on."""
        self.pointer.drag(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """A drag may end."""
        self.pointer.release(event)

    def on_click(self, event: events.Click) -> None:
        """Text, a word, or a link was clicked."""
        self.pointer.click(event)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel."""
        self.pointer.wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel."""
        self.pointer.wheel(event, -1)


def _target(mark: Mark) -> str | None:
    if mark.kind is MarkKind.NOTE:
        return f"#{mark.value}"
    return mark.value if mark.kind is MarkKind.LINK else None

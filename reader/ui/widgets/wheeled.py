"""The wheel over a list: rows go by, whatever is current."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from textual.widget import Widget

from reader.ui.scrolling import WHEEL

if TYPE_CHECKING:
    from textual.events import MouseScrollDown, MouseScrollUp


class Wheeled(Widget):
    """A widget that scrolls by rows of its own."""

    @abstractmethod
    def scroll_rows(self, rows: int) -> None:
        """Scroll by rows, down where positive."""

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Scroll on."""
        event.stop()
        self.scroll_rows(WHEEL)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Scroll back."""
        event.stop()
        self.scroll_rows(-WHEEL)

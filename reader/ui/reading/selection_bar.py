"""A bar lies under a selection that the mouse made: the eight pens, note, tags, copy; one click does it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.domain.annotation import Colour
from reader.ui.draw.cells import width_of
from reader.ui.draw.palette import SIGNS
from reader.ui.draw.strips import styles_of
from reader.ui.draw.theme import PENS, Ground, Role

if TYPE_CHECKING:
    from textual.events import Click

PARTS = (
    *((f" {SIGNS[colour.value]} ", PENS[colour], "select_colour", str(key)) for key, colour in enumerate(Colour, 1)),
    ("  note ", Role.TEXT, "select_note", ""),
    (" tags ", Role.TEXT, "select_tag", ""),
    (" copy ", Role.TEXT, "select_copy", ""),
)
"""Text, role, command and its key of each part, from the left."""
CELLS = sum(width_of(text) for text, *_ in PARTS)


class SelectionBar(Widget):
    """A `SelectionBar` is one row that floats over the text."""

    DEFAULT_CSS = """
    SelectionBar { layer: line; display: none; width: 43; height: 1; }
    """
    ALLOW_SELECT = False

    class PartClicked(Message):
        """A part was clicked: do the command of that id, with that key."""

        def __init__(self, command: str, key: str) -> None:
            super().__init__()
            self.command = command
            self.key = key

    def put(self, x: int, y: int, room: int) -> None:
        """Show the bar from that cell of the screen on, moved to the left where `room` cells would not hold it."""
        self.styles.offset = (max(0, min(x, room - CELLS)), y)
        self.display = True

    def on_click(self, event: Click) -> None:
        """Ask for what was clicked."""
        event.stop()
        left = 0
        for text, _ink, command, key in PARTS:
            left += width_of(text)
            if event.x < left:
                self.post_message(self.PartClicked(command, key))
                return

    def render_line(self, y: int) -> Strip:  # noqa: ARG002  (there is one row)
        """Render all parts."""
        role = partial(styles_of(self.app).role, ground=Ground.ACTIVE)
        return Strip([Segment(text, role(look)) for text, look, *_ in PARTS], CELLS)

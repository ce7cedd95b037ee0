"""What a key costs in Textual where there is nothing to compute: every key draws the whole screen from ready strips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Key

STYLE = Style.parse("#e0e0e0 on #121212")
FACES = ("What the harbour keeps. ", "And what the sand stays. ")
"""Every key shows the other one."""


class Lines(Widget, can_focus=True):
    """A screen of ready strips, in two faces."""

    DEFAULT_CSS = "Lines { width: 1fr; height: 1fr; }"
    presses = 0
    ready: tuple[list[Strip], ...] = ([], [])

    def render_line(self, y: int) -> Strip:
        """One row."""
        return self.render_lines(Region(0, y, self.size.width, 1))[0]

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows, as they are; made when there is another size."""
        width, height = self.size
        if len(self.ready[0]) != height or self.ready[0][0].cell_length != width:
            self.ready = tuple([_strip(face, width) for _ in range(height)] for face in FACES)
        return self.ready[self.presses % 2][crop.y : crop.bottom]

    def on_key(self, event: Key) -> None:
        """Show the other face."""
        event.stop()
        event.prevent_default()
        self.presses += 1
        self.refresh()


class Floor(App[None]):
    """Nothing but the lines."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        """The lines, focused."""
        lines = Lines()
        yield lines
        lines.focus()


def _strip(face: str, width: int) -> Strip:
    return Strip([Segment((face * width)[:width], STYLE)], width)


if __name__ == "__main__":
    Floor().run()

"""What an act costs in Textual where there is nothing to decide: a line is appended and synced on a thread, and then
those rows of two parts and of a line below them are drawn, from ready strips, that a highlight changes.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.containers import Horizontal
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Key

STYLES = Style.parse("#e0e0e0 on #121212"), Style.parse("#e0e0e0 on #402020")
FACES = ("What the harbour keeps. ", "And what the sand stays. ")
"""Every act shows the other one."""
LINE = b"x" * 600 + b"\n"
TEXT_ROWS, PANE_ROWS = 3, 13
"""The rows of a sentence, and of a pane that shows its first entry."""


class Lines(Widget):
    """Ready strips, in two faces, the second one with a stretch on another ground."""

    shown = 0
    ready: tuple[list[Strip], ...] = ([], [])

    def render_line(self, y: int) -> Strip:
        """One row."""
        return self.render_lines(Region(0, y, self.size.width, 1))[0]

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows, as they are; made when there is another size."""
        width, height = self.size
        if len(self.ready[0]) != height or self.ready[0][0].cell_length != width:
            self.ready = tuple([_strip(face, style, width) for _ in range(height)] for face, style in _looks())
        return self.ready[self.shown % 2][crop.y : crop.bottom]


class Act(App[None]):
    """Two parts side by side, and a line below them."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Horizontal { height: 1fr } #text { width: 2fr; height: 1fr } #pane { width: 1fr } #status { height: 1 }"

    def compose(self) -> ComposeResult:
        """The parts."""
        self.parts = Lines(id="text"), Lines(id="pane"), Lines(id="status")
        yield Horizontal(*self.parts[:2])
        yield self.parts[2]

    def on_mount(self) -> None:
        """Make the file, and the thread."""
        self.file = tempfile.NamedTemporaryFile(buffering=0)  # noqa: SIM115  (open as long as the program runs)
        self.thread = ThreadPoolExecutor(1)

    async def on_key(self, event: Key) -> None:
        """Save, then show the other face."""
        event.stop()
        await asyncio.get_running_loop().run_in_executor(self.thread, self._save)
        for one in self.parts:
            one.shown += 1
        text, pane, status = self.parts
        text.refresh(Region(0, 5, text.size.width, TEXT_ROWS))
        pane.refresh(Region(0, 0, pane.size.width, PANE_ROWS))
        status.refresh()

    def _save(self) -> None:
        self.file.write(LINE)
        os.fdatasync(self.file.fileno())


def _looks() -> tuple[tuple[str, Style], ...]:
    return tuple(zip(FACES, STYLES, strict=True))


def _strip(face: str, style: Style, width: int) -> Strip:
    text, half = (face * width)[:width], width // 2
    return Strip([Segment(text[:half], style), Segment(text[half:], STYLES[0])], width)


if __name__ == "__main__":
    Act().run()

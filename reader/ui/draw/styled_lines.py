"""Lines are drawn by their roles: the heads and the few words of lists and dialogs, and what their rows are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.draw.cells import Line, drawn, spread, wrap_line
from reader.ui.draw.strips import styles_of
from reader.ui.draw.theme import Ground

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.style import Style


def segments(widget: Widget, line: Line, ground: Style) -> Iterator[Segment]:
    """Draw a line on its ground, made safe for the terminal."""
    role = styles_of(widget.app).role
    for text, style in line:
        yield Segment(drawn(text), ground + role(style, Ground.ANY) if style else ground)


class StyledLines(Widget):
    """`StyledLines` are some lines, wrapped to the width; as high as they are."""

    ALLOW_SELECT = False

    lines: reactive[tuple[Line, ...]] = reactive((), layout=True)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002  (Textual's signature)
        """Count the rows that the lines take."""
        return sum(len(wrap_line(line, width)) for line in self.lines)

    def render_line(self, y: int) -> Strip:
        """Render one row."""
        width = self.size.width
        rows = [row for line in self.lines for row in wrap_line(line, width)]
        row = rows[y] if y < len(rows) else ()
        return Strip(segments(self, row, self.rich_style)).adjust_cell_length(width, self.rich_style)


class Head(Widget):
    """A `Head` is the first row of a screen: what it is to the left, how much of it to the right."""

    ALLOW_SELECT = False

    left: reactive[Line] = reactive(())
    right: reactive[Line] = reactive(())

    def render_line(self, y: int) -> Strip:
        """Render the row."""
        width = self.size.width
        line = spread(self.left, self.right, width) if y == 0 else ()
        return Strip(segments(self, line, self.rich_style)).adjust_cell_length(width, self.rich_style)

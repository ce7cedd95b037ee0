"""The last row of a list or a dialog: the keys that mean something here, or one message."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.draw.cells import drawn, fitted
from reader.ui.draw.strips import styles_of
from reader.ui.draw.theme import Ground, Role
from reader.ui.keys.hints import fitting, hint_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Click

    from reader.ui.keys.hints import Hint

GAP = 3
"""Cells between two keys: more than in the text's last row, for here nothing else stands beside them."""


class HintLine(Widget):
    """As many of the keys as there is room for; the last one, which leads to all the others, always."""

    ALLOW_SELECT = False

    hints: reactive[Sequence[Hint]] = reactive(())
    """The keys to name, the likeliest first."""
    message: reactive[str] = reactive("")
    """One sentence that takes the place of the keys."""
    failed: reactive[bool] = reactive(False)
    """Whether the message tells of a failure."""

    class Clicked(Message):
        """A hint was clicked: its command is to be done."""

        def __init__(self, command: str) -> None:
            super().__init__()
            self.command = command

    def on_click(self, event: Click) -> None:
        """Ask for what was clicked."""
        event.stop()
        shown = () if self.message else fitting(self.hints, self.size.width - 2, GAP)
        hint = hint_at(shown, GAP, event.x - 2)
        if hint is not None and hint.command:
            self.post_message(self.Clicked(hint.command))

    def render_line(self, y: int) -> Strip:
        """The row."""
        width = self.size.width
        role = partial(styles_of(self.app).role, ground=Ground.ANY)
        if y:
            return Strip.blank(width, self.rich_style)
        if self.message:
            look = role(Role.FAILED if self.failed else Role.MESSAGE)
            return Strip([Segment(fitted(f"  {self.message}", width), self.rich_style + look)])
        key = self.rich_style + role(Role.KEY)
        segments = [Segment("  ", self.rich_style)]
        for hint in fitting(self.hints, width - 2, GAP):
            segments.append(Segment(f"{drawn(hint.keys)} ", key))
            segments.append(Segment(drawn(hint.label) + " " * GAP, self.rich_style))
        return Strip(segments).adjust_cell_length(width, self.rich_style)

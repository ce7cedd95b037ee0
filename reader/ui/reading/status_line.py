"""The last row: how far one is, the pen, and the keys that mean something here; or one message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.message import Message
from textual.reactive import reactive

from reader.domain.annotation import Colour
from reader.ui.draw.cells import drawn, fitted, width_of
from reader.ui.draw.compact_strip import CompactStrip
from reader.ui.draw.own_rows import OwnRows
from reader.ui.draw.palette import SIGNS
from reader.ui.draw.strips import styles_of
from reader.ui.draw.theme import PENS, Ground, Role
from reader.ui.keys.hints import fitting, hint_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Click
    from textual.geometry import Region
    from textual.strip import Strip

    from reader.ui.keys.hints import Hint

BAR = range(8, 37)
"""Cells of the progress bar: less says nothing, more takes the room of the hints."""
NAMED = 60
"""Below this the pen's sign alone says its colour: how to leave a note must have room."""
WIDE = 72
"""From here on there is room for a bar beside the hints."""
GAP = 2
"""Cells between two keys."""
HOUR = 60
"""Minutes of an hour."""
BETWEEN, MORE = " · ", " …"
"""What stands between the clauses of a message, and what in place of those that have no room."""


class StatusLine(OwnRows):
    """One row, drawn at once: a Footer would cost one widget a key."""

    percent: reactive[int] = reactive(0)
    """How far the reader is, from 0 to 100."""
    minutes: reactive[int] = reactive(0)
    """Minutes to the end at one's own pace."""
    pen: reactive[Colour] = reactive(Colour.YELLOW)
    """The colour of the next highlight, or of the focused one."""
    pen_name: reactive[str] = reactive("")
    """What the person calls it; empty where they call it nothing."""
    mode: reactive[str] = reactive("")
    """The mode's name; empty for plain reading."""
    unsaved: reactive[int] = reactive(0)
    """How many changes are shown that are not on the disk yet."""
    hints: reactive[Sequence[Hint]] = reactive(())
    """The keys to name; as many as there is room for."""
    message: reactive[str] = reactive("")
    """One sentence that takes the place of the keys."""
    failed: reactive[bool] = reactive(False)
    """Whether the message tells of a failure."""

    class HintClicked(Message):
        """A hint was clicked: its command is to be done, with its key."""

        def __init__(self, command: str, key: str) -> None:
            super().__init__()
            self.command = command
            self.key = key

    def on_click(self, event: Click) -> None:
        """Ask for what was clicked."""
        event.stop()
        before = sum(width_of(text) for text, _ in self._left(self.size.width))
        shown = () if self.message else fitting(self.hints, self.size.width - before - 1, GAP)
        hint = hint_at(shown, GAP, event.x - before)
        if hint is not None and hint.command:
            self.post_message(self.HintClicked(hint.command, hint.key))

    def render_lines(self, crop: Region) -> list[Strip]:
        """The row."""
        width = self.size.width
        pieces = self._left(width)
        room = width - sum(width_of(text) for text, _ in pieces) - 1
        if self.message and width_of(self.message) > room:
            # It is what one waits for: how far one is can be read again after it.
            pieces = [(" ", Role.TEXT), *self._unsaved()]
            room = width - 1 - sum(width_of(text) for text, _ in pieces)
        pieces += self._message(room) if self.message else self._keys(room)
        used = sum(width_of(text) for text, _ in pieces)
        pieces.append((" " * max(0, width - used), Role.TEXT))
        style = styles_of(self.app).role
        grounds = {Role.MODE: Ground.MODE}
        segments = [Segment(drawn(text), style(role, grounds.get(role, Ground.PAGE))) for text, role in pieces]
        strip = CompactStrip(segments)
        return [strip.crop(crop.x, crop.right)] * crop.height

    def _left(self, width: int) -> list[tuple[str, Role]]:
        pieces = [(f" {self.percent:3d} %  ", Role.LABEL)]
        if width >= WIDE and not self.message:
            cells = max(BAR[0], min(BAR[-1], width // 3 - 16))
            done = self.percent * cells * 2 // 100
            pieces.append(("━" * (done // 2) + "╸" * (done % 2), Role.BAR))
            pieces.append(("─" * (cells - done // 2 - done % 2) + "  ", Role.RAIL))
            if self.minutes:
                pieces.append((f"{_duration(self.minutes)}  ", Role.LABEL))
        pieces.append((f"{SIGNS[self.pen.value]} ", PENS[self.pen]))
        if width >= NAMED:
            pieces.append((f"{self.pen_name or self.pen.value}  ", Role.LABEL))
        if self.mode:
            pieces.append((f" {self.mode} ", Role.MODE))
            pieces.append(("  ", Role.TEXT))
        return [*pieces, *self._unsaved()]

    def _unsaved(self) -> list[tuple[str, Role]]:
        return [("not saved yet", Role.FAILED), ("  ", Role.TEXT)] if self.unsaved else []

    def _message(self, room: int) -> list[tuple[str, Role]]:
        return [(fitted(_clauses(self.message, room), max(1, room)), Role.FAILED if self.failed else Role.MESSAGE)]

    def _keys(self, room: int) -> list[tuple[str, Role]]:
        shown = fitting(self.hints, room, GAP)
        return [
            piece for one in shown for piece in ((f"{one.keys} ", Role.KEY), (f"{one.label}{' ' * GAP}", Role.LABEL))
        ]


def _duration(minutes: int) -> str:
    return f"{minutes} min" if minutes < HOUR else f"{minutes // HOUR} h {minutes % HOUR:02d}"


def _clauses(message: str, room: int) -> str:
    """The message without those of its last clauses that have no room: half a clause says nothing."""
    kept = message
    while width_of(kept) > room and BETWEEN in kept:
        kept = kept.removesuffix(MORE).rpartition(BETWEEN)[0] + MORE
    return kept

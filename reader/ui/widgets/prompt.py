"""One line to type into, over the status line: a search, a filter, tags with their completions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from reader.domain.printable import printable
from reader.ui.cells import drawn, fitted, width_of
from reader.ui.widgets.late_keys import LateKeys
from reader.ui.widgets.shades import Shades

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.events import Key

    from reader.ui.shell import Asked


KEYS = "Enter saves   Esc leaves   a comma or a blank begins the next"
"""Shown while nothing completes what is typed."""


class Line(Input):
    """An input of one row that holds nothing a terminal would act on."""

    done = False
    """Whether it was answered or left: what is typed after that is meant for the article."""

    def __init__(self, value: str) -> None:
        super().__init__(value, select_on_focus=False, compact=True)
        self.late = LateKeys()

    def validate_value(self, value: str) -> str:
        """What was pasted, as it may be drawn."""
        return printable(value)

    def on_key(self, event: Key) -> None:
        """End with Enter and Esc. Decided here, for the next key may be waiting already."""
        if self.done:
            self.late.add(event)
        elif event.key in ("enter", "escape"):
            event.prevent_default()
            self.done = True


class Offers(Widget):
    """The row above the line: what its last word may become."""

    offers: reactive[Sequence[str]] = reactive(())
    """Completions, the likeliest first."""
    index: reactive[int] = reactive(-1)
    """The one that is taken up; -1 for none."""

    def render_line(self, y: int) -> Strip:  # noqa: ARG002  (there is one row)
        """Completions side by side, as many as there is room for."""
        width = self.size.width
        style = Shades(self.app).style
        segments = [Segment("  ", style("text", "current"))]
        room = width - 2
        if not self.offers:
            segments.append(Segment(fitted(KEYS, room), style("label", "current")))
            room = 0
        for index, offer in enumerate(self.offers):
            chosen = index == self.index
            cells = width_of(offer) + 3
            if cells > room:
                break
            segments.append(Segment(f" {drawn(offer)} ", style("mode", "mode") if chosen else style("text", "current")))
            segments.append(Segment(" ", style("text", "current")))
            room -= cells
        segments.append(Segment(" " * max(0, room), style("text", "current")))
        return Strip(segments).crop(0, width)


class Prompt(Vertical):
    """Asks for one line. Enter answers, Esc leaves, Tab takes up a completion."""

    class Closed(Message):
        """It was answered, or left."""

        def __init__(self, prompt: Prompt) -> None:
            super().__init__()
            self.prompt = prompt

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self.line = Line(asked.value)
        self._asked = asked
        self._typed = asked.value
        self._completions: list[str] = []

    def compose(self) -> ComposeResult:
        """The completions' row, where there can be some, and the line."""
        if self._asked.complete is not None:
            yield Offers()
        with Horizontal():
            yield Static(self._asked.label, markup=False, classes="label")
            yield self.line

    def on_mount(self) -> None:
        """Begin to type at the end of what is there."""
        self.line.cursor_position = len(self.line.value)
        if self._asked.complete is not None:
            self._offer()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell who asked, and look for completions."""
        event.stop()
        if not self.line.done:
            self._look()

    async def on_key(self, event: Key) -> None:
        """Enter and Esc, and Tab through the completions."""
        if event.key in ("enter", "escape"):
            event.stop()
            await self._end(answered=event.key == "enter")
        elif event.key in ("tab", "shift+tab"):
            event.stop()
            event.prevent_default()
            self._look()
            self._take(-1 if event.key == "shift+tab" else 1)

    async def _end(self, *, answered: bool) -> None:
        if answered:
            self._look()
        outcome = self._asked.done(self.line.value) if answered else self._asked.left()
        if outcome is not None:
            await outcome
        self.line.late.release(self.screen)
        self.screen.set_focus(None)
        self.post_message(self.Closed(self))

    def _look(self) -> None:
        """Take in what has been typed. Keys that came in one burst overtake the messages that tell of it."""
        if self.line.value == self._shown:
            return
        self._typed = self.line.value
        if self._asked.complete is not None:
            self._offer()
        self._asked.changed(self._typed)

    # -- completions

    @property
    def _shown(self) -> str:
        """What the line holds by our own doing: the completion that is taken up, else what was typed."""
        for row in self.query(Offers):
            if row.index >= 0:
                return self._completions[row.index]
        return self._typed

    def _offer(self) -> None:
        assert self._asked.complete is not None
        self._completions = list(self._asked.complete(self._typed))
        row = self.query_one(Offers)
        row.index = -1
        row.offers = [line[max(line.rfind(" "), line.rfind(",")) + 1 :] for line in self._completions]

    def _take(self, step: int) -> None:
        if not self._completions:
            return
        row = self.query_one(Offers)
        row.index = (row.index + 1 + step) % (len(self._completions) + 1) - 1
        self.line.value = self._shown
        self.line.cursor_position = len(self.line.value)

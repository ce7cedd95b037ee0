"""While a source is read for the first time, this shows what is opened, how far that is, and how to give it up.

It is there before anything is imported that reads or draws. Keys that are pressed meanwhile wait for the interface.
"""

from __future__ import annotations

import os
import select
from _thread import allocate_lock
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.domain.errors import NotUnderstood
from reader.ui.draw.first_paint import paint_with, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.domain.document import Parsed

ESCAPE = b"\x1b"
SEQUENCE = rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|[\]P_^].*?(?:\x07|\x1b\\))"
"""What other keys send, and what terminals answer: Esc alone is the key."""
GLANCE = 0.05
"""Seconds between looks whether the text has come, while nothing is pressed."""
BEAT = 0.3
"""Seconds between signs of life while nothing else is told: a screen that does not move is taken for one that hangs."""
BEATS = ("", " ·", " · ·", " · · ·")
READ = 4096
FROM = 2
"""Columns to the left of what is said."""
HINT = "Esc gives up"
BOLD, FAINT, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def begin_loading(source: str) -> Loading | None:
    """Say on the terminal that the file `source` is being opened; None where that is no terminal.

    The first pages of what has been prepared are shown there as soon as they come.
    """
    loading = Loading(os.path.basename(source), source)  # noqa: PTH119  (pathlib is not there yet)
    before = paint_with(loading.picture)
    if before is None:
        return None
    loading.before = before
    from reader.formats.sandbox import take_first

    take_first(loading.take_early)
    loading.live()
    # What draws the first pages is there when they come: the library would be on the way to them.
    import reader.formats.wire
    import reader.ui.draw.first_rows  # noqa: F401

    return loading


class Loading:
    """A `Loading` is the screen of a source that is being read."""

    def __init__(self, name: str, source: str = "") -> None:
        self._source = source
        self._turn = allocate_lock()
        self.before: list[object] = []
        """The terminal's attributes from before it was drawn."""
        self.typed = b""
        """What was pressed meanwhile."""
        self.given_up = False
        self.far = "opening …"
        """How far it is, in a few words."""
        self.first: object = None
        """The first pages, where they have come before the rest; or all of it, while that is being kept."""
        self.read = False
        """Whether all of it has been read."""
        self._size = 0, 0
        self._pictured = False
        self._name = _visible(name)
        self._room = 0
        self._row = 0
        self._done = 0
        self.shown = False
        """Whether the interface has the terminal."""
        self._leave: Callable[[], None] = _nothing

    def picture(self, columns: int, rows: int) -> str:
        """Return what draws it."""
        self._size = columns, rows
        self._room, self._row = max(1, columns - 2 * FROM), min(4, rows)
        name = self._name if len(self._name) <= self._room else self._name[: self._room - 1] + "…"
        lines = (_at(min(2, rows), BOLD + name), _at(self._row, f"{FAINT}opening …"), _at(rows, FAINT + HINT))
        return "".join(lines)

    def tell(self, done: int, total: int) -> None:
        """Tell that so many of so many pages, or chapters, have been read; called on any thread."""
        said = f"opening … {done} of {total}"
        # Two processes that read a half each tell of theirs in turns.
        if done > self._done and len(said) <= self._room:
            self._done, self.far = done, said
            if self.shown or self._pictured:
                return  # by the interface
            write(_at(self._row, f"{FAINT}{said}\x1b[K"))

    def say(self, text: str) -> None:
        """Tell that something else takes long; called on any thread."""
        self.far = _visible(text)
        if not (self.shown or self._pictured):
            write(_at(self._row, f"{FAINT}{self.far[: self._room]}\x1b[K"))

    def give_up(self) -> None:
        """Nobody waits any more."""
        self.given_up = True

    def live(self) -> None:
        """Show from now on, on a thread, that the program is at work, until `leave`."""
        from itertools import cycle  # after the picture, which waits for nothing
        from threading import Event, Thread

        left = Event()

        def beat() -> None:
            for sign in cycle((*BEATS[1:], BEATS[0])):
                if left.wait(BEAT):
                    return
                write(_at(self._row, f"{FAINT}{(self.far + sign)[: self._room]}\x1b[K"))

        def leave() -> None:
            left.set()
            thread.join()

        thread = Thread(target=beat, name="loading", daemon=True)
        thread.start()
        self._leave = leave

    def leave(self) -> None:
        """Write nothing more: another has the terminal now, or nobody."""
        self._leave()
        with self._turn:
            self.shown = True

    def show(self, beginning: Callable[[int, int], str]) -> None:
        """Show what `beginning` draws on so many columns and rows, the text itself, until the interface does."""
        picture = beginning(*self._size) if any(self._size) and not (self.shown or self._pictured) else ""
        if not picture:
            return
        self._leave()
        with self._turn:
            if not self.shown:
                self._pictured = True
                write(picture)

    def take_early(self, first: Parsed) -> None:
        """These are the first pages, before it is known what the library has of it; called on any thread.

        They are shown where nothing says that one has been further on in it.
        """
        from functools import partial

        from reader.settings import of_user
        from reader.start.kept_picture import beginning, was_left

        self.take_first(first)
        with suppress(NotUnderstood):  # whoever opens it in a moment says what is wrong with the settings
            chosen = of_user()
            if not was_left(self._source):
                self.show(partial(beginning, first.document, chosen))

    def take_first(self, first: object) -> None:
        """These are the first pages; called on any thread."""
        self.first = first

    def take_whole(self, parsed: object) -> None:
        """Here is all of it, not kept yet; called on any thread."""
        self.first, self.read = parsed, True

    def wait(self, done: Callable[[], bool], descriptor: int = 0) -> None:
        """Wait until it is `done`, its first pages are there or Esc is pressed, and keep what else is typed."""
        import re

        others = re.compile(SEQUENCE, re.DOTALL)
        while not done() and not self.given_up and self.first is None:
            if not select.select([descriptor], [], [], GLANCE)[0]:
                continue
            pressed = os.read(descriptor, READ)
            if not pressed:
                return  # the terminal is gone
            self.typed += pressed
            self.given_up = ESCAPE in others.sub(b"", pressed)


def _nothing() -> None:
    pass


def _visible(text: str) -> str:
    return "".join(letter if letter.isprintable() else "·" for letter in text)


def _at(row: int, text: str) -> str:
    return f"\x1b[{row};{FROM + 1}H{text}{PLAIN}"

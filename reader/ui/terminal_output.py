"""Writing to a terminal at once, as long as it takes what it is given."""

from __future__ import annotations

import os
import select
from time import monotonic

PATIENCE = 0.1
"""Seconds that a terminal may take for one write: most take a screen in a tenth of a millisecond."""


class TerminalOutput:
    """A terminal that is written to until it once does not take all in time: it is slow, or stopped.

    From then on it takes nothing; so whoever may wait can write the rest, and all that follows, in order.
    """

    def __init__(self, terminal: int) -> None:
        """`terminal` is a descriptor of it. Raises OSError where that is none, or it may not be opened again."""
        self._terminal = terminal
        # Opened anew: not to wait is a property of the opening, and others share the descriptor's.
        self._own: int | None = os.open(os.ttyname(terminal), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)

    def write(self, text: str) -> str:
        """Write; the rest that it does not take."""
        if self._own is None:
            return text
        data = text.encode("utf-8", "backslashreplace")
        count = _written(self._own, data)
        if count == len(data):
            return ""
        self.close()
        return self._after_the_character(data, count)

    def close(self) -> None:
        """Take nothing more."""
        if self._own is not None:
            os.close(self._own)
            self._own = None

    def _after_the_character(self, data: bytes, count: int) -> str:
        """The rest after `count` bytes, and after what is missing of a character that they part, which is awaited."""
        try:
            while count < len(data) and data[count] & 0xC0 == 0x80:
                count += os.write(self._terminal, data[count : count + 1])
        except OSError:
            return ""  # it is gone
        return data[count:].decode()


def _written(terminal: int, data: bytes) -> int:
    """How much of it could be written in time."""
    rest = memoryview(data)
    end = monotonic() + PATIENCE
    try:
        while True:
            rest = rest[_taken(terminal, rest) :]
            if not rest or not select.select([], [terminal], [], max(0.0, end - monotonic()))[1]:
                break
    except OSError:
        pass  # it is gone; whoever writes the rest meets that too
    return len(data) - len(rest)


def _taken(terminal: int, data: memoryview) -> int:
    try:
        return os.write(terminal, data)
    except BlockingIOError:
        return 0

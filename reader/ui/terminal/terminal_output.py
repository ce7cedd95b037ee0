"""A terminal is written to at once, as long as it takes what it is given."""

from __future__ import annotations

import os
import select
from queue import Queue
from threading import Thread
from time import monotonic

PATIENCE = 0.1
"""Seconds that a terminal may take for one write: most take a screen in a tenth of a millisecond."""
BEHIND = 30
"""Writes that a slow terminal may be behind, before whoever writes must wait for it: as many as Textual lets wait."""


class TerminalOutput:
    """A `TerminalOutput` is written to until it once does not take all in time: it is slow, or stopped.

    From then on a thread writes the rest, and all that follows, in order. Of a terminal that is gone nobody hears:
    the program is told of it by a signal, or by the end of its input.
    """

    def __init__(self, terminal: int) -> None:
        """`terminal` is a descriptor of it. Raises OSError where that is none, or it may not be opened again."""
        # Opened anew: not to wait is a property of the opening, and others share the descriptor's.
        self._terminal = os.open(os.ttyname(terminal), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
        self._later: Queue[bytes] = Queue(BEHIND)
        self._writer: Thread | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Measure its columns and rows; none where it is gone."""
        try:
            return os.get_terminal_size(self._terminal)
        except OSError:
            return 0, 0

    def write(self, text: str) -> None:
        """Write it, or have it written."""
        data = text.encode("utf-8", "backslashreplace")
        if self._writer is None:
            data = _rest(self._terminal, data, PATIENCE)
            if not data:
                return
            self._writer = Thread(target=self._write_later, name="terminal-output", daemon=True)
            self._writer.start()
        self._later.put(data)

    def close(self) -> None:
        """Wait until all is written; no more may be."""
        if self._writer is not None:
            self._later.put(b"")
            self._writer.join()
        os.close(self._terminal)

    def _write_later(self) -> None:
        # To the end even where the terminal is gone, or whoever writes would wait for ever.
        while data := self._later.get():
            _rest(self._terminal, data, None)


def _rest(terminal: int, data: bytes, patience: float | None) -> bytes:
    """What a terminal does not take within so many seconds; None: it may take its time. Nothing where it is gone."""
    rest = memoryview(data)
    end = monotonic() + (patience or 0.0)
    try:
        while rest := rest[_taken(terminal, rest) :]:
            if not select.select([], [terminal], [], None if patience is None else max(0.0, end - monotonic()))[1]:
                break
    except OSError:
        return b""
    return bytes(rest)


def _taken(terminal: int, data: memoryview) -> int:
    try:
        return os.write(terminal, data)
    except BlockingIOError:
        return 0

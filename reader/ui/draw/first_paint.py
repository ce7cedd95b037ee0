"""The first screen is drawn before Textual is imported: 20 ms after the start instead of 300.

Nothing is imported for a picture that fits but what the interpreter has loaded already, `termios`, `json`, and
`signal`, half a millisecond: whoever is told to end now leaves the terminal as it was.
"""

from __future__ import annotations

import os
import signal
import termios
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.ui.draw.first_screen import FirstScreen

BEGIN = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J"
"""The alternate screen, no cursor, no wrapping, nothing on it: as Textual will have it."""
ASK = "\x1b[?2026$p"
"""Whether it knows synchronised updates: asked now, so that the interface's very first frame is one."""
SHOWN_BY = "Apple_Terminal"
"""Shows the question instead of answering it; Textual does not ask it either."""
END = "\x1b[?7h\x1b[?25h\x1b[?1049l"
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SIGNALLED = 128
"""The exit code is this and the number of the signal, as shells have it."""
LEAST = 2
IFLAG, LFLAG = 0, 3
"""Where `termios.tcgetattr` has the modes of what comes in, and the local ones."""
AS_THEY_ARE = termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR
"""What takes keys for itself, or makes others of them."""


def paint(screen: FirstScreen, terminal: str, descriptor: int = 2) -> list[object] | None:
    """Draw it on the terminal behind `descriptor`, the one that Textual writes to.

    Answers the terminal's attributes from before, for `ReaderDriver.prepainted`, or for `undo`; None, and nothing is
    drawn, where there is no terminal. A signal that ends the program undoes it too, until the interface hears of
    these signals itself. Keys typed from now on are not echoed, and are there for the program to read.
    """
    try:
        columns, rows = os.get_terminal_size(descriptor)
        before = termios.tcgetattr(descriptor)
    except (OSError, termios.error):
        return None
    if (columns, rows) == screen.size and terminal == screen.terminal:
        picture = screen.picture
    elif screen.around and columns > 0 and rows >= LEAST:
        from reader.ui.draw.first_rows import picture_of  # noqa: PLC0415  (the layout takes 20 ms, a fitting picture none)

        picture = picture_of(screen, columns, rows)
    else:
        return None
    _take(before, picture, descriptor)
    return before


def paint_with(picture: Callable[[int, int], str], descriptor: int = 2, least: int = 1) -> list[object] | None:
    """Draw what `picture` makes of the terminal's columns and rows, where there are the `least` of these.

    Answers as `paint` does.
    """
    try:
        columns, rows = os.get_terminal_size(descriptor)
        before = termios.tcgetattr(descriptor)
    except (OSError, termios.error):
        return None
    if columns < 1 or rows < least:
        return None
    _take(before, picture(columns, rows), descriptor)
    return before


def write(text: str, descriptor: int = 2) -> None:
    """Write to a terminal that was drawn on, before the interface is there."""
    _write(descriptor, text)


def say_below(text: str, descriptor: int = 2) -> None:
    """Write on the last row of a terminal that was drawn on, before the interface is there."""
    columns, rows = os.get_terminal_size(descriptor)
    shown = "".join(letter if letter.isprintable() else "·" for letter in text)
    _write(descriptor, f"\x1b[{rows};1H{shown[: columns - 1]}\x1b[K")


def _take(before: list[object], picture: str, descriptor: int) -> None:
    _undo_when_ended(before, descriptor)
    quiet = before[:]
    # What is pressed meanwhile arrives as it does later: C-q, C-s, Enter.
    quiet[IFLAG] &= ~AS_THEY_ARE  # type: ignore[operator]  # as tcgetattr answered it
    quiet[LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)  # type: ignore[operator]  # the same
    termios.tcsetattr(descriptor, termios.TCSANOW, quiet)  # type: ignore[arg-type]  # the same
    _write(descriptor, BEGIN + picture + (ASK if os.environ.get("TERM_PROGRAM") != SHOWN_BY else ""))


def undo(before: list[object], descriptor: int = 2) -> None:
    """Leave the terminal as it was: the program does not start after all."""
    _write(descriptor, END)
    termios.tcflush(descriptor, termios.TCIFLUSH)  # what the terminal has answered meanwhile is not for the shell
    termios.tcsetattr(descriptor, termios.TCSANOW, before)  # type: ignore[arg-type]  # as tcgetattr answered it
    for ending in ENDINGS:
        signal.signal(ending, signal.default_int_handler if ending is signal.SIGINT else signal.SIG_DFL)


def _undo_when_ended(before: list[object], descriptor: int) -> None:
    def end(number: int, _frame: object) -> None:
        try:
            undo(before, descriptor)
        finally:
            # At once, for this comes in midst of anything: what was written is durable, and nothing has been typed.
            os._exit(SIGNALLED + number)

    for ending in ENDINGS:
        signal.signal(ending, end)


def _write(descriptor: int, text: str) -> None:
    data = text.encode("utf-8", "replace")
    while data:
        data = data[os.write(descriptor, data) :]

"""Writing to a terminal at once: nothing lost, nothing out of order, nobody kept waiting."""

from __future__ import annotations

import os
import pty
import termios
import threading
import tty
from typing import TYPE_CHECKING

import pytest

from reader.ui.terminal_output import TerminalOutput

if TYPE_CHECKING:
    from collections.abc import Iterator

MUCH = "a screen, ein Bildschirm, 画面 🙂 " * 5_000
"""More than a terminal that nobody reads takes, in characters of one to four bytes."""


class Terminal:
    """A pseudo-terminal and what arrives at its other end once that is read."""

    def __init__(self) -> None:
        self.master, self.slave = pty.openpty()
        tty.setraw(self.slave)
        self.arrived = b""
        self._reading = threading.Thread(target=self._read, daemon=True)

    def read(self, end: str) -> None:
        """Begin to read; until what has arrived ends so."""
        self._end = end.encode()
        self._reading.start()

    def text(self) -> str:
        """All that has arrived when the end has."""
        self._reading.join(20)
        return self.arrived.decode()

    def _read(self) -> None:
        while not self.arrived.endswith(self._end):
            self.arrived += os.read(self.master, 65_536)

    def close(self) -> None:
        os.close(self.master)
        os.close(self.slave)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    opened = Terminal()
    yield opened
    opened.close()


def test_what_is_taken_at_once_arrives_in_order(terminal: Terminal) -> None:
    output = TerminalOutput(terminal.slave)
    pieces = [f"{number} 🙂 {MUCH}\n" for number in range(5)] + ["the end"]
    terminal.read("the end")
    assert [output.write(piece) for piece in pieces] == [""] * 6
    assert terminal.text() == "".join(pieces)
    output.close()


@pytest.mark.parametrize("before", range(8))
def test_the_rest_is_for_somebody_who_can_wait(
    terminal: Terminal, before: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(*_: object) -> tuple[list[int], list[int], list[int]]:
        terminal.read("the end")
        return [], [], []

    monkeypatch.setattr("reader.ui.terminal_output.select.select", too_late)
    output = TerminalOutput(terminal.slave)
    text = "." * before + "🙂" * 100_000 + "the end"
    rest = output.write(text)
    assert rest
    assert text.endswith(rest)
    assert output.write("more") == "more"
    for piece in (rest[index : index + 500].encode() for index in range(0, len(rest), 500)):
        os.write(terminal.slave, piece)
    assert terminal.text() == text


def test_a_terminal_that_is_gone_takes_nothing() -> None:
    master, slave = pty.openpty()
    output = TerminalOutput(slave)
    os.close(master)
    assert output.write("text") == "text"
    os.close(slave)


def test_it_waits_for_nobody_else(terminal: Terminal) -> None:
    output = TerminalOutput(terminal.slave)
    assert os.get_blocking(terminal.slave)
    output.close()
    termios.tcgetattr(terminal.slave)


def test_what_is_no_terminal_is_refused() -> None:
    reading, writing = os.pipe()
    with pytest.raises(OSError, match="ioctl"):
        TerminalOutput(writing)
    os.close(reading)
    os.close(writing)

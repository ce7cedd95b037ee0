"""Writing to a terminal at once: nothing lost, nothing out of order, nobody kept waiting."""

from __future__ import annotations

import os
import pty
import termios
import threading
import tty
from typing import TYPE_CHECKING

import pytest

from reader.ui.terminal.terminal_output import BEHIND, TerminalOutput

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
        self._reading.join(120)
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


def test_what_is_taken_at_once_arrives_in_order(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.ui.terminal.terminal_output.Thread", None)  # nobody is needed who can wait
    monkeypatch.setattr("reader.ui.terminal.terminal_output.PATIENCE", 60)  # the one who reads is waited for
    output = TerminalOutput(terminal.slave)
    pieces = [f"{number} 🙂 {MUCH}\n" for number in range(5)] + ["the end"]
    terminal.read("the end")
    for piece in pieces:
        output.write(piece)
    assert terminal.text() == "".join(pieces)
    output.close()


@pytest.mark.parametrize("patience", [0.0, 0.001])
def test_a_slow_terminal_is_waited_for_elsewhere(
    terminal: Terminal, patience: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ui.terminal.terminal_output.PATIENCE", patience)
    output = TerminalOutput(terminal.slave)
    pieces = [MUCH] + [f"{number} 🙂\n" for number in range(BEHIND - 1)]
    for piece in pieces:
        output.write(piece)
    terminal.read("the end")
    for number in range(3 * BEHIND):
        pieces.append(f"{number} more\n")
        output.write(pieces[-1])
    output.write("the end")
    output.close()
    assert terminal.text() == "".join([*pieces, "the end"])


@pytest.mark.parametrize("behind", [0, 1])
def test_of_a_terminal_that_is_gone_nobody_hears(behind: int, capfd: pytest.CaptureFixture[str]) -> None:
    master, slave = pty.openpty()
    output = TerminalOutput(slave)
    for _ in range(behind):
        output.write(MUCH)
    os.close(master)
    for _ in range(2 * BEHIND):
        output.write("text")
    output.close()
    os.close(slave)
    assert capfd.readouterr() == ("", "")


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

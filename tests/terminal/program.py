"""A program in a pseudo-terminal, and the time until the user sees what it does.

Its output is kept with the time of its arrival while it runs, and looked at afterwards, so that the emulator takes
nothing from what is measured.
"""

from __future__ import annotations

import fcntl
import os
import pty
import selectors
import signal
import struct
import termios
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.forking import fork
from tests.terminal import process
from tests.terminal.emulator import UPDATE_END, Answers, Screen, modes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import TracebackType

QUIET = 0.04
"""Seconds without output after which what a key did is over: more than two frames of 60 a second."""
PATIENCE = 30.0
"""Seconds to wait for a screen: the slowest peer takes ten."""
DEAF = 2.0
"""Seconds to wait for the first output after a key."""
UNMOVED = 0.3
"""The same where it may be that none comes."""
UNTOLD = 2.0
"""Seconds to wait for a synchronised update while all that is waited for is on the screen already."""
NUDGE = b"z\x1b"
"""Keys that change the status line and put it back: a sequence begun, and left."""
CHUNK = 1 << 16
TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
LEFT_OUT = ("TEXTUAL", "PYTHON", "TMUX", "LESS", "COLUMNS", "LINES", "ESCDELAY", "NO_COLOR", "READER", "XDG")
"""Beginnings of variables that would decide what is measured."""

now = time.perf_counter


class Failed(Exception):
    """The program did not do what is measured; the message has what was on the screen."""


@dataclass(frozen=True, slots=True)
class Paint:
    """What one key caused: milliseconds from the key to the end of its first frame and of the last, and how much."""

    frame: float
    settled: float
    frames: int
    bytes: int


class Program:
    """Started at once; ended, with everything it started, when the `with` block is left."""

    def __init__(self, command: Sequence[str], size: tuple[int, int], environment: Mapping[str, str]) -> None:
        self._screen = Screen(*size)
        self._answers = Answers(*size)
        self._chunks: list[tuple[float, bytes]] = []
        self._drawn = 0
        self._ended = False
        self._status: int | None = None
        self._news = threading.Condition()
        master, slave = pty.openpty()
        self._master = master
        self._enough, self._end = os.pipe()
        _set_size(slave, size)
        self.attributes_before = termios.tcgetattr(slave)
        variables = {name: value for name, value in os.environ.items() if not name.startswith(LEFT_OUT)}
        variables |= {**TERMINAL, **environment}
        self.begun = self._drawn_at = now()
        self.pid = fork()
        if not self.pid:
            _become(command, slave, variables)
        os.close(slave)
        self._thread = threading.Thread(target=self._receive, daemon=True)
        self._thread.start()

    def __enter__(self) -> Program:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if not self._reaped():
            os.killpg(self.pid, signal.SIGKILL)
            self.wait()
        self._thread.join()
        for descriptor in (self._master, self._enough, self._end):
            if descriptor >= 0:
                os.close(descriptor)

    # -- what is on the screen

    @property
    def text(self) -> str:
        """What is on the screen now."""
        for _ in self._draw():
            pass
        return self._screen.text

    def until(self, *shown: str, gone: Sequence[str] = (), updated: bool = False) -> float:
        """Milliseconds from the start until all these texts were on the screen at once. Raises Failed.

        And those that are to be `gone` were not. With `updated` only what came by synchronised updates counts: not
        the picture that is drawn before.
        """
        stamp, asked = self._drawn_at, now()
        idle_since: float | None = None
        while True:
            text = self._screen.text
            there = all(one in text for one in shown) and not any(one in text for one in gone)
            if there and not self._screen.updating and self._screen.updates >= updated:
                return ((idle_since or stamp) - self.begun) * 1e3
            following = next(self._draw(), None)
            if following is not None:
                stamp = following
            elif updated and there and idle_since is None and now() - asked > UNTOLD:
                # It painted before it had read that this terminal knows synchronised updates, and is idle since.
                idle_since = stamp
                self.write(NUDGE)
            elif now() - asked > PATIENCE or self._ended:
                raise Failed(f"not on the screen: {shown}\n{text}")
            else:
                self.quiet(QUIET)

    def count_written(self, data: bytes) -> int:
        """Return how often it has written this until now."""
        return b"".join(chunk for _, chunk in self._chunks).count(data)

    def until_written(self, data: bytes, times: int = 1) -> None:
        """Wait until it has written this so often, and not a moment longer. Raises Failed."""

        def written() -> bool:
            return self.count_written(data) >= times

        with self._news:
            self._news.wait_for(lambda: written() or self._ended, PATIENCE)
        if not written():
            raise Failed(f"it did not write {data!r}\n{self.text}")

    @property
    def modes(self) -> frozenset[int]:
        """The terminal's private modes that are not as they were before the program began."""
        if self._status is not None:
            with self._news:  # its last words may still be on their way
                self._news.wait_for(lambda: self._ended, DEAF)
        return modes(b"".join(data for _, data in self._chunks))

    @property
    def attributes(self) -> list[object]:
        """What the terminal does with lines and echoes now, as `attributes_before` has it from before the start."""
        return termios.tcgetattr(self._master)

    # -- keys

    def press(self, key: str) -> Paint:
        """Press a key, and wait for all that it causes. Raises Failed where it causes nothing."""
        return self._paint(lambda: self.write(key.encode()), key)

    def type(self, keys: str) -> None:
        """Press keys that may cause nothing, and wait for what they cause."""
        count = len(self._chunks)
        self.write(keys.encode())
        with self._news:
            self._news.wait_for(lambda: len(self._chunks) > count or self._ended, UNMOVED)
        self.quiet(QUIET)

    def resize(self, columns: int, rows: int) -> Paint:
        """Give the terminal another size, and wait for all that this causes."""
        self._screen.resize(columns, rows)
        self._answers.columns, self._answers.rows = columns, rows
        return self._paint(lambda: _set_size(self._master, (columns, rows)), f"{columns}x{rows}")

    def write(self, data: bytes) -> None:
        """Send it as if typed."""
        while data:
            data = data[os.write(self._master, data) :]

    def leave(self, keys: str) -> float:
        """Press the keys that end the program; milliseconds until it has ended. Raises Failed."""
        pressed = now()
        self.write(keys.encode())
        self.wait()
        return (now() - pressed) * 1e3

    # -- its end

    def signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def stop_reading(self) -> None:
        """Take no more of what it writes, as a terminal does that is stopped, or beyond a line that is down."""
        os.write(self._end, b"x")
        self._thread.join()

    def hang_up(self) -> None:
        """Close the terminal, as who closes its window does."""
        if self._thread.is_alive():
            self.stop_reading()
        os.close(self._master)
        self._master = -1

    @property
    def exit_code(self) -> int:
        """Its exit code, when it has been waited for; less than 0 where a signal killed it."""
        assert self._status is not None
        return os.waitstatus_to_exitcode(self._status)

    def wait(self) -> int:
        """How it ended, as `os.waitpid` says it: 0 is well. Raises Failed where it does not end."""
        asked = now()
        while not self._reaped():
            if now() - asked > PATIENCE:
                raise Failed(f"it does not end\n{self.text}")
            time.sleep(0.0005)
        assert self._status is not None
        return self._status

    @property
    def cpu(self) -> float:
        """Milliseconds of processor time that it took so far."""
        return process.cpu(self.pid)

    @property
    def peak(self) -> float:
        """The most memory that it had, in MB."""
        return process.peak(self.pid)

    @property
    def wakes(self) -> int:
        """How often its threads woke up so far."""
        return process.wakes(self.pid)

    # -- within

    def _paint(self, act: Callable[[], None], name: str) -> Paint:
        first = len(self._chunks)
        sent = now()
        act()
        with self._news:
            self._news.wait_for(lambda: len(self._chunks) > first or self._ended, DEAF)
        if len(self._chunks) == first:
            raise Failed(f"{name!r} changes nothing\n{self.text}")
        self.quiet(QUIET)
        ends, output = [], b""
        for stamp, data in self._chunks[first:]:
            before = output.count(UPDATE_END)
            output += data
            ends += [stamp] * (output.count(UPDATE_END) - before)
        last = self._chunks[-1][0]
        return Paint(((ends or [last])[0] - sent) * 1e3, (last - sent) * 1e3, len(ends), len(output))

    def quiet(self, seconds: float) -> None:
        """Wait until there has been no output for so many seconds."""
        with self._news:
            while not self._ended:
                count = len(self._chunks)
                self._news.wait(seconds)
                if len(self._chunks) == count:
                    return

    def _draw(self) -> Iterator[float]:
        while self._drawn < len(self._chunks):
            stamp, data = self._chunks[self._drawn]
            self._drawn += 1
            self._drawn_at = stamp
            self._screen.feed(data)
            yield stamp

    def _receive(self) -> None:
        with selectors.DefaultSelector() as selector:  # `select` knows no descriptor beyond 1,023
            selector.register(self._master, selectors.EVENT_READ)
            selector.register(self._enough, selectors.EVENT_READ)
            self._receive_from(selector)

    def _receive_from(self, selector: selectors.BaseSelector) -> None:
        while True:
            ready = {key.fd for key, _ in selector.select()}
            try:
                data = os.read(self._master, CHUNK) if self._enough not in ready else b""
            except OSError:
                data = b""  # what Linux says when the last program has closed the terminal
            stamp = now()
            if data:
                self.write(self._answers.to(data))
            with self._news:
                if data:
                    self._chunks.append((stamp, data))
                self._ended = not data
                self._news.notify_all()
            if not data:
                return

    def _reaped(self) -> bool:
        if self._status is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            self._status = status if ended else None
        return self._status is not None


def _become(command: Sequence[str], terminal: int, variables: Mapping[str, str]) -> None:
    """In the child: take the terminal, and be the program."""
    try:
        os.setsid()
        fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
        for descriptor in range(3):
            os.dup2(terminal, descriptor)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        os.execvpe(command[0], list(command), variables)
    finally:
        os._exit(127)


def _set_size(descriptor: int, size: tuple[int, int]) -> None:
    columns, rows = size
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

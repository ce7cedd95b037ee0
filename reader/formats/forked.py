"""A process that parses begins as a copy of this one, where this has done nothing yet that a copy should not have.

An interpreter of its own takes 30 ms to begin, of which a copy needs none: what is imported already is there. Only on
Linux; elsewhere libraries of the system may break in a copy.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

STANDARD = 3
"""The first number that is no standard stream's."""
_KILL = 9
"""SIGKILL, on every system: `signal` is not imported for it."""


class Forked:
    """A `Forked` is the copy, for the process that it was made by; used as `subprocess.Popen` is."""

    def __init__(self, pid: int, stdin: BinaryIO, stdout: BinaryIO, stderr: BinaryIO) -> None:
        self.pid = pid
        self.stdin = stdin
        self.stdout = stdout
        self.stderr = stderr
        self._ended = False

    def __enter__(self) -> Forked:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for stream in (self.stdin, self.stdout, self.stderr):
            with suppress(BrokenPipeError):
                stream.close()
        if not self._ended:
            os.waitpid(self.pid, 0)
            self._ended = True

    def kill(self) -> None:
        """End it at once."""
        if not self._ended:
            os.kill(self.pid, _KILL)


def fork(work: Callable[[], object], file: int | None = None) -> Forked | None:
    """Begin a process that does `work` with standard streams of its own, and of all that is open here `file` alone.

    None where there can be none, or another thread is at work here: a copy has what that was about to change.
    """
    if sys.platform != "linux" or not _is_alone():
        return None
    pipes = [os.pipe() for _ in range(STANDARD)]
    try:
        pid = os.fork()
    except OSError:
        for end in (end for pipe in pipes for end in pipe):
            os.close(end)
        return None
    (its_input, stdin), (stdout, its_output), (stderr, its_errors) = pipes
    if not pid:
        _work(work, (its_input, its_output, its_errors), file)
    for end in (its_input, its_output, its_errors):
        os.close(end)
    return Forked(pid, os.fdopen(stdin, "wb"), os.fdopen(stdout, "rb"), os.fdopen(stderr, "rb"))


def _is_alone() -> bool:
    try:
        return len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208  (pathlib is not there yet)
    except OSError:
        return False


def _work(work: Callable[[], object], streams: tuple[int, int, int], file: int | None) -> NoReturn:
    """Do it and end, whatever happens: what the copy was about to do is for the other to go on with."""
    with suppress(BaseException):
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        for one in map(int, os.listdir("/proc/self/fd")):  # noqa: PTH208  (as above)
            if one >= STANDARD and one != file:
                with suppress(OSError):
                    os.close(one)
        sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w")
        work()
    os._exit(0)

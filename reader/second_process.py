"""A command lets a copy of its process do a part of a long work, on a machine of two cores.

One of them takes the things that are to be done from the front, the other from the back, until they meet. What comes
of them is answered in their order, whoever has done them, and just the same where there is no copy, or it ends early.
"""

from __future__ import annotations

import marshal
import os
import signal
import sys
import threading
from contextlib import suppress
from itertools import chain
from os import fork
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Thing = TypeVar("Thing")

MOST_PIECES = 2048
"""Pieces that the things are taken in: a byte for each fits into a pipe of any system."""
PIECE = 16
"""Things in a piece, at the least: taking one costs as much as a short text."""


def may_copy() -> bool:
    """Tell whether this process may be copied, and has a second core for it.

    A copy has one thread: what another had locked would stay so. Elsewhere than on Linux libraries of the system may
    break in it.
    """
    return sys.platform == "linux" and threading.active_count() == 1 and cores() > 1


def cores() -> int:
    """Tell how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class InTwo(Generic[Thing]):
    """`InTwo` does a work for each of some things, half of them in a copy of this process, which begins at once."""

    def __init__(self, things: Sequence[Thing], work: Callable[[Thing], Sequence[Any]]) -> None:
        """`work` answers texts, numbers, and lists and tuples of such."""
        self._things = things
        self._work = work
        size = max(PIECE, -(-len(things) // MOST_PIECES))
        self._pieces = [range(at, min(at + size, len(things))) for at in range(0, len(things), size)]
        self._tickets, self._results, self._process = -1, -1, 0
        with suppress(OSError):
            self._begin()

    def results(self) -> Iterator[tuple[Thing, Sequence[Any]]]:
        """Answer each thing with what came of it, in their order, the first of them before the last are done; once."""
        try:
            done = 0
            for piece in self._pieces:
                if self._process and not os.read(self._tickets, 1):
                    break
                done += 1
                yield from ((self._things[at], self._work(self._things[at])) for at in piece)
            at_the_back = self._hear() if done < len(self._pieces) else []
            rest = chain.from_iterable(self._pieces[done:])
            there = chain.from_iterable(reversed(at_the_back))
            # All of them, or none: then they are done here.
            ready = len(at_the_back) == len(self._pieces) - done
            yield from ((self._things[at], next(there) if ready else self._work(self._things[at])) for at in rest)
        finally:
            self.close()

    def close(self) -> None:
        """End the copy: nothing more is waited for."""
        if self._process:
            process, self._process = self._process, 0
            os.close(self._tickets)
            os.close(self._results)
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)

    def _begin(self) -> None:
        tickets, results = os.pipe(), os.pipe()
        os.write(tickets[1], bytes(len(self._pieces)))
        os.close(tickets[1])
        self._tickets, self._results = tickets[0], results[0]
        parent = os.getpid()
        try:
            self._process = fork()
        except OSError:
            for number in (tickets[0], *results):
                os.close(number)
            raise
        if not self._process:
            # Whatever goes wrong in it goes wrong again, and is said, in the first process, which then does all.
            try:
                os.close(results[0])
                self._do_from_back(results[1], parent)
            finally:
                os._exit(0)
        os.close(results[1])

    def _do_from_back(self, target: int, parent: int) -> None:
        done: list[list[Sequence[Any]]] = []
        # Nobody would kill it where the first process was killed itself.
        while os.read(self._tickets, 1) and os.getppid() == parent:
            done.append([self._work(self._things[at]) for at in self._pieces[-1 - len(done)]])
        rest = memoryview(marshal.dumps(done))
        while rest:
            rest = rest[os.write(target, rest) :]

    def _hear(self) -> list[list[Sequence[Any]]]:
        """What the copy has done, the last piece first; nothing where it has ended before it was done."""
        heard = bytearray()
        while piece := os.read(self._results, 1 << 20):
            heard += piece
        with suppress(EOFError, ValueError, TypeError):
            # What it says is as good as this process's own memory.
            found: list[list[Sequence[Any]]] = marshal.loads(heard)  # noqa: S302
            return found
        return []

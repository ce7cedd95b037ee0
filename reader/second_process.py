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
    from collections.abc import Callable, Iterable, Iterator, Sequence

Thing = TypeVar("Thing")

MOST_PIECES = 2048
"""Pieces that the things are taken in: a byte for each fits into a pipe of any system."""
PIECE = 16
"""Things in a piece, at the least: taking one costs as much as a short text."""
LENGTH = 8
"""Bytes of the number in front of what the copy tells, of how many it is."""
RESERVED = 10
"""One in so many pieces, the last of all, is left to the copy: it does them while what it has told is passed on."""


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
        self._shared = len(self._pieces) - len(self._pieces) // RESERVED
        self._tickets, self._results, self._process = -1, -1, 0
        with suppress(OSError):
            self._begin()

    def results(self) -> Iterator[tuple[Thing, Sequence[Any]]]:
        """Answer each thing with what came of it, in their order, the first of them before the last are done; once."""
        try:
            done = 0
            while done < self._shared and not (self._process and not os.read(self._tickets, 1)):
                yield from self._do(self._pieces[done])
                done += 1
            for end in (self._shared, len(self._pieces)):
                pieces = self._pieces[done:end]
                yield from self._heard(pieces) or chain.from_iterable(map(self._do, pieces))
                done = end
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
        os.write(tickets[1], bytes(self._shared))
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

    def _do(self, piece: range) -> Iterator[tuple[Thing, Sequence[Any]]]:
        return ((self._things[at], self._work(self._things[at])) for at in piece)

    def _do_from_back(self, target: int, parent: int) -> None:
        done: list[list[Sequence[Any]]] = []
        # Nobody would kill it where the first process was killed itself.
        while os.read(self._tickets, 1) and os.getppid() == parent:
            done.append([result for _, result in self._do(self._pieces[self._shared - 1 - len(done)])])
        _tell(target, done[::-1])
        _tell(target, [[result for _, result in self._do(piece)] for piece in self._pieces[self._shared :]])

    def _heard(self, pieces: Sequence[range]) -> Iterable[tuple[Thing, Sequence[Any]]] | None:
        """What the copy has made of these pieces; None where it has ended before it was done."""
        if not self._process:
            return None
        size = self._read(LENGTH)
        told = self._read(int.from_bytes(size, "big")) if len(size) == LENGTH else b""
        with suppress(EOFError, ValueError, TypeError):
            # What it says is as good as this process's own memory.
            made: list[list[Sequence[Any]]] = marshal.loads(told)  # noqa: S302
            if list(map(len, made)) == list(map(len, pieces)):
                things = (self._things[at] for at in chain.from_iterable(pieces))
                return zip(things, chain.from_iterable(made), strict=True)
        return None

    def _read(self, size: int) -> bytes:
        heard = bytearray()
        while len(heard) < size and (piece := os.read(self._results, min(size - len(heard), 1 << 20))):
            heard += piece
        return bytes(heard)


def _tell(target: int, made: list[list[Sequence[Any]]]) -> None:
    data = marshal.dumps(made)
    rest = memoryview(len(data).to_bytes(LENGTH, "big") + data)
    while rest:
        rest = rest[os.write(target, rest) :]

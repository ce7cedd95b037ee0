"""A parser does half of its work in a process beside its own, on a machine of two cores.

The second process is a copy of the first, with the same limits, and ends with it. Only the process that parses what
others wrote, which has one thread and nothing to lose, may copy itself. What all of a text says of each half, as how
large its letters are, both tell each other (`Dialogue`).
"""

from __future__ import annotations

import ctypes
import marshal
import os
import select
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PR_SET_PDEATHSIG = 1
"""Of prctl(2): which signal a process gets when the one that made it ends."""
_PIECE = 1 << 20
_LENGTH = 8
"""Bytes of the number in front of what is said, of how many it is."""
MOST_PIECES = 4096
"""What fits into a pipe however little its system gives it."""
_state = {"allowed": False, "forking": False}
_inputs: list[int] = []
"""Those at whose end a copy may be made."""


def allow(*inputs: int) -> None:
    """Let this process copy itself, once these inputs, from which all has been read, are at their end.

    Whoever holds the other end needs the second core until then: an interface that draws the first pages.
    """
    # Elsewhere than on Linux a copy outlives what it was made by, and libraries of the system may break in it.
    _state["allowed"] = sys.platform == "linux" and there_are_two()
    _inputs[:] = inputs


def there_are_two() -> bool:
    """Tell whether a second core is there for this process."""
    return (len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1) > 1


def may_begin() -> bool:
    """Tell whether there is a second process to be had now."""
    if _state["allowed"] and _inputs and len(select.select(_inputs, (), (), 0)[0]) == len(_inputs):
        _inputs.clear()
    return _state["allowed"] and not _inputs


def is_forking() -> bool:
    """Tell whether a copy is being made for `begin`, which is the only one that may be."""
    return _state["forking"]


class PartnerEnded(Exception):
    """The other process of a dialogue has ended before its work was done."""


class Dialogue:
    """A `Dialogue` is held by two processes that each do a part of one work, and tell each other what both need.

    What is said is numbers, texts, and lists, tuples, sets and dictionaries of such. Who does all of it has none to
    talk to: what it shares comes back by itself. Raises PartnerEnded when the other has ended.
    """

    def __init__(self, source: int = -1, target: int = -1, *, follows: bool = False, process: int = 0) -> None:
        self._source, self._target, self._process = source, target, process
        self.alone = source < 0
        self.follows = follows
        """Whether this process has the later part of two."""
        self.leads = not (follows or self.alone)
        """Whether it has the first part of two."""

    def share(self, mine: Any) -> list[Any]:
        """Tell what is known of this part; answer what is known of each, the first of them first."""
        if self.alone:
            return [mine]
        if self.follows:  # both speaking at once could wait for each other to listen
            theirs = self.hear()
            self.say(mine)
            return [theirs, mine]
        self.say(mine)
        return [mine, self.hear()]

    def say(self, told: Any) -> None:
        """Tell the other something."""
        said = marshal.dumps(told)
        try:
            for piece in (len(said).to_bytes(_LENGTH, "big"), said):
                rest = memoryview(piece)
                while rest:
                    rest = rest[os.write(self._target, rest[:_PIECE]) :]
        except BrokenPipeError:
            raise PartnerEnded from None

    def hear(self) -> Any:
        """Wait for what the other tells."""
        length = int.from_bytes(self._read(_LENGTH), "big")
        # What it says is as good as this process's own memory: it is its copy, with its limits.
        return marshal.loads(self._read(length))  # noqa: S302

    def close(self) -> None:
        """End it, and the other process with it: nothing more is waited for."""
        if self.leads:
            os.close(self._source)
            os.close(self._target)
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
            # It is not waited for: it gives its memory back for as long as some pages take, and who parses ends soon.
            os.waitpid(self._process, os.WNOHANG)

    def _read(self, length: int) -> bytearray:
        heard = bytearray(length)
        rest = memoryview(heard)
        while rest:
            count = os.readv(self._source, [rest[:_PIECE]])
            if not count:
                raise PartnerEnded
            rest = rest[count:]
        return heard


ALONE = Dialogue()
"""Held by who does all of the work."""


class PiecesOfWork:
    """`PiecesOfWork` are taken by two processes, one from the front and one from the back, until they meet: the faster
    has done more by then.
    """

    def __init__(self, count: int) -> None:
        self._source, target = os.pipe()
        os.write(target, bytes(min(count, MOST_PIECES)))
        os.close(target)
        self._count = count

    def from_front(self) -> Iterator[int]:
        """Take one after the other."""
        taken = 0
        while os.read(self._source, 1):
            yield taken
            taken += 1

    def from_back(self) -> Iterator[int]:
        """Take one after the other, the last of all first."""
        taken = 0
        while os.read(self._source, 1):
            taken += 1
            yield self._count - taken


def begin(work: Callable[[Dialogue], None]) -> Dialogue | None:
    """Begin the later part of a work in another process, with whom the dialogue is that this answers.

    None where there can be no second process.
    """
    if not may_begin():
        return None
    heard, said = os.pipe(), os.pipe()
    try:
        process = _fork()
    except OSError:
        for number in (*heard, *said):
            os.close(number)
        return None
    if not process:
        os.close(heard[0])
        os.close(said[1])
        _do(work, Dialogue(said[0], heard[1], follows=True))
    os.close(heard[1])
    os.close(said[0])
    return Dialogue(heard[0], said[1], process=process)


def _fork() -> int:
    parent = os.getpid()
    _state["forking"] = True
    try:
        process = os.fork()
    finally:
        _state["forking"] = False
    if not process:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has ended before that was said
            os._exit(1)
    return process


def _do(work: Callable[[Dialogue], None], dialogue: Dialogue) -> NoReturn:
    # Whatever goes wrong in it goes wrong again, and is said, where the first process does all.
    with suppress(Exception):
        work(dialogue)
    os._exit(0)

"""A parser does some of its work in a process beside its own, on a machine of two cores.

The second process is a copy of the first, with the same limits, and ends with it. Only the process that parses what
others wrote, which has one thread and nothing to lose, may copy itself.
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
"""Of prctl(2): which signal a process gets when the one that made it ends."""
_PIECE = 1 << 20
_state = {"allowed": False, "forking": False}
_inputs: list[int] = []
"""Those at whose end a copy may be made."""


def allow(*inputs: int) -> None:
    """Let this process copy itself, once these inputs, from which all has been read, are at their end.

    Whoever holds the other end needs the second core until then: an interface that draws the first pages.
    """
    # Elsewhere than on Linux a copy outlives what it was made by, and libraries of the system may break in it.
    _state["allowed"] = sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1
    _inputs[:] = inputs


def may_begin() -> bool:
    """Tell whether there is a second process to be had now."""
    if _state["allowed"] and _inputs and len(select.select(_inputs, (), (), 0)[0]) == len(_inputs):
        _inputs.clear()
    return _state["allowed"] and not _inputs


def is_forking() -> bool:
    """Tell whether a copy is being made for `begin`, which is the only one that may be."""
    return _state["forking"]


def begin(work: Callable[[], bytes]) -> Callable[[], bytes]:
    """Begin the work, and answer what waits for its outcome.

    Where there can be no second process, and where it died, the work is done when its outcome is asked for.
    """
    if not may_begin():
        return work
    source, target = os.pipe()
    try:
        process = _fork()
    except OSError:
        os.close(source)
        os.close(target)
        return work
    if not process:
        _do(work, target)
    os.close(target)
    return lambda: _outcome(process, source) or work()


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


def _do(work: Callable[[], bytes], target: int) -> NoReturn:
    """Write the outcome, and end: an empty one says that there is none."""
    with suppress(Exception):
        outcome = memoryview(len(done := work()).to_bytes(8, "big") + done)
        while outcome:
            outcome = outcome[os.write(target, outcome[:_PIECE]) :]
    os._exit(0)


def _outcome(process: int, source: int) -> bytes:
    """What the process wrote; nothing where it did not come to its end."""
    pieces = []
    while piece := os.read(source, _PIECE):
        pieces.append(piece)
    os.close(source)
    os.waitpid(process, 0)
    whole = b"".join(pieces)
    return whole[8:] if len(whole) == 8 + int.from_bytes(whole[:8], "big") else b""

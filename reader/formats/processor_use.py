"""How much processor time a process has taken: a machine that is busy takes none of it."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache


def used(process: int) -> float:
    """Seconds that the processor was at work for a process and those that it made; 0 where the system does not tell."""
    return sum(map(_own, (process, *_made_by(process))))


def _own(process: int) -> float:
    with suppress(OSError, ValueError, IndexError), open(f"/proc/{process}/stat", "rb") as file:  # noqa: PTH123  (asked often)
        # After the name, which may hold anything, the 12th to 15th are its time and that of those that have ended.
        return sum(map(int, file.read().rpartition(b")")[2].split()[11:15])) / _ticks()
    return 0.0


def _made_by(process: int) -> list[int]:
    with suppress(OSError, ValueError), open(f"/proc/{process}/task/{process}/children", "rb") as file:  # noqa: PTH123
        return [int(one) for one in file.read().split()]
    return []


@cache
def _ticks() -> int:
    return os.sysconf("SC_CLK_TCK")

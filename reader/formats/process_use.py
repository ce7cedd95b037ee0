"""A process has so much memory and took so much time: this is for systems and limits that tell neither.

Memory is asked for where the system takes no limit, and where a limit counts what was there before. Time is that of the
processor: a machine that is busy takes none of it.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

FOOTPRINT = 72
"""Where `ri_phys_footprint` stands in macOS's `rusage_info_v0`: 16 bytes of id, then seven numbers of 8 each."""
INFO_SIZE = 96
NUMBER = 8


class Reserved(NamedTuple):
    """`Reserved` counts bytes of this process: of addresses, and of those that are its own to write."""

    addresses: int = 0
    data: int = 0


def reserved_bytes() -> Reserved:
    """Tell what this process has taken already: a free-threaded interpreter reserves a gigabyte when it starts."""
    columns = _columns("self")
    return Reserved(columns[0], columns[5]) if len(columns) > 5 else Reserved()


def resident(process: int) -> int:
    """Count the bytes that a process holds in memory just now; 0 where the system does not tell, or it has ended."""
    if sys.platform == "darwin":
        return _footprint()(process)
    columns = _columns(str(process))
    return columns[1] if len(columns) > 1 else 0


def _columns(process: str) -> list[int]:
    """What Linux says of a process's memory, in bytes."""
    with suppress(OSError, ValueError), open(f"/proc/{process}/statm", "rb") as file:  # noqa: PTH123  (asked often)
        return [int(pages) * os.sysconf("SC_PAGE_SIZE") for pages in file.read().split()]
    return []


@cache
def _footprint() -> Callable[[int], int]:
    import ctypes  # noqa: PLC0415  (5 ms, which other systems do without)

    try:
        ask = ctypes.CDLL(None).proc_pid_rusage
    except (OSError, AttributeError):
        return lambda _: 0
    info = (ctypes.c_uint8 * INFO_SIZE)()

    def footprint(process: int) -> int:
        failed = ask(process, 0, ctypes.byref(info))
        return 0 if failed else int.from_bytes(bytes(info[FOOTPRINT : FOOTPRINT + NUMBER]), sys.byteorder)

    return footprint


def processor_seconds(process: int) -> float:
    """Count the seconds that the processor was at work for a process and those that it made; 0 where the system does
    not tell.
    """
    return sum(map(_own_seconds, (process, *_made_by(process))))


def _own_seconds(process: int) -> float:
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

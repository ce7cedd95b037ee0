"""What the kernel knows of a process: its time, its memory, how often it woke up. Linux only."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")


def cpu(pid: int) -> float:
    """Milliseconds of processor time, of all threads."""
    return sum(int((task / "schedstat").read_text().split()[0]) for task in _tasks(pid)) / 1e6


def peak(pid: int) -> float:
    """The most memory that it had, in MB."""
    return _status(PROC / str(pid), "VmHWM") / 1024


def wakes(pid: int) -> int:
    """How often one of its threads waited for something; when the program is idle, how often it woke up."""
    return sum(_status(task, "voluntary_ctxt_switches") for task in _tasks(pid))


def naming(folder: Path) -> bool:
    """Whether a process has that folder, or what is in it, on its command line."""
    for entry in PROC.glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has ended meanwhile
            if os.fsencode(folder) in entry.read_bytes():
                return True
    return False


def _tasks(pid: int) -> list[Path]:
    return list((PROC / str(pid) / "task").iterdir())


def _status(folder: Path, name: str) -> int:
    for line in (folder / "status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    raise LookupError(name)

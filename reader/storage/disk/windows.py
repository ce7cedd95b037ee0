"""What `posix` does, on Windows. Checked for its types only: reader's terminal is POSIX, so nobody has run it yet.

Whoever does will find that Windows replaces no file which somebody has open, as `OpenFile` has the library.
"""

from __future__ import annotations

import ctypes
import msvcrt
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

assert sys.platform == "win32"  # what the type checker goes by

OPENED = os.O_BINARY | os.O_NOINHERIT
"""How every file is opened: byte for byte, and no child gets the descriptor."""
SYNCHRONIZE = 0x00100000
RUNNING = 0x00000102
"""The right to wait for a process, and the answer where one would have to: WAIT_TIMEOUT."""
BEYOND = 1 << 30
"""The byte that is locked: a locked one cannot be read, and the file says who holds the lock."""


def sync(descriptor: int) -> None:
    """What was written is on the disk when this returns."""
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Names are in the journal of the file system; there is nothing to wait for."""


def read_at(descriptor: int, size: int, offset: int) -> bytes:
    """A piece of an open file."""
    os.lseek(descriptor, offset, os.SEEK_SET)
    return os.read(descriptor, size)


def keep_owner(descriptor: int, like: os.stat_result) -> None:
    """A new file inherits its access rights from the folder, as the old one did."""


def is_running(process: int) -> bool:
    """Whether there is a process of that number."""
    handle = ctypes.windll.kernel32.OpenProcess(SYNCHRONIZE, False, process)
    if not handle:
        return False
    try:
        return bool(ctypes.windll.kernel32.WaitForSingleObject(handle, 0) == RUNNING)
    finally:
        ctypes.windll.kernel32.CloseHandle(handle)


def lock(descriptor: int) -> bool:
    """Lock the file for this process, where no other has; the system lets go of it when the process ends."""
    os.lseek(descriptor, BEYOND, os.SEEK_SET)
    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    except PermissionError:
        return False
    return True


def unlock(descriptor: int) -> None:
    """Let go of the lock."""
    os.lseek(descriptor, BEYOND, os.SEEK_SET)
    msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)


def host() -> str:
    """What this machine is called."""
    return os.environ.get("COMPUTERNAME", "")

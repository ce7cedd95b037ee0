"""One writer is at work at a time: it holds an advisory lock on a file in this machine's state.

By the system's own call rather than by filelock, which takes 50 ms to import, and 0.1 ms to take and release: as long
as all else that a change does besides waiting for the disk.
"""

from __future__ import annotations

import errno
import os
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from reader.domain.errors import Locked
from reader.storage.disk.system import OPENED, PRIVATE, local_lock, lock, telling, unlock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 10.0
"""Seconds to wait: an append takes milliseconds, a rewrite of 100,000 records about a second."""
POLL = 0.002
"""Seconds between looks: shorter than what an append holds it for."""
NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What a disk of a network answers that has no locks, or no service for them just now."""
DIGITS = 20
"""Width of the holder's process number in the file: it is overwritten in place, which costs nothing."""


class Lock:
    """A `Lock` is held by one `Lock` at a time, on this machine; it may be taken again by its holder."""

    _descriptor = -1

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self._path = path
        self._patience = patience
        self._is_local = False
        self._depth = 0
        self._named_ns = -1

    @property
    def is_held(self) -> bool:
        """Tell whether whoever has this object holds it."""
        return self._depth > 0

    @contextmanager
    def held(self, patience: float | None = None) -> Iterator[None]:
        """Hold it. Raises Locked where another process does not let go of it, NotSaved, ReadOnly."""
        if self._depth == 0:
            with telling(self._path):
                self._take(self._patience if patience is None else patience)
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if self._depth == 0 and self._descriptor >= 0:  # closed, it is let go of
                unlock(self._descriptor)

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __del__(self) -> None:
        # A number is not a file: nobody closes it for a store that was dropped without having been closed.
        self.close()

    def _take(self, patience: float) -> None:
        deadline = time.monotonic() + patience
        while True:
            self._open()
            if not self._lock():
                if time.monotonic() >= deadline:
                    raise Locked(f"{holder(self._path)} is writing the library", do="try again in a moment")
                time.sleep(POLL)
                continue
            there = os.fstat(self._descriptor)
            if self._is_current(there):
                break
            self.close()  # somebody removed the file, and others may hold the lock on a new one
        if there.st_mtime_ns != self._named_ns:
            self._name_holder()

    def _lock(self) -> bool:
        try:
            return lock(self._descriptor)
        except OSError as error:
            if error.errno not in NO_LOCKS or self._is_local:
                raise
        # It is between the processes of one machine: each machine has a journal of its own, and files are replaced.
        self.close()
        self._path, self._is_local = local_lock(self._path), True
        self._open()
        return lock(self._descriptor)

    def _open(self) -> None:
        if self._descriptor < 0:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | OPENED, PRIVATE)
            if self._is_local and os.fstat(self._descriptor).st_uid != os.getuid():
                raise OSError(errno.EPERM, "it is another user's", str(self._path))

    def _is_current(self, there: os.stat_result) -> bool:
        try:
            return self._path.stat().st_ino == there.st_ino
        except FileNotFoundError:
            return False

    def _name_holder(self) -> None:
        """Put our number into the file, which no other process has written since where its time is the same."""
        with suppress(OSError):  # on a full disk there is no room for it, and the lock is held all the same
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, str(os.getpid()).ljust(DIGITS).encode())
            self._named_ns = os.fstat(self._descriptor).st_mtime_ns


def holder(path: Path) -> str:
    """Tell who took the lock last, in words."""
    try:
        return f"process {int(path.read_text())}"
    except (OSError, ValueError):
        return "another process"

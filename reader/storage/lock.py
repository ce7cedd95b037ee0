"""One writer at a time. Imported when something is first written: filelock takes 50 ms to import."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from reader.domain.errors import Locked
from reader.storage.failures import telling

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 10.0
"""Seconds to wait: an append takes milliseconds, a rewrite of 100,000 records about a second."""
POLL = 0.002
"""Seconds between looks: shorter than what an append holds it for."""
DIGITS = 20
"""Width of a process number in the file beside the lock: it is overwritten in place, which costs nothing."""


class Lock:
    """A lock on a file in this machine's state; it may be taken again by its holder."""

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self._path = path
        self._patience = patience
        self._lock = FileLock(path)
        self._holder = -1
        self._depth = 0

    @contextmanager
    def held(self, patience: float | None = None) -> Iterator[None]:
        """Hold it. Raises Locked where another process does not let go of it."""
        if self._depth == 0:
            self._take(self._patience if patience is None else patience)
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if self._depth == 0:
                self._lock.release()

    def close(self) -> None:
        """Let go of the file that names the holder."""
        if self._holder >= 0:
            os.close(self._holder)
            self._holder = -1

    def _take(self, patience: float) -> None:
        with telling(self._path):
            if self._holder < 0:
                self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._holder = os.open(holder_file(self._path), os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                self._lock.acquire(timeout=patience, poll_interval=POLL)
            except Timeout as error:
                raise Locked(f"{holder(self._path)} is writing the library", do="try again in a moment") from error
        with suppress(OSError):  # on a full disk there is no room for a name, and the lock is held all the same
            os.pwrite(self._holder, str(os.getpid()).ljust(DIGITS).encode(), 0)


def holder(path: Path) -> str:
    """Who took the lock last, in words."""
    try:
        return f"process {int(holder_file(path).read_text())}"
    except (OSError, ValueError):
        return "another process"


def holder_file(path: Path) -> Path:
    """The file that names the process which took the lock last."""
    return path.with_name("lock.holder")

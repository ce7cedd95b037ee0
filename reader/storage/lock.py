"""One writer at a time. Imported when something is first written: filelock takes longer to import than to use."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from reader.domain.errors import Locked
from reader.storage.failures import telling

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 10.0
"""Seconds to wait: an append takes milliseconds, a rewrite of 100,000 records about one."""


class Lock:
    """A lock on a file in this machine's state; it may be taken again by its holder."""

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self._path = path
        self._patience = patience
        self._lock = FileLock(path)
        self._depth = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold it. Raises Locked where another process does not let go of it."""
        if self._depth == 0:
            self._take()
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if self._depth == 0:
                self._lock.release()

    def _take(self) -> None:
        with telling(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                self._lock.acquire(timeout=self._patience, poll_interval=0.002)
            except Timeout as error:
                raise Locked(
                    f"{holder(self._path)} is writing the library", do="close it, or try again in a moment"
                ) from error
            _holder_file(self._path).write_text(str(os.getpid()))


def holder(path: Path) -> str:
    """Who took the lock last, in words."""
    try:
        pid = int(_holder_file(path).read_text())
    except (OSError, ValueError):
        return "another process"
    return f"process {pid}"


def _holder_file(path: Path) -> Path:
    return path.with_name("lock.holder")

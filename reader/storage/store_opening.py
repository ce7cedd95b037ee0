"""Opening a library."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from reader.storage.device import device_id
from reader.storage.disk.system import REAL, System
from reader.storage.store import FileStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.domain.ports import Clock
    from reader.storage.local.paths import StorePaths


def four_digits() -> str:
    """Four random hex digits."""
    return os.urandom(2).hex()


def open_store(
    paths: StorePaths,
    *,
    clock: Clock,
    device: str = "",
    entropy: Callable[[], str] = four_digits,
    system: System = REAL,
) -> FileStore:
    """The library at these paths, which need not be there yet. Nothing is read before it is asked for.

    `device` is this machine's own id where none is given.
    """
    device = device or device_id(system, paths, entropy)
    return FileStore(paths, clock=clock, device=device, entropy=entropy, system=system)

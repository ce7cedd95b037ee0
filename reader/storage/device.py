"""The name of this machine in stamps and file names: the host's name for people, and digits that make it unique."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import reader.storage.disk.posix as posix
from reader.domain.errors import StoreError
from reader.storage.disk.replace import write_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.storage.disk.system import System
    from reader.storage.local.paths import StorePaths

DEVICE = re.compile(r"[a-z0-9-]{1,12}-[0-9a-f]{8}")
LENGTH = 12
"""Of the host's part: stamps hold it, and a library holds many stamps."""


def device_id(system: System, paths: StorePaths, entropy: Callable[[], str]) -> str:
    """Answer this machine's id, made when it is first asked for; where it cannot be kept, one for this run.

    A machine that was set up from a copy of another gets its own: the host's name is part of the id.
    """
    path = paths.state / "device"
    host = host_name()
    try:
        kept = system.read(path).decode().strip()
    except (OSError, UnicodeDecodeError):
        kept = ""
    if DEVICE.fullmatch(kept) and kept.rpartition("-")[0] == host:
        return kept
    device = f"{host}-{entropy()}{entropy()}"
    try:
        write_file(system, path, device.encode())
    except StoreError:
        return device  # nothing can be saved then, and whoever tries is told
    return device


def host_name() -> str:
    """What this machine is called, as far as stamps may hold it."""
    return host_part(posix.host())


def host_part(name: str) -> str:
    """A host's name in the letters that stamps and file names have."""
    return re.sub(r"[^a-z0-9]+", "-", name.partition(".")[0].lower()).strip("-")[:LENGTH].strip("-") or "machine"

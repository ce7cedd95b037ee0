"""A machine is named in stamps and file names: by its host's name for people, and by digits that make it unique.

It is bound to the machine, and to the place of its state: a host that is given another name (by DHCP, as a container)
keeps its id, a copied home gets one of its own, and a home that several machines share has one for each of them.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from zlib import crc32

from reader.domain.errors import StoreError
from reader.domain.patterns import deferred
from reader.storage.disk.lock import Lock
from reader.storage.disk.replace import write_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.storage.disk.system import System
    from reader.storage.local.paths import StorePaths

DEVICE = deferred(r"[a-z0-9-]{1,12}-[0-9a-f]{8}")
LENGTH = 12
"""Of the host's part: stamps hold it, and a library holds many stamps."""
UNBOUND = ""
"""What an id was bound to that was kept before ids were bound."""
MOST = 16
"""Machines that are remembered of a home that they share, the newest first."""


def device_id(system: System, paths: StorePaths, entropy: Callable[[], str]) -> str:
    """Answer this machine's id, made when it is first asked for; where it cannot be kept, one for this run."""
    bound = _binding(system, paths)
    kept = _kept(system, paths)
    if bound in kept:
        return kept[bound]
    try:
        with Lock(paths.state / "device.lock").held():
            return _made(system, paths, bound, entropy)
    except StoreError:
        return _new(system, entropy)  # nothing can be saved then, and whoever tries is told


def host_part(name: str) -> str:
    """Write a host's name in the letters that stamps and file names have."""
    return re.sub(r"[^a-z0-9]+", "-", name.partition(".")[0].lower()).strip("-")[:LENGTH].strip("-") or "machine"


def label(device: str) -> str:
    """Return the host's part of an id: what the machine was called when the id was made."""
    return device.rpartition("-")[0]


def _made(system: System, paths: StorePaths, bound: str, entropy: Callable[[], str]) -> str:
    kept = _kept(system, paths)  # somebody may have been faster
    if bound in kept:
        return kept[bound]
    older = kept.pop(UNBOUND, "")
    device = older if label(older) == host_part(system.host()) else _new(system, entropy)
    ids = list({bound: device, **kept}.items())[:MOST]
    write_file(system, paths.state / "device", "".join(f"{one} {to}\n" for to, one in ids).encode())
    return device


def _new(system: System, entropy: Callable[[], str]) -> str:
    return f"{host_part(system.host())}-{entropy()}{entropy()}"


def _binding(system: System, paths: StorePaths) -> str:
    """Which machine, and which place of its state, as a digest: what they are is nobody's business."""
    place = os.fsencode(os.path.realpath(paths.state))
    return f"{crc32(system.machine().encode()):08x}{crc32(place):08x}"  # a hash that is one takes 3 ms to import


def _kept(system: System, paths: StorePaths) -> dict[str, str]:
    """The ids that are kept, by what they are bound to."""
    try:
        lines = system.read(paths.state / "device").decode().splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    pairs = [line.partition(" ") for line in lines]
    return {bound: device for device, _, bound in pairs if DEVICE.fullmatch(device)}

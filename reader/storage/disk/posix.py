"""Linux, macOS and the BSDs have these calls each in their own way, for `System`, `Lock` and `device`."""

from __future__ import annotations

import fcntl
import os
import re
import stat
import sys
from contextlib import suppress
from pathlib import Path

from reader.domain.ids import sha256

OPENED = os.O_CLOEXEC | os.O_NOFOLLOW
"""How every file is opened: no link that was put in our way is followed, no child gets the descriptor."""


MACHINE_IDS = ("/etc/machine-id", "/var/lib/dbus/machine-id", "/etc/hostid")
"""Where systemd, D-Bus and FreeBSD keep it."""
LONGEST_PATH = 1024
"""Bytes that macOS takes for a path (PATH_MAX there)."""


def sync_fully(descriptor: int) -> None:
    """What was written is on the disk when this returns."""
    if sys.platform == "darwin":
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)  # fsync there leaves it in the drive's cache
    else:
        os.fdatasync(descriptor)


def sync_plainly(descriptor: int) -> None:
    """The same by the call that every file system has; on macOS the drive may still hold it in its cache."""
    os.fsync(descriptor)


def own_path(path: Path) -> Path | None:
    """The path of a file in the spelling that the disk has for it; None where the system does not tell."""
    if sys.platform != "darwin":
        return None
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        told = fcntl.fcntl(descriptor, fcntl.F_GETPATH, bytes(LONGEST_PATH))
    finally:
        os.close(descriptor)
    return Path(os.fsdecode(told.partition(b"\0")[0]))


def sync_names(folder: Path) -> None:
    """Names that were made, changed or removed in a folder are on the disk when this returns."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_at(descriptor: int, size: int, offset: int) -> bytes:
    """A piece of an open file."""
    return os.pread(descriptor, size, offset)


def keep_owner(descriptor: int, like: os.stat_result) -> None:
    """Give the file the owner, group and mode of another, as far as this user may."""
    there = os.fstat(descriptor)
    if (like.st_uid, like.st_gid) != (there.st_uid, there.st_gid):  # a folder may hand its group to what is made in it
        # Only root may give a file away; the mode is kept all the same.
        with suppress(PermissionError):
            os.fchown(descriptor, like.st_uid, like.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(like.st_mode))  # after fchown, which clears set-id bits


def is_running(process: int) -> bool:
    """Whether there is a process of that number."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # somebody else's
    return True


def local_lock(path: Path) -> Path:
    """Where a lock lies that stands for one on a disk which knows none, as a home on a network may be.

    Whatever the environment says, all processes of the user on this machine must find the same.
    """
    name = f"reader-{os.getuid()}-{sha256(os.fsencode(path.resolve()))[:16]}.lock"
    return Path("/tmp", name)  # noqa: S108  (whose it is, is looked at)


def lock(descriptor: int) -> bool:
    """Lock the file for this process, where no other has; the system lets go of it when the process ends."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def unlock(descriptor: int) -> None:
    """Let go of the lock."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)


def host() -> str:
    """What this machine is called just now."""
    return os.uname().nodename


def machine() -> str:
    """The id of this installation of the system; empty where it has none."""
    if sys.platform == "darwin":
        return _host_uuid()
    for path in MACHINE_IDS:
        with suppress(OSError, UnicodeDecodeError):
            found = Path(path).read_text(encoding="ascii").strip().lower()
            # systemd writes "uninitialized" into an image; some containers have zeros.
            if re.fullmatch(r"[0-9a-f-]{32,36}", found) and found.strip("0-"):
                return found
    return ""


def _host_uuid() -> str:
    import ctypes  # noqa: PLC0415  (5 ms, and nothing else here needs it)

    class Timeout(ctypes.Structure):
        _fields_ = (("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long))

    found = (ctypes.c_ubyte * 16)()
    try:
        failed = ctypes.CDLL(None).gethostuuid(found, ctypes.byref(Timeout(1, 0)))
    except (OSError, AttributeError):
        return ""
    return "" if failed else bytes(found).hex()

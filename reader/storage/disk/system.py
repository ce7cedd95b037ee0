"""Every call that touches the library goes through a `System`: it is the one seam to the operating system.

Tests put another one in its place, to fail, or to cut off, each single call, or to behave as another file system
does. Linux, macOS and the BSDs have these calls each in their own way: that is told here, and nothing else in the
storage asks which system it is on. What a system's error means for the library is told here too: `telling`.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import stat
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.errors import MaybeSaved, NotSaved, ReadOnly, StoreError
from reader.domain.ids import sha256

if TYPE_CHECKING:
    from collections.abc import Iterator

OPENED = os.O_CLOEXEC | os.O_NOFOLLOW
"""How every file is opened: no link that was put in our way is followed, no child gets the descriptor."""
MACHINE_IDS = ("/etc/machine-id", "/var/lib/dbus/machine-id", "/etc/hostid")
"""Where systemd, D-Bus and FreeBSD keep it."""
LONGEST_PATH = 1024
"""Bytes that macOS takes for a path (PATH_MAX there)."""
UNABLE = frozenset({errno.EINVAL, errno.EBADF, errno.ENOTTY, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What a disk answers to a call that it does not know: SMB, WebDAV, NTFS and FUSE each have their own word for it."""
_PIECE = 1 << 20
PRIVATE = 0o600
"""Files are the owner's; a library that is there already keeps its mode."""


class FileMark(NamedTuple):
    """A `FileMark` says what a file was when it was read: when this has moved, the file has been written."""

    inode: int
    mtime_ns: int
    size: int

    @classmethod
    def of(cls, stat: os.stat_result) -> FileMark:
        """Return the mark of what `stat` describes."""
        return cls(stat.st_ino, stat.st_mtime_ns, stat.st_size)


class System:
    """A `System` has files, as the storage uses them. Every method raises OSError."""

    def open(self, path: Path, flags: int, mode: int = PRIVATE) -> int:
        """Open, never following a link that was put in our way, nor handing the descriptor to a child."""
        return os.open(path, flags | OPENED, mode)

    def write(self, descriptor: int, data: memoryview) -> int:
        """Write some of it; answer how much."""
        return os.write(descriptor, data)

    def write_all(self, descriptor: int, data: bytes) -> None:
        """Write all of it, however little goes at once."""
        rest = memoryview(data)
        while rest:
            rest = rest[self.write(descriptor, rest) :]

    def sync(self, descriptor: int) -> None:
        """What was written is on the disk when this returns, as surely as the disk can do it."""
        try:
            self.sync_fully(descriptor)
        except OSError as error:
            if error.errno not in UNABLE:
                raise
            self.sync_plainly(descriptor)

    def sync_folder(self, folder: Path) -> None:
        """Names that were made, changed or removed in it are on the disk when this returns, where the disk can do it.

        Many drives of a network cannot: what was written there is saved all the same.
        """
        try:
            self.sync_names(folder)
        except OSError as error:
            if error.errno not in UNABLE:
                raise

    def sync_fully(self, descriptor: int) -> None:
        """Sync a file by the surest call that this system has. Not every disk knows it."""
        if sys.platform == "darwin":
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)  # fsync there leaves it in the drive's cache
        else:
            os.fdatasync(descriptor)

    def sync_plainly(self, descriptor: int) -> None:
        """Sync a file by the call that every disk should know; on macOS the drive may still hold it in its cache."""
        os.fsync(descriptor)

    def sync_names(self, folder: Path) -> None:
        """Sync a folder. Not every disk can."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def truncate(self, descriptor: int, size: int) -> None:
        """Cut the file."""
        os.ftruncate(descriptor, size)

    def close(self, descriptor: int) -> None:
        """Close it."""
        os.close(descriptor)

    def read(self, path: Path | str) -> bytes:
        """Read the whole file. A pipe or a device is refused, for it might never end."""
        there = os.stat(path)  # noqa: PTH116  (of 10,000 texts pathlib and a file's object take a tenth of a second)
        if not stat.S_ISREG(there.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            pieces = [os.read(descriptor, there.st_size + 1)]
            if len(pieces[0]) != there.st_size:  # it has become another meanwhile, or came in parts
                while piece := os.read(descriptor, _PIECE):
                    pieces.append(piece)
            return b"".join(pieces)
        finally:
            os.close(descriptor)

    def read_at(self, descriptor: int, size: int, offset: int) -> bytes:
        """Read a piece of an open file."""
        return os.pread(descriptor, size, offset)

    def replace(self, source: Path, target: Path) -> None:
        """Give `source` the name of `target`, whatever had it."""
        source.replace(target)

    def unlink(self, path: Path) -> None:
        """Remove a file."""
        path.unlink()

    def stat(self, path: Path) -> os.stat_result:
        """Return what the file is now."""
        return path.stat()

    def mark(self, path: Path) -> FileMark | None:
        """Return the file's mark; None where there is no file."""
        try:
            return FileMark.of(self.stat(path))
        except FileNotFoundError:
            return None

    def stat_open(self, descriptor: int) -> os.stat_result:
        """Return what an open file is now, whatever has its name."""
        return os.fstat(descriptor)

    def exists(self, path: Path) -> bool:
        """Tell whether there is something of that name."""
        return path.exists()

    def is_same(self, one: Path, other: Path) -> bool:
        """Tell whether two paths lead to one file, which is there."""
        try:
            return os.path.samestat(self.stat(one), self.stat(other))
        except OSError:
            return False

    def own_path(self, path: Path) -> Path | None:
        """Return the path of a file in the spelling that the disk has for it; None where the system does not tell."""
        if sys.platform != "darwin":
            return None
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        try:
            told = fcntl.fcntl(descriptor, fcntl.F_GETPATH, bytes(LONGEST_PATH))
        finally:
            os.close(descriptor)
        return Path(os.fsdecode(told.partition(b"\0")[0]))

    def names(self, folder: Path) -> list[str]:
        """List the names in a folder, as the disk spells them."""
        return [entry.name for entry in folder.iterdir()]

    def make_folder(self, folder: Path) -> None:
        """Make it, and those above it, if they are not there."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def keep_owner(self, descriptor: int, like: os.stat_result) -> None:
        """Give the file the owner, group and mode of another, as far as this user may."""
        there = os.fstat(descriptor)
        if (like.st_uid, like.st_gid) != (there.st_uid, there.st_gid):
            # A folder may hand its group to what is made in it. Only root may give a file away; the mode is kept.
            with suppress(PermissionError):
                os.fchown(descriptor, like.st_uid, like.st_gid)
        os.fchmod(descriptor, stat.S_IMODE(like.st_mode))  # after fchown, which clears set-id bits

    def is_running(self, process: int) -> bool:
        """Tell whether there is a process of that number besides this one."""
        if process == os.getpid():
            return False
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True  # somebody else's
        return True

    def host(self) -> str:
        """Return what this machine is called just now: networks and containers change it."""
        return os.uname().nodename

    def machine(self) -> str:
        """Return what this machine is known by that its name does not change; empty where it has no such thing."""
        return machine()

    def now_ns(self) -> int:
        """Tell wall time, as files are stamped with it."""
        return time.time_ns()

    def writable(self, path: Path) -> bool:
        """Tell whether this user may write there."""
        return os.access(path, os.W_OK)


REAL = System()
"""The operating system itself."""


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


def local_lock(path: Path) -> Path:
    """Tell where a lock lies that stands for one on a disk which knows none, as a home on a network may be.

    Whatever the environment says, all processes of the user on this machine must find the same.
    """
    name = f"reader-{os.getuid()}-{sha256(os.fsencode(path.resolve()))[:16]}.lock"
    return Path("/tmp", name)  # noqa: S108  (whose it is, is looked at)


def machine() -> str:
    """Return the id of this installation of the system; empty where it has none."""
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


ADVICE = {
    errno.ENOSPC: "free some space and try again",
    errno.EDQUOT: "free some of your quota and try again",
    errno.EFBIG: "raise the limit on file sizes and try again",
    errno.EMFILE: "close other files or raise the limit on open files",
    errno.ENFILE: "close other programs and try again",
    errno.EIO: "check the disk; your backups are untouched",
    errno.ELOOP: "its links lead to themselves: name another file",
    errno.ENAMETOOLONG: "give it a shorter name",
    errno.ENOTDIR: "a file is in the place of a folder: name another file",
    errno.EEXIST: "a file is in the place of a folder: move it away",
    errno.EINVAL: "name another file",
}
MOUNT = "mount its disk for writing, or change its permissions"
DENIED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def explain_failure(error: OSError, path: Path, kind: type[StoreError] = NotSaved) -> StoreError:
    """Make the StoreError for a failed write to `path`: ReadOnly where it is not allowed, else `kind`."""
    what = (error.strerror or str(error)).lower()
    if error.errno in DENIED and kind is not MaybeSaved:
        done = "read" if os.access(path, os.F_OK) and not os.access(path, os.R_OK) else "written"
        remedy = "change its permissions" if error.errno != errno.EROFS else MOUNT
        return ReadOnly(f"it may not be {done} ({what})", str(path), remedy)
    return kind(what, str(path), ADVICE.get(error.errno or 0, ""))


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Within it, an OSError becomes the StoreError that says nothing was written to `path`."""
    try:
        yield
    except OSError as error:
        raise explain_failure(error, path) from error

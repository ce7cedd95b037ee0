"""Every call that touches the library goes through a `System`: it is the one seam to the operating system.

Tests put another one in its place, to fail, or to cut off, each single call, or to behave as another file system
does. What differs between systems is in `posix`; nothing else in the storage asks which system it is on. What a
system's error means for the library is told here too: `telling`.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import reader.storage.disk.posix as posix
from reader.domain.errors import MaybeSaved, NotSaved, ReadOnly, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

UNABLE = frozenset({errno.EINVAL, errno.EBADF, errno.ENOTTY, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What a disk answers to a call that it does not know: SMB, WebDAV, NTFS and FUSE each have their own word for it."""
PRIVATE = 0o600
"""Files are the owner's; a library that is there already keeps its mode."""


class FileMark(NamedTuple):
    """What a file was when it was read: when this has moved, the file has been written."""

    inode: int
    mtime_ns: int
    size: int

    @classmethod
    def of(cls, stat: os.stat_result) -> FileMark:
        """The mark of what `stat` describes."""
        return cls(stat.st_ino, stat.st_mtime_ns, stat.st_size)


class System:
    """Files, as the storage uses them. Every method raises OSError."""

    def open(self, path: Path, flags: int, mode: int = PRIVATE) -> int:
        """Open, never following a link that was put in our way, nor handing the descriptor to a child."""
        return os.open(path, flags | posix.OPENED, mode)

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
        posix.sync_fully(descriptor)

    def sync_plainly(self, descriptor: int) -> None:
        """Sync a file by the call that every disk should know."""
        posix.sync_plainly(descriptor)

    def sync_names(self, folder: Path) -> None:
        """Sync a folder. Not every disk can."""
        posix.sync_names(folder)

    def truncate(self, descriptor: int, size: int) -> None:
        """Cut the file."""
        os.ftruncate(descriptor, size)

    def close(self, descriptor: int) -> None:
        """Close it."""
        os.close(descriptor)

    def read(self, path: Path) -> bytes:
        """The whole file. A pipe or a device is refused, for it might never end."""
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        return path.read_bytes()

    def read_at(self, descriptor: int, size: int, offset: int) -> bytes:
        """A piece of an open file."""
        return posix.read_at(descriptor, size, offset)

    def replace(self, source: Path, target: Path) -> None:
        """Give `source` the name of `target`, whatever had it."""
        source.replace(target)

    def unlink(self, path: Path) -> None:
        """Remove a file."""
        path.unlink()

    def stat(self, path: Path) -> os.stat_result:
        """What the file is now."""
        return path.stat()

    def mark(self, path: Path) -> FileMark | None:
        """The file's mark; None where there is no file."""
        try:
            return FileMark.of(self.stat(path))
        except FileNotFoundError:
            return None

    def stat_open(self, descriptor: int) -> os.stat_result:
        """What an open file is now, whatever has its name."""
        return os.fstat(descriptor)

    def exists(self, path: Path) -> bool:
        """Whether there is something of that name."""
        return path.exists()

    def is_same(self, one: Path, other: Path) -> bool:
        """Whether two paths lead to one file, which is there."""
        try:
            return os.path.samestat(self.stat(one), self.stat(other))
        except OSError:
            return False

    def own_path(self, path: Path) -> Path | None:
        """The path of a file in the spelling that the disk has for it; None where the system does not tell."""
        return posix.own_path(path)

    def names(self, folder: Path) -> list[str]:
        """The names in a folder, as the disk spells them."""
        return [entry.name for entry in folder.iterdir()]

    def make_folder(self, folder: Path) -> None:
        """Make it, and those above it, if they are not there."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def keep_owner(self, descriptor: int, like: os.stat_result) -> None:
        """Give the file the owner, group and mode of another, as far as this user may."""
        posix.keep_owner(descriptor, like)

    def is_running(self, process: int) -> bool:
        """Whether there is a process of that number besides this one."""
        return process != os.getpid() and posix.is_running(process)

    def host(self) -> str:
        """What this machine is called just now: networks and containers change it."""
        return posix.host()

    def machine(self) -> str:
        """What this machine is known by that its name does not change; empty where it has no such thing."""
        return posix.machine()

    def now_ns(self) -> int:
        """Wall time, as files are stamped with it."""
        return time.time_ns()

    def writable(self, path: Path) -> bool:
        """Whether this user may write there."""
        return os.access(path, os.W_OK)


REAL = System()
"""The operating system itself."""


ADVICE = {
    errno.ENOSPC: "free some space and try again",
    errno.EDQUOT: "free some of your quota and try again",
    errno.EFBIG: "raise the limit on file sizes and try again",
    errno.EMFILE: "close other files or raise the limit on open files",
    errno.ENFILE: "close other programs and try again",
    errno.EIO: "check the disk; your backups are untouched",
}
DENIED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def explain_failure(error: OSError, path: Path, kind: type[StoreError] = NotSaved) -> StoreError:
    """The StoreError for a failed write to `path`: ReadOnly where it is not allowed, else `kind`."""
    what = (error.strerror or str(error)).lower()
    if error.errno in DENIED and kind is not MaybeSaved:
        return ReadOnly(f"it may not be written ({what})", str(path), "change its permissions")
    return kind(what, str(path), ADVICE.get(error.errno or 0, ""))


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Within it, an OSError becomes the StoreError that says nothing was written to `path`."""
    try:
        yield
    except OSError as error:
        raise explain_failure(error, path) from error

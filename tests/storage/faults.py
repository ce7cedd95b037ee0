"""Operating systems on which a chosen call fails, or at which the process dies."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from reader.storage.disk.replace import NewFile
from reader.storage.disk.system import System, telling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

P = ParamSpec("P")
T = TypeVar("T")


class Died(BaseException):
    """The process is dead: nothing that comes after this happens."""


@dataclass
class Fault:
    """Strikes at call number `at`; `code` is an errno, or 0 to die. `sticky` faults strike at every later call too."""

    at: int
    code: int = 0
    sticky: bool = False
    after: bool = False
    short: bool = False


class UnsyncedSystem(System):
    """The real one, but that it does not wait for the disk: a process that dies takes nothing with it that it wrote."""

    def sync(self, descriptor: int) -> None:
        os.fstat(descriptor)

    def sync_folder(self, folder: Path) -> None:
        folder.stat()


class FaultySystem(UnsyncedSystem):
    """One with a fault."""

    def __init__(self, fault: Fault | None = None) -> None:
        self.fault = fault
        self.calls = 0
        self.dead = False
        self._descriptors: set[int] = set()
        self._ended = False

    def end(self) -> None:
        """Close what is open, as the kernel does when a process ends."""
        for descriptor in self._descriptors:
            os.close(descriptor)
        self._descriptors.clear()
        self._ended = True

    def _call(self, real: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        fault = self.fault
        if self.dead:
            raise Died
        self.calls += 1
        if fault is None or self.calls < fault.at or (self.calls > fault.at and not fault.sticky):
            return real(*args, **kwargs)
        if fault.code:
            raise OSError(fault.code, os.strerror(fault.code))
        self.dead = True
        if fault.after:
            real(*args, **kwargs)
        raise Died

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        return self._call(self._open, path, flags, mode)

    def _open(self, path: Path, flags: int, mode: int) -> int:
        descriptor = super().open(path, flags, mode)
        self._descriptors.add(descriptor)
        return descriptor

    def write(self, descriptor: int, data: memoryview) -> int:
        fault = self.fault
        if fault is not None and fault.short and self.calls + 1 == fault.at and not self.dead:
            half = data[: max(1, len(data) // 2)]
            written = super().write(descriptor, half)
            self.calls += 1
            if fault.after:
                self.dead = True
                raise Died
            return written
        return self._call(super().write, descriptor, data)

    def sync(self, descriptor: int) -> None:
        self._call(super().sync, descriptor)

    def sync_folder(self, folder: Path) -> None:
        self._call(super().sync_folder, folder)

    def truncate(self, descriptor: int, size: int) -> None:
        self._call(super().truncate, descriptor, size)

    def close(self, descriptor: int) -> None:
        with suppress(Died):  # what comes next is what does not happen
            self._call(self._close, descriptor)

    def _close(self, descriptor: int) -> None:
        if self._ended:
            return  # a finalizer comes late; by now the number may be somebody else's
        super().close(descriptor)
        self._descriptors.remove(descriptor)

    def read(self, path: Path | str) -> bytes:
        return self._call(super().read, path)

    def read_at(self, descriptor: int, size: int, offset: int) -> bytes:
        return self._call(super().read_at, descriptor, size, offset)

    def replace(self, source: Path, target: Path) -> None:
        self._call(super().replace, source, target)

    def unlink(self, path: Path) -> None:
        self._call(super().unlink, path)

    def stat(self, path: Path) -> os.stat_result:
        return self._call(super().stat, path)

    def stat_open(self, descriptor: int) -> os.stat_result:
        return self._call(super().stat_open, descriptor)

    def names(self, folder: Path) -> list[str]:
        return self._call(super().names, folder)

    def make_folder(self, folder: Path) -> None:
        self._call(super().make_folder, folder)

    def keep_owner(self, descriptor: int, like: os.stat_result) -> None:
        self._call(super().keep_owner, descriptor, like)


def every_fault(at: int) -> list[Fault]:
    """All that can happen at one call."""
    codes = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EDQUOT, errno.EROFS, errno.EMFILE)
    return [
        *(Fault(at, code) for code in codes),
        Fault(at, errno.ENOSPC, sticky=True),
        Fault(at, errno.EIO, sticky=True),
        Fault(at, short=True, code=errno.EIO),
        Fault(at),
        Fault(at, after=True),
        Fault(at, short=True, after=True),
    ]


@contextmanager
def in_place(system: System, path: Path, *, durable: bool = True) -> Iterator[NewFile]:
    """A wrong `replacing`: what fails in midst of it leaves a part of the file, as stock TinyDB does."""
    with telling(path):
        part = NewFile(system, path, system.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC))
        try:
            yield part
        finally:
            system.close(part.descriptor)

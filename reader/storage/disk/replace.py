"""A file is written whole: it is the old one or the new one, never a part, whatever fails when."""

from __future__ import annotations

import errno
import os
import re
from contextlib import closing, contextmanager, suppress
from itertools import zip_longest
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from reader.domain.errors import MaybeSaved
from reader.domain.patterns import deferred
from reader.storage.disk.system import explain_failure

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from reader.storage.disk.system import System

SUFFIX = ".part"
PART = deferred(r"\..+\.(\d{1,9})\.part", re.DOTALL)
"""The name of a part, with the number of the process that writes it."""
PIECE = 1 << 20
"""Bytes of a file that are held at once, where it is read in pieces."""
NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY


class NewFile:
    """A `NewFile` is a file that is being written beside the one whose place it will take."""

    def __init__(self, system: System, path: Path, descriptor: int) -> None:
        self.system = system
        self.path = path
        self.descriptor = descriptor

    def write(self, data: bytes) -> None:
        """Write all of it. Raises OSError."""
        self.system.write_all(self.descriptor, data)


@contextmanager
def replacing(system: System, path: Path, *, durable: bool = True) -> Iterator[NewFile]:
    """Open a Part that takes the place of `path` when the block ends well, and is gone when it does not.

    Raises NotSaved or ReadOnly where `path` is what it was, MaybeSaved where the failure came after the change.
    """
    placed = False
    part: NewFile | None = None
    try:
        system.make_folder(path.parent)
        part = _part(system, path)
        yield part
        if durable:
            system.sync(part.descriptor)  # a failure is final: what a second one would say is not to be trusted
        _close(part)
        system.replace(part.path, path)
        placed = True
        if durable:
            system.sync_folder(path.parent)
    except OSError as error:
        raise explain_failure(error, path, MaybeSaved) if placed else explain_failure(error, path) from error
    finally:
        if part is not None and not placed:
            _discard(part)


def write_file(system: System, path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write `path` whole. Raises as `replacing` does."""
    with replacing(system, path, durable=durable) as part:
        part.write(data)


def read_pieces(system: System, path: Path) -> Generator[bytes]:
    """Yield a file's bytes, some at a time, as they are when it is opened. Raises OSError, also for a pipe."""
    if not S_ISREG(system.stat(path).st_mode):
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    descriptor, offset = system.open(Path(os.path.realpath(path)), os.O_RDONLY), 0
    try:
        while piece := system.read_at(descriptor, PIECE, offset):
            yield piece
            offset += len(piece)
    finally:
        system.close(descriptor)


def copy_file(system: System, source: Path, target: Path) -> None:
    """Write `target` whole, as `source` is. Raises OSError where that cannot be read, else as `replacing` does."""
    with closing(read_pieces(system, source)) as pieces:
        first = next(pieces, b"")
        with replacing(system, target) as part:
            part.write(first)
            for piece in pieces:
                part.write(piece)


def has_same_bytes(system: System, one: Path, other: Path) -> bool:
    """Tell whether two files hold the same bytes. Raises OSError."""
    if system.stat(one).st_size != system.stat(other).st_size:
        return False
    with closing(read_pieces(system, one)) as ours, closing(read_pieces(system, other)) as theirs:
        return all(piece == its for piece, its in zip_longest(ours, theirs))


def leftovers(system: System, folder: Path, of: str = "") -> list[Path]:
    """List the parts that processes left in a folder which were killed; of that file, or of any."""
    try:
        names = system.names(folder)
    except OSError:
        return []
    parts = [(name, match) for name in names if (match := PART.fullmatch(name)) and name.startswith(f".{of}")]
    return [folder / name for name, match in parts if not system.is_running(int(match[1]))]


def sweep(system: System, folder: Path, of: str = "") -> None:
    """Remove what killed processes left in a folder; of that file, or of any."""
    for part in leftovers(system, folder, of):
        with suppress(OSError):
            system.unlink(part)


def _part(system: System, path: Path) -> NewFile:
    name = path.parent / f".{path.name}.{os.getpid()}{SUFFIX}"
    with suppress(FileNotFoundError):
        system.unlink(name)  # of a killed process that had our number
    part = NewFile(system, name, system.open(name, NEW))
    try:
        with suppress(FileNotFoundError):
            system.keep_owner(part.descriptor, system.stat(path))
    except OSError:
        _discard(part)
        raise
    return part


def _close(part: NewFile) -> None:
    descriptor, part.descriptor = part.descriptor, -1
    part.system.close(descriptor)


def _discard(part: NewFile) -> None:
    with suppress(OSError):
        if part.descriptor >= 0:
            _close(part)
    with suppress(OSError):
        part.system.unlink(part.path)

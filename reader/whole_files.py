"""A file is written whole or not at all, where the library's own seam to the disk is not needed: exports, settings."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LONGEST = 40
"""Characters of the name that the file has while it is written: a name of 255 bytes leaves no room for more."""


def write_whole(path: Path, chunks: Iterable[bytes], *, mode: int = 0o666, durable: bool = True) -> None:
    """Put the `chunks` in the place of the file at `path`, which stays as it is where that fails. Raises OSError.

    A file that is there keeps its permissions, and a new one has `mode` less the umask. `durable` says whether it has
    to be on the disk before it takes its place.
    """
    fresh = path.with_name(f".{path.name[:LONGEST]}.{os.urandom(4).hex()}")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        with os.fdopen(descriptor, "wb") as out:
            for chunk in chunks:
                out.write(chunk)
            if durable:
                out.flush()
                os.fsync(out.fileno())
        with suppress(FileNotFoundError):
            fresh.chmod(path.stat().st_mode & 0o777)
        fresh.replace(path)
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()

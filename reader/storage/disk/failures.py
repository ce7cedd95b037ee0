"""Errors of the operating system are told as what they mean for the library."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reader.domain.errors import MaybeSaved, NotSaved, ReadOnly, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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

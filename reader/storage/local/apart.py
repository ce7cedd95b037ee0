"""Work on a library is given to a process of its own, which goes on when the one that started it ends."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.storage.local.paths import StorePaths

COMPACTION, CATCHING_UP = "reader.storage.compaction", "reader.storage.catching_up"
"""The modules that such a process runs."""
FILE_ONLY = "--file-only"
"""Has compaction write the library file, and leave the derived index to the next one."""


def start_apart(module: str, paths: StorePaths, *options: str) -> subprocess.Popen[bytes]:
    """Start a process that works on the library at these paths, and says nothing. Raises OSError."""
    where = [str(path.absolute()) for path in (paths.library, paths.texts, paths.backups, paths.state)]
    return subprocess.Popen(  # noqa: S603  # our own interpreter and module
        [sys.executable, "-m", module, *where, *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd="/",
    )

"""Where a library and what belongs to it are on the disk."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from reader.domain.digests import sha256

PLAIN = re.compile(r"[0-9a-z-]{1,64}")
"""Ids that can name a file as they are, as a UUID can; `=` begins the names of others."""
LONGEST = 200
"""Letters of a folder's name; file systems take 255 bytes."""


class StorePaths(NamedTuple):
    """The library file, the folders of kept texts and of backups, and this machine's own state."""

    library: Path
    texts: Path
    backups: Path
    state: Path

    @property
    def file(self) -> Path:
        """The library file itself: a symbolic link stays one, and what it points to is replaced."""
        return _real(self.library)

    @property
    def folder(self) -> Path:
        """Where the library file is, its journals with it."""
        return _real(self.library).parent

    @property
    def own_state(self) -> Path:
        """State about this library: named by its real path, so that two libraries never meet."""
        return _own(self.state, self.library)

    @property
    def lock(self) -> Path:
        """Held around every append and rewrite."""
        return self.own_state / "lock"

    @property
    def index_file(self) -> Path:
        """Derived: where each article's rows are in the library file."""
        return self.own_state / "index"

    def journal(self, device: str) -> Path:
        """What a device wrote since the library file was written."""
        return self.folder / f"{self.file.stem}.{device}.journal"

    def is_journal(self, name: str) -> bool:
        """Whether a file of that name in `folder` is a device's journal of this library."""
        return name.startswith(f"{self.file.stem}.") and name.endswith(".journal")


def file_name(any_id: str) -> str:
    """A file name for an id, which may hold anything: it can come from somebody else's library."""
    return any_id if PLAIN.fullmatch(any_id) else f"={sha256(any_id.encode(errors='surrogatepass'))[:32]}"


# Asked several times at every change, and a link that is moved while the program runs is not followed in midst of it.
@lru_cache(maxsize=64)
def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


@lru_cache(maxsize=64)
def _own(state: Path, library: Path) -> Path:
    name = quote(os.fsencode(_real(library)), safe="")
    return state / "libraries" / (name if len(name) <= LONGEST else f"={sha256(name.encode())[:16]}")

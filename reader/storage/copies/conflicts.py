"""Copies that a sync engine left beside a library which two machines wrote at once.

They are joined, and put among the backups only when the join is on the disk. One that cannot be read stays where it
is. A name that a person may have given is offered, not taken.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.domain.errors import Corrupt, NotFound
from reader.storage.copies.absorbing import Absorbed, absorb, read
from reader.storage.disk.replace import write_file
from reader.storage.file.backups import JOINED

if TYPE_CHECKING:
    from pathlib import Path

    from reader.storage.store import FileStore

SURE = (
    r"\.sync-conflict-\d{8}-\d{6}(-[A-Z0-9]{7})?",  # Syncthing, with and without the device
    r" \(.*conflicted copy.*\)",  # Dropbox, Nextcloud, pCloud: with a name, a date, or neither
    r" \(.*Case Conflict.*\)",  # Dropbox
    r" \(SFConflict .+\)",  # Seafile
    r" \(.*conflict.* \d{4}-\d\d-\d\d.*\)",  # Tresorit, Box
    r" \[conflicted( \d+)?\]",  # pCloud
    r"[_.-]conflict[-_ ]?\d[\d-]*",  # ownCloud, older Nextcloud, Unison
    r"_conflict-.+-\d{8,}",  # ownCloud with the user's name
    r"[. ]Conflict( \d+)?",  # Resilio
    r" \(\d{1,3}\)",  # Google Drive, Mega
    r"_(BACKUP|BASE|LOCAL|REMOTE)_\d+",  # git mergetool
)
"""What stands between the library's name and its ending."""
SURE_AFTER = (
    r"\.orig",  # git mergetool, Mercurial
    r"\.conflict\d+",  # rclone bisync
    r"\.\.path[12]",  # older rclone bisync
    r"\.(mine|theirs|r\d+)",  # Subversion
)
"""What stands after the ending."""
UNSURE = (
    r" \d{1,2}",  # iCloud
    r"-[A-Za-z0-9]+(-\d+)?",  # OneDrive: the machine's name
    r" [Cc]opy( \d+)?",  # file managers
)
PENDING = re.compile(r".*(~|\.icloud|\.tmp|\.part|\.partial|\.crdownload|\.!sync|\.filepart)|\..*|~.*")
"""Names of files that an engine is still writing, or has not fetched."""


@dataclass(frozen=True, slots=True)
class Copies:
    """What lies beside the library: copies to join, copies to ask about."""

    sure: tuple[Path, ...]
    unsure: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of the copies: those that were joined, those that could not be read, those to ask about."""

    absorbed: tuple[Absorbed, ...]
    unreadable: tuple[Path, ...]
    offered: tuple[Path, ...]


def copies(store: FileStore) -> Copies:
    """The copies beside the library, by their names."""
    file = store.paths.file
    sure, unsure = _pattern(file, SURE, SURE_AFTER), _pattern(file, UNSURE, ())
    names: list[str] = []
    with suppress(OSError):
        names = sorted(name for name in store.system.names(file.parent) if not PENDING.fullmatch(name))
    taken = [name for name in names if name != file.name and sure.fullmatch(name)]
    asked = [name for name in names if name not in {file.name, *taken} and unsure.fullmatch(name)]
    return Copies(tuple(file.parent / name for name in taken), tuple(file.parent / name for name in asked))


def join_conflicts(store: FileStore, *, confirmed: bool = False) -> Joined:
    """Join every sure copy, then move it to the backups. Raises StoreError where the library cannot be written."""
    found = copies(store)
    absorbed, unreadable = [], []
    for path in found.sure:
        try:
            tables = read(store, path)
        except (Corrupt, NotFound):
            unreadable.append(path)
            continue
        result = absorb(store, tables, path.name, confirmed=confirmed)
        absorbed.append(result)
        if result.done:
            _retire(store, path)
    return Joined(tuple(absorbed), tuple(unreadable), found.unsure)


def _retire(store: FileStore, path: Path) -> None:
    """Move it out of the engine's way: what it held is in the journal or the library now."""
    with suppress(OSError):
        write_file(store.system, store.paths.backups / f"{JOINED}{path.name}", store.system.read(path))
        store.system.unlink(path)


def _pattern(file: Path, within: tuple[str, ...], after: tuple[str, ...]) -> re.Pattern[str]:
    stem, suffix = re.escape(file.stem), re.escape(file.suffix)
    between = f"{stem}(?:{'|'.join(within)}){suffix}"
    behind = f"{stem}{suffix}(?:{'|'.join(after)})" if after else between
    return re.compile(f"(?s:{between}|{behind})")

"""Sync engines name the losing side of a conflict, and persons a copy, in ways that are told here.

What stands between a file's stem and its ending tells them. Engines do it again to what they have done it to already.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from reader.domain.name_folding import compose_name
from reader.domain.patterns import compiled

if TYPE_CHECKING:
    from pathlib import Path

    from reader.storage.disk.system import System

WITHIN = (
    r"\.sync-conflict-\d{8}-\d{6}(-[A-Z0-9]{7})?",  # Syncthing, with and without the device
    r" \([^()]*conflicted copy.*?\)",  # Dropbox, Nextcloud, pCloud: with a name, a date, or neither
    r" \([^()]*Case Conflict.*?\)",  # Dropbox
    r" \(SFConflict .+?\)",  # Seafile
    r" \(.*?conflict.*? \d{4}-\d\d-\d\d.*?\)",  # Tresorit, Box
    r" \[conflicted( \d+)?\]",  # pCloud
    r"[_.-]conflict[-_ ]?\d[\d-]*",  # ownCloud, older Nextcloud, Unison
    r"_conflict-.+?-\d{8,}",  # ownCloud with the user's name
    r"[. ]Conflict( ?\d+)?",  # Resilio
    r"_[^_]+_[A-Z][a-z]{2}-\d\d-\d{4}-\d{4}(_[A-Za-z]*Conflict)?(_\d+)?",  # Synology Drive
)
"""Between the stem and the ending: nobody but an engine gives such a name."""
WITHIN_PERHAPS = (
    r" \(\d{1,3}\)",  # Google Drive, Mega; and a browser
    r"_(BACKUP|BASE|LOCAL|REMOTE)_\d+",  # git mergetool
)
"""The same, but another program may have given it to another library."""
AFTER = (
    r"\.conflict\d+",  # rclone bisync
    r"\.\.path[12]",  # older rclone bisync
)
"""Behind the ending."""
AFTER_PERHAPS = (
    r"\.orig",  # git mergetool, Mercurial
    r"\.(mine|theirs|r\d+)",  # Subversion
)
WITHIN_RELATED = (
    r" \d{1,2}",  # iCloud
    r"-(DESKTOP|LAPTOP|WIN)-[A-Z0-9]{6,11}(-\d{1,3})?",  # OneDrive: the name that a machine was sold with
)
"""An engine's, or a person's: what is in it tells."""
ANYHOW = r"[ ._(\[~@+,-].+"
"""Of a copy that a person made, or of another library; OneDrive puts any machine's name there."""
DEEP = 4
"""How often an engine may have done it to one file."""
BEFORE = frozenset(" ._([~@+,-")
"""What all that is put behind a stem or an ending begins with, whoever puts it there."""
PENDING = r".*(~|\.icloud|\.tmp|\.part|\.partial|\.crdownload|\.!sync|\.filepart)|\..*|~.*"
"""Names of files that an engine is still writing, or has not fetched."""


class CopyOrigin(Enum):
    """A `CopyOrigin` says who gave a name to a copy, as far as the name tells."""

    ENGINE = "an engine did"
    PROGRAM = "an engine, or a program that had another library in its hands"
    UNKNOWN = "an engine or a person"
    PERSON = "a person, or an engine that uses the names of machines"


def origin(name: str, file_name: str) -> CopyOrigin | None:
    """Tell who named the file `name` that lies beside the library `file_name`; None where it is no copy by its name."""
    if name == file_name or not _may_be(name, file_name) or compiled(PENDING).fullmatch(name):
        return None
    return next((one for one, pattern in _patterns(file_name) if pattern.fullmatch(name)), None)


def copies_beside(system: System, file: Path) -> list[tuple[Path, CopyOrigin]]:
    """Return the files that lie beside the library and are copies of it by their names, and who named them."""
    try:
        names = sorted(system.names(file.parent))
    except OSError:
        return []
    found = [(name, origin(compose_name(name), compose_name(file.name))) for name in names]
    return [(file.parent / name, by) for name, by in found if by is not None]


def _may_be(name: str, file_name: str) -> bool:
    """Whether it begins and ends as all copies do: for what else lies there, no pattern is compiled (5 ms)."""
    stem, ending = _parts(file_name)
    if not name.startswith(stem):
        return False
    rest = name[len(stem) :]
    behind = rest.split(ending)[1:] if ending else [""]
    return rest[:1] in BEFORE and any(not one or one[0] in BEFORE for one in behind)


def is_copy(middle: str, stem: re.Pattern[str]) -> bool:
    """Tell whether an engine made a copy of a file whose stem is of that pattern, and put its words behind that."""
    return re.fullmatch(f"(?s:(?:{stem.pattern}){_some(WITHIN + WITHIN_PERHAPS)})", middle) is not None


@lru_cache(maxsize=8)
def _patterns(file_name: str) -> tuple[tuple[CopyOrigin, re.Pattern[str]], ...]:
    stem, ending = map(re.escape, _parts(file_name))
    engine, program, after = WITHIN, WITHIN + WITHIN_PERHAPS, AFTER + AFTER_PERHAPS
    found = {
        CopyOrigin.ENGINE: f"{stem}{_some(engine)}{ending}|{stem}({_some(engine)})?{ending}{_some(AFTER)}",
        CopyOrigin.PROGRAM: f"{stem}{_some(program)}{ending}|{stem}({_some(program)})?{ending}{_some(after)}",
        CopyOrigin.UNKNOWN: f"{stem}{_some(program + WITHIN_RELATED)}{ending}",
        CopyOrigin.PERSON: f"{stem}{ANYHOW}{ending}|{stem}{ending}{ANYHOW}" if ending else r"(?!)",
    }
    return tuple((one, re.compile(f"(?s:{pattern})")) for one, pattern in found.items())


def _parts(file_name: str) -> tuple[str, str]:
    stem, dot, ending = file_name.rpartition(".")
    return (stem, dot + ending) if stem else (file_name, "")


def _some(patterns: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(patterns)}){{1,{DEEP}}}"

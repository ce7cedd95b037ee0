"""Some disks take several names for one file (another case, another Unicode form): a path gets one spelling here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.domain.name_folding import composed, folded, other_forms

if TYPE_CHECKING:
    from reader.storage.disk.system import System


def spelled(system: System, path: Path) -> Path:
    """The path as the disk itself spells it, as far as it is there; the same whichever of its spellings is given.

    No call is made to a folder on a disk that takes one name only but to ask for a name that it does not have.
    """
    told = _tell(system, path)
    if told is not None:
        path = told
    found = Path(path.anchor)
    for name in path.parts[1:]:
        found = found / spelled_name(system, found, name)
    return found


def spelled_name(system: System, folder: Path, name: str) -> str:
    """What the disk calls the file that it finds in a folder by this name; the name where it finds none.

    Its accents are composed where the disk takes both forms, whichever it lists: a new file's name was given so.
    """
    if not any(system.is_same(folder / other, folder / name) for other in other_forms(name)):
        return name
    try:
        names = system.names(folder)
    except OSError:
        return name
    # Two files may differ in their case on a disk that tells it, and one be a link to the other.
    found = name if name in names else next((one for one in names if folded(one) == folded(name)), name)
    whole = composed(found)
    return whole if whole != found and system.is_same(folder / whole, folder / name) else found


def _tell(system: System, path: Path) -> Path | None:
    """What the system says of the path itself; a hard link's other name is no answer."""
    try:
        told = system.own_path(path)
    except OSError:
        return None
    return told if told is not None and folded(str(told)) == folded(str(path)) else None

"""A library and what belongs to it lie at these paths on the disk, which may be written or not.

Some disks take several names for one file (another case, another Unicode form): a path gets one spelling here.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from reader.domain.ids import sha256
from reader.domain.name_folding import compose_name, fold_name, other_forms
from reader.domain.patterns import deferred
from reader.storage.disk.system import REAL, System

if TYPE_CHECKING:
    from reader.storage.disk.system import System

PLAIN = deferred(r"[0-9a-z-]{1,64}")
"""Ids that can name a file as they are, as a UUID can; `=` begins the names of others."""
LONGEST = 200
"""Letters of a folder's name; file systems take 255 bytes."""
SUFFIX = ".json"
"""How a library's name ends. One that ends otherwise names what lies beside it by its whole name and MORE, or it would
share that with a library whose name differs in its ending only."""
MORE = "="
JOURNAL = ".journal"
DEVICE = deferred(r"[a-z0-9-]+")
"""A device's id in the name of its journal: it holds no dot, which a library's name may."""


class StorePaths(NamedTuple):
    """`StorePaths` are the library file, the folders of kept texts and of backups, and this machine's own state, on
    that system.
    """

    library: Path
    texts: Path
    backups: Path
    state: Path
    system: System = REAL

    @classmethod
    def beside(cls, library: Path, state: Path, system: System = REAL) -> StorePaths:
        """Answer the paths of a library whose texts and backups lie beside it.

        Texts are named by what they are, so two libraries in one folder share them; backups are of one library.
        """
        library = _as_spelled(system, library)
        folder = library.parent
        backups = folder / ("backups" if library.name == "library.json" else f"{_own_name(library)}.backups")
        older = folder / ("backups" if library.stem == "library" else f"{library.stem}.backups")
        if system.exists(older) and not system.exists(backups) and not _has_namesake(system, library, state):
            backups = older
        return cls(library, folder / "texts", backups, state, system)

    @property
    def file(self) -> Path:
        """Tell where the library file itself is: a symbolic link stays one, and what it points to is replaced."""
        return _real(self.system, self.library)

    @property
    def folder(self) -> Path:
        """Tell where the library file is, its journals with it."""
        return _folder(self.file)

    @property
    def own_state(self) -> Path:
        """Tell where the state about this library lies: named by its real path, so that two libraries never meet."""
        return _own(self.state, self.file)

    @property
    def lock(self) -> Path:
        """The lock is held around every append and rewrite."""
        return _lock(self.own_state)

    @property
    def write_days(self) -> Path:
        """Tell where the days lie on which the library was written, as `write_days` keeps them."""
        return self.own_state / "days"

    @property
    def index_file(self) -> Path:
        """Tell where the derived index lies, of where each article's rows are in the library file."""
        return self.own_state / "index"

    @property
    def heard(self) -> Path:
        """Tell where the folder is named that `reader sync FOLDER` named last, where other machines are heard."""
        return self.own_state / "sync-folder"

    def journal(self, device: str) -> Path:
        """Tell where a device keeps what it wrote since the library file was written."""
        return _journal(self.file, device)

    def older_journal(self, device: str) -> Path:
        """Answer the journal's path as it was named before the endings of libraries counted."""
        return self.folder / f"{self.file.stem}.{device}{JOURNAL}"

    def beside_file(self, name: str) -> Path:
        """Tell where a file of that name lies beside the library file."""
        return _beside(self.folder, name)

    def journal_name(self, name: str) -> str:
        """Tell how we spell the name of a journal of this library that the disk lists as `name`; empty where it is
        none.

        Stem, device and ending are compared whole: the journal of `a.b.json` is none of `a.json`. Where the disk minds
        the case of names, there is no file of our spelling for another's journal, and so nothing to be read.
        """
        for stem in dict.fromkeys((_own_name(self.file), self.file.stem)):
            middle = _middle(name, stem)
            if not middle or (stem != _own_name(self.file) and _has_namesake(self.system, self.file, self.state)):
                continue
            return f"{stem}.{middle}{JOURNAL}"
        return ""


def file_name(any_id: str) -> str:
    """Make a file name for an id, which may hold anything: it can come from somebody else's library."""
    return any_id if PLAIN.fullmatch(any_id) else f"={sha256(any_id.encode(errors='surrogatepass'))[:32]}"


def name_evicted(path: Path) -> Path:
    """Name what iCloud puts in the place of a file that it has taken off the disk."""
    return path.with_name(f".{path.name}.icloud")


def why_unwritable(system: System, paths: StorePaths, device: str) -> str:
    """Tell why this device cannot write what lies at these paths; empty where it can."""
    links = _links(system, paths.file)
    if not links and system.exists(name_evicted(paths.file)):
        return f"iCloud has taken {paths.library.name} off this machine; download it in the Finder"
    for path in (paths.file, paths.folder, paths.journal(device), paths.lock):
        if not system.writable(path) and not _may_be_made(system, path):
            return f"the library may not be written; change the permissions of {path}"
    if links > 1:
        return "the library file has another name (a hard link), which would keep what is old; see: reader doctor"
    return ""


def has_other_names(system: System, file: Path) -> bool:
    """Tell whether the library file is hard-linked: writing it would part it from its other names."""
    return _links(system, file) > 1


def _links(system: System, file: Path) -> int:
    """How many names the library file has; none where it is not there."""
    try:
        return system.stat(file).st_nlink
    except OSError:
        return 0


def _may_be_made(system: System, path: Path) -> bool:
    if system.exists(path):
        return False
    above = next(folder for folder in path.parents if system.exists(folder))
    return system.writable(above)


# Asked several times at every change, and a link that is moved while the program runs is not followed in midst of it.
@lru_cache(maxsize=64)
def _real(system: System, path: Path) -> Path:
    return _as_spelled(system, Path(os.path.realpath(path)))


def _as_spelled(system: System, path: Path) -> Path:
    file = spell(system, path)
    if file.suffix != SUFFIX or system.exists(file):
        return file
    # All that there is may be in a journal that was begun under another spelling.
    return file.with_name(f"{_stem_of_journals(system, file)}{SUFFIX}")


def _stem_of_journals(system: System, file: Path) -> str:
    try:
        names = system.names(file.parent)
    except OSError:
        return file.stem
    for name in names:
        middle = _middle(name, file.stem)
        if middle and system.is_same(file.parent / f"{file.stem}.{middle}{JOURNAL}", file.parent / name):
            return spell_name(system, file.parent, name)[: -len(f".{middle}{JOURNAL}")]
    return file.stem


@lru_cache(maxsize=64)
def _own(state: Path, file: Path) -> Path:
    name = quote(os.fsencode(file), safe="")
    return state / "libraries" / (name if len(name) <= LONGEST else f"={sha256(name.encode())[:16]}")


# Asked for some ten times a save: a path takes as long to put together as a row to be written.
@lru_cache(maxsize=64)
def _journal(file: Path, device: str) -> Path:
    return file.parent / f"{_own_name(file)}.{device}{JOURNAL}"


@lru_cache(maxsize=64)
def _folder(file: Path) -> Path:
    return file.parent


@lru_cache(maxsize=64)
def _lock(own_state: Path) -> Path:
    return own_state / "lock"


@lru_cache(maxsize=64)
def _beside(folder: Path, name: str) -> Path:
    return folder / name


def _own_name(file: Path) -> str:
    """What the files beside a library are named by."""
    return file.stem if file.suffix == SUFFIX else f"{file.name}{MORE}"


def _has_namesake(system: System, file: Path, state: Path) -> bool:
    """Whether the files that are named by the stem alone belong to another library, which is there or was opened."""
    namesake = file.with_suffix(SUFFIX)
    return namesake != file and (system.exists(namesake) or system.exists(_own(state, namesake)))


def _middle(name: str, stem: str) -> str:
    """What stands between a library's stem and the ending of a journal; empty where it is no device's id, or a copy of
    its journal that a sync engine made.
    """
    if name.startswith(f"{stem}.") and name.endswith(JOURNAL):
        spelled_so = name[len(stem) + 1 : -len(JOURNAL)]
        if DEVICE.fullmatch(spelled_so):
            return spelled_so  # nothing to be folded
    if name[-len(JOURNAL) :].lower() != JOURNAL or not fold_name(name).startswith(f"{fold_name(stem)}."):
        return ""
    dots = (at for at, letter in enumerate(name) if letter == ".")
    start = next((at for at in dots if fold_name(name[:at]) == fold_name(stem)), len(name))
    middle = name[start + 1 : -len(JOURNAL)]
    if DEVICE.fullmatch(middle):
        return middle
    from reader.storage.disk.copy_names import is_copy  # noqa: PLC0415  (hardly any library has one)

    return middle if is_copy(middle, DEVICE) else ""


def spell(system: System, path: Path) -> Path:
    """Spell the path as the disk itself does, as far as it is there; the same whichever of its spellings is given.

    No call is made to a folder on a disk that takes one name only but to ask for a name that it does not have.
    """
    told = _tell(system, path)
    if told is not None:
        path = told
    found = Path(path.anchor)
    for name in path.parts[1:]:
        found = found / spell_name(system, found, name)
    return found


def spell_name(system: System, folder: Path, name: str) -> str:
    """Spell the name as the disk calls the file that it finds in a folder by it; as given where it finds none.

    Its accents are composed where the disk takes both forms, whichever it lists: a new file's name was given so.
    """
    if not any(system.is_same(folder / other, folder / name) for other in other_forms(name)):
        return name
    try:
        names = system.names(folder)
    except OSError:
        return name
    # Two files may differ in their case on a disk that tells it, and one be a link to the other.
    found = name if name in names else next((one for one in names if fold_name(one) == fold_name(name)), name)
    whole = compose_name(found)
    return whole if whole != found and system.is_same(folder / whole, folder / name) else found


def _tell(system: System, path: Path) -> Path | None:
    """What the system says of the path itself; a hard link's other name is no answer."""
    try:
        told = system.own_path(path)
    except OSError:
        return None
    return told if told is not None and fold_name(str(told)) == fold_name(str(path)) else None

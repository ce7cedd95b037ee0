"""The library on disk is one TinyDB JSON file, a journal beside it, and the kept texts.

A change goes through `store`: it becomes rows (`rows`; a highlight is one of the table `annotations`), which are
appended to this machine's `journal`, durably, and then shown. `view` is what the file and the journals say together;
`compaction` folds the journal into the file, by TinyDB. What was written once is never lost: the journal is emptied
only when the file has it, every record joins with what others wrote, and a file that cannot be read is recovered.

`device` names this machine in all that it writes, and `lost_articles` makes up a record that is gone.

The rooms: `disk` is the seam to the operating system, `rows` are records as they are stored, `file` is library.json
itself, `texts` keeps every version, `index` answers questions about the whole library quickly (`questions` asks it,
`catching_up` makes it), `copies` joins other machines and windows, `local` is what stays on this machine; `upkeep` has
all that done while a library is open.

The parts are imported when they are asked for: all of them take 40 ms, and the first screen needs one or two.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reader.storage.local.paths import StorePaths
    from reader.storage.local.state_files import (
        FileDrafts,
        FileImportMemory,
        FilePlaces,
        FileRereadings,
        FileWebPages,
    )
    from reader.storage.store import FileStore, open_store

__all__ = [
    "FileDrafts",
    "FileImportMemory",
    "FilePlaces",
    "FileRereadings",
    "FileStore",
    "FileWebPages",
    "StorePaths",
    "open_store",
]

HOMES = {
    "FileDrafts": "local.state_files",
    "FileImportMemory": "local.state_files",
    "FilePlaces": "local.state_files",
    "FileRereadings": "local.state_files",
    "FileStore": "store",
    "FileWebPages": "local.state_files",
    "StorePaths": "local.paths",
    "open_store": "store",
}


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)

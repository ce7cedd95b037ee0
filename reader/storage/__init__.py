"""The library on disk: one TinyDB JSON file, a journal beside it, and the kept texts.

The parts are imported when they are asked for: all of them take 40 ms, and the first screen needs one or two.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reader.storage.drafts import FileDrafts
    from reader.storage.opening import open_store
    from reader.storage.paths import StorePaths
    from reader.storage.places import FilePlaces
    from reader.storage.store import FileStore

__all__ = ["FileDrafts", "FilePlaces", "FileStore", "StorePaths", "open_store"]

HOMES = {
    "FileDrafts": "drafts",
    "FilePlaces": "places",
    "FileStore": "store",
    "StorePaths": "paths",
    "open_store": "opening",
}


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)

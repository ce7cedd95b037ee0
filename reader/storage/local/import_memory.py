"""What the last import of this machine did: a file in the state folder, so that it can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.storage.disk.replace import write_file
from reader.storage.disk.system import REAL, System
from reader.storage.rows.codec import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.storage.local.paths import StorePaths


class FileImportMemory:
    """A `last_import.Memory` in the state folder."""

    def __init__(self, paths: StorePaths, system: System = REAL) -> None:
        self._path = paths.own_state / "last-import.json"
        self._system = system

    def keep(self, value: Mapping[str, Any]) -> None:
        """Write it durably in place of the one before. Raises a StoreError."""
        write_file(self._system, self._path, dumps(dict(value)))

    def kept(self) -> Mapping[str, Any] | None:
        """What was kept last; None where nothing was, or it cannot be read."""
        try:
            found = loads(self._system.read(self._path))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

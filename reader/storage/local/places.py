"""Reading positions of this machine: a small file an article."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from reader.domain.errors import StoreError
from reader.domain.ports import ReadingPosition
from reader.storage.disk.replace import write_file
from reader.storage.disk.system import REAL, System
from reader.storage.local.paths import StorePaths, file_name
from reader.storage.rows.codec import dumps, loads

if TYPE_CHECKING:
    from pathlib import Path


class FilePlaces:
    """A `ports.Places` in the state folder."""

    def __init__(self, paths: StorePaths, system: System = REAL) -> None:
        self._folder = paths.own_state / "places"
        self._system = system

    def place(self, article_id: str) -> ReadingPosition | None:
        """Where one was; None for an article that was never open here, or whose place cannot be read."""
        try:
            found = loads(self._system.read(self._path(article_id)))
            marks = tuple((str(name), int(offset)) for name, offset in found["marks"])
            return ReadingPosition(str(found["version"]), int(found["top"]), int(found["cursor"]), marks)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def remember(self, article_id: str, place: ReadingPosition) -> None:
        """Keep it, replacing the last. A failure is silent: no work is lost with it."""
        data = dumps({"version": place.version, "top": place.top, "cursor": place.cursor, "marks": place.marks})
        with suppress(StoreError):
            write_file(self._system, self._path(article_id), data, durable=False)

    def _path(self, article_id: str) -> Path:
        return self._folder / file_name(article_id)

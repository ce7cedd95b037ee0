"""A machine keeps some things of a library for itself, each in a small file of the state folder.

Drafts are typed text that is not saved yet, durable when `keep_draft` returns; places are reading positions, one an
article; the import memory is what the last import did, so that it can be taken back.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reader.domain.errors import StoreError
from reader.domain.ports import Draft, ReadingPosition
from reader.storage.disk.replace import SUFFIX, write_file
from reader.storage.disk.system import REAL, System, telling
from reader.storage.local.paths import StorePaths, file_name
from reader.storage.rows.codec import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from reader.storage.local.paths import StorePaths


class FileDrafts:
    """A `ports.Drafts` in the state folder."""

    def __init__(self, paths: StorePaths, system: System = REAL) -> None:
        self._folder = paths.own_state / "drafts"
        self._system = system

    def of_article(self, article_id: str) -> Sequence[Draft]:
        """What was left, oldest first."""
        folder = self._folder / file_name(article_id)
        try:
            names = self._system.names(folder)
        except OSError:
            return []
        found = [self._draft(folder / name, article_id) for name in names if not name.endswith(SUFFIX)]
        return sorted((draft for draft in found if draft is not None), key=lambda draft: draft.written)

    def keep_draft(self, draft: Draft) -> None:
        """Write it durably, replacing the one of the same article and annotation. Raises StoreError."""
        fields = {"annotation": draft.annotation_id, "text": draft.text, "written": draft.written.isoformat()}
        write_file(self._system, self._path(draft.article_id, draft.annotation_id), dumps(fields))

    def drop_draft(self, article_id: str, annotation_id: str) -> None:
        """It was saved, or given up. Raises StoreError where it cannot be removed."""
        path = self._path(article_id, annotation_id)
        with telling(path):
            if self._system.exists(path):
                self._system.unlink(path)

    def _draft(self, path: Path, article_id: str) -> Draft | None:
        try:
            found = loads(self._system.read(path))
            written = datetime.fromisoformat(found["written"])
            return Draft(article_id, str(found["annotation"]), str(found["text"]), written)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _path(self, article_id: str, annotation_id: str) -> Path:
        return self._folder / file_name(article_id) / file_name(annotation_id)


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


class FileImportMemory:
    """A `library.importing.imports.Memory` in the state folder."""

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

"""Typed text that is not saved yet: a small file each, durable when `keep_draft` returns."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from reader.domain.ports import Draft
from reader.storage.disk.failures import telling
from reader.storage.disk.replace import SUFFIX, write_file
from reader.storage.disk.system import REAL, System
from reader.storage.local.paths import StorePaths, file_name
from reader.storage.rows.codec import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class FileDrafts:
    """A `ports.Drafts` in the state folder."""

    def __init__(self, paths: StorePaths, system: System = REAL) -> None:
        self._folder = paths.own_state / "drafts"
        self._system = system

    def drafts(self, article_id: str) -> Sequence[Draft]:
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

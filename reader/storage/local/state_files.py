"""A machine keeps some things of a library for itself, each in a small file of the state folder.

Drafts are typed text that is not saved yet, durable when `keep_draft` returns; places are reading positions, one an
article; the import memory is what the last import did, so that it can be taken back; pages are those of the web as they
came, the newest of them; rereadings are what a later parser makes of a file, which is read once for it.
"""

from __future__ import annotations

import os
from contextlib import ExitStack, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reader.domain.errors import Locked, StoreError
from reader.domain.ports import Draft, ReadingPosition, Rereading, WebPage
from reader.storage.disk.lock import Lock
from reader.storage.disk.replace import SUFFIX, write_file
from reader.storage.disk.system import REAL, System, telling
from reader.storage.local.paths import StorePaths, file_name
from reader.storage.rows.codec import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from reader.storage.local.paths import StorePaths


class FileDrafts:
    """`FileDrafts` are a `ports.Drafts` in the state folder: a file for each text and program that it is typed in.

    What another program that is running types is its own, and not what was left. That it runs is told by a lock, for a
    number of a process is given again.
    """

    def __init__(self, paths: StorePaths, system: System = REAL, process: int = 0) -> None:
        """`process` is the number of this one, unless told otherwise."""
        self._folder = paths.own_state / "drafts"
        self._writers = paths.own_state / "writers"
        self._system = system
        self._process = process or os.getpid()
        self._here = ExitStack()
        self._is_shown = False
        self._taken: dict[tuple[str, str], set[Path]] = {}
        """Files whose texts were handed out here: whoever keeps or drops what became of them ends them."""

    def of_article(self, article_id: str) -> Sequence[Draft]:
        """Return what was left, oldest first; texts of programs that ended on one annotation are one."""
        folder = self._folder / file_name(article_id)
        try:
            names = self._system.names(folder)
        except OSError:
            return []
        found = [self._draft(folder / name, article_id) for name in names if not name.endswith(SUFFIX)]
        one: dict[str, Draft] = {}
        for draft in sorted((draft for draft in found if draft is not None), key=lambda draft: draft.written):
            before = one.pop(draft.annotation_id, None)
            if before is not None and before.text not in draft.text:
                draft = draft._replace(text=f"{before.text}\n\n{draft.text}")
            one[draft.annotation_id] = draft
        return list(one.values())

    def keep_draft(self, draft: Draft) -> None:
        """Write it durably, replacing the one of the same article and annotation. Raises StoreError."""
        path = self._path(draft.article_id, draft.annotation_id)
        self._stay()
        fields = {"annotation": draft.annotation_id, "text": draft.text, "written": draft.written.isoformat()}
        write_file(self._system, path, dumps({**fields, "process": self._process}))
        self._end(draft.article_id, draft.annotation_id, but=path)

    def drop_draft(self, article_id: str, annotation_id: str) -> None:
        """Forget typed text that was saved, or given up. Raises StoreError where it cannot be removed."""
        path = self._path(article_id, annotation_id)
        self._taken.setdefault((article_id, annotation_id), set()).add(path)
        self._end(article_id, annotation_id)

    def _end(self, article_id: str, annotation_id: str, but: Path | None = None) -> None:
        taken = self._taken.get((article_id, annotation_id), set())
        for path in sorted(taken - {but}):
            with telling(path):
                if self._system.exists(path):
                    self._system.unlink(path)
            taken.remove(path)

    def _draft(self, path: Path, article_id: str) -> Draft | None:
        try:
            found = loads(self._system.read(path))
            written = datetime.fromisoformat(found["written"])
            draft = Draft(article_id, str(found["annotation"]), str(found["text"]), written)
            if self._is_running(int(found.get("process", 0))):
                return None
        except (OSError, ValueError, KeyError, TypeError):
            return None
        self._taken.setdefault((article_id, draft.annotation_id), set()).add(path)
        return draft

    def _path(self, article_id: str, annotation_id: str) -> Path:
        return self._folder / file_name(article_id) / f"{file_name(annotation_id)}.{self._process}"

    def _stay(self) -> None:
        """Show the others that this program runs, until it ends; where that cannot be shown, its drafts are theirs."""
        if self._is_shown:
            return
        with suppress(StoreError):
            self._here.enter_context(Lock(self._writers / str(self._process), patience=0.0).held())
            self._is_shown = True

    def _is_running(self, process: int) -> bool:
        """Whether another program of that number types here."""
        if process in {0, self._process} or not self._system.is_running(process):
            return False
        path = self._writers / str(process)
        if not self._system.exists(path):
            return False
        try:
            with Lock(path, patience=0.0).held():
                self._system.unlink(path)  # it is another program by now
        except Locked:
            return True
        except (StoreError, OSError):
            pass
        return False


class FilePlaces:
    """`FilePlaces` are a `ports.Places` in the state folder."""

    def __init__(self, paths: StorePaths, system: System = REAL) -> None:
        self._folder = paths.own_state / "places"
        self._system = system

    def place(self, article_id: str) -> ReadingPosition | None:
        """Tell where one was; None for an article that was never open here, or whose place cannot be read."""
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


PAGES, PAGE_BYTES = 200, 8 * 2**20
"""Pages that are kept at most, some 5 MB in all, and bytes of one."""


class FileWebPages:
    """`FileWebPages` are a `ports.WebPages` in the state folder: a line of JSON saying what a page is, then its
    bytes, packed.
    """

    def __init__(self, paths: StorePaths, system: System = REAL) -> None:
        self._folder = paths.own_state / "pages"
        self._system = system

    def page(self, address: str) -> WebPage | None:
        """Return what came from that address last; None where it is not kept, or cannot be read."""
        import zlib  # noqa: PLC0415  (asked for by few)

        try:
            head, _, packed = self._system.read(self._path(address)).partition(b"\n")
            said = loads(head)
            unpack = zlib.decompressobj()
            data = unpack.decompress(packed, PAGE_BYTES)
            whole = unpack.eof and said["address"] == address
            return WebPage(data, str(said["url"]), str(said["type"])) if whole else None
        except (OSError, ValueError, KeyError, TypeError, zlib.error):
            return None

    def keep(self, address: str, page: WebPage) -> None:
        """Keep it in place of the one before, and drop the oldest of too many. A failure is silent."""
        import zlib  # noqa: PLC0415  (as above)

        if len(page.data) > PAGE_BYTES:
            return
        head = dumps({"address": address, "url": page.url, "type": page.content_type}).strip()
        with suppress(StoreError, OSError):
            write_file(self._system, self._path(address), head + b"\n" + zlib.compress(page.data), durable=False)
            _drop_oldest(self._system, self._folder, PAGES)

    def _path(self, address: str) -> Path:
        return self._folder / file_name(address)


REREAD = 500
"""Answers that are kept, a hundred bytes each."""


class FileRereadings:
    """`FileRereadings` are a `ports.Rereadings` in the state folder."""

    def __init__(self, paths: StorePaths, system: System = REAL) -> None:
        self._folder = paths.own_state / "reread"
        self._system = system

    def reread(self, version: str) -> Rereading | None:
        """Tell what came last of the file of that version; None where it is not kept, or cannot be read."""
        try:
            found = loads(self._system.read(self._folder / file_name(version)))
            stamp = int(found["size"]), int(found["mtime"])
            return Rereading(str(found["parser"]), *stamp, another=found["another"] is True)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def note_reread(self, version: str, found: Rereading) -> None:
        """Note it, and drop the oldest of too many. A failure is silent."""
        data = {"parser": found.parser, "size": found.size, "mtime": found.mtime_ns, "another": found.another}
        with suppress(StoreError, OSError):
            write_file(self._system, self._folder / file_name(version), dumps(data), durable=False)
            _drop_oldest(self._system, self._folder, REREAD)


FILES = 8
"""Imported files that are known by their bytes: each takes 40 bytes an annotation."""


class FileImportMemory:
    """A `FileImportMemory` is a `library.importing.imports.Memory` in the state folder."""

    def __init__(self, paths: StorePaths, system: System = REAL) -> None:
        self._path = paths.own_state / "last-import.json"
        self._folder = paths.own_state / "imported"
        self._system = system

    def recall(self, key: str) -> Mapping[str, Any] | None:
        """Recall what was noted of a file; None where nothing was, or it cannot be read."""
        return self._read(self._folder / file_name(key))

    def note(self, key: str, value: Mapping[str, Any]) -> None:
        """Note it of a file, and drop the oldest of too many. A failure is silent."""
        with suppress(StoreError, OSError):
            write_file(self._system, self._folder / file_name(key), dumps(dict(value)), durable=False)
            _drop_oldest(self._system, self._folder, FILES)

    def keep(self, value: Mapping[str, Any]) -> None:
        """Write it durably in place of the one before. Raises a StoreError."""
        write_file(self._system, self._path, dumps(dict(value)))

    def kept(self) -> Mapping[str, Any] | None:
        """Return what was kept last; None where nothing was, or it cannot be read."""
        return self._read(self._path)

    def _read(self, path: Path) -> Mapping[str, Any] | None:
        try:
            found = loads(self._system.read(path))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None


def _drop_oldest(system: System, folder: Path, most: int) -> None:
    names = system.names(folder)
    if len(names) > most:
        paths = [folder / name for name in names]
        for path in sorted(paths, key=lambda one: system.stat(one).st_mtime_ns)[:-most]:
            system.unlink(path)

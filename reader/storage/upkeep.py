"""Work is done for a library besides the user's own: copies are joined, machines heard, the journal emptied."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from reader.storage.disk.copy_names import copies_beside
from reader.storage.disk.replace import write_file
from reader.typed_paths import is_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from reader.storage import FileStore
    from reader.storage.copies.absorbing import Arrived

    Unite = Callable[[FileStore, Sequence[Arrived]], str]


class Upkeep:
    """`Upkeep` is called when a library is opened and once a minute while it is open, off the thread that draws."""

    def __init__(self, store: FileStore, unite: Unite = lambda _store, _arrived: "") -> None:
        """`unite` sees what has arrived together with what was here, and answers what that changed, in one line."""
        self._store, self._unite = store, unite
        self._told: set[str] = set()

    def __call__(self) -> str:
        """Join what has arrived; one line that says what changed, empty where nothing did. Raises StoreError.

        What happened to the library that its owner must know is in it too, once.
        """
        store = self._store
        news = self._once(store.notices)
        if store.read_only:
            return "; ".join(news)
        news += self.join_copies()
        folder = self.folder
        if folder is not None and is_folder(folder):
            from reader.storage.copies.sync import sync_folder  # noqa: PLC0415  (as below)

            report = sync_folder(store, folder)
            news += [str(report), *self._once(report.unread)]
            if united := self._unite(store, [one.arrived for one in report.absorbed]):
                news.append(united)
                sync_folder(store, folder)
        elif store.view.journal_bytes or store.index_is_behind:
            # Imported for who has written: 4 ms after each start.
            from reader.storage.compaction import catch_up_detached, compact_detached, is_due  # noqa: PLC0415

            if is_due(store):
                compact_detached(store.paths)
            elif store.index_is_behind:
                catch_up_detached(store.paths)
        return "; ".join(one for one in news if one)

    def join_copies(self) -> list[str]:
        """Join what engines left beside the library; what that brought, and, once, what is left, a line each."""
        if not copies_beside(self._store.system, self._store.paths.file):
            return []
        # What reads other copies takes 6 ms to import, for most libraries to find none.
        from reader.storage.copies.conflicts import join_conflicts  # noqa: PLC0415

        joined = join_conflicts(self._store)
        left = [
            f"{path.name}: a conflict copy that cannot be read; it stays, and `reader merge` takes what is whole in it"
            for path in joined.unreadable
        ]
        left += [f"{path.name} may be another copy; `reader merge` joins it" for path in joined.offered]
        united = self._unite(self._store, [one.arrived for one in joined.absorbed])
        return [*map(str, joined.absorbed), *filter(None, [united]), *self._once(left)]

    def _once(self, lines: Iterable[str]) -> list[str]:
        """Those that have not been told yet."""
        fresh = [line for line in lines if line not in self._told]
        self._told.update(fresh)
        return fresh

    @property
    def folder(self) -> Path | None:
        """Tell where other machines are heard; None where none was named."""
        if self._store.system.mark(self._store.paths.heard) is None:
            return None
        from reader.storage.copies.sync import heard_folder  # noqa: PLC0415  (as below: most libraries have none)

        return heard_folder(self._store)

    def hear(self, folder: Path | None) -> None:
        """Sync with this folder from now on, or with none. Raises StoreError."""
        named = os.fsencode(folder.absolute()) if folder else b""
        write_file(self._store.system, self._store.paths.heard, named)

    def leave(self) -> None:
        """The program ends: what the journal holds is written into the library by a process that nobody waits for."""
        from reader.storage.compaction import catch_up_detached, compact_detached, is_needed  # noqa: PLC0415  (as above)

        if not self._store.read_only and is_needed(self._store):
            compact_detached(self._store.paths)  # it brings the index up to date too
        elif not self._store.read_only and self._store.index_is_missed:
            catch_up_detached(self._store.paths)
        self._store.close()

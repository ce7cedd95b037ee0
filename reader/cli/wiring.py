"""The parts are put together here: only this module knows storage, library and the user's settings at once."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, cast

from reader import config
from reader.cli.answering import remark
from reader.domain.errors import NotUnderstood
from reader.domain.ids import random_id

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.domain.ports import Clock
    from reader.domain.query import Query
    from reader.library import Library
    from reader.settings import Settings
    from reader.storage import FileStore, StorePaths
    from reader.storage.copies.absorbing import Arrived
    from reader.storage.upkeep import Upkeep


now: Clock = partial(datetime.now, UTC)
"""The time, in UTC."""


def _remark(text: str) -> None:
    remark(f"reader: {text}")


class CommandServices:
    """`CommandServices` are what a command works with, each made (and what it needs imported) when it is first asked
    for.
    """

    def __init__(self, library_file: str | None = None) -> None:
        self.library_file = library_file
        self.joins = False
        """Whether what engines left beside the library is joined before it is read; the interface does it itself."""
        self.told = False
        """Whether a command has told itself what happened to the library."""
        self._settings_read = False
        self.say: Callable[[str], None] = _remark
        """Says what takes long, before it does: on stderr, or where the terminal has something else on it."""

    @cached_property
    def paths(self) -> config.Paths:
        """Tell where things lie."""
        return config.paths(self.library_file)

    @cached_property
    def settings(self) -> Settings:
        """Return what the user has set. Raises NotUnderstood."""
        self._settings_read = True
        return config.load(self.paths)

    def query(self, words: Sequence[str]) -> Query:
        """Parse what was asked for, in which colours go by the person's names too. Raises NotUnderstood."""
        from reader.domain.query import parse

        text = " ".join(words)
        # Only who names one needs the library for it.
        saved = {**self.library.queries.kept(), **self.settings.queries} if "@" in text else None
        return parse(text, self.settings.colours if ":" in text or saved else {}, saved)

    @cached_property
    def store_paths(self) -> StorePaths:
        """Tell where the library's files lie: texts and backups beside the library file."""
        from reader.storage import StorePaths

        return StorePaths.beside(self.paths.library, self.paths.state)

    def library_name(self) -> str:
        """Make a name that no other library has which may share a folder: a machine has several. It tells no path."""
        from hashlib import sha256

        path = os.fspath(self.store.paths.file).encode(errors="surrogateescape")
        return f"{self.store.device}-{sha256(path).hexdigest()[:8]}"

    @cached_property
    def store(self) -> FileStore:
        """Return the library on disk. Nothing is read before it is asked for."""
        from reader.storage import open_store

        store = open_store(self.store_paths, clock=now, tell=lambda text: self.say(text))
        if self.joins and not store.read_only:
            from reader.storage.upkeep import Upkeep

            for news in Upkeep(store, unite_arrivals).join_copies():
                remark(f"reader: {news}")
        return store

    @cached_property
    def upkeep(self) -> Upkeep:
        """Return what is done for the library besides the user's own work."""
        from reader.storage.upkeep import Upkeep

        return Upkeep(self.store, unite_arrivals)

    def tell(self) -> None:
        """Say on stderr what happened to the library that its owner must know, where it was looked at."""
        if "store" in vars(self):
            self._make_file()
            for notice in () if self.told else self.store.notices:
                remark(f"reader: {notice}")
            if self.store.index_is_missed and not self.store.read_only:
                from reader.storage.compaction import catch_up_detached

                catch_up_detached(self.store_paths)
        if "library" in vars(self) and not self._settings_read:
            try:
                _ = self.settings
            except NotUnderstood as error:
                remark(f"reader: {error}; the command needed none of them")

    def _make_file(self) -> None:
        """The library file is there after the first command that wrote, not a journal only."""
        if self.paths.library.exists() or not self.store_paths.texts.exists():
            return
        from reader.domain.errors import StoreError
        from reader.storage.compaction import compact, is_needed

        with suppress(StoreError):
            if not self.store.read_only and is_needed(self.store):
                compact(self.store)

    @property
    def has_no_library(self) -> bool:
        """Tell whether there is surely none yet: nothing is called like it where it would lie."""
        stem = self.paths.library.stem
        try:
            names = os.listdir(self.paths.library.parent)  # noqa: PTH208  (no path is made of any)
        except OSError as error:
            return isinstance(error, FileNotFoundError)
        return stem.isascii() and not any(stem.lower() in name.lower() for name in names)

    @property
    def library_later(self) -> Library:
        """Return the collection, or what stands for it until it is asked for anything: it takes 12 ms to import."""
        return self.library if "library" in vars(self) else cast("Library", _LaterLibrary(self))

    @cached_property
    def library(self) -> Library:
        """Return the collection."""
        from reader.library import Library
        from reader.storage import FileDrafts, FileImportMemory, FilePlaces, FileRereadings, FileWebPages
        from reader.storage.device import label

        return Library(
            self.store,
            FilePlaces(self.store_paths),
            FileDrafts(self.store_paths),
            now=now,
            new_id=random_id,
            creator=lambda: self.settings.creator,
            last_import=FileImportMemory(self.store_paths),
            pages=FileWebPages(self.store_paths),
            rereadings=FileRereadings(self.store_paths),
            machine=label(self.store.device),
        )


class _LaterLibrary:
    """Is made when something is first asked of it, on whatever thread."""

    def __init__(self, services: CommandServices) -> None:
        self._services = services

    def __getattr__(self, asked: str) -> Any:
        return getattr(self._services.library, asked)


def unite_arrivals(store: FileStore, arrived: Sequence[Arrived]) -> str:
    """See what copies brought together with what was here; what that changed, in one line. Raises StoreErrors."""
    if not any(one.annotations or one.articles for one in arrived):
        return ""
    from reader.library.importing.arrivals import unite

    annotations = [name for one in arrived for name in one.annotations]
    return str(unite(store, annotations, [name for one in arrived for name in one.articles]))

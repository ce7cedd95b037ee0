"""The index answers about the library as a view reads it, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from reader.storage.index.database import IndexDatabase, Unavailable, mark_text, read_fact
from reader.storage.index.near_texts import put_sketch
from reader.storage.rows.row_kinds import ARTICLES
from reader.storage.texts.kept_texts import is_hash

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from reader.storage.local.paths import StorePaths
    from reader.storage.view import View

T = TypeVar("T")

KNOWN = "select 1 from text where hash = ? and worded union select 1 from lacking where hash = ? and gone"


class LibraryIndex:
    """A `LibraryIndex` answers for the library file that a view has read.

    What the journals say since is the asker's to add.
    """

    def __init__(self, paths: StorePaths, view: View) -> None:
        self._database = IndexDatabase(paths)
        self._view = view
        self.is_missed = False
        """Whether a question was asked that it could not answer."""

    def ask(self, question: Callable[[sqlite3.Connection], T]) -> T | None:
        """Return the answer; None where there is none, and the library itself must be asked."""
        file = self._view.file
        if not file.is_worth_an_index or file.mark is None:
            return None
        try:
            with self._database.reading() as connection:
                if read_fact(connection, "mark") == mark_text(file.mark):
                    return question(connection)
        except Unavailable:
            pass
        self.is_missed = True
        return None

    def know_sketch(self, text_hash: str, sketch: frozenset[int]) -> None:
        """Post the hashes of a text that was read just now, where there is an index."""
        if not self._view.file.is_worth_an_index:
            return
        try:
            with self._database.changing() as connection:
                put_sketch(connection, text_hash, sketch)
        except Unavailable:
            self.is_missed = True

    def is_behind(self) -> bool:
        """Tell whether it is to be brought up to date."""
        return self._view.file.is_worth_an_index and self.ask(self._is_lacking) is not False

    def _is_lacking(self, connection: sqlite3.Connection) -> bool:
        if connection.execute("select 1 from lacking where not gone limit 1").fetchone():
            return True
        for row in self._view.changed.get(ARTICLES.table, {}).values():
            article = ARTICLES.record(row)
            if article is not None and article.versions:
                name = article.latest.hash
                if is_hash(name) and not connection.execute(KNOWN, (name, name)).fetchone():
                    return True
        return False

    def close(self) -> None:
        """Let go of it."""
        self._database.close()

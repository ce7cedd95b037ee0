"""The index is made, or brought up to date with the library and its kept texts, by a process that nobody waits for."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reader.domain.errors import StoreError
from reader.domain.shingles import fingerprint, fingerprint_of, is_plain
from reader.storage.disk.gc_off import uncollected
from reader.storage.file.doc_ids import doc_id
from reader.storage.index.database import PATIENT, IndexDatabase, Unavailable, mark_text, put, read_fact
from reader.storage.index.library_tables import (
    note_lost,
    note_newest,
    put_all_annotations,
    put_annotations,
    put_articles,
)
from reader.storage.index.near_texts import put_sketches
from reader.storage.index.text_words import WordWriter
from reader.storage.local.paths import StorePaths
from reader.storage.rows.row_kinds import ANNOTATIONS, ARTICLES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from reader.domain.merge import AnyTables, Row
    from reader.storage.disk.system import FileMark
    from reader.storage.store import FileStore

AT_ONCE = 200
"""Texts put in within one transaction: another process that writes waits for a part of a second, and where this one
ends before it is done, no more is done again."""
CLEARED = ("article", "address", "version", "annotation", "marked", "tag", "tagged", "lacking", "noted")
"""What is of one library file; what is of texts, which never change, stays."""


def follow(paths: StorePaths, before: FileMark | None, after: FileMark, changed: AnyTables) -> None:
    """The library file of the one mark has become that of the other, by these rows. Where it fails it is made later."""
    with suppress(Unavailable):
        database = IndexDatabase(paths)
        try:
            with database.changing() as connection:
                if before is None or read_fact(connection, "mark") != mark_text(before):
                    return
                put_articles(connection, _numbered(changed.get(ARTICLES.table, {}).values()))
                writer = WordWriter(connection)
                put_annotations(connection, changed.get(ANNOTATIONS.table, {}).values(), writer)
                writer.flush()
                note_lost(connection)
                put(connection, "mark", mark_text(after))
        finally:
            database.close()


def catch_up(store: FileStore) -> bool:
    """Bring the index up to date; whether it is. Raises StoreError where the library cannot be read."""
    store.refresh()
    database = IndexDatabase(store.paths)
    try:
        with database.alone() as mine:
            return mine and _catch_up(store, database)
    except Unavailable:
        return False
    finally:
        database.close()


def _catch_up(store: FileStore, database: IndexDatabase) -> bool:
    file = store.view.file
    if file.mark is None or file.index is None:
        return False  # it will be written as ours first
    mark = mark_text(file.mark)
    with database.undisturbed(PATIENT):
        try:
            with database.reading() as connection:
                fits = read_fact(connection, "mark") == mark
        except Unavailable:
            database.make()
            fits = False
    if not fits:
        with database.changing(PATIENT) as connection, uncollected():
            _fill(connection, store)
            put(connection, "mark", mark)
    _take_in_texts(store, database)
    _drop_older(store)
    return True


def _drop_older(store: FileStore) -> None:
    """Remove what near texts were found by before there was an index."""
    with suppress(OSError):
        for name in store.system.names(store.paths.own_state):
            if name.startswith("sketches-"):
                store.system.unlink(store.paths.own_state / name)


def _fill(connection: sqlite3.Connection, store: FileStore) -> None:
    file = store.view.file
    for table in CLEARED:
        connection.execute(f"delete from {table}")  # noqa: S608  (our own names)
    put_articles(connection, _numbered(file.rows(ARTICLES.table)))
    connection.execute("insert into notes(notes) values('delete-all')")
    writer = WordWriter(connection)
    put_all_annotations(connection, file.rows(ANNOTATIONS.table), writer)
    writer.flush()
    note_lost(connection)


def _numbered(rows: Iterable[Row]) -> Iterator[tuple[int, Row]]:
    return ((doc_id(row["uuid"]), row) for row in rows)


def _take_in_texts(store: FileStore, database: IndexDatabase) -> None:
    with database.changing(PATIENT) as connection:
        _note_newest(connection, store.view.changed)
        wanted = [str(name) for (name,) in connection.execute("select hash from lacking")]
    if not wanted:
        return
    with database.reading() as connection:
        writer = WordWriter(connection)
    for start in range(0, len(wanted), AT_ONCE):
        with database.changing(PATIENT) as connection:
            writer.use(connection)
            _take_in(connection, store, writer, wanted[start : start + AT_ONCE])
            writer.flush()


def _note_newest(connection: sqlite3.Connection, changed: AnyTables) -> None:
    """The latest texts of articles that the library file does not have as they are."""
    for row in changed.get(ARTICLES.table, {}).values():
        article = ARTICLES.record(row)
        if article is not None:
            note_newest(connection, article)


def _take_in(connection: sqlite3.Connection, store: FileStore, writer: WordWriter, names: Sequence[str]) -> None:
    sketches = {}
    for name in names:
        there = connection.execute("select sketched, worded from text where hash = ?", (name,)).fetchone() or (0, 0)
        if not all(there):
            text = store.text(name)
            if text is None:
                connection.execute("update lacking set gone = 1 where hash = ?", (name,))
                continue
            codes = None if there[1] else writer.put(name, text)
            if not there[0]:
                # In most languages they are other words: those that are searched for have no accents.
                if codes is not None and is_plain(text):
                    sketches[name] = fingerprint_of(codes)
                else:
                    sketches[name] = fingerprint(text, writer.codes)
        connection.execute("delete from lacking where hash = ?", (name,))
    put_sketches(connection, sketches)


def make_way() -> None:
    """Let every other process go first: nobody waits for what this one makes."""
    with suppress(OSError, AttributeError):
        os.nice(19)


def main(arguments: Sequence[str]) -> int:
    """Bring the index of the library at these four paths up to date. Says nothing: nobody listens."""
    from reader.storage import open_store  # noqa: PLC0415  # the package imports nothing from here

    library, texts, backups, state = map(Path, arguments)
    make_way()
    try:
        catch_up(open_store(StorePaths(library, texts, backups, state), clock=lambda: datetime.now(UTC)))
    except StoreError:
        return 1  # the library itself answers
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

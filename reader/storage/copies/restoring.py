"""Backups are made, listed and brought back as their owner asks: bringing back joins and never replaces."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from reader.domain.errors import NotFound, NotUnderstood
from reader.domain.merge import is_deleted
from reader.domain.ports import Change
from reader.storage.compaction import compact
from reader.storage.copies.absorbing import AT_ONCE, MUCH, Absorbed, absorb_rows, back_up
from reader.storage.file.backups import Backup, backups
from reader.storage.file.copied_rows import with_rows
from reader.storage.rows.codec import dumps
from reader.storage.rows.row_kinds import ANNOTATIONS, ARTICLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reader.domain.merge import Row
    from reader.domain.ports import Record
    from reader.storage.file.copied_rows import Pair
    from reader.storage.rows.changes import Codec
    from reader.storage.store import FileStore


def backup_of(newest_first: Sequence[Backup], when: str) -> Backup:
    """Find the newest one that was made by then: a date, or a time, as ISO 8601 writes them; local where it has no
    zone.

    Raises NotUnderstood, and NotFound.
    """
    try:
        moment = datetime.fromisoformat(when)
    except ValueError as error:
        raise NotUnderstood(f"{when!r} is not a date", do="write it as 2026-11-22 or 2026-11-22T14:30") from error
    moment = moment.astimezone()
    if len(when) <= len("2026-11-22"):
        moment += timedelta(days=1)  # a day means all of it
    found = next((backup for backup in newest_first if backup.made <= moment), None)
    if found is None:
        raise NotFound(f"no backup was made by {when}", do="see `reader backup --list` for those that are there")
    return found


def restore(store: FileStore, when: str) -> Absorbed:
    """Join the backup of that time into the library, and bring back what has been deleted since. Raises ReaderError.

    What has been written since stays.
    """
    backup = backup_of(backups(store.system, store.paths), when)
    # It stays open: what is written meanwhile may drop it from the backups.
    return with_rows(store.system, backup.path, lambda rows: _join(store, rows, backup.path.name))


def _join(store: FileStore, rows: Iterable[Pair], name: str) -> Absorbed:
    for _ in rows:
        pass  # all of it can be read
    back_up(store, "before-restore")
    with store.writing():
        before = store.view.count(ANNOTATIONS.table)
        absorbed = absorb_rows(store, rows, name, confirmed=True)
        _revive(store, rows, ARTICLES, store.save_articles)
        revived = _revive(store, rows, ANNOTATIONS, store.save_annotations)
        after = store.view.count(ANNOTATIONS.table)
    return absorbed._replace(before=before, after=after, added=absorbed.added + revived)


def _revive(
    store: FileStore,
    rows: Iterable[Pair],
    codec: Codec[Record],
    save: Callable[[Sequence[Change[Record]]], object],
) -> int:
    """Bring back the records that are alive in a backup and deleted now, some at a time; how many they are."""
    changes: list[Change[Record]] = []
    count = size = 0
    for table, row in rows:
        if table != codec.table or not _is_gone(store.view.row(table, row["uuid"])):
            continue
        then = codec.record(row)
        if then is not None:
            changes.append(Change(None, then))
            size += len(dumps(row))
            count += 1
        if size >= AT_ONCE:
            save(changes)
            changes, size = [], 0
            if store.view.journal_bytes >= MUCH:
                compact(store)
    save(changes)
    return count


def _is_gone(row: Row | None) -> bool:
    return row is not None and "f" in row and is_deleted(row)

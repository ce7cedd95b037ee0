"""Backups are made, listed and brought back as their owner asks: bringing back joins and never replaces."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from reader.domain.errors import NotFound, NotUnderstood
from reader.domain.ports import Change
from reader.storage.copies.absorbing import Absorbed, absorb, back_up, read
from reader.storage.file.backups import Backup, backups
from reader.storage.rows.row_kinds import ANNOTATIONS, ARTICLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.domain.merge import Tables
    from reader.domain.ports import Record
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
    tables = read(store, backup.path)
    back_up(store, "before-restore")
    with store.writing():
        before = store.view.count(ANNOTATIONS.table)
        absorbed = absorb(store, tables, backup.path.name, confirmed=True)
        store.save_articles(_revived(store, tables, ARTICLES))
        annotations = _revived(store, tables, ANNOTATIONS)
        store.save_annotations(annotations)
        after = store.view.count(ANNOTATIONS.table)
    return absorbed._replace(before=before, after=after, added=absorbed.added + len(annotations))


def _revived(store: FileStore, tables: Tables, codec: Codec[Record]) -> list[Change[Record]]:
    """The changes that bring back the records which are alive in these tables and deleted now."""
    changes: list[Change[Record]] = []
    for uuid, row in tables.get(codec.table, {}).items():
        then, known = codec.record(row), store.view.row(codec.table, uuid)
        if then is not None and known is not None and codec.record(known) is None:
            changes.append(Change(None, then))
    return changes

"""Deleted records: kept with their content for a while, and by their id and stamps for good."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING

from reader.domain.merge import Row, content_stamps, is_deleted
from reader.storage.rows.annotation_rows import ALIAS
from reader.storage.rows.stamps import written

if TYPE_CHECKING:
    from datetime import datetime

KEPT = timedelta(days=90)
"""As long as people take to miss something."""


def in_trash(row: Row, now: datetime) -> bool:
    """Whether it is deleted and can still be brought back."""
    return is_deleted(row) and bool(content_stamps(row)) and not _is_due(row, now)


def emptied(row: Row, now: datetime) -> Row:
    """The row without its content where its time in the trash is over.

    The stamps of the content are dead then, so that no copy of the library brings it back. The ids that files know
    it by stay: what was deleted here is known when it is imported again.
    """
    if not is_deleted(row) or not _is_due(row, now):
        return row
    kept = {name: live for name, live in row["f"].items() if name == "deleted" or name.startswith(ALIAS)}
    dead = sorted({*row["dead"], *content_stamps(row)} - {*chain.from_iterable(kept.values())})
    return {**row, "f": kept, "dead": dead}


def _is_due(row: Row, now: datetime) -> bool:
    return now - max(map(written, row["f"]["deleted"])) > KEPT

"""Deleted records are kept with their content for a while, and by their id and stamps for good."""

from __future__ import annotations

from reader.domain.merge import Row, content_stamps, is_deleted

TRASH_DAYS = 90
"""As long as people take to miss something: days on which the library was written since it was seen deleted."""


def in_trash(row: Row) -> bool:
    """Tell whether it is deleted and can still be brought back."""
    return is_deleted(row) and bool(content_stamps(row))


def deletion_of(row: Row) -> str:
    """Return the stamp of the deletion of a row that is deleted: the newest."""
    return str(max(row["f"]["deleted"]))


def drop_content(row: Row) -> Row:
    """Drop a deleted row's content, whose stamps are dead then, so that no copy of the library brings it back."""
    dead = sorted({*row["dead"], *content_stamps(row)})
    return {**row, "f": {"deleted": row["f"]["deleted"]}, "dead": dead}

"""Days are said in few words, for lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.local_time import is_dated, local

if TYPE_CHECKING:
    from datetime import datetime

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEK = 7


def day(when: datetime | None, now: datetime) -> str:
    """Say the day of `when` as one speaks of it, where its reader is; empty for never, and for a time not known."""
    if when is None or not is_dated(when):
        return ""
    now = local(now)
    then = when.astimezone(now.tzinfo).date()
    days = (now.date() - then).days
    if days == 0:
        return "today"
    if days == 1:
        return "yesterday"
    if 1 < days < WEEK:
        return f"{days} days ago"
    return f"{then.day} {MONTHS[then.month - 1]}" if then.year == now.year else f"{MONTHS[then.month - 1]} {then.year}"


def moment(when: datetime, now: datetime) -> str:
    """Say day and time, exact to the minute."""
    there = when.astimezone(local(now).tzinfo)
    return f"{there:%Y-%m-%d %H:%M}"

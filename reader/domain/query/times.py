"""Dates and ages are read as queries write them."""

from __future__ import annotations

from datetime import datetime, timedelta

from reader.domain.local_time import local

DAYS = {"h": 1 / 24, "d": 1, "w": 7, "m": 30.44, "y": 365.25}
"""Days in an hour, day, week, month and year; the last two as they are on average."""
LONGEST = 1_000_000
"""Days that an age may have: datetime reaches back 740,000."""


def understood(value: str) -> bool:
    """Tell whether `moment` can tell what is meant."""
    return _age(value) is not None or _date(value, datetime.now().astimezone()) is not None


def moment(value: str, now: datetime) -> datetime:
    """Find the moment `30d` before `now`, or the beginning of the day, month or year that is named, where the asker is.

    Raises ValueError for what is neither.
    """
    age = _age(value)
    if age is not None:
        try:
            return now - age
        except OverflowError:
            return datetime.min.replace(tzinfo=now.tzinfo)
    date = _date(value, now)
    if date is None:
        raise ValueError(f"neither a date nor an age: {value!r}")
    return date


def _age(value: str) -> timedelta | None:
    number, unit = value[:-1], value[-1:].lower()
    if unit not in DAYS or not number.isascii() or not number.isdecimal():
        return None
    days = int(number[:9]) * DAYS[unit]
    return timedelta(days=min(days, LONGEST))


def _date(value: str, now: datetime) -> datetime | None:
    midnight = local(now).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if value.lower() == "today":
        return midnight
    if value.lower() == "yesterday":
        return midnight - timedelta(days=1)
    parts = value.split("-")
    if len(parts) > 3 or not all(part.isascii() and part.isdecimal() and len(part) <= 4 for part in parts):
        return None
    if len(parts[0]) != 4:
        return None
    year, month, day = (*map(int, parts), 1, 1)[:3]
    try:
        return midnight.replace(year=year, month=month, day=day)
    except ValueError:
        return None

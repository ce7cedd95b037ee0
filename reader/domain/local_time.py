"""A time is shown in the zone of the one who asks, with its summer time, as the operating system knows it.

Times are kept in UTC; a day is that of the asker's zone. `datetime.astimezone()` alone gives the offset of one moment,
which is wrong for a midnight on the other side of a change of the clocks.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo


class LocalZone(tzinfo):
    """A `LocalZone` is the zone that the environment says (TZ, or the system's)."""

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        """Tell how far local time is from UTC at that moment of the calendar."""
        return None if dt is None else _here(dt).utcoffset()

    def dst(self, dt: datetime | None) -> timedelta | None:
        """Summer time is not told apart from the offset: only that is asked for."""
        return None if dt is None else timedelta(0)

    def tzname(self, dt: datetime | None) -> str | None:
        """Return the zone's name at that moment."""
        return None if dt is None else _here(dt).tzname()

    def fromutc(self, dt: datetime) -> datetime:
        """Turn the moment, which is given in UTC with this zone attached, into what it is here."""
        there = dt.replace(tzinfo=UTC)
        try:
            there = there.astimezone()
        except (OverflowError, OSError, ValueError):  # at the ends of the calendar
            return dt
        return there.replace(tzinfo=self)


LOCAL = LocalZone()
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""What is stored where nobody knows the time: many programs' files do not say when something was written."""


def is_dated(when: datetime) -> bool:
    """Tell whether it is a time, and does not stand for one that nobody knows."""
    return when != UNDATED


def local(now: datetime) -> datetime:
    """Put `now` where the asker is: a clock in UTC says nothing of that, any other zone is taken at its word."""
    return now.astimezone(LOCAL) if now.tzinfo is UTC else now


def _here(moment: datetime) -> datetime:
    try:
        return moment.replace(tzinfo=None).astimezone()
    except (OverflowError, OSError, ValueError):
        return moment.replace(tzinfo=UTC)

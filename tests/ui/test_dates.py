"""Days as one speaks of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from reader.ui.draw.dates import day, moment

NOW = datetime(2026, 3, 10, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (None, ""),
        (NOW, "today"),
        (NOW - timedelta(hours=9), "yesterday"),
        (NOW - timedelta(days=3), "3 days ago"),
        (NOW - timedelta(days=7), "3 Mar"),
        (NOW - timedelta(days=400), "Feb 2025"),
        (NOW + timedelta(days=2), "12 Mar"),
    ],
)
def test_days(when: datetime | None, said: str) -> None:
    assert day(when, NOW) == said


def test_the_day_is_that_of_the_reader() -> None:
    east = NOW.astimezone(timezone(timedelta(hours=9)))
    assert day(NOW - timedelta(hours=9), east) == "today"
    assert moment(NOW, east) == "2026-03-10 17:30"

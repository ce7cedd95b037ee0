"""Days are those of the asker's zone, on either side of summer time."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.domain.local_time import LOCAL, local
from reader.domain.query.times import moment

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(params=["America/New_York", "Europe/Berlin", "Asia/Kolkata", "Pacific/Auckland", "UTC"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of a process cannot be changed here")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@given(st.integers(0, 2_000_000_000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_moment_is_the_same_here_and_there(zone: str, seconds: int) -> None:
    there = datetime.fromtimestamp(seconds, UTC)
    here = there.astimezone(LOCAL)
    assert here == there
    assert here.utcoffset() == there.astimezone().utcoffset()


@pytest.mark.parametrize(
    ("name", "day", "start"),
    [
        ("America/New_York", "2024-03-05", "2024-03-05T05:00"),
        ("America/New_York", "2024-07-04", "2024-07-04T04:00"),
        ("Europe/Berlin", "2024-03-31", "2024-03-30T23:00"),
        ("Europe/Berlin", "2024-04-01", "2024-03-31T22:00"),
        ("Asia/Kolkata", "2024", "2023-12-31T18:30"),
    ],
)
def test_a_day_begins_at_the_askers_midnight(name: str, day: str, start: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of a process cannot be changed here")
    monkeypatch.setenv("TZ", name)
    time.tzset()
    try:
        for now in (datetime(2024, 1, 15, 12, tzinfo=UTC), datetime(2024, 7, 15, 12, tzinfo=UTC)):
            assert moment(day, now) == datetime.fromisoformat(start).replace(tzinfo=UTC)
        late = datetime(2024, 3, 5, 3, tzinfo=UTC)
        assert moment("today", late) <= late < moment("today", late) + timedelta(days=1)
        assert moment("yesterday", late) < moment("today", late)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_clock_with_a_zone_is_taken_at_its_word() -> None:
    there = datetime.fromisoformat("2024-03-05T01:00:00+09:00")
    assert local(there) is there

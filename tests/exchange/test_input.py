"""What other programs write in many ways: times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import tzset

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.exchange.input import time

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Seconds have ten digits until 2286; milliseconds eleven from May 1970 on, and thirteen since 2001.
SECONDS = st.integers(10_000_000, 9_999_999_999)


@given(SECONDS, st.integers(0, 999))
def test_milliseconds_are_the_same_moment_as_seconds(seconds: int, rest: int) -> None:
    wanted = EPOCH + timedelta(seconds=seconds, milliseconds=rest)
    assert time(seconds) == EPOCH + timedelta(seconds=seconds)
    assert time(seconds * 1000) == time(seconds) == time(float(seconds))
    found = time(seconds * 1000 + rest)
    assert found is not None
    assert abs(found - wanted) < timedelta(milliseconds=1)


def test_a_time_without_a_zone_is_that_of_this_machine_only_where_its_program_knows_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as there:
        there.setenv("TZ", "America/New_York")
        tzset()
        assert time("2026-01-31T12:00:00") == datetime(2026, 1, 31, 12, tzinfo=UTC)
        assert time("2026-01-31T12:00:00", local=True) == datetime(2026, 1, 31, 17, tzinfo=UTC)
        assert time("2026-01-31T12:00:00+03:00", local=True) == datetime(2026, 1, 31, 9, tzinfo=UTC)
    tzset()


@pytest.mark.parametrize("value", [True, None, [], "x", float("nan"), float("inf"), 10**30, -(10**30)])
def test_what_is_no_time_is_none(value: object) -> None:
    assert time(value) is None

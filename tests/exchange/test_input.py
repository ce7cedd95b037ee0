"""What other programs write in many ways: times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.exchange.input import time

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# From September 2001 on milliseconds have thirteen digits, seconds ten until 2286.
SECONDS = st.integers(1_000_000_000, 9_999_999_999)


@given(SECONDS, st.integers(0, 999))
def test_milliseconds_are_the_same_moment_as_seconds(seconds: int, rest: int) -> None:
    wanted = EPOCH + timedelta(seconds=seconds, milliseconds=rest)
    assert time(seconds) == EPOCH + timedelta(seconds=seconds)
    assert time(seconds * 1000) == time(seconds) == time(float(seconds))
    found = time(seconds * 1000 + rest)
    assert found is not None
    assert abs(found - wanted) < timedelta(milliseconds=1)


@pytest.mark.parametrize("value", [True, None, [], "x", float("nan"), float("inf"), 10**30, -(10**30)])
def test_what_is_no_time_is_none(value: object) -> None:
    assert time(value) is None

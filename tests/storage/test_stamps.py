"""Stamps: in the order of time whatever the clock does, and unmistakable."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reader.domain.merge import is_named
from reader.storage.rows.stamps import ADOPTED, STAMP, Stamper, content_stamp, device_of, milliseconds, time_of_stamp
from tests.world import NOON, counted


def stamper(*times: datetime, device: str = "annas-mac-0a1b2c3d") -> Stamper:
    clock = iter(times)
    return Stamper(lambda: next(clock), device, counted())


@given(st.lists(st.timedeltas(timedelta(days=-3000), timedelta(days=3000)), min_size=1, max_size=20))
def test_later_writes_have_later_stamps_whatever_the_clock_does(jumps: list[timedelta]) -> None:
    times = [NOON + jump for jump in jumps]
    maker = stamper(*times)
    stamps = [maker.tick().stamp("note", "x") for _ in times]
    assert stamps == sorted(set(stamps))
    assert all(STAMP.fullmatch(stamp) for stamp in stamps)


def test_a_write_is_later_than_what_it_saw() -> None:
    theirs = stamper(NOON + timedelta(hours=2)).tick().stamp("note", "theirs")
    assert stamper(NOON).tick([theirs]).stamp("note", "ours") > theirs


def test_a_clock_that_is_far_ahead_is_not_followed() -> None:
    theirs = stamper(NOON + timedelta(days=400)).tick().stamp("note", "theirs")
    ours = stamper(NOON).tick([theirs]).stamp("note", "ours")
    assert time_of_stamp(ours) == NOON


def test_a_stamp_says_when_and_where() -> None:
    stamp = stamper(NOON).tick().stamp("note", "x")
    assert time_of_stamp(stamp) == NOON
    assert device_of(stamp) == "annas-mac"
    assert is_named(stamp, "note", "x")


def test_a_moment_counts_on_without_end() -> None:
    maker = stamper(*[NOON] * 70_000)
    stamps = [maker.tick().stamp("note", 1) for _ in range(70_000)]
    assert stamps[-1] > stamps[0]
    assert all(STAMP.fullmatch(stamp) for stamp in stamps[-3:])


def test_adopted_stamps_follow_from_the_content() -> None:
    one = content_stamp("note", "x", ADOPTED)
    assert one == content_stamp("note", "x", ADOPTED)
    assert one != content_stamp("note", "x", ADOPTED, [one])
    assert STAMP.fullmatch(one)
    assert milliseconds(time_of_stamp(one)) == 0
    assert milliseconds(datetime(1900, 1, 1, tzinfo=UTC)) == 0

"""What other programs write in many ways: times."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta
from time import tzset

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.errors import NotImported
from reader.exchange.input import json_of, member, number, text_of, texts, time

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


def zipped(content: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("notes.txt", content)
    return file.getvalue()


def test_what_is_as_large_as_is_allowed_is_read_and_nothing_larger(monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = "a" * 1000, "a" * 1001
    for name in ("LARGEST", "UNPACKED"):
        monkeypatch.setattr(f"reader.exchange.input.{name}", 1000)
    assert text_of(small.encode()) == small
    assert member(zipped(small), "notes.txt".__eq__) == small.encode()
    with pytest.raises(NotImported, match="larger"):
        text_of(large.encode())
    with pytest.raises(NotImported, match="larger"):
        member(zipped(large), "notes.txt".__eq__)


def test_an_archive_that_is_packed_to_use_up_memory_is_refused() -> None:
    with pytest.raises(NotImported, match="packed to use up memory"):
        member(zipped("a" * (2 << 20)), "notes.txt".__eq__)


def test_json_that_would_use_up_memory_is_refused_before_it_is_parsed() -> None:
    heavy = "[" + "{}," * 10_000 + "{}]"
    assert len(json_of(heavy)) == 10_001
    with pytest.raises(NotImported, match="use up memory"):
        json_of(heavy, 1 << 20)


@pytest.mark.parametrize(("value", "taken"), [(0, 0), (7, 7), (-1, None), (True, None), ("7", None), (1.5, None)])
def test_a_number_is_whole_and_not_below_nothing(value: object, taken: int | None) -> None:
    assert number(value) == taken


def test_tags_are_taken_once_without_blanks_around_them() -> None:
    assert texts([" law ", "law", "", None, 1, "claim"]) == ("law", "claim")
    assert texts("law") == ()

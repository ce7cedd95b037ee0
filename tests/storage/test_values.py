"""Which of a field's live values are shown, whatever another tool put there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.domain.colour import Colour
from reader.storage.rows.stamps import EPOCH
from reader.storage.rows.values import article_of, choose_value, number, one_of, time, whole

OLD = "001a2070a5a3c-0000-one-00000000-0000"
NEW = "001a2070a5a3d-0000-two-00000000-0000"


@pytest.mark.parametrize(("origin", "other", "shown"), [("placed", "carried", "old"), ("made", "made", "new")])
def test_what_a_person_placed_beats_what_was_carried(origin: str, other: str, shown: str) -> None:
    live = {OLD: {"of": "old", "origin": origin}, NEW: {"of": "new", "origin": other}}
    assert choose_value("target/v1", live)["of"] == shown


@pytest.mark.parametrize("origin", [["placed"], {"placed": True}, 1, None])
def test_an_origin_of_another_type_is_none(origin: object) -> None:
    live = {OLD: {"of": "old", "origin": "placed"}, NEW: {"of": "new", "origin": origin}}
    assert choose_value("target/v1", live)["of"] == "old"


def test_what_one_takes_away_and_another_changes_stays() -> None:
    assert choose_value("tag/law", {OLD: True, NEW: None}) is True


@pytest.mark.parametrize(
    ("value", "taken"),
    [(2, 2.0), (0.5, 0.5), (0, 0.0), (True, 0.0), ("2", 0.0), (None, 0.0), ([1], 0.0), (10**400, 0.0), (-1.5, -1.5)],
)
def test_a_number_of_whatever_another_tool_wrote(value: object, taken: float) -> None:
    assert number(value) == taken


@pytest.mark.parametrize(("value", "taken"), [(2, 2), (0, 0), (True, 7), (2.0, 7), ("2", 7), (None, 7)])
def test_a_whole_number_or_what_stands_for_none(value: object, taken: int) -> None:
    assert whole(value, 7) == taken
    assert whole(value) == (taken if taken != 7 else 0)


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        ("2026-11-30T12:00:00+00:00", datetime(2026, 11, 30, 12, tzinfo=UTC)),
        ("2026-11-30T12:00:00", datetime(2026, 11, 30, 12, tzinfo=UTC)),
        ("0001-01-01T00:00:00+00:00", EPOCH),
        ("9999-12-31T00:00:00+00:00", EPOCH),
        ("0002-01-01T00:00:00+00:00", datetime(2, 1, 1, tzinfo=UTC)),
        ("9998-12-31T00:00:00+00:00", datetime(9998, 12, 31, tzinfo=UTC)),
        ("yesterday", EPOCH),
        (1, EPOCH),
        (None, EPOCH),
    ],
)
def test_a_time_that_can_be_told_in_every_zone(value: object, taken: datetime) -> None:
    assert time(value) == taken
    assert time(value).tzinfo is not None


@pytest.mark.parametrize(
    ("value", "taken"), [("red", Colour.RED), ("rot", Colour.BLUE), (1, Colour.BLUE), ([], Colour.BLUE)]
)
def test_one_of_several_or_what_stands_for_none(value: object, taken: Colour) -> None:
    assert one_of(Colour, value, Colour.BLUE) == taken


@pytest.mark.parametrize(
    ("live", "name"),
    [({}, ""), ({OLD: "a"}, "a"), ({OLD: "a", NEW: "b"}, "b"), ({NEW: "b", OLD: "a"}, "b"), ({OLD: None}, "")],
)
def test_the_article_of_an_annotation_is_the_one_that_was_named_last(live: dict[str, object], name: str) -> None:
    assert article_of({"f": {"article": live} if live else {}}) == name

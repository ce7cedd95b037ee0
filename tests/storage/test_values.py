"""Which of a field's live values are shown, whatever another tool put there."""

from __future__ import annotations

import pytest

from reader.storage.rows.values import choose_value

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

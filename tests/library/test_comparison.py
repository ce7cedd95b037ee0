"""What is remembered of what a program said: all but what it says of everything."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.domain.annotation import NoteText
from reader.domain.colour import Colour
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.imported import Imported, Provenance, SourcePlace
from reader.library.importing.comparison import Incoming

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
BARE = Imported("1", Provenance())


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        (BARE, {}),
        (BARE._replace(colour=Colour.YELLOW, star=False), {}),
        (BARE._replace(colour=Colour.RED), {"colour": "red"}),
        (BARE._replace(star=True, tags=("law", "claim")), {"star": True, "tags": ["law", "claim"]}),
        (BARE._replace(note="one", origin_id="k7", chapter="I"), {"note": "one", "id": "k7", "chapter": "I"}),
        (BARE._replace(selectors=Selectors(TextQuoteSelector("sand"))), {"quote": "sand"}),
        (BARE._replace(rivals=(NoteText("two", "other", NOON),), note="one"), {"note": "one\n\ntwo"}),
        (BARE._replace(rivals=(NoteText("one", "other", NOON),), note="one"), {"note": "one"}),
        (BARE._replace(created=NOON), {"created": "2026-11-30T12:00:00+00:00"}),
    ],
)
def test_the_facts_of_an_origin(said: Imported, facts: dict[str, object]) -> None:
    origin = Incoming(said, "kindle", None).origin
    assert origin.program == "kindle"
    assert dict(origin.facts) == facts


def test_a_place_is_a_fact_too() -> None:
    assert "place" in Incoming(BARE, "kindle", SourcePlace("location", 1, 4)).origin.facts


def test_stamps_follow_from_the_time_that_it_was_changed_or_else_made() -> None:
    later = NOON.replace(hour=13)
    assert Incoming(BARE._replace(created=NOON), "p", None).by == ("p", NOON)
    assert Incoming(BARE._replace(created=NOON, modified=later), "p", None).by == ("p", later)

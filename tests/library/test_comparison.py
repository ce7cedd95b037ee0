"""What is remembered of what a program said: all but what it says of everything."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.annotation import Annotation, NoteText
from reader.domain.colour import Colour
from reader.domain.merge import value_hash
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.imported import Imported, Provenance, SourcePlace
from reader.library.importing.comparison import Fate, Incoming, Outcome, come_home, meet

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


NOTES = st.sampled_from(
    ["chapter 1", "chapter 12", "1", "a", "b", "a b", "a\n\nb", "b\n\nc", "chapter 1\n\na", "see a, b"]
)
TEXTS = st.lists(NOTES, min_size=1, max_size=3, unique=True)


def rivals(texts: list[str]) -> tuple[NoteText, ...]:
    return tuple(NoteText(one, "other", NOON) for one in texts) if len(texts) > 1 else ()


def live(current: Annotation, outcome: Outcome) -> list[str]:
    """The texts of its note once that has been written."""
    first, *beside = outcome.changes or (None,)
    after = first.after if first else current
    assert after is not None
    texts = [one.text for one in after.rivals] or [after.note]
    return [*texts, *(one.after.note for one in beside if one and one.after)]


def has(texts: list[str], wanted: str) -> bool:
    """Whether the words stand in one of the texts, as words of their own."""
    words = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, wanted.split())) + r"(?!\w)")
    return any(words.search(one) for one in texts)


@given(here=TEXTS, said=TEXTS, gone=st.lists(NOTES, max_size=2), program=st.sampled_from(["md", "json", "kindle"]))
def test_a_note_that_comes_costs_no_text_and_is_not_lost(
    here: list[str], said: list[str], gone: list[str], program: str
) -> None:
    current = Annotation("1", "a", NOON, NOON.replace(hour=13), (), here[0], rivals=rivals(here))
    incoming = Incoming(BARE._replace(note=said[0], rivals=rivals(said), modified=NOON), program, None)
    past = {value_hash("note", one) for one in gone}
    outcome = meet(current, incoming, past) if program == "kindle" else come_home(current, incoming, past, by_id=True)
    after = live(current, outcome)
    for text in here:
        assert has(after, text), "what was there is there"
    if "\n\n".join(said) not in gone:
        for text in said:
            assert has(after, text) or text in gone, "what came is there, but for what had been replaced here"
    if all(text in here for text in said):
        assert outcome.fate is Fate.KNOWN

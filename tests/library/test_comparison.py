"""What becomes of an annotation when a file says something of it again, decided case by case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from reader.domain.annotation import Annotation, Colour
from reader.exchange.imported import Imported, Provenance, SourcePlace
from reader.library.importing.comparison import Fate, Incoming, compare
from reader.library.importing.passages import tell_apart
from tests.world import NOON

HOUR = timedelta(hours=1)


def says(**fields: Any) -> Incoming:
    """What a program says of one passage."""
    place = fields.pop("place", None)
    return Incoming(Imported("id", Provenance("Book"), **fields), "kindle", place)


def told(now: Incoming, before: Incoming, **ours: Any) -> tuple[Fate, Annotation]:
    """The fate of an annotation that stood as the program said `before`, and as we have changed it since."""
    said = before.said
    here = Annotation("id", "article", NOON, NOON, note=said.note, tags=said.tags, colour=said.colour, star=said.star)
    here = here._replace(origins=(before.origin,), **ours)
    outcome = compare(here, now, set(), lambda: ())
    after = here
    for change in outcome.changes:
        after = change.after or after
    return outcome.fate, after


BASE: dict[str, Any] = {"note": "old", "tags": ("sand", "wind"), "created": NOON, "modified": NOON + HOUR}


@pytest.mark.parametrize(
    ("now", "ours", "fate", "shown"),
    [
        # The same again.
        ({}, {}, Fate.KNOWN, ("old", ("sand", "wind"), "yellow")),
        # Edited there.
        ({"note": "new", "modified": NOON + 2 * HOUR}, {}, Fate.UPDATED, ("new", ("sand", "wind"), "yellow")),
        ({"colour": Colour.RED}, {}, Fate.UPDATED, ("old", ("sand", "wind"), "red")),
        ({"tags": ("sand",)}, {}, Fate.UPDATED, ("old", ("sand",), "yellow")),
        ({"tags": ("sand", "wind", "tide")}, {"tags": ("sand",)}, Fate.UPDATED, ("old", ("sand", "tide"), "yellow")),
        # An older state of the file is no edit.
        ({"note": "older", "tags": (), "modified": NOON}, {}, Fate.KNOWN, ("old", ("sand", "wind"), "yellow")),
        # A file without tags, no newer than the last, does not say that they are gone: many formats have none.
        ({"tags": ()}, {}, Fate.KNOWN, ("old", ("sand", "wind"), "yellow")),
        ({"tags": (), "modified": NOON + 2 * HOUR}, {}, Fate.UPDATED, ("old", (), "yellow")),
        # Edited here: what the file says as before changes nothing.
        ({}, {"note": "mine", "colour": Colour.BLUE}, Fate.KNOWN, ("mine", ("sand", "wind"), "blue")),
        ({"colour": Colour.RED}, {"colour": Colour.BLUE}, Fate.KNOWN, ("old", ("sand", "wind"), "blue")),
    ],
)
def test_what_becomes_of_it(
    now: dict[str, Any], ours: dict[str, Any], fate: Fate, shown: tuple[str, tuple[str, ...], str]
) -> None:
    found, after = told(says(**{**BASE, **now}), says(**BASE), **ours)
    assert (found, (after.note, after.tags, str(after.colour))) == (fate, shown)


def test_a_note_that_both_sides_changed_is_kept_twice() -> None:
    found, _ = told(says(**{**BASE, "note": "theirs", "modified": NOON + 2 * HOUR}), says(**BASE), note="mine")
    assert found is Fate.BOTH


def test_what_a_file_says_twice_is_one_and_equal_words_elsewhere_are_two() -> None:
    here, there = (says(place=SourcePlace("page", page, page), note=str(page)) for page in (3, 9))
    found = list(tell_apart([here, here, there, there], "home"))
    assert [one.place and one.place.start for one in found] == [3, 9]
    assert len({one.said.id for one in found}) == 2
    assert found == list(tell_apart([here, there], "home"))

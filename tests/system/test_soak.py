"""A minute of the soak, and what it must catch. See tests/system/soak.py."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.storage.scale import seeded
from tests.system.soak import Told, check, soak

if TYPE_CHECKING:
    from tests.system.conftest import Desk

MUTANTS = {
    "a note that ends the others": (
        "from reader.domain.annotation import Annotation as it;"
        " it.with_paragraph = lambda one, text: one._replace(note=text)"
    ),
    "nobody is alone": (
        "import reader.session as it; from contextlib import nullcontext;"
        " it.Session.alone = lambda session: nullcontext(); it.Session.find_highlight = lambda session, span: None"
    ),
}
"""What may be broken in the scripts' program."""


@pytest.mark.slow
def test_a_minute_of_two_windows_and_four_scripts(desk: Desk) -> None:
    told = soak(desk, 1.0, seeded("soak").randrange(10**6))
    assert len(told.notes) > 20
    print(f"{len(told.notes)} notes and {len(told.tags)} tags, none lost")


@pytest.mark.slow
@pytest.mark.parametrize("name", MUTANTS)
def test_the_soak_catches(desk: Desk, name: str) -> None:
    program = (sys.executable, "-c", f"import sys; {MUTANTS[name]}; from reader.__main__ import main; sys.exit(main())")
    with pytest.raises(AssertionError):
        soak(desk, 0.2, seeded(name).randrange(10**6), program)


@pytest.mark.slow
def test_what_is_checked_is_seen(desk: Desk) -> None:
    desk.highlight("police", "--nth", "1", "--note", "there", "--tag", "law")
    check(desk, Told({"there"}, {"law"}))
    for notes, tags in (({"there", "gone"}, {"law"}), ({"there"}, {"law", "gone"})):
        with pytest.raises(AssertionError):
            check(desk, Told(notes, tags))

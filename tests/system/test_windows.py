"""Two windows on one library, and a shell: each sees what the others do, and takes back only what it did itself."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.system.conftest import READY, Desk, side, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.terminal.program import Program

FIRST = "It is rare for an institution"
"""How the article begins: what the cursor is on when it is opened for the first time."""
MIDDLE = "Let small offenses be small again"
"""Words in the middle of it, which the shell highlights."""
ESC = "\x1b"


@contextmanager
def two_windows(desk: Desk) -> Iterator[tuple[Program, Program]]:
    """One at the beginning of the article, one at its end."""
    with desk.open() as one, desk.open() as other:
        for window in (one, other):
            window.until(READY, updated=True)
        other.type("G")
        other.until("100 %")
        yield one, other


def notes(desk: Desk) -> set[str]:
    """What is highlighted in the library, by the first words."""
    return {" ".join(one.quote.split()[:3]) for one in desk.home.store().annotations()}


@pytest.mark.slow
def test_each_window_shows_what_the_others_do_and_takes_back_its_own(desk: Desk) -> None:
    with two_windows(desk) as (one, other):
        places = text(one), text(other)
        assert places[0] != places[1]
        one.write(b"h")
        other.until("1 annotation")
        other.write(b"h")
        one.until("2 annotations")
        desk.highlight(MIDDLE, "--note", "from a shell")
        for window in (one, other):
            window.until("3 annotations")
            assert "fromashell" in side(window)
        assert (text(one), text(other)) == places
        one.write(b"u")
        for window in (one, other):
            window.until("2 annotations")
        assert "It is rare" not in notes(desk)
        one.write(b"u")
        one.until("nothing to undo")
        other.write(b"u")
        one.until("1 annotation", gone=["2 annotations"])
        assert notes(desk) == {"Let small offenses"}


@pytest.mark.slow
def test_a_note_that_is_being_typed_is_not_disturbed(desk: Desk) -> None:
    with two_windows(desk) as (one, other):
        one.write(b"a")
        one.until("Esc save")
        one.write(b"half a thou")
        one.until("half a thou")
        other.until("1 annotation")
        other.write(b"h")
        desk.highlight(MIDDLE)
        one.until("3 annotations", "Esc save")
        one.write(b"ght" + ESC.encode())
        other.until("3 annotations")
        one.until(READY)
        assert "halfathought" in side(one)
    assert {one.note for one in desk.home.store().annotations()} == {"", "half a thought"}


@pytest.mark.slow
def test_two_notes_on_one_sentence_are_both_shown(desk: Desk) -> None:
    desk.highlight(FIRST)
    with desk.open() as one, desk.open() as other:
        for window in (one, other):
            window.until(READY, "1 annotation", updated=True)
            window.write(b"a")
            window.until("Esc save")
        one.write(b"north" + ESC.encode())
        one.until(READY)
        other.write(b"south" + ESC.encode())
        for window in (one, other):
            window.until("north", "south", READY)
    (both,) = desk.home.store().annotations()
    assert {rival.text for rival in both.rivals} == {"north", "south"}

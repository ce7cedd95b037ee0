"""There is no room on the disk while a note is typed: the program says so, and saves when there is room again."""

from __future__ import annotations

import resource
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.system.conftest import READY, Desk, side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.terminal.program import Program

ESC = b"\x1b"
FULL = "not saved: file too large"
"""How the status line begins where files may not grow."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits another process")


@contextmanager
def no_room(program: Program) -> Iterator[None]:
    """Within it, no file that the program writes may have so much as a byte."""
    soft, hard = resource.prlimit(program.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (soft, hard))


def test_what_is_typed_waits_for_room(desk: Desk) -> None:
    with desk.open() as program:
        program.until(READY, updated=True)
        program.write(b"a")
        program.until("Esc save")
        with no_room(program):
            program.write(b"precious")
            program.until(FULL)
            assert "precious" in side(program)
            assert not desk.draft()
        # Nobody presses a key: the program tries again by itself.
        program.until("Esc save", gone=[FULL])
        assert desk.draft() == "precious"
        with no_room(program):
            program.write(b"!" + ESC)
            program.until(FULL)
            assert "precious!" in side(program)
        program.until("Esc save", gone=[FULL])
        program.write(ESC)
        program.until(READY, gone=["NOTE"])
        (saved,) = desk.home.store().annotations()
        assert saved.note == "precious!"
        assert not desk.draft()
        program.leave("q")


def test_a_highlight_that_cannot_be_saved_is_not_shown(desk: Desk) -> None:
    with desk.open() as program:
        program.until(READY, updated=True)
        with no_room(program):
            program.write(b"h")
            program.until("file too large")
            assert "1note" not in side(program)
        program.write(b"h")
        program.until("1 annotation", gone=["file too large"])
        program.leave("q")
    assert len(desk.home.store().annotations()) == 1

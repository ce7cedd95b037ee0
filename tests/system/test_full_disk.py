"""There is no room on the disk while a note is typed: the program says so, and saves when there is room again."""

from __future__ import annotations

import resource
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.system.conftest import READY, Desk, side
from tests.terminal.home import Home, reader
from tests.terminal.program import Program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


@pytest.mark.slow
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
            program.until("raise the limit on file sizes and try again")
            assert "precious!" in side(program)
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


def test_a_new_text_that_cannot_be_kept_is_shown_and_that_is_said(tmp_path: Path) -> None:
    source, home = tmp_path / "harbour.txt", Home(tmp_path / "home")
    source.write_text("The sand stays. Nobody brought it on purpose.\n\nThe keeper counts the boats.\n")
    with Program((*reader(), str(source)), (100, 30), home.environment) as program:
        with no_room(program):
            program.until(READY, updated=True)
            program.until("file too large")
            program.write(b")h")
            program.until("The keeper counts", gone=["1 annotation"])
            assert "1note" not in side(program)
            assert home.store().articles() == []
        program.write(b"h")
        program.until("1 annotation", gone=[FULL])
        program.leave("q")
    (article,) = home.store().articles()
    (annotation,) = home.store().annotations()
    assert annotation.article_id == article.id
    document = home.store().document(article.latest.hash)
    assert document is not None
    assert annotation.quote in document.text


@pytest.mark.slow
def test_who_leaves_at_once_is_told_that_the_text_could_not_be_kept(tmp_path: Path) -> None:
    source, home = tmp_path / "harbour.txt", Home(tmp_path / "home")
    source.write_text("The sand stays. Nobody brought it on purpose.\n")
    command = ("sh", "-c", 'ulimit -f 0; exec "$@"', "sh", *reader(), str(source))
    with Program(command, (100, 30), home.environment) as program:
        program.write(b"q")
        program.wait()
        assert program.exit_code == 0
        said = "".join(program.text.split())  # the name of a file is longer than a row
        assert "reader:" in said
        assert "filetoolarge" in said
    assert home.store().articles() == []

"""What cannot be said on stderr is left out: the run ends as it would have."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reader.__main__ import main
from reader.cli.answering import INTERRUPTED, answer, remark
from reader.domain.errors import NotFound

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")


@needs_full
def test_a_full_stderr_fails_nothing_when_the_program_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    with FULL.open("w", encoding="utf-8") as stream:  # closing it flushes it, as the end of the program does
        monkeypatch.setattr(sys, "stderr", stream)
        remark("nobody reads this")

        def fail() -> int:
            raise NotFound("there is no such thing", "x")

        assert answer(fail) == 1


@needs_full
def test_nor_does_what_others_wrote_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def work() -> int:
        print("Exception in a thread", file=sys.stderr, end="")
        return 129

    with FULL.open("w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        assert answer(work) == 129


def test_an_interrupt_while_the_program_is_imported_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_arguments: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr("gc.disable", lambda: None)
    monkeypatch.setattr(sys, "argv", ["reader", "list"])
    monkeypatch.setattr("reader.start.command_names.names_source", interrupted)
    assert main() == INTERRUPTED

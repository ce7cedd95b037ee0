"""Memory of the process that parses: watched where it cannot be limited, counted from what was there."""

from __future__ import annotations

import os
import resource
import sys

import pytest

from reader.domain.errors import NotParsed
from reader.formats import child, sandbox
from reader.formats.process_use import Reserved, reserved_bytes, resident

GREEDY = "import sys, time; sys.stdin.buffer.read(); taken = b'x' * (200 << 20); time.sleep(60)"


@pytest.mark.skipif(sys.platform not in {"linux", "darwin"}, reason="only these say what a process holds")
def test_a_parser_that_no_limit_holds_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "COMMAND", (sys.executable, "-c", GREEDY))
    monkeypatch.setattr(sandbox, "RESIDENT", 100 << 20)
    sandbox.discard()
    with pytest.raises(NotParsed, match="more than 100 MB"):
        sandbox.parse_apart(b"text", "markdown")


@pytest.mark.skipif(sys.platform not in {"linux", "darwin"}, reason="only these say what a process holds")
def test_what_a_process_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    before = resident(os.getpid())
    taken = b"x" * (50 << 20)
    assert resident(os.getpid()) - before > 40 << 20
    del taken
    assert resident(2**22 + 1) == 0, "there is no such process"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what is reserved")
def test_what_is_reserved_already() -> None:
    there = reserved_bytes()
    assert there.addresses > there.data > 0


def limits(monkeypatch: pytest.MonkeyPatch, there: Reserved, refused: int) -> dict[int, int]:
    found: dict[int, int] = {}

    def setrlimit(what: int, most: tuple[int, int]) -> None:
        if what == refused:
            raise ValueError("current limit exceeds maximum limit")
        found[what] = most[0]

    monkeypatch.setattr(resource, "setrlimit", setrlimit)
    monkeypatch.setattr(child, "reserved_bytes", lambda: there)
    monkeypatch.setattr(sys, "addaudithook", lambda hook: None)
    monkeypatch.setattr(sys, "platform", "darwin")
    child.limit()
    return found


def test_memory_is_counted_from_what_the_interpreter_has_reserved(monkeypatch: pytest.MonkeyPatch) -> None:
    found = limits(monkeypatch, Reserved(3 << 30, 1 << 30), refused=-1)
    assert found[resource.RLIMIT_DATA] == (1 << 30) + child.MEMORY
    assert found[resource.RLIMIT_AS] == (3 << 30) + 2 * child.MEMORY


def test_a_limit_that_is_refused_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    found = limits(monkeypatch, Reserved(), refused=resource.RLIMIT_AS)
    assert resource.RLIMIT_AS not in found
    assert found[resource.RLIMIT_FSIZE] == 0
    assert resource.RLIMIT_CPU in found

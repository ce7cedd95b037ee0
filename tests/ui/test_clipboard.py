"""The ways to the clipboard, and what goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.article import Article
from reader.domain.span import Span
from reader.ui.reading.citation import cited
from reader.ui.terminal.clipboard import TERMINAL, copy, ways
from tests.ui.fakes import START, document

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def names(environment: dict[str, str], *programs: str) -> list[str]:
    return [way.name for way in ways(environment, lambda name: name in programs)]


def test_the_surest_way_comes_first_and_the_terminal_last() -> None:
    every = ("tmux", "wl-copy", "xclip", "pbcopy")
    assert names({}) == [TERMINAL.name]
    assert names({"TMUX": "x", "DISPLAY": ":0"}, *every) == ["tmux", TERMINAL.name]
    assert names({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, "wl-copy", "xclip") == ["wl-copy", "xclip", TERMINAL.name]
    assert names({"DISPLAY": ":0"}) == [TERMINAL.name]
    assert names({"DISPLAY": ":0", "SSH_TTY": "/dev/pts/1"}, *every) == [TERMINAL.name]
    assert names({}, "pbcopy") == ["pbcopy", TERMINAL.name]


def test_a_program_gets_the_text_and_one_that_fails_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    got = tmp_path / "got"
    program = tmp_path / "pbcopy"
    program.write_text(f"#!/bin/sh\n/bin/cat > {got}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert copy("“naïve”", {}).name == "pbcopy"
    assert got.read_text(encoding="utf-8") == "“naïve”"
    program.write_text("#!/bin/sh\nexit 1\n")
    assert copy("x", {}) is TERMINAL


def test_a_citation_has_what_is_known() -> None:
    doc = document()
    article = Article("a", "Otters", START)
    span = Span(doc.text.index("One"), doc.text.index(" Two"))
    assert cited(article, doc, span) == "“One otter swims.”\n— “Otters”"
    known = article._replace(authors=("Ann Lee", "Bo Yi"), date="2024-05-01", url="https://x.org/o")
    paged = doc._replace(pages=((0, "12"),))
    assert cited(known, paged, span).endswith("— Ann Lee, Bo Yi, “Otters”, 2024, p. 12, https://x.org/o")

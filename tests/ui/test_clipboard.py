"""The ways to the clipboard, and what goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.domain.article import Article
from reader.domain.span import Span
from reader.ui.reading.commands.copying import cite
from reader.ui.terminal.clipboard import SENT, copy, desktop_ways
from reader.ui.terminal.driver import is_in_screen, through_screen
from tests.ui.fakes import START, document

if TYPE_CHECKING:
    from pathlib import Path


EVERY = ("tmux", "wl-copy", "xclip", "xsel", "pbcopy")


def names(environment: dict[str, str], *programs: str) -> list[str]:
    return [way.words[0] for way in desktop_ways(environment, lambda name: name in programs)]


def test_the_desktops_own_program_comes_first_but_over_ssh() -> None:
    assert names({}) == []
    assert names({"TMUX": "x", "DISPLAY": ":0"}, "tmux", "xclip") == ["xclip"]
    assert names({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, "wl-copy", "xclip") == ["wl-copy", "xclip"]
    assert names({"DISPLAY": ":0"}) == []
    assert names({"DISPLAY": ":0", "SSH_TTY": "/dev/pts/1"}, *EVERY) == []
    assert names({"SSH_CONNECTION": "1 2 3 4", "TMUX": "x"}, *EVERY) == []
    assert names({}, "pbcopy") == ["pbcopy"]


class Programs:
    """Programs that note what they got, in a folder that is all of PATH."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        monkeypatch.setenv("PATH", str(folder))

    def put(self, name: str, *, works: bool = True) -> None:
        program = self.folder / name
        body = f'{{ echo "$LC_CTYPE $*"; /bin/cat; }} > {self.folder}/{name}.got' if works else "exit 1"
        program.write_text(f"#!/bin/sh\n{body}\n")
        program.chmod(0o755)

    def got(self, name: str) -> str:
        file = self.folder / f"{name}.got"
        return file.read_text(encoding="utf-8") if file.exists() else ""


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    return Programs(tmp_path, monkeypatch)


def test_the_first_program_that_works_gets_the_text(programs: Programs) -> None:
    programs.put("pbcopy")
    assert copy("“naïve” \ud800", {}) == "copied by pbcopy"
    assert programs.got("pbcopy") == "UTF-8 \n“naïve” ?"
    programs.put("pbcopy", works=False)
    assert copy("x", {}) == SENT
    programs.put("xclip")
    assert copy("x", {"DISPLAY": ":0"}) == "copied by xclip"


def test_tmux_gets_it_besides(programs: Programs) -> None:
    inside = {"TMUX": "x", "DISPLAY": ":0"}
    programs.put("tmux")
    assert copy("one", inside) == "copied to tmux"
    programs.put("xclip")
    assert copy("two", inside) == "copied by xclip"
    assert programs.got("tmux") == " load-buffer -w -\ntwo"
    assert copy("three", {**inside, "SSH_TTY": "/dev/pts/1"}) == "copied to tmux"
    programs.put("tmux", works=False)
    assert copy("four", {"TMUX": "x"}) == SENT


def test_screen_hands_it_through_in_pieces() -> None:
    sequence = f"\x1b]52;c;{'YWJj' * 500}\x07"
    wrapped = through_screen(sequence)
    strings = wrapped.split("\x1b\\")
    assert strings.pop() == ""
    assert all(one.startswith("\x1bP") and len(one) <= 80 for one in strings)
    assert "".join(one.removeprefix("\x1bP") for one in strings) == sequence
    assert is_in_screen({"STY": "1.pts", "TERM": "screen"})
    assert not is_in_screen({"STY": "1.pts", "TMUX": "x"})
    assert not is_in_screen({"TERM": "screen-256color"})


def test_a_citation_has_what_is_known() -> None:
    doc = document()
    article = Article("a", "Otters", START)
    span = Span(doc.text.index("One"), doc.text.index(" Two"))
    assert cite(article, doc, span) == "“One otter swims.”\n— “Otters”"
    known = article._replace(authors=("Ann Lee", "Bo Yi"), date="2024-05-01", url="https://x.org/o")
    paged = doc._replace(pages=((0, "12"),))
    assert cite(known, paged, span).endswith("— Ann Lee, Bo Yi, “Otters”, 2024, p. 12, https://x.org/o")

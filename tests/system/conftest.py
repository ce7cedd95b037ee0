"""The whole program in a pseudo-terminal, with folders and an article of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.storage import FileDrafts
from reader.storage.disk.system import System
from tests.terminal.home import Home, reader
from tests.terminal.program import PATIENCE, QUIET, Failed, Program, now

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZE = (100, 30)
GUTTER, SIDE = 3, 67
"""The first columns of the article and of the pane in a terminal of that size."""
READY = "? keys"
"""The end of the status line, once the interface is there."""
ARTICLE = Path(__file__).parents[2] / "articles" / "police-chiefs.txt"


@dataclass(frozen=True, slots=True)
class Desk:
    """One user with one article."""

    home: Home
    source: Path

    def open(self, command: Sequence[str] = ()) -> Program:
        """Start the program, or another one that stands for it, with the article."""
        return Program((*(command or reader()), str(self.source)), SIZE, self.home.environment)

    def highlight(self, quote: str, *options: str) -> None:
        """`reader highlight`, as from another shell."""
        command = (*reader(), "highlight", str(self.source), "--quote", quote, *options)
        subprocess.run(command, env={**os.environ, **self.home.environment}, check=True, capture_output=True)

    def draft(self) -> str:
        """The one text that was typed and is not saved; empty where there is none."""
        drafts = FileDrafts(self.home.paths, AsIfEnded())
        found = [one.text for article in self.home.store().articles() for one in drafts.of_article(article.id)]
        assert len(found) < 2
        return found[0] if found else ""


class AsIfEnded(System):
    """No program runs: what one is typing just now is found on the disk too."""

    def is_running(self, process: int) -> bool:
        return False


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    source = tmp_path / ARTICLE.name
    shutil.copy(ARTICLE, source)
    return Desk(Home(tmp_path), source)


def text(program: Program) -> list[str]:
    """The rows of the article, without the signs before it, the pane beside it and the status line below."""
    return [row[GUTTER : SIDE - 1].rstrip() for row in program.text.split("\n")[:-1]]


def side(program: Program) -> str:
    """What stands in the pane and in the note below it, without blanks, for words are wrapped there."""
    return "".join("".join(row[SIDE:].split()) for row in program.text.split("\n")[:-1])


def until_in_side(program: Program, text: str) -> None:
    """Wait until the text stands there, whatever its blanks. Raises Failed."""
    wanted, asked = "".join(text.split()), now()
    while wanted not in side(program):
        if now() - asked > PATIENCE:
            raise Failed(f"not in the pane: {wanted}\n{program.text}")
        program.quiet(QUIET)

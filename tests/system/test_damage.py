"""The library file was damaged while nobody looked: the program opens, says so, and has lost nothing."""

from __future__ import annotations

import json
import shutil
from random import Random
from typing import TYPE_CHECKING

import pytest

from reader.storage.compaction import compact

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.system.conftest import Desk

DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut off": lambda data: data[: len(data) // 2],
    "zeroed from the middle on": lambda data: data[: len(data) // 2] + bytes(len(data) // 2),
    "noise": lambda data: Random(1).randbytes(len(data)),
}
LIKELY = "cut off"
"""What happens to files most of all."""
WORD = "police"
"""What is highlighted wherever it stands."""


def filled(desk: Desk) -> int:
    """Make a library with highlights in its file and one in the journal beside it; how many."""
    desk.highlight(WORD, "--all", "--note", "kept")
    # The first command that writes has made the file already; what it left in the journal joins it.
    compact(desk.home.store())
    held = desk.home.paths.library.read_bytes()
    desk.highlight("Bill Bratton", "--note", "kept in the journal")
    assert desk.home.paths.library.read_bytes() == held, "the last one is in the journal only"
    count = len(desk.home.store().annotations())
    assert len(json.loads(held)["annotations"]) == count - 1, "and all others are in the file"
    return count


@pytest.mark.parametrize("name", [pytest.param(one, marks=[pytest.mark.slow] * (one != LIKELY)) for one in DAMAGE])
def test_a_damaged_library_is_recovered(desk: Desk, name: str) -> None:
    count = filled(desk)
    file = desk.home.paths.library
    broken = DAMAGE[name](file.read_bytes())
    file.write_bytes(broken)
    with desk.open() as program:
        # All of them are there, and what happened to the file is said.
        program.until(f"{count} annotations", "library.json: the file", updated=True)
        program.write(b"h")
        program.until(f"{count + 1} annotations")
        program.leave("q")
        assert program.wait() == 0
    assert len(desk.home.store().annotations()) == count + 1
    aside = [path.read_bytes() for path in desk.home.paths.backups.glob("damaged-*.json")]
    assert broken in (file.read_bytes(), *aside)


@pytest.mark.slow
def test_a_library_of_which_nothing_is_left_is_not_opened_as_an_empty_one(desk: Desk) -> None:
    filled(desk)
    shutil.rmtree(desk.home.paths.backups)
    for journal in desk.home.folder.glob("*.journal"):
        journal.unlink()
    broken = DAMAGE["noise"](desk.home.paths.library.read_bytes())
    desk.home.paths.library.write_bytes(broken)
    with desk.open() as program:
        program.until("library.json")
        assert program.wait() >> 8 == 1
        assert program.modes == frozenset()
        assert "Traceback" not in program.text
    assert desk.home.paths.library.read_bytes() == broken

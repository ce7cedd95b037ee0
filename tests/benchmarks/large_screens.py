"""What the interface shows of large libraries: a new text in them, their lists, and what each letter narrows.

Each is compared with what was measured in the same round: a bare Textual app, or the same in an empty library. Beside
the time stands what it took of the processor, which is less a matter of what else the machine does.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from reader.storage.index.database import IndexDatabase
from tests.benchmarks import texts
from tests.benchmarks.large_libraries import SIZES, USUAL, library, paragraphs
from tests.benchmarks.storage import row
from tests.terminal.home import Home, reader
from tests.terminal.program import Program

if TYPE_CHECKING:
    from collections.abc import Sequence

ROUNDS = 5
GIVEN_UP = 3
"""Seconds after which a key has changed nothing."""
REST = 1
"""Seconds in which the rest of what is found comes, in the background."""
SIZE = (100, 30)
ESC = "\x1b"
HELLO = (sys.executable, str(Path(__file__).with_name("programs") / "hello.py"))
READ = ("Annotations", "? keys")
"""Is there when the interface shows an article."""
LISTED = ("articles · by", "? keys")
"""Is there when it shows the library."""


class Taken(NamedTuple):
    """What something took: milliseconds, those of the processor, and the most memory until then, in MB."""

    time: float
    cpu: float
    memory: float


def report_news() -> None:
    """Start the program with a text that was never read, in a library of each size, five times in turns."""
    with tempfile.TemporaryDirectory() as name:
        homes = {size: linked(library(size), Path(name) / size.replace(" ", "-")) for size in SIZES}
        found: dict[str, list[Taken]] = {size: [] for size in homes}
        for turn in range(-1, ROUNDS):  # the first fills the caches of the disk
            for size, home in homes.items():
                taken = _start([*reader(), str(_new_text(Path(name), turn))], home.environment, READ)
                if turn >= 0:
                    found[size].append(taken)
    empty = found["empty"]
    for size, measured in found.items():
        _print(size, "new text, interface", measured, empty, "x the empty library's (bar 1.1)")
        more = median(one.memory for one in measured) - median(one.memory for one in empty)
        row("", "  memory beyond the empty library's (MB; bar 10)", more)


def linked(folder: Path, copy: Path) -> Home:
    """A home with the same library: what is kept is never changed in place, so that its texts are links."""
    # The lock and the database are written where they lie.
    shutil.copytree(folder, copy, copy_function=os.link, ignore=shutil.ignore_patterns("state", "*.journal"))
    state = Home(copy).paths.own_state  # it lies under the library's path
    state.mkdir(parents=True)
    for path in Home(folder).paths.own_state.glob("index*"):
        shutil.copy(path, state / path.name)
    IndexDatabase(Home(copy).paths).seal()  # it is another file
    return Home(copy)


def _new_text(folder: Path, turn: int) -> Path:
    path = folder / f"new-{turn}.txt"
    path.write_text("\n\n".join([texts.BEGINNING, *paragraphs(random.Random(f"new {turn}"))]), encoding="utf-8")
    return path


def report_lists() -> None:
    """Start the program with the library, and open all annotations, five times in turns with the bare app."""
    environment = Home(library(USUAL)).environment
    hello: list[Taken] = []
    starts: list[Taken] = []
    opened: list[Taken] = []
    for turn in range(-1, ROUNDS):
        bare = _start(HELLO, environment, (texts.BEGINNING,))
        with Program(reader(), SIZE, environment) as program:
            took = program.until(*LISTED, updated=True)
            start = Taken(took, program.cpu, program.peak)
            time.sleep(REST)
            cpu = program.cpu
            took = _head_after(program, "gH", "All annotations")
            annotations = Taken(took, program.cpu - cpu, program.peak)
        if turn >= 0:
            hello.append(bare)
            starts.append(start)
            opened.append(annotations)
    row("hello", "start (ms)", median(one.time for one in hello))
    _print(USUAL, "library: start", starts, hello, "x hello (bar 1.3)")
    _print(USUAL, "gH: opened", opened, hello, "x hello (bar 1.5)")


def report_letters() -> None:
    """Narrow the lists: milliseconds from a letter until their head has changed."""
    with Program(reader(), SIZE, Home(library(USUAL)).environment) as program:
        program.until(*LISTED)
        for what, keys, title, bar in (
            ("library", "", "Library", 50),
            ("gH", "gH", "All annotations", 100),
            ("g/", "g/", "Search", 100),
        ):
            program.type(keys)
            time.sleep(REST)
            taken = _letters(program, "/" if keys != "g/" else "", title)
            row(USUAL, f"{what}: a letter (ms; bar {bar})", median(one.time for one in taken))
            row("", "  the slowest", max(one.time for one in taken))
            row("", "  processor, until then", median(one.cpu for one in taken))
        program.signal(signal.SIGTERM)
        program.wait()


def _letters(program: Program, opened_by: str, title: str) -> list[Taken]:
    program.type(opened_by)
    time.sleep(REST)
    taken = []
    for letter in "keeper":
        cpu = program.cpu
        took = _head_after(program, letter, title)
        taken.append(Taken(took, program.cpu - cpu, program.peak))
        time.sleep(REST)
    program.type(ESC)
    program.type(ESC)
    return taken


def _start(command: Sequence[str], environment: dict[str, str], shown: Sequence[str]) -> Taken:
    # It is killed: what it leaves to others when it ends would be measured with the next.
    with Program(command, SIZE, environment) as program:
        took = program.until(*shown, updated=True)
        return Taken(took, program.cpu, program.peak)


def _head_after(program: Program, keys: str, title: str) -> float:
    """Milliseconds until the row with this title is there, or is another one."""
    before = _head(program, title)
    start = time.perf_counter()
    program.write(keys.encode())
    while _head(program, title) == before and time.perf_counter() - start < GIVEN_UP:
        time.sleep(0.002)
    return (time.perf_counter() - start) * 1e3


def _head(program: Program, title: str) -> str:
    return next((line for line in program.text.splitlines() if title in line), "")


def _print(size: str, what: str, taken: Sequence[Taken], others: Sequence[Taken], compared: str) -> None:
    pairs = list(zip(taken, others, strict=True))
    row(size, f"{what} (ms)", median(one.time for one in taken))
    row("", f"  {compared}", median(one.time / other.time for one, other in pairs))
    row("", "  the same of the processor's time", median(one.cpu / other.cpu for one, other in pairs))

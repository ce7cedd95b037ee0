"""What grows with a library of 10,000 kept texts and 100,000 annotations: lists, searches, a new article.

Prints a table with the bars of issue 18; asserts nothing. It is the row `large` of `python -m tests.benchmarks`, whose
`--only NAME` measures a single line of it. The libraries are made once and kept in the temporary folder.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from tests.benchmarks import large_screens
from tests.benchmarks.large_libraries import SIZES, USUAL, library, paragraphs, vocabulary
from tests.benchmarks.storage import row
from tests.terminal.home import Home, reader

if TYPE_CHECKING:
    from collections.abc import Sequence


class Line(NamedTuple):
    """A command, and how many seconds it may take."""

    name: str
    words: Sequence[str]
    bar: float


NAMES = (
    *("list", "tags", "show", "notes", "search", "search-part", "search-none", "search-common"),
    *("new", "foreign", "new-screen", "lists", "letters"),
)
"""The lines that `--only` knows."""


def lines(folder: Path) -> list[Line]:
    """The commands that are measured."""
    with (folder / "an-annotation").open() as file:
        one = file.read().strip()
    return [
        Line("list", ["list"], 0.4),
        Line("tags", ["tags"], 0.4),
        Line("show", ["show", one], 0.2),
        Line("notes", ["notes", "keeper"], 1.0),
        Line("search", ["search", "keeper's cafe"], 0.4),
        Line("search-part", ["search", "eeper's caf"], 0.4),
        Line("search-none", ["search", "nothing of the kind"], 0.4),
        Line("search-common", ["search", " ".join(vocabulary()[0][:2])], 0.4),
    ]


def report(only: str = "") -> None:
    """Measure all, or the line of that name."""
    folder = library(USUAL)
    floor = seconds([sys.executable, "-c", "pass"], folder)
    row("python", "start (s)", floor)
    for line in lines(folder):
        if only in ("", line.name):
            row(USUAL, f"{line.name} (s; bar {line.bar})", seconds([*reader(), *line.words], folder))
    if only in ("", "new"):
        _report_news()
    if only in ("", "foreign"):
        _report_foreign()
    if only in ("", "new-screen"):
        large_screens.report_news()
    if only in ("", "lists"):
        large_screens.report_lists()
    if only in ("", "letters"):
        large_screens.report_letters()


def _report_foreign() -> None:
    """The library's file as another program writes it: processor seconds until it is checked, and memory."""
    ours = library(USUAL) / "library.json"
    with tempfile.TemporaryDirectory() as name:
        foreign = Path(name) / "library.json"
        # By another process: what this one has had in memory would be counted to the ones that it starts.
        program = "import json, sys; json.dump(json.load(open(sys.argv[1])), open(sys.argv[2], 'w'))"
        subprocess.run([sys.executable, "-c", program, ours, foreign], check=True)
        size = foreign.stat().st_size
        words = [sys.executable, "-m", "tests.benchmarks.large", name]
        took, memory = subprocess.check_output(words, text=True).split()
    row(f"foreign, {size / 1e6:.0f} MB", "check (processor s; bar 3 for 137 MB)", float(took))
    row("", "check: memory (MB; bar 300)", float(memory))


def _check_here(folder: Path) -> None:
    store = Home(folder).store()
    start = time.process_time()
    assert len(store.articles()) == SIZES[USUAL].articles
    print(time.process_time() - start, _peak())


def _report_news() -> None:
    """A text that was never read, taken in by a process of its own: seconds, and the most memory that it had."""
    for name in SIZES:
        folder = library(name)
        times, memory = zip(*(_take_in(folder, n) for n in range(5)), strict=True)
        row(name, "new (s; bar 1.1 of the empty library's)", median(times))
        row("", "new: memory (MB; bar 10 more)", median(memory))


def _take_in(folder: Path, n: int) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as name:
        copy = large_screens.linked(folder, Path(name) / "home").folder
        source = Path(name) / f"new-{n}.txt"
        source.write_text("\n\n".join(paragraphs(random.Random(f"new {n}"))), encoding="utf-8")
        words = [sys.executable, "-m", "tests.benchmarks.large", str(copy), str(source)]
        seconds_, memory = subprocess.check_output(words, text=True).split()
        return float(seconds_), float(memory)


def _take_in_here(folder: Path, source: str) -> None:
    library_ = Home(folder).library()
    start = time.perf_counter()
    library_.open(source)
    print(time.perf_counter() - start, _peak())


def _peak() -> float:
    """The most memory that this process had, in MB: of its own, for Linux counts that of its parent to `ru_maxrss`."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def seconds(command: Sequence[str], folder: Path) -> float:
    """The median of five runs, the first of six not counted."""
    environment = {**os.environ, **Home(folder).environment}
    times = []
    for _ in range(6):
        start = time.perf_counter()
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        times.append(time.perf_counter() - start)
    return median(times[1:])


if __name__ == "__main__":
    if len(sys.argv) > 2:
        _take_in_here(Path(sys.argv[1]), sys.argv[2])
    else:
        _check_here(Path(sys.argv[1]))

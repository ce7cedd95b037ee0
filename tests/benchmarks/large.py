"""What grows with a library of 10,000 kept texts and 100,000 annotations: lists, searches, a new article.

Prints a table with the bars of issue 18; asserts nothing. It is the row `large` of `python -m tests.benchmarks`, whose
`--only NAME` measures a single line of it. The libraries are made once and kept in the temporary folder.
"""

from __future__ import annotations

import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from reader.storage.index.database import IndexDatabase
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
    *("index", "new", "foreign", "new-screen", "lists", "letters"),
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
        Line("search-common", _common(), 0.4),
    ]


def _common() -> list[str]:
    """What searches for the two most common words: 16,672 places in 8,324 texts, which are all read."""
    return ["search", " ".join(vocabulary()[0][:2])]


def report(only: str = "") -> None:
    """Measure all, or the line of that name."""
    folder = library(USUAL)
    row("python", "start (s)", seconds([sys.executable, "-c", "pass"], folder)[0])
    for line in lines(folder):
        if only in ("", line.name):
            took, used = seconds([*reader(), *line.words], folder)
            row(USUAL, f"{line.name} (s; bar {line.bar})", took)
            row("", "  of the processor (s)", used)
    if only in ("", "search-common"):
        row(USUAL, "search-common: the first of them (s; bar 0.4)", _first_line([*reader(), *_common()], folder))
    if only in ("", "index"):
        _report_index(folder)
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


def _first_line(command: Sequence[str], folder: Path) -> float:
    """Return the seconds until it has printed something, the median of five runs, the first of six not counted."""
    times = []
    for _ in range(6):
        start = time.perf_counter()
        environment = {**os.environ, **Home(folder).environment}
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, bufsize=0) as process:
            assert process.stdout is not None
            process.stdout.read(1)
            times.append(time.perf_counter() - start)
            process.stdout.close()
    return median(times[1:])


def _report_index(folder: Path) -> None:
    """How large the words of all texts are in the index, against the texts."""
    texts = sum(article.latest.length for article in Home(folder).store().articles())
    with closing(sqlite3.connect(IndexDatabase(Home(folder).paths).path)) as index:
        (words,) = index.execute("select sum(length(block)) from words_data").fetchone()
        (pairs,) = index.execute("select sum(length(bits)) from pairs").fetchone()
        (vocabulary_,) = index.execute("select sum(length(terms)) from vocabulary").fetchone()
    row(USUAL, "words of the texts / texts (bar 0.25)", (words + pairs + vocabulary_) / texts)


LAYOUTS = {
    "another program's": "json.dump(d, o)",
    "in one line": "json.dump(d, o, separators=(',', ':'))",
    "indented": "json.dump(d, o, indent=1)",
    "keys in another order": "json.dump(turned(d), o)",
    "some notes edited": "edit(d, 50); json.dump(d, o)",
    "all notes edited": "edit(d, 1); json.dump(d, o)",
}
"""How a library file is written by others."""
WRITE = """
import json, sys
def turned(one):
    return {k: turned(one[k]) for k in reversed(one)} if isinstance(one, dict) else one
def edit(d, step):
    for row in list(d["annotations"].values())[::step]:
        row["note"] = "edited"
with open(sys.argv[1]) as i, open(sys.argv[2], "w") as o:
    d = json.load(i)
"""


def _report_foreign() -> None:
    """The library's file as others write it: seconds until it is checked, and memory."""
    ours = library(USUAL) / "library.json"
    for layout, how in LAYOUTS.items():
        with tempfile.TemporaryDirectory() as name:
            foreign = Path(name) / "library.json"
            # By another process: what this one has had in memory would be counted to the ones that it starts.
            subprocess.run([sys.executable, "-c", f"{WRITE}    {how}", ours, foreign], check=True)
            size = foreign.stat().st_size
            words = [sys.executable, "-m", "tests.benchmarks.large", name]
            took, used, memory = subprocess.check_output(words, text=True).split()
        row(f"{layout}, {size / 1e6:.0f} MB", f"check (s; bar {3 * size / 137e6:.1f}: 3 for 137 MB)", float(took))
        row("", "  of the processor, in both processes (s)", float(used))
        row("", "  memory of both (MB; bar 300)", float(memory))


def _check_here(folder: Path) -> None:
    store = Home(folder).store()
    start, used = time.perf_counter(), time.process_time()
    assert len(store.articles()) == SIZES[USUAL].articles
    took, used = time.perf_counter() - start, time.process_time() - used
    second = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(took, used + second.ru_utime + second.ru_stime, _peak() + second.ru_maxrss / 1024)


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


def seconds(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Measure five runs, the first of six not counted: the median of their times, and that of the processor's."""
    environment = {**os.environ, **Home(folder).environment}
    times = []
    for _ in range(6):
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, used = os.wait4(process.pid, 0)
        times.append((time.perf_counter() - start, used.ru_utime + used.ru_stime))
        process.returncode = 0
    return median(one for one, _ in times[1:]), median(one for _, one in times[1:])


if __name__ == "__main__":
    if len(sys.argv) > 2:
        _take_in_here(Path(sys.argv[1]), sys.argv[2])
    else:
        _check_here(Path(sys.argv[1]))

"""What grows with a library of 10,000 kept texts and 100,000 annotations: lists, searches, a new article.

Prints a table with the bars of issue 18; asserts nothing. It is the row `large` of `python -m tests.benchmarks`, whose
`--only NAME` measures a single line of it. The libraries are made once and kept in the temporary folder.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.article import Article, Source, Version
from reader.domain.document import Block, BlockKind, Document, text_hash
from reader.domain.ports import Change
from reader.domain.span import Span
from reader.storage.catching_up import catch_up
from reader.storage.compaction import compact
from reader.storage.texts.document_file import pack
from tests.benchmarks.libraries import BEGIN, article_id, marked
from tests.benchmarks.storage import row
from tests.terminal.home import Home, reader
from tests.terminal.program import Program

if TYPE_CHECKING:
    from collections.abc import Sequence

MADE = 2
"""Counted up when what is made here changes."""
AT_ONCE = 1_000
GIVEN_UP = 3
"""Seconds after which a key has changed nothing."""
ESC = "\x1b"
RARE = "The keeper’s café at the harbour."
"""Stands in one text of 500."""
CONSONANTS = (*"bcdfghlmnprstvw", "br", "ch", "cl", "dr", "fl", "gr", "pl", "sh", "st", "th", "tr")
VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ou"]


class Size(NamedTuple):
    """What a library holds: articles, each with so many words and highlights; or all of them lack a text."""

    articles: int = 0
    words: int = 1_700
    marked: int = 10
    wait: bool = False


SIZES = {
    "empty": Size(),
    "10,000 articles": Size(10_000),
    # Of as many as in the one of 10,000 texts it would be 2 GB.
    "50,000 articles": Size(50_000, words=500, marked=1),
    "5,000 that wait": Size(5_000, marked=2, wait=True),
}
USUAL = "10,000 articles"


class Line(NamedTuple):
    """A command, and how many seconds it may take."""

    name: str
    words: Sequence[str]
    bar: float


NAMES = (
    *("list", "tags", "show", "notes", "search", "search-part", "search-none", "search-common"),
    *("new", "foreign", "letters"),
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
        Line("search-common", ["search", " ".join(_vocabulary()[0][:2])], 0.4),
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
    if only in ("", "letters"):
        _report_letters()


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


def _report_letters() -> None:
    """Lists of the interface: milliseconds from a key until their head has changed."""
    with Program(reader(), (100, 30), Home(library(USUAL)).environment) as program:
        program.until("articles · by")
        row(USUAL, "library: a letter (ms; bar 50)", _letters(program, "/", "Library"))
        row("", "gH (ms; bar 1.5 x hello)", _head_after(program, "gH", "All annotations"))
        row("", "gH: a letter (ms; bar 100)", _letters(program, "/", "All annotations"))
        row("", "g/: a letter (ms)", _letters(program, "g/", "Search"))
        program.signal(signal.SIGTERM)
        program.wait()


def _letters(program: Program, opened_by: str, title: str) -> float:
    program.type(opened_by)
    time.sleep(1)
    times = []
    for letter in "keeper":
        times.append(_head_after(program, letter, title))
        time.sleep(1)  # the rest of what is found comes in the background
    program.type(ESC)
    program.type(ESC)
    return median(times)


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


def _report_news() -> None:
    """A text that was never read, taken in by a process of its own: seconds, and the most memory that it had."""
    for name in SIZES:
        folder = library(name)
        times, memory = zip(*(_take_in(folder, n) for n in range(5)), strict=True)
        row(name, "new (s; bar 1.1 of the empty library's)", median(times))
        row("", "new: memory (MB; bar 10 more)", median(memory))


def _take_in(folder: Path, n: int) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "home"
        # Links: what is kept is never changed in place, and the library itself is replaced.
        shutil.copytree(folder, copy, copy_function=os.link, ignore=shutil.ignore_patterns("index.sqlite*", "lock"))
        # What this machine knows of a library lies under the library's path.
        state = Home(copy).paths.own_state
        state.mkdir(parents=True, exist_ok=True)
        for path in Home(folder).paths.own_state.glob("index*"):
            shutil.copy(path, state / path.name)
        source = Path(name) / f"new-{n}.txt"
        source.write_text("\n\n".join(_paragraphs(random.Random(f"new {n}"))), encoding="utf-8")
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


def library(name: str) -> Path:
    """A library of that size, made now if it is not kept."""
    folder = Path(tempfile.gettempdir()) / f"reader-benchmarks-large-{MADE}" / name.replace(" ", "-")
    if not folder.exists():
        fresh = folder.with_name(f"{folder.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        (fresh / "texts").mkdir(parents=True)
        _fill(Home(fresh), SIZES[name])
        for past in ("backups", "state"):  # what this machine knows of it lies under the path that it has now
            shutil.rmtree(fresh / past, ignore_errors=True)
        fresh.rename(folder)
        Home(folder).store().articles()  # it has another path now, and is read as a foreign one
        catch_up(Home(folder).store())
    return folder


def _fill(home: Home, size: Size) -> None:
    store, generator = home.store(), random.Random(3)
    for start in range(0, size.articles, AT_ONCE):
        made, marks = [], []
        for n in range(start, start + AT_ONCE):
            document = _document(generator, n, size.words)
            name = text_hash(document.text)
            if size.wait:
                made.append(Article(article_id(n), f"On {document.text[:12]}, part {n}", BEGIN + timedelta(hours=n)))
            else:
                (home.folder / "texts" / name).write_bytes(pack(document, name))  # 10,000 syncs take two minutes
                made.append(_article(n, name, document))
            text = document.text
            marks += [marked(article_id(n), n * size.marked + k, name, text, k * 60) for k in range(size.marked)]
        store.save_articles([Change(None, one) for one in made])
        store.save_annotations([Change(None, one) for one in marks])
        (home.folder / "an-annotation").write_text(marks[0].id)
    (home.folder / "an-annotation").touch()
    compact(store)


def _article(n: int, name: str, document: Document) -> Article:
    when, length = BEGIN + timedelta(hours=n), len(document.text)
    source = Source(f"/texts/{n}.txt", size=length, mtime_ns=n)
    version = Version(name, when, length, "plain/1")
    return Article(
        article_id(n), f"On {document.text[:12]}, part {n}", when, sources=(source,), versions=(version,), format="text"
    )


def _document(generator: random.Random, n: int, words: int) -> Document:
    paragraphs = [*_paragraphs(generator, words), *([RARE] if n % 500 == 0 else [])]
    blocks, at = [], 0
    for one in paragraphs:
        blocks.append(Block(BlockKind.PARAGRAPH, Span(at, at + len(one))))
        at += len(one) + 2
    return Document("\n\n".join(paragraphs), tuple(blocks), parser="plain", parser_version=1)


def _paragraphs(generator: random.Random, count: int = Size().words) -> list[str]:
    words, weights = _vocabulary()
    drawn = generator.choices(words, cum_weights=weights, k=count)
    return [" ".join(drawn[at : at + 100]).capitalize() + "." for at in range(0, count, 100)]


@cache
def _vocabulary() -> tuple[list[str], list[float]]:
    """50,000 words, the few as often as in a language (Zipf, Mandelbrot)."""
    generator = random.Random(7)
    made = ("".join(_syllables(generator)) for _ in range(60_000))
    words = list(dict.fromkeys(made))
    return words, list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))


def _syllables(generator: random.Random) -> list[str]:
    count = generator.choice((1, 2, 2, 3, 3, 4))
    found = [generator.choice(CONSONANTS) + generator.choice(VOWELS) for _ in range(count)]
    return [*found, generator.choice(("", "n", "r", "s", "ng"))]


if __name__ == "__main__":
    if len(sys.argv) > 2:
        _take_in_here(Path(sys.argv[1]), sys.argv[2])
    else:
        _check_here(Path(sys.argv[1]))

"""A soak: two windows and four scripts on one library, for minutes; nothing that was acknowledged is lost.

`python -m tests.system.soak [MINUTES]` runs it, for ten minutes unless told otherwise; the tests run a minute of it.
What each script was told to be done is written down beside the library, and compared with it at the end.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from tests.system.conftest import ARTICLE, READY, Desk
from tests.terminal.home import Home, reader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.terminal.program import Program

SCRIPTS = 4
QUOTES = ("police", "small offenses", "Bill Bratton", "institution", "prison")
LEAST = 6
"""Notes that each script writes at least, however slow the machine is: enough for two to meet on a quote."""
PAUSE = 0.3
"""Seconds between two acts of a window: a fast reader's."""
ESC = b"\x1b"


class Told(NamedTuple):
    """What the program said was done."""

    notes: set[str]
    tags: set[str]


def soak(desk: Desk, minutes: float, seed: int, program: Sequence[str] = ()) -> Told:
    """Let all of them work, and check what is left. Raises AssertionError."""
    end = time.monotonic() + 60 * minutes
    desk.highlight(QUOTES[0], "--all")
    rngs = [Random(seed * 100 + n) for n in range(SCRIPTS + 2)]
    with ExitStack() as stack, ThreadPoolExecutor(SCRIPTS + 2) as pool:
        windows = [stack.enter_context(desk.open()) for _ in range(2)]
        for window in windows:
            window.until(READY, updated=True)
        work: list[Callable[[], Told]] = [
            *(lambda n=n: _script(desk, n, rngs[n], end, program or reader()) for n in range(SCRIPTS)),
            *(
                lambda n=n, window=window: _reader(window, n, rngs[SCRIPTS + n], end)
                for n, window in enumerate(windows)
            ),
        ]
        told = [one.result() for one in [pool.submit(each) for each in work]]
        for window in windows:
            window.leave("q")
            assert window.wait() == 0
            assert "Traceback" not in window.text
    whole = Told(set().union(*(one.notes for one in told)), set().union(*(one.tags for one in told)))
    check(desk, whole)
    return whole


def check(desk: Desk, told: Told) -> None:
    """Everything that was acknowledged is there, once, and the doctor finds nothing."""
    annotations = desk.home.store().annotations()
    paragraphs = [part for one in annotations for part in one.whole_note.split("\n\n")]
    missing = told.notes - set(paragraphs)
    assert not missing, f"{len(missing)} of {len(told.notes)} notes are gone: {sorted(missing)[:3]}"
    again = {one for one in told.notes if paragraphs.count(one) > 1}
    assert not again, f"notes stand there twice: {sorted(again)[:3]}"
    assert told.tags <= {tag for one in annotations for tag in one.tags}
    spans = [one.targets[-1].span for one in annotations if one.targets and one.note]
    assert len(spans) == len(set(spans)), "one quote has several highlights"
    done = subprocess.run(
        [*reader(), "export", "-f", "json"],
        env={**os.environ, **desk.home.environment},
        capture_output=True,
        check=True,
    )
    exported = json.loads(done.stdout)["articles"]
    assert sum(len(one["annotations"]) for one in exported) == len(annotations)


def _script(desk: Desk, number: int, rng: Random, end: float, program: Sequence[str]) -> Told:
    """Highlight and note from a shell, and now and then do something to the library as a whole."""
    told = Told(set(), set())
    environment = {**os.environ, **desk.home.environment}
    count = 0
    while time.monotonic() < end or len(told.notes) < LEAST:
        count += 1
        note, tag = f"script {number} note {count}", f"script{number}/{count % 20}"
        quote = rng.choice(QUOTES[1:])
        marking = ["highlight", str(desk.source), "--quote", quote, "--nth", "1", "--note", note, "--tag", tag]
        arguments = rng.choice((marking, marking, marking, ["backup"], ["notes"], ["list"], ["tags"], ["doctor"]))
        done = subprocess.run([*program, *arguments], env=environment, capture_output=True, check=False)
        said = done.stderr.decode()
        assert "Traceback" not in said, said[-500:]
        if arguments is marking:
            assert done.returncode == 0, said
            told.notes.add(note)
            told.tags.add(tag)
    return told


def _reader(window: Program, number: int, rng: Random, end: float) -> Told:
    """Read, mark and write notes, as a person does. Undo is left out: what it takes back depends on what was hit."""
    told = Told(set(), set())
    count = 0
    while time.monotonic() < end:
        count += 1
        for key in rng.choices((b")", b"}", b"J", b" ", b"b", b"h", b"*"), k=rng.randint(1, 6)):
            window.write(key)
            time.sleep(rng.uniform(0, PAUSE))
        if rng.random() < 0.5:
            word = f"window{number}x{count}"
            window.write(b"A")
            window.until("Esc save")
            window.write(word.encode() + ESC)
            window.until(READY, gone=["Esc save"])
            told.notes.add(word)
    return told


def main(arguments: Sequence[str]) -> int:
    """Soak in a folder of its own, for so many minutes."""
    minutes = float(arguments[0]) if arguments else 10.0
    seed = int(os.environ.get("READER_SEED") or time.time())
    folder = Path(tempfile.mkdtemp(prefix="reader-soak-"))
    shutil.copy(ARTICLE, folder / ARTICLE.name)
    print(f"{minutes} minutes in {folder}, READER_SEED={seed}", flush=True)
    told = soak(Desk(Home(folder), folder / ARTICLE.name), minutes, seed)
    print(f"{len(told.notes)} notes and {len(told.tags)} tags were acknowledged, and all of them are there")
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

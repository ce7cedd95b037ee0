"""What has no screen: commands that are run to their end, and what the disk itself needs."""

from __future__ import annotations

import os
import random
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from reader.anchoring import carry
from reader.domain.span import Span
from tests.benchmarks.texts import plain
from tests.terminal.home import Home

if TYPE_CHECKING:
    from collections.abc import Container

    from tests.benchmarks.visits import Numbers

LINE = b"x" * 400
"""As long as an annotation in the journal."""
ROWS = [{"id": str(n), "quote": "a sentence of the usual length " * 3, "note": "some words " * 5} for n in range(1_000)]


@dataclass(frozen=True, slots=True)
class Command:
    """A command line; measured is its time until it has ended."""

    name: str
    command: tuple[str, ...]
    home: Home | None = None

    def run(self, keys: int, numbers: Container[str]) -> Numbers:
        """Run it once."""
        with tempfile.TemporaryDirectory() as fresh:
            environment = os.environ | (self.home or Home(Path(fresh))).environment
            begun = time.perf_counter()
            subprocess.run(self.command, env=environment, check=True, stdout=subprocess.DEVNULL)
            return {"end": [(time.perf_counter() - begun) * 1e3]}


@dataclass(frozen=True, slots=True)
class Disk:
    """What a change that is durable cannot do without."""

    name: str

    def run(self, keys: int, numbers: Container[str]) -> Numbers:
        """Append and replace so many times."""
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            descriptor = os.open(place / "journal", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
            try:
                return {
                    "append": [_append(descriptor) for _ in range(keys)],
                    "replace": [_replace(place) for _ in range(keys)],
                }
            finally:
                os.close(descriptor)


@dataclass(frozen=True, slots=True)
class Carry:
    """Highlights brought over to the next version of a text."""

    name: str

    def run(self, keys: int, numbers: Container[str]) -> Numbers:
        """A long text that was edited a little, and a short one with many highlights."""
        return {
            "10 MB": [_carried(plain(10_000_000), 0.005, 1_000)] if "10 MB" in numbers else [],
            "60 kB": [_carried(plain(60_000), 0.02, 1_000) for _ in range(keys)] if "60 kB" in numbers else [],
        }


def _carried(old: str, share: float, count: int) -> float:
    draw = random.Random(count)
    paragraphs = old.split("\n\n")
    for at in draw.sample(range(len(paragraphs)), max(1, int(len(paragraphs) * share))):
        words = paragraphs[at].split(" ")
        words[draw.randrange(len(words))] = "edited"
        paragraphs[at] = " ".join(words)
    starts = sorted(draw.randrange(len(old) - 100) for _ in range(count))
    spans, new = [Span(start, start + draw.randrange(20, 100)) for start in starts], "\n\n".join(paragraphs)
    begun = time.perf_counter()
    carry(old, new, spans)
    return (time.perf_counter() - begun) * 1e3


def _append(descriptor: int) -> float:
    """One line, and not back before it is on the disk."""
    begun = time.perf_counter()
    os.write(descriptor, LINE)
    os.fdatasync(descriptor)
    return (time.perf_counter() - begun) * 1e3


def _replace(folder: Path) -> float:
    """A file of a thousand rows, written anew beside the old one."""
    begun = time.perf_counter()
    fresh = folder / "fresh"
    with fresh.open("wb") as file:
        file.write(orjson.dumps(ROWS))
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(folder / "rows")
    return (time.perf_counter() - begun) * 1e3

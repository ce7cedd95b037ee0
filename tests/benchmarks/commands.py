"""What has no screen: commands that are run to their end, and what the disk itself needs."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

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

"""One start of a program with a screen, and what is pressed in it."""

from __future__ import annotations

import itertools
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks import texts
from tests.terminal import process
from tests.terminal.home import Home
from tests.terminal.program import Paint, Program

if TYPE_CHECKING:
    from collections.abc import Container

SMALL, LARGE = (100, 30), (200, 60)
"""Columns and rows."""
RESIZED = (140, 40)
RESIZES = 4
LOOK = 0.02
"""Seconds between two looks at whether it has woken up: stock Textual does ten times a second."""
IDLE = 4.0
"""Seconds in which nothing is pressed: long enough for what looks around once a second."""
DRAWN = 0.5
"""Seconds without output after which a start is looked at: until then the emulator, which is slower than a terminal,
would hold up whoever waits for it to read."""
SPREAD = 0.017
"""Keys come at another time of a 60 Hz frame each: seconds that they are spread over."""

Numbers = dict[str, list[float]]
"""What one visit measured, by the names in the cases."""


@dataclass(frozen=True, slots=True)
class Series:
    """Keys that are measured, one after the other.

    `enter` leads there and `leave` back; `first` and `then` are pressed before and after each, and not measured.
    """

    name: str
    keys: tuple[str, ...]
    enter: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    settled: bool = False
    """Whether it counts until the last frame: what is asked for does not come with the first."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What is started, by whom, and what is done in it. Without a `home` everything is new each time."""

    name: str
    command: tuple[str, ...]
    size: tuple[int, int] = SMALL
    home: Home | None = None
    text: str = texts.BEGINNING
    """When this is on the screen, the first text is."""
    whole: tuple[str, ...] | None = None
    """When all this was drawn by the interface, it is complete; None: with the first text."""
    series: tuple[Series, ...] = ()
    leave: str = "q"

    def run(self, keys: int, numbers: Container[str]) -> Numbers:
        """Measure, with that many keys a series, those series whose `numbers` are asked for. Raises Failed."""
        with tempfile.TemporaryDirectory() as fresh:
            home = self.home or Home(Path(fresh))
            with Program(self.command, self.size, home.environment) as program:
                found = self._measured(program, keys, numbers)
            while process.naming(home.folder):
                time.sleep(LOOK)  # what it left behind, writing the library, would slow down what is measured next
            return found

    def _measured(self, program: Program, keys: int, numbers: Container[str]) -> Numbers:
        found: Numbers = defaultdict(list)
        program.quiet(DRAWN)
        found["text"] = found["interface"] = [program.until(self.text)]
        if self.whole is not None:
            found["interface"] = [program.until(*self.whole, updated=True)]
        program.quiet(0.2)
        found["start CPU"] = [program.cpu]
        found["start memory"] = [program.peak]
        for series in (one for one in self.series if one.name in numbers):
            _play(program, series, keys, found)
        if "resize" in numbers:
            for _, size in zip(range(RESIZES), itertools.cycle([RESIZED, self.size])):
                found["resize"].append(program.resize(*size).frame)
        if "wakes" in numbers:
            found["wakes"] = [_wakes(program)]
        found["memory"] = [program.peak]
        found["quit"] = [program.leave(self.leave)]
        return found


def _wakes(program: Program) -> float:
    """How often in a second it wakes up when nothing is pressed; what its threads do at one time is one time."""
    before, awake, found = program.wakes, False, 0
    for _ in range(round(IDLE / LOOK)):
        time.sleep(LOOK)
        after = program.wakes
        found += after != before and not awake
        before, awake = after, after != before
    return found / IDLE


def _play(program: Program, series: Series, keys: int, found: Numbers) -> None:
    for key in series.enter:
        program.type(key)
    for count, key in zip(range(keys), itertools.cycle(series.keys)):
        for before in series.first:
            program.type(before)
        time.sleep(count * 7 % keys / keys * SPREAD)
        cpu = program.cpu
        paint = program.press(key)
        _note(paint, program.cpu - cpu, series, found)
        for after in series.then:
            program.type(after)
    for key in series.leave:
        program.type(key)


def _note(paint: Paint, cpu: float, series: Series, found: Numbers) -> None:
    found[series.name].append(paint.settled if series.settled else paint.frame)
    found[f"{series.name} frames"].append(paint.frames)
    found[f"{series.name} bytes"].append(paint.bytes)
    found[f"{series.name} CPU"].append(cpu)

"""Measures groups of cases, each in rounds, so that what is compared was measured within the same minute."""

from __future__ import annotations

import shutil
import sys
from collections import defaultdict
from typing import TYPE_CHECKING

from tests.benchmarks.cases import SIZES
from tests.benchmarks.libraries import LIBRARIES, kept
from tests.benchmarks.probes import PEERS, probes
from tests.benchmarks.samples import Name, Samples
from tests.terminal.home import Home
from tests.terminal.program import Failed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tests.benchmarks.cases import Case
    from tests.benchmarks.probes import Probe

ROUNDS, KEYS = 5, 20
"""A hundred keys a series, and every comparison five times."""
MORE_ROUNDS = {"start": 11, "markdown": 11, "commands": 11}
"""Where a round has one sample of each: what else a shared machine does changes a start by half."""
QUICK_ROUNDS, QUICK_KEYS = 2, 8
WARMING_KEYS = 2
"""In the round that is not counted: it fills the caches of the disk, and keeps first screens."""


def measure(cases: Sequence[Case], folder: Path, *, quick: bool, peers: bool) -> dict[str, Samples]:
    """Samples by the groups of the cases, and of the other readers that are installed; `folder` is worked in."""
    made = kept()
    homes = {}
    for suffix in SIZES:
        # One for each size: the picture that is kept of an article's first screen is of one.
        for name in LIBRARIES:
            home = homes[name + suffix] = Home(folder / f"{name}{suffix}")
            shutil.copytree(made / name, home.folder)
    known = {one.name: one for one in probes(made / "sources", homes)}
    groups: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for case in cases:
        for probe, number in (case.name, *case.floor):
            groups[case.group][probe].add(number.removesuffix(" frames").removesuffix(" bytes"))
    if peers:
        groups["peers"] = {name: {"page"} for name in ("1 MB", "hello", "less", *PEERS) if name in known}
    return {group: _measured(group, wanted, known, quick=quick) for group, wanted in groups.items()}


def _measured(group: str, wanted: Mapping[str, set[str]], known: Mapping[str, Probe], *, quick: bool) -> Samples:
    samples = Samples()
    for turn in range(-1, QUICK_ROUNDS if quick else MORE_ROUNDS.get(group, ROUNDS)):
        keys = WARMING_KEYS if turn < 0 else QUICK_KEYS if quick else KEYS
        for name in list(wanted) if turn % 2 else list(wanted)[::-1]:
            print(f"\r\x1b[K{group}, round {turn + 1}: {name}", end="", file=sys.stderr, flush=True)
            try:
                numbers = known[name].run(keys, wanted[name])
            except Failed as error:
                print(f"\r\x1b[K{name}: {error}", file=sys.stderr)
                continue
            if turn >= 0:
                for number, values in numbers.items():
                    samples.add(turn, Name(name, number), values)
    print("\r\x1b[K", end="", file=sys.stderr)
    return samples

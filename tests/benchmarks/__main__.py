"""How fast the program is for the person before it: see issue 4.

Starts the program and what it is compared with in a pseudo-terminal, in turns, and prints a table with the bars.
Times are milliseconds, memory is in MB; ratios are to what was measured in the same round. Asserts nothing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.benchmarks.cases import cases
from tests.benchmarks.libraries import LIBRARIES, kept
from tests.benchmarks.probes import PEERS, probes
from tests.benchmarks.samples import Name, Samples
from tests.benchmarks.table import as_json, details, table
from tests.terminal.home import Home
from tests.terminal.program import Failed

ROUNDS, KEYS = 5, 20
"""A hundred keys a series, and every comparison five times."""
QUICK_ROUNDS, QUICK_KEYS = 2, 8


def main() -> None:
    """Measure what was asked for, and print it."""
    asked = _arguments()
    groups = {case.group for case in cases()}
    chosen = [case for case in cases() if not asked.cases or case.group in asked.cases or case.what in asked.cases]
    if not chosen and "peers" not in asked.cases:
        sys.exit(f"no such case; there are the groups {', '.join(sorted(groups))}, peers")
    wanted: dict[str, set[str]] = defaultdict(set)
    for name in (name for case in chosen for name in (case.name, *case.floor)):
        wanted[name.probe].add(name.number.removesuffix(" frames"))
    if not asked.cases or "peers" in asked.cases:
        wanted |= {peer: {"page"} for peer in PEERS}
    with tempfile.TemporaryDirectory() as folder:
        samples = _measure(wanted, Path(folder), quick=asked.quick)
    print(table(chosen, samples))
    print()
    print(details(samples))
    print(f"\nload {os.getloadavg()[0]:.1f} at the end; above 1 a core, the numbers are the machine's")
    if asked.json:
        asked.json.write_text(as_json(chosen, samples), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two rounds with few keys: to see whether it works")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every sample there")
    parser.add_argument("cases", nargs="*", metavar="CASE", help="rows of the table, or groups of them; all without")
    return parser.parse_args()


def _measure(wanted: dict[str, set[str]], folder: Path, *, quick: bool) -> Samples:
    """Everything in turns, once without counting: it fills the caches of the disk, and keeps first screens."""
    made = kept()
    for name in LIBRARIES:
        shutil.copytree(made / name, folder / name)
    homes = {name: Home(folder / name) for name in LIBRARIES}
    todo = [probe for probe in probes(made / "sources", homes) if probe.name in wanted]
    samples = Samples()
    for turn in range(-1, QUICK_ROUNDS if quick else ROUNDS):
        for probe in todo if turn % 2 else todo[::-1]:
            print(f"\r\x1b[Kround {turn + 1}: {probe.name}", end="", file=sys.stderr, flush=True)
            try:
                numbers = probe.run(2 if turn < 0 else QUICK_KEYS if quick else KEYS, wanted[probe.name])
            except Failed as error:
                print(f"\r\x1b[K{probe.name}: {error}", file=sys.stderr)
                continue
            if turn >= 0:
                for number, values in numbers.items():
                    samples.add(turn, Name(probe.name, number), values)
    print("\r\x1b[K", end="", file=sys.stderr)
    return samples


if __name__ == "__main__":
    main()

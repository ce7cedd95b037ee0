"""How fast the program is for the person before it: see issue 4.

Starts the program and what it is compared with in a pseudo-terminal, in turns, and prints a table with the bars.
Times are milliseconds, memory is in MB; ratios are to what was measured in the same round. Asserts nothing.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import imports, large, storage, walk
from tests.benchmarks.cases import cases
from tests.benchmarks.measuring import measure
from tests.benchmarks.table import as_json, details, table


def main() -> None:
    """Measure what was asked for, and print it."""
    asked = _arguments()
    if asked.only in large.NAMES:
        large.report(asked.only)
        return
    asked.cases += [asked.only] if asked.only else []
    groups = {case.group for case in cases()}
    chosen = [case for case in cases() if not asked.cases or case.group in asked.cases or case.what in asked.cases]
    others = ("peers", "storage", "imports", "large", "walk")
    if not chosen and not {*others} & {*asked.cases}:
        sys.exit(f"no such case; there are the groups {', '.join((*sorted(groups), *others))}")
    with tempfile.TemporaryDirectory(prefix="reader-") as folder:
        measured = measure(chosen, Path(folder), quick=asked.quick, peers=not asked.cases or "peers" in asked.cases)
    print(table(chosen, measured))
    print()
    for group, samples in measured.items():
        print(f"{group}:\n{details(samples)}\n")
    print(f"load {os.getloadavg()[0]:.1f} at the end; above 1 a core, the numbers are the machine's")
    if asked.json:
        asked.json.write_text(as_json(chosen, measured), encoding="utf-8")
    if not asked.cases or "storage" in asked.cases:
        print()
        storage.report()
    if not asked.cases or "imports" in asked.cases:
        print()
        imports.report()
    if not asked.cases or "walk" in asked.cases:
        print()
        walk.report()
    if not asked.cases or "large" in asked.cases:
        print()
        large.report()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two rounds with few keys: to see whether it works")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every sample there")
    parser.add_argument("--only", metavar="NAME", default="", help="a row, or a group of them, and nothing else")
    parser.add_argument("cases", nargs="*", metavar="CASE", help="rows of the table, or groups of them; all without")
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""Real Syncthing, on the loopback, under machines that write all the time. Skipped where it is not installed.

See scale.py: READER_STRESS=1 runs three machines for ten minutes.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from reader.domain.ports import Change
from reader.storage.copies.sync import sync_folder
from tests.storage import syncthing
from tests.storage.records import annotation
from tests.storage.scale import seeded
from tests.storage.test_texts import document
from tests.storage.writers import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from random import Random

    from reader.storage import FileStore
    from tests.storage.syncthing import Node

STRESS = bool(os.environ.get("READER_STRESS"))
SOAK = 600 if STRESS else 60
MACHINES = 3 if STRESS else 2
SETTLED = 120
"""Seconds in which everything must have arrived everywhere when nobody writes any more."""

BURST, CAUGHT = 3, 20
"""Seconds of writing to one file, and until Syncthing, which waits for a pause, must have found that two wrote it."""


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[list[Node]]:
    if not syncthing.PROGRAM:
        pytest.skip("syncthing is not installed")
    started = syncthing.start(tmp_path, MACHINES)
    try:
        assert _until(lambda: all(node.is_up() for node in started), syncthing.STARTED, started[:0])
        yield started
    finally:
        syncthing.stop(started)


class Machine:
    """One library that syncs through one node."""

    def __init__(self, root: Path, n: int, node: Node, rng: Random) -> None:
        self.store: FileStore = opened(root / f"library-{n}", f"machine-0000000{n}")
        self.node, self.rng, self.n = node, rng, n
        self.written: set[str] = set()
        self.replaced: set[str] = set()

    def act(self, count: int) -> None:
        text = f"{self.n} writes {count}"
        found = list(self.store.annotations())
        before = self.rng.choice(found) if found and self.rng.random() < 0.5 else None
        after = before._replace(note=text, rivals=()) if before else annotation(text, note=text)
        self.replaced |= {before.note, *(rival.text for rival in before.rivals)} if before else set()
        self.store.save_annotations([Change(before, after)])
        self.written.add(text)
        self.sync()

    def sync(self) -> None:
        sync_folder(self.store, self.node.folder)

    def texts(self) -> set[str]:
        found = self.store.annotations()
        return {one.note for one in found} | {rival.text for one in found for rival in one.rivals}


def work(machines: list[Machine], rng: Random, seconds: float) -> int:
    """Let machines write in no order for so long; how often they did."""
    end = time.monotonic() + seconds
    count = 0
    while time.monotonic() < end:
        count += 1
        machine = rng.choice(machines)
        machine.act(count)
        if rng.random() < 0.3:
            machine.node.wait(1)
    return count


def conflicts(machines: list[Machine]) -> list[str]:
    return [path.name for one in machines for path in one.node.folder.iterdir() if "conflict" in path.name]


def check(machines: list[Machine]) -> None:
    """No text is lost, and Syncthing found no file that two had written."""
    written = set().union(*(machine.written for machine in machines))
    replaced = set().union(*(machine.replaced for machine in machines))
    lost = written - replaced - machines[0].texts()
    found = conflicts(machines)
    print(f"{len(written)} texts on {len(machines)} machines, {len(found)} conflict copies, {len(lost)} lost")
    assert not found, "there are conflict copies"
    assert not lost


@pytest.mark.slow
def test_what_machines_write_while_syncthing_carries_it_arrives(tmp_path: Path, nodes: list[Node]) -> None:
    rng = seeded("syncthing")
    machines = [Machine(tmp_path, n, node, rng) for n, node in enumerate(nodes)]
    kept = machines[0].store.keep(document())
    count = work(machines, rng, SOAK)

    def settled() -> bool:
        for machine in machines:
            machine.sync()
        files = {machine.store.paths.file.read_bytes() for machine in machines}
        return len(files) == 1 and all(machine.store.document(kept) for machine in machines)

    assert _until(settled, SETTLED, nodes), "the libraries are not byte-equal"
    print(f"{count} writes in {SOAK} s")
    check(machines)


@pytest.mark.slow
def test_the_test_catches_machines_that_write_one_file(
    tmp_path: Path, nodes: list[Node], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.storage.copies.sync.own_file", lambda _, folder: folder / "reader.shared-00000000.json")
    rng = seeded("syncthing")
    machines = [Machine(tmp_path, n, node, rng) for n, node in enumerate(nodes)]
    work(machines, rng, BURST)
    _until(lambda: bool(conflicts(machines)), CAUGHT, nodes)
    with pytest.raises(AssertionError, match="conflict copies"):
        check(machines)


def _until(done: Callable[[], bool], seconds: float, nodes: list[Node]) -> bool:
    """Look again whenever a node has something to tell, until it is so."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            return False
        for node in nodes:
            node.wait(1)
    return True

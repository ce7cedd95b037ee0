"""A library that two machines share through a sync engine which races with them, as real ones do. See scale.py.

The engine checks, waits, removes, waits, and renames (Syncthing does just that), and leaves conflict copies named in
five styles. Each of its steps happens at some call that an application makes to the system, so a seed says it all.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from reader.domain.errors import StoreError
from reader.domain.ports import Change
from reader.storage import FileStore, open_store
from reader.storage.compaction import compact
from reader.storage.copies.conflicts import join_conflicts
from reader.storage.disk.system import System
from reader.storage.file import checked_file
from tests.storage.conftest import paths_in
from tests.storage.faults import Died, Fault, FaultySystem
from tests.storage.records import annotation
from tests.storage.scale import scaled, seeded
from tests.world import Ticking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from random import Random

    from reader.domain.merge import Tables

STYLES = (
    "library.sync-conflict-20261122-1230{:02d}-ABCDEFG.json",
    "library (Ana's conflicted copy 2026-11-{:02d}).json",
    "library (conflicted copy 2026-11-22 1230{:02d}).json",
    "library (Case Conflict {}).json",
    "library ({}).json",
)
KILLS = bool(os.environ.get("READER_STRESS"))
STEPS = 60
STEP_EVERY = 40
"""An act makes some eighty calls, so one transfer of three steps meets one or two acts."""


class Engine:
    """Carries library.json between two folders."""

    def __init__(self, folders: list[Path], rng: Random) -> None:
        self.folders, self.rng = folders, rng
        self.carried = self.conflicts = self.clobbered = 0
        self._known: list[bytes | None] = [None, None]
        self._life = self._live()

    def step(self) -> None:
        try:
            next(self._life)
        except OSError:
            self._life = self._live()  # a file was not where it was a moment ago: it starts over

    def _get(self, n: int) -> bytes | None:
        try:
            return (self.folders[n] / "library.json").read_bytes()
        except OSError:
            return None

    def _live(self) -> Iterator[None]:
        while True:
            yield
            now = [self._get(0), self._get(1)]
            changed = [data is not None and data != known for data, known in zip(now, self._known, strict=True)]
            if all(changed) and now[0] != now[1]:
                source = self.rng.randrange(2)
                yield from self._set_aside(1 - source)
            elif any(changed):
                source = changed.index(True)
            else:
                continue
            yield from self._carry(source)

    def _set_aside(self, n: int) -> Iterator[None]:
        self.conflicts += 1
        name = STYLES[self.conflicts % len(STYLES)].format(self.conflicts % 60)
        yield
        with suppress(OSError):
            (self.folders[n] / "library.json").rename(self.folders[n] / name)

    def _carry(self, source: int) -> Iterator[None]:
        data, target = self._get(source), self.folders[1 - source] / "library.json"
        if data is None:
            return
        part = target.with_name(".syncthing.library.json.tmp")
        part.write_bytes(data)
        before = self._get(1 - source)
        yield
        self.clobbered += self._get(1 - source) != before
        target.unlink(missing_ok=True)
        yield
        part.replace(target)
        self._known = [data, data]
        self.carried += 1


class SharedSystem(FaultySystem):
    """At some of its calls the engine moves on."""

    def __init__(self, engine: Engine, rng: Random) -> None:
        super().__init__()
        self.engine, self.rng = engine, rng

    def _call(self, real, *args, **kwargs):  # type: ignore[no-untyped-def]  # any call at all
        if self.rng.randrange(STEP_EVERY) == 0:
            self.engine.step()
        return super()._call(real, *args, **kwargs)

    def close(self, descriptor: int) -> None:
        System.close(self, descriptor)  # may come at any time, also while the engine is at work


class Application:
    """One machine."""

    def __init__(self, folder: Path, n: int, engine: Engine, rng: Random) -> None:
        self.folder, self.n, self.rng = folder, n, rng
        self.system = SharedSystem(engine, rng)
        self.written: set[str] = set()
        self.replaced: set[str] = set()
        self.store = self.opened()

    def opened(self) -> FileStore:
        return open_store(
            paths_in(self.folder),
            clock=Ticking(),
            device=f"machine-0000000{self.n}",
            entropy=lambda: f"{self.rng.randrange(2**16):04x}",
            system=self.system,
        )

    def act(self) -> None:
        text = f"text {self.rng.randrange(10**12)}"
        self.store.refresh()
        found = self.store.annotations()
        before = self.rng.choice(found) if found and self.rng.random() < 0.4 else None
        after = before._replace(note=text, rivals=()) if before else annotation(text.replace(" ", "-"), note=text)
        seen = {before.note, *(rival.text for rival in before.rivals)} if before else set()
        self.replaced |= seen
        self.store.save_annotations([Change(before, after)])
        self.written.add(text)
        compact(self.store)
        join_conflicts(self.store)
        if self.rng.random() < 0.1:
            self.store.close()
            self.store = self.opened()

    def maybe_die(self) -> None:
        """With READER_STRESS the process dies at some call of its next acts."""
        if KILLS and self.rng.random() < 0.2:
            self.system.fault = Fault(self.system.calls + self.rng.randrange(1, 100))

    def restart(self) -> None:
        self.system.fault, self.system.dead = None, False
        self.store = self.opened()


def run(folder: Path, rng: Random) -> tuple[int, set[str], Engine]:
    folders = [folder / "a", folder / "b"]
    for one in folders:
        one.mkdir(parents=True)
    engine = Engine(folders, rng)
    machines = [Application(one, n, engine, rng) for n, one in enumerate(folders)]
    for _ in range(STEPS):
        with suppress(StoreError):  # the file was changed under its hands: the journal has it, and next time it works
            machine = rng.choice(machines)
            try:
                machine.act()
            except Died:
                machine.restart()
            machine.maybe_die()
    for machine in machines:
        machine.restart()
    for _ in range(200):
        engine.step()
    found: set[str] = set()
    for machine in machines:
        store = machine.opened()
        join_conflicts(store)
        for known in store.annotations():
            found |= {known.note, *(rival.text for rival in known.rivals)}
    written = machines[0].written | machines[1].written
    return len(written), written - machines[0].replaced - machines[1].replaced - found, engine


@scaled(quick=1, floor=8, stretch=100)
@pytest.mark.slow
def test_an_engine_that_races_loses_nothing(tmp_path: Path, rounds: int) -> None:
    rng = seeded("engine")
    for n in range(rounds):
        written, lost, engine = run(tmp_path / f"{n}", rng)
        print(
            f"{written} texts, {engine.carried} transfers, {engine.conflicts} conflicts, "
            f"{engine.clobbered} writes clobbered, {len(lost)} lost"
        )
        assert not lost, sorted(lost)[:5]


@pytest.mark.slow
def test_without_what_this_machine_wrote_last_texts_are_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: an application that believes the file loses what the engine clobbers."""
    forget: Callable[..., Iterator[Tables]] = lambda *_: iter(())  # noqa: E731
    monkeypatch.setattr(checked_file, "newest_backups", forget)
    rng = seeded("engine")
    assert any(run(tmp_path / f"{n}", rng)[1] for n in range(30))

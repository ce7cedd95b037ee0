"""The power fails: from every state that the disk may then be in, every acknowledged write is read. See scale.py."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from reader.domain.errors import StoreError
from reader.domain.ports import Change
from reader.storage import FileStore, open_store
from reader.storage.compaction import compact
from tests.storage.conftest import paths_in, store_in
from tests.storage.power import Files, RecordingSystem
from tests.storage.records import annotation
from tests.storage.scale import scaled, seeded
from tests.world import Ticking, counted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    from reader.domain.annotation import Annotation

WRITERS = 3 if os.environ.get("READER_STRESS") else 1
CALLS = 60
"""How many calls that change the disk a run makes, at least."""


class Run:
    """Works on a library, and looks after every call at the states that the disk could be in."""

    def __init__(self, folder: Path, system: RecordingSystem, looks: int, rng: Random) -> None:
        self.live, self.copy = folder / "live", folder / "copy"
        self.system, self.looks, self.rng = system, looks, rng
        self.acknowledged: dict[str, int] = {}
        self.states = 0
        self.lost: list[str] = []
        self._seen: set[int] = set()
        self._calls = 0

    def work(self) -> None:
        stores = [self._opened(f"anna-0000000{n}") for n in range(WRITERS)]
        n = 0
        while self._calls < CALLS * WRITERS:
            n += 1
            store = stores[n % WRITERS]
            store.refresh()
            self._save(store, Change(None, annotation(f"a-{n}", note="0")))
            if n % 2:
                one = next(one for one in store.annotations() if one.id == "a-1")
                self._save(store, Change(one, one._replace(note=f"{n}")))
            if n % 4 == 3:
                compact(store)
                self._look()
        for store in stores:
            store.close()

    def _opened(self, device: str) -> FileStore:
        paths = paths_in(self.live)
        return open_store(paths, clock=Ticking(), device=device, entropy=counted(), system=self.system)

    def _save(self, store: FileStore, change: Change[Annotation]) -> None:
        store.save_annotations([change])
        assert change.after is not None
        self.acknowledged[change.after.id] = int(change.after.note)
        self._look()

    def _look(self) -> None:
        self._calls = self.system.calls
        states = list(self.system.disk.states())
        for files in states if len(states) <= self.looks else self.rng.sample(states, self.looks):
            key = hash((tuple(sorted((str(path), data) for path, data in files.items())), len(self.acknowledged)))
            if key not in self._seen:
                self._seen.add(key)
                self.states += 1
                self._check(files)

    def _check(self, files: Files) -> None:
        shutil.rmtree(self.copy, ignore_errors=True)
        self.copy.mkdir(parents=True)
        for path, data in files.items():
            target = self.copy / path.relative_to(self.live)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        try:
            found = {one.id: int(one.note) for one in store_in(self.copy).annotations()}
        except StoreError as error:
            self.lost.append(str(error))
            return
        # What is being written may be there already; what was acknowledged must be.
        lost = {name for name, note in self.acknowledged.items() if found.get(name, -1) < note}
        if lost:
            self.lost.append(f"{sorted(lost)} after {self.system.calls} calls")


class EveryCall(RecordingSystem):
    """Looks at the disk after every call, not only after every act."""

    look: Callable[[], None] = staticmethod(lambda: None)

    def sync(self, descriptor: int) -> None:
        self.look()
        super().sync(descriptor)
        self.look()

    def sync_folder(self, folder: Path) -> None:
        self.look()
        super().sync_folder(folder)
        self.look()

    def replace(self, source: Path, target: Path) -> None:
        super().replace(source, target)
        self.look()

    def truncate(self, descriptor: int, size: int) -> None:
        super().truncate(descriptor, size)
        self.look()


@scaled(quick=4, floor=100_000, stretch=1_000_000)
def test_nothing_acknowledged_is_lost_with_the_power(tmp_path: Path, rounds: int) -> None:
    system = EveryCall()
    run = Run(tmp_path, system, rounds, seeded("power"))
    system.look = run._look
    run.work()
    print(f"{system.calls} calls, {run.states} states, {len(run.lost)} with a loss")
    assert not run.lost, run.lost[:5]


@pytest.mark.slow
@pytest.mark.parametrize("without", ["files", "folders"])
def test_without_either_sync_the_test_finds_a_loss(tmp_path: Path, without: str) -> None:
    system = RecordingSystem(syncs_files=without != "files", syncs_folders=without != "folders")
    run = Run(tmp_path, system, 20, seeded("power"))
    run.work()
    assert run.lost

"""Several processes on one library: each inserts, edits one record and tags one record. See scale.py."""

from __future__ import annotations

import os
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest

from reader.domain.ports import Change
from reader.storage.compaction import compact, is_due
from tests.storage.records import annotation
from tests.storage.scale import scaled, seeded
from tests.storage.writers import SHARED, edit, fork, insert, kill_after, opened, said, tag

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DEVICE = "same-00000001"
"""All on one machine: they share a journal."""


def start(folder: Path, n: int, rounds: int, every: int = 50) -> tuple[int, int]:
    def work(say: Callable[[str], None]) -> None:
        store = opened(folder, DEVICE)
        for i in range(rounds):
            name = f"{n}-{i}"
            insert(store, f"i{name}")
            say(f"i{name}")
            edit(store, f"e{name}")
            say(f"e{name}")
            tag(store, f"t{name}")
            say(f"t{name}")
            if i % every == every - 1 or is_due(store):
                compact(store)

    return fork(work)


def check(folder: Path, heard: list[str]) -> None:
    store = opened(folder, "reader-00000003")
    inserted = {one.id for one in store.annotations("written")}
    assert {name for name in heard if name.startswith("i")} <= inserted
    (shared,) = store.annotations(SHARED)
    assert {name for name in heard if name.startswith("t")} <= set(shared.tags)
    # Every edit replaced what it saw, so what is left is the last one, and those that nobody saw.
    texts = {rival.text for rival in shared.rivals} or {shared.note}
    assert texts
    row = store.view.row("annotations", SHARED)
    assert row is not None
    edits = [name for name in heard if name.startswith("e")]
    assert len(row["dead"]) + len(row["f"]["note"]) >= len(edits)


@pytest.mark.parametrize("killing", [False, True], ids=["calm", "killed"])
@scaled(quick=10, floor=500, stretch=500)
def test_processes_take_nothing_from_each_other(tmp_path: Path, rounds: int, *, killing: bool) -> None:
    rng = seeded("processes")
    count = 8 if os.environ.get("READER_STRESS") and rounds >= 500 else 2
    store = opened(tmp_path, DEVICE)
    store.save_annotations([Change(None, annotation(SHARED, article_id=SHARED))])
    processes = [start(tmp_path, n, rounds) for n in range(count)]
    timers = [kill_after(rng.uniform(0.01, 0.2), child) for child, _ in processes[1:]] if killing else []
    heard = [line for _, pipe in processes for line in said(pipe)]
    for timer in timers:
        timer.join()
    for child, _ in processes:
        os.waitpid(child, 0)
    assert not [line for line in heard if line.startswith("!")]
    if not killing:
        assert len(heard) == count * rounds * 3
    check(tmp_path, heard)
    compact(opened(tmp_path, DEVICE))
    check(tmp_path, heard)
    print(f"{count} processes, {len(heard)} acknowledged writes, 0 lost")


@pytest.mark.slow
def test_the_test_catches_processes_without_a_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.storage.disk.lock.Lock.held", lambda *_: nullcontext())
    for attempt in range(20):
        folder = tmp_path / f"{attempt}"
        opened(folder, DEVICE).save_annotations([Change(None, annotation(SHARED, article_id=SHARED))])
        processes = [start(folder, n, 20, every=2) for n in range(2)]
        heard = [line for _, pipe in processes for line in said(pipe)]
        for child, _ in processes:
            os.waitpid(child, 0)
        try:
            check(folder, [line for line in heard if not line.startswith("!")])
        except AssertionError:
            return
    pytest.fail("nothing was lost without a lock")

"""kill -9 of a process that writes: all that it was told is saved is there, and the files parse. See scale.py."""

from __future__ import annotations

import os
import signal
from random import Random
from typing import TYPE_CHECKING

import pytest

from reader.domain.ports import Change
from reader.storage.compaction import compact
from reader.storage.disk.system import System
from reader.storage.file.strict import parse
from tests.storage.records import annotation
from tests.storage.scale import scaled, seeded
from tests.storage.writers import KillingSystem, fork, kill_after, opened, said, write_on

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LARGE = 5_000_000
"""Bytes of library: writing it takes long enough to be hit."""
SMALL = 200_000
"""The same for the default suite."""
LAST_CALL = 60
"""An insert makes about ten calls to the system, writing the library file about thirty."""


def seed(folder: Path, size: int) -> None:
    store = opened(folder, "seed-00000001")
    changes = [Change(None, annotation(f"seed-{n}", note="x" * 900)) for n in range(size // 1700)]
    store.save_annotations(changes)
    compact(store)


def killed_run(folder: Path, n: int, rng: Random, *, aimed: bool) -> list[str]:
    """Let a process write until it is killed; what it was told is saved."""
    system = KillingSystem(rng.randrange(1, LAST_CALL)) if aimed else None
    prefix = f"w{n}"
    inner = Random(rng.random())

    def work(say: Callable[[str], None]) -> None:
        store = opened(folder, "writer-00000002", system)
        store.view.refresh()
        if system is not None:
            system.calls = 0
        write_on(store, prefix, inner, say)

    child, pipe = fork(work)
    timers = [] if aimed else [kill_after(rng.uniform(0.005, 0.12), child)]
    heard = said(pipe)
    for timer in timers:
        timer.join()
    os.waitpid(child, 0)
    assert not [line for line in heard if line.startswith("!")], heard[-1]
    return heard


def look(folder: Path, acknowledged: set[str], *, strictly: bool) -> None:
    store = opened(folder, "reader-00000003")
    lost = acknowledged - {one.id for one in store.annotations("written")}
    assert not lost, sorted(lost)[:5]
    assert store.notices == ()
    store.close()
    if strictly:
        parse((folder / "library.json").read_bytes())


@pytest.mark.parametrize("aimed", [False, True], ids=["random", "aimed"])
@scaled(quick=6, floor=200, stretch=2000)
def test_a_killed_writer_loses_nothing(tmp_path: Path, rounds: int, *, aimed: bool) -> None:
    rng = seeded("kill")
    seed(tmp_path, LARGE if rounds >= 200 else SMALL)
    acknowledged: set[str] = set()
    for n in range(rounds):
        acknowledged |= set(killed_run(tmp_path, n, rng, aimed=aimed))
        look(tmp_path, acknowledged, strictly=n % 10 == 0)
    look(tmp_path, acknowledged, strictly=True)
    assert compact(opened(tmp_path, "writer-00000002")) in {True, False}
    look(tmp_path, acknowledged, strictly=True)
    left = [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")]
    assert not left
    print(f"{rounds} kills, {len(acknowledged)} acknowledged writes, 0 lost")


class KilledWriting(System):
    """Kills its own process when it shall write for the `at`th time."""

    def __init__(self, at: int) -> None:
        self.left = at

    def write(self, descriptor: int, data: memoryview) -> int:
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().write(descriptor, data)


def test_the_test_catches_a_writer_that_speaks_too_soon(tmp_path: Path) -> None:
    seed(tmp_path, SMALL)

    def work(say: Callable[[str], None]) -> None:
        store = opened(tmp_path, "writer-00000002", KilledWriting(5))
        for n in range(100):
            say(f"w-{n}")
            store.save_annotations([Change(None, annotation(f"w-{n}", article_id="written"))])

    child, pipe = fork(work)
    heard = set(said(pipe))
    os.waitpid(child, 0)
    with pytest.raises(AssertionError):
        look(tmp_path, heard, strictly=True)

"""Processes that write to a library and say through a pipe what was acknowledged."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reader.domain.errors import StoreError
from reader.domain.ports import Change
from reader.storage import FileStore, open_store
from reader.storage.compaction import compact
from reader.storage.disk.system import System
from reader.storage.store import four_digits
from tests.forking import fork as forked
from tests.storage.conftest import paths_in
from tests.storage.faults import FaultySystem
from tests.storage.records import annotation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from random import Random
from threading import Timer

SHARED = "shared"
"""The record that every writer edits and tags."""
FAILED = 70
"""How a writer ends that met an error it should not have met."""


class KillingSystem(FaultySystem):
    """Kills its own process, as `kill -9` does, at one call."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at

    def _call(self, real, *args, **kwargs):  # type: ignore[no-untyped-def]  # any call at all
        self.calls += 1
        if self.calls == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)


def opened(folder: Path, device: str, system: System | None = None) -> FileStore:
    return open_store(
        paths_in(folder), clock=lambda: datetime.now(UTC), device=device, entropy=four_digits, system=system or System()
    )


def insert(store: FileStore, name: str, article_id: str = "written") -> None:
    store.save_annotations([Change(None, annotation(name, article_id=article_id, note=name))])


def edit(store: FileStore, text: str) -> None:
    one = next(one for one in store.annotations(SHARED) if one.id == SHARED)
    store.save_annotations([Change(one, one._replace(note=text, rivals=()))])


def tag(store: FileStore, name: str) -> None:
    one = next(one for one in store.annotations(SHARED) if one.id == SHARED)
    store.save_annotations([Change(one, one._replace(tags=(*one.tags, name)))])


def fork(work: Callable[[Callable[[str], None]], None]) -> tuple[int, int]:
    """Start a process that works, and is handed what says that something was acknowledged; its id and the pipe."""
    reading, writing = os.pipe()
    child = forked()
    if child:
        os.close(writing)
        return child, reading
    code = FAILED
    try:
        os.close(reading)
        work(lambda name: _say(writing, name))
        code = 0
    except StoreError as error:
        _say(writing, f"!{error}")
    finally:
        os._exit(code)


def _say(pipe: int, name: str) -> None:
    os.write(pipe, f"{name}\n".encode())


def kill_after(seconds: float, child: int) -> Timer:
    """Kill -9 it then: at any moment, which no event marks. Join the timer before waiting for the child."""
    timer = Timer(seconds, os.kill, (child, signal.SIGKILL))
    timer.start()
    return timer


def said(pipe: int) -> list[str]:
    """Everything that came through the pipe, when all that write to it are gone."""
    with os.fdopen(pipe, "rb") as file:
        return file.read().decode().splitlines()


def names(prefix: str) -> Iterator[str]:
    n = 0
    while True:
        n += 1
        yield f"{prefix}-{n}"


def write_on(store: FileStore, prefix: str, rng: Random, say: Callable[[str], None]) -> None:
    """Insert for ever, and write the library file now and then."""
    for name in names(prefix):
        insert(store, name)
        say(name)
        if rng.random() < 0.15:
            compact(store)

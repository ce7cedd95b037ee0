"""Every call to the operating system fails once, for ever, or short, or the process dies before or after it.

See scale.py for how to run more: with READER_STRESS=1 a second fault strikes while the first is recovered from.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from contextlib import closing, nullcontext
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING

import pytest

from reader.domain.errors import StoreError
from reader.domain.ports import Change, Draft
from reader.storage import FileDrafts, FileStore, compaction, open_store
from reader.storage.compaction import compact
from reader.storage.copies.sync import sync_folder
from reader.storage.disk.system import System
from tests.storage.conftest import paths_in, store_in
from tests.storage.faults import Died, Fault, FaultySystem, every_fault, in_place
from tests.storage.records import ARTICLE, NOON, annotation
from tests.storage.test_texts import document
from tests.world import Ticking, counted

if TYPE_CHECKING:
    from pathlib import Path

    from reader.storage.local.paths import StorePaths

Act = Callable[[FileStore], object]


def save(store: FileStore) -> None:
    old = next(one for one in store.annotations() if one.id == "kept-1")
    changes = [Change(None, annotation("new", note="n" * 5000)), Change(old, old._replace(note="edited"))]
    store.save_annotations(changes)


def keep_draft(store: FileStore) -> None:
    FileDrafts(store.paths, store.system).keep_draft(Draft(ARTICLE, "a", "typed", NOON))


ACTS: dict[str, Act] = {
    "save": save,
    "compact": compact,
    "keep": lambda store: store.keep(document()),
    "draft": keep_draft,
    "sync": lambda store: sync_folder(store, store.paths.folder / "shared"),
}


STEPS = {"save": 5, "compact": 14, "keep": 9, "draft": 9, "sync": 31}
"""In the default suite only every so manieth call fails."""


def opened(paths: StorePaths, system: System) -> FileStore:
    return open_store(paths, clock=Ticking(), device="anna-00000001", entropy=counted(), system=system)


def prepared(folder: Path) -> StorePaths:
    """A library with something in the file, something in the journal, and a torn line after it."""
    store = store_in(folder)
    store.save_annotations([Change(None, annotation("kept-1", note="one"))])
    compact(store)
    store.save_annotations([Change(None, annotation("kept-2", note="two"))])
    with store.paths.journal(store.device).open("ab") as file:
        file.write(b'{"schema":1,"annot')
    store.close()
    return paths_in(folder)


def attempt(paths: StorePaths, act: Act, fault: Fault) -> tuple[str, bool]:
    """How the act ended, and whether the fault struck at all."""
    system = FaultySystem()
    store = opened(paths, system)
    store.annotations()
    system.calls, system.fault = 0, fault
    try:
        act(store)
        ended = "done"
    except StoreError as error:
        ended = type(error).__name__
    except Died:
        ended = "died"
    finally:
        store.close()
        system.end()
    return ended, system.calls >= fault.at


def violation(paths: StorePaths, name: str, ended: str) -> str:
    """What was lost; empty where nothing was."""
    with closing(opened(paths, System())) as store:
        return found_lost(store, name, ended)


def found_lost(store: FileStore, name: str, ended: str) -> str:
    paths = store.paths
    found = {one.id: one.note for one in store.annotations()}
    if not {"kept-1", "kept-2"} <= set(found):
        return "an acknowledged record is lost"
    if (found.get("new") is not None) != (found["kept-1"] == "edited"):
        return "half of a write is there"
    if name == "save" and ended == "done" and "new" not in found:
        return "a write that was said to be done is not there"
    if ended in {"NotSaved", "ReadOnly"} and "new" in found:
        return "a write that was said not to be done is there"
    if name == "draft" and ended == "done" and not FileDrafts(paths).of_article(ARTICLE):
        return "a draft is lost"
    if name == "keep" and ended == "done" and not list(paths.texts.iterdir()):
        return "a text is lost"
    store.save_annotations([Change(None, annotation("later"))])
    compact(store)
    with closing(opened(paths, System())) as again:
        after = {one.id for one in again.annotations()}
    if after != {*found, "later"}:
        return "the next write lost something"
    left = [part.name for part in paths.folder.iterdir() if part.name.endswith(".part")]
    return f"left {left}" if left else ""


def search(folder: Path, name: str, step: int) -> tuple[Counter[str], list[str]]:
    """Let every `step`th call of the act fail in every way."""
    outcomes: Counter[str] = Counter()
    violations = []
    number = count()
    for at in count(1, step):
        struck_at_all = False
        for fault in every_fault(at):
            paths = prepared(folder / f"{next(number)}")
            ended, struck = attempt(paths, ACTS[name], fault)
            if struck and os.environ.get("READER_STRESS"):
                attempt(paths, compact, Fault(at, sticky=True))
            struck_at_all = struck_at_all or struck
            outcomes[ended] += 1
            found = violation(paths, name, ended)
            if found:
                violations.append(f"{name} with {fault}: {ended}: {found}")
        if not struck_at_all:
            return outcomes, violations
    raise AssertionError


@pytest.mark.parametrize(
    ("name", "quick"),
    [
        *(pytest.param(name, True, id=f"{name}-quick") for name in ("save", "keep")),
        *(pytest.param(name, False, id=f"{name}-floor", marks=pytest.mark.slow) for name in ACTS),
    ],
)
def test_whatever_fails_nothing_is_lost(tmp_path: Path, name: str, *, quick: bool) -> None:
    outcomes, violations = search(tmp_path, name, STEPS[name] if quick else 1)
    print(f"{name}: {sum(outcomes.values())} runs, {dict(outcomes)}, {len(violations)} violations")
    assert not violations, violations[:5]


def test_the_search_catches_a_file_written_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def compact_in_place(store: FileStore) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(compaction, "replacing", in_place)
            compact(store)

    # Neither backups nor salvage shall cover up for it.
    monkeypatch.setattr("reader.storage.file.backups.replacing", lambda *_: nullcontext(BytesIO()))
    monkeypatch.setattr("reader.storage.file.checked_file.salvage", lambda _: {})
    monkeypatch.setitem(ACTS, "compact", compact_in_place)
    _, violations = search(tmp_path, "compact", 14)
    assert violations

"""A large file is taken in by portions; what comes of it is what comes of it as a whole."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from reader.domain.errors import NotSaved
from reader.exchange.formats.kindle import clippings
from reader.exchange.imported import ImportedLater
from reader.library.importing import importer
from reader.library.importing.importer import Importer
from reader.library.importing.imports import ShortMemory
from reader.storage import open_store
from reader.storage import store as file_store
from reader.storage.compaction import compact
from tests.library.test_import_again import machine, state, take_in
from tests.memory_store import MemoryStore
from tests.storage.conftest import paths_in
from tests.world import NOON

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reader.domain.annotation import Annotation
    from reader.domain.ports import Change

BOOKS = ("The Harbour (Ann Other)", "The Harbour (Ann Other)", "Sand", "Notes on Tides (B. Else; C. Third)")


def mixed(seed: int) -> str:
    """Clippings of several books, one after the other as they are read, some changed later, some with notes."""
    chance, parts = random.Random(seed), []
    for minute in range(40):
        book, place = chance.choice(BOOKS), chance.randrange(1, 200, 5)
        date = f"Added on Monday, 4 March 2024 {10 + minute // 60}:{minute % 60:02}:00"
        if chance.random() < 0.3:
            parts.append(f"{book}\n- Your Note on Location {place + 3} | {date}\n\nthought {minute}\n")
        else:
            words = f"The words at place {place} go on" + " and on" * chance.randrange(3)
            parts.append(f"{book}\n- Your Highlight on Location {place}-{place + 4} | {date}\n\n{words}\n")
    return "".join(f"{part}==========\n" for part in parts)


@pytest.mark.parametrize("seed", range(6))
def test_a_file_in_portions_is_what_it_is_as_a_whole(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data, more = mixed(seed), mixed(seed) + mixed(seed + 100)
    whole = machine()
    told = [str(take_in(whole, text, "kindle")) for text in (data, data, more)]
    monkeypatch.setattr(clippings, "LARGE", 1)
    monkeypatch.setattr(importer, "PORTION", 1)
    parted = machine()
    assert isinstance(clippings.read(data.encode()).annotations, ImportedLater)
    assert [str(take_in(parted, text, "kindle")) for text in (data, data, more)] == told
    assert state(parted) == state(whole)


class ShortDisk(MemoryStore):
    """A store on a disk that is full after the first portion."""

    room = 1

    def save_annotations(self, changes: Sequence[Change[Annotation]]) -> Sequence[Annotation | None]:
        self.room -= 1
        if self.room < 0:
            raise NotSaved("no space left", "library.json", "free some")
        return super().save_annotations(changes)


def test_what_was_in_before_the_disk_was_full_is_taken_back_or_completed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer, "PORTION", 1)
    library = machine()
    library.store = ShortDisk(clock=lambda: NOON, entropy=lambda: "0000", tables={})
    taking = Importer(library.store, lambda: NOON, library.open)
    with pytest.raises(NotSaved):
        taking.take_in(mixed(1).encode(), "My Clippings.txt")
    first = {one.id for one in library.store.annotations()}
    assert first
    assert set(taking.new) == first
    library.store.room = 100
    again = take_in(library, mixed(1), "kindle")
    assert again.known == len(first)
    assert {one.quote for one in library.store.annotations()} == {one.quote for one in _whole()}


def _whole() -> Sequence[Annotation]:
    library = machine()
    take_in(library, mixed(1), "kindle")
    return library.store.annotations()


@pytest.mark.slow
def test_the_library_file_is_written_in_between_by_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(paths_in(tmp_path), clock=lambda: NOON)
    compact(store)
    monkeypatch.setattr(importer, "PORTION", 1)
    monkeypatch.setattr(importer, "LARGE", 1)
    monkeypatch.setattr(file_store, "MUCH", 1)
    memory, data = ShortMemory(), mixed(3).encode()
    taking = Importer(store, lambda: NOON, lambda _: pytest.fail("it is no document"), memory=memory)
    report = taking.take_in(data, "My Clippings.txt")
    assert store.view.journal_bytes == 0
    assert len(store.annotations()) == report.new == len(taking.new)
    again = Importer(store, lambda: NOON, lambda _: pytest.fail("it is no document"), memory=memory)
    assert again.take_in(data, "My Clippings.txt").known == report.new

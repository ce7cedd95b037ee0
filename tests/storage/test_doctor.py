"""What the doctor finds, and what it mends."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from reader.domain.article import Version
from reader.domain.errors import ReadOnly
from reader.domain.ports import Change
from reader.storage.compaction import compact
from reader.storage.copies.doctor import Trouble, diagnose, repair
from reader.storage.disk.lock import Lock
from tests.storage.conftest import store_in
from tests.storage.faults import UnsyncedSystem
from tests.storage.records import ARTICLE, NOON, annotation, article

if TYPE_CHECKING:
    from pathlib import Path


def troubles(folder: Path) -> list[Trouble]:
    return [finding.trouble for finding in diagnose(store_in(folder))]


def filled(folder: Path) -> None:
    store = store_in(folder)
    store.save_articles([Change(None, article())])
    store.save_annotations([Change(None, annotation(f"a-{n}")) for n in range(5)])
    compact(store)


def test_a_healthy_library_has_nothing(tmp_path: Path) -> None:
    assert troubles(tmp_path) == []
    filled(tmp_path)
    assert troubles(tmp_path) == []
    assert repair(store_in(tmp_path)) == []


def test_a_damaged_library_is_mended_from_what_is_left(tmp_path: Path) -> None:
    filled(tmp_path)
    file = tmp_path / "library.json"
    file.write_bytes(file.read_bytes()[:-400])
    assert troubles(tmp_path) == [Trouble.DAMAGED]
    assert repair(store_in(tmp_path))
    assert troubles(tmp_path) == []
    assert len(store_in(tmp_path).annotations()) == 5
    assert list((tmp_path / "backups").glob("damaged-*.json"))


def test_a_damaged_line_of_a_journal_is_told_and_set_aside(tmp_path: Path) -> None:
    filled(tmp_path)
    store = store_in(tmp_path)
    store.save_annotations([Change(None, annotation("before"))])
    journal = store.paths.journal(store.device)
    journal.write_bytes(b'{"schema":1,"annot\n' + journal.read_bytes())
    assert troubles(tmp_path) == [Trouble.DAMAGED]
    repair(store_in(tmp_path))
    assert troubles(tmp_path) == []
    assert "before" in {one.id for one in store_in(tmp_path).annotations()}
    assert list((tmp_path / "backups").glob("damaged-*.json"))


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.save_articles([Change(None, article(versions=(Version("0" * 64, NOON, 10),)))])
    store.save_annotations([Change(None, annotation()), Change(None, annotation("x", article_id="gone"))])
    compact(store)
    assert troubles(tmp_path) == [Trouble.NO_ARTICLE, Trouble.MISSING_TEXT]


def test_a_clone_without_its_driver_is_mended(tmp_path: Path) -> None:
    filled(tmp_path)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert troubles(tmp_path) == [Trouble.NO_DRIVER]
    repair(store_in(tmp_path))
    assert troubles(tmp_path) == []
    assert "library.json merge=reader" in (tmp_path / ".gitattributes").read_text()


def test_leftovers_and_conflict_copies_are_mended(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / ".library.json.999999999.part").write_text("half")
    (tmp_path / "library (1).json").write_text(
        f'{{"annotations": {{"1": {{"uuid": "from a copy", "article": "{ARTICLE}"}}}}}}'
    )
    assert troubles(tmp_path) == [Trouble.LEFTOVER, Trouble.CONFLICT]
    repair(store_in(tmp_path))
    assert troubles(tmp_path) == []
    assert "from a copy" in {one.id for one in store_in(tmp_path).annotations()}


def test_a_held_lock_names_its_holder(tmp_path: Path) -> None:
    filled(tmp_path)
    store = store_in(tmp_path)
    with Lock(store.paths.lock).held():
        (finding,) = diagnose(store)
    assert finding.trouble is Trouble.LOCKED
    assert "process" in finding.text


def test_a_hard_linked_library_is_not_parted_from_its_other_name_without_being_asked(tmp_path: Path) -> None:
    filled(tmp_path)
    file, twin = tmp_path / "library.json", tmp_path / "twin.json"
    twin.hardlink_to(file)
    before = file.read_bytes()
    store = store_in(tmp_path)
    assert "hard link" in store.read_only
    assert len(store.annotations()) == 5
    with pytest.raises(ReadOnly):
        store.save_annotations([Change(None, annotation("new"))])
    with pytest.raises(ReadOnly):
        compact(store)
    assert file.samefile(twin)
    (finding,) = [one for one in diagnose(store) if one.trouble is Trouble.HARD_LINK]
    assert finding.mendable
    assert any("of its own" in one for one in repair(store))
    assert not file.samefile(twin)
    assert twin.read_bytes() == before
    store_in(tmp_path).save_annotations([Change(None, annotation("new"))])
    assert len(store_in(tmp_path).annotations()) == 6
    assert Trouble.HARD_LINK not in troubles(tmp_path)


def test_a_journal_that_may_not_be_written_is_told_before_anything_is_typed(tmp_path: Path) -> None:
    class Guarded(UnsyncedSystem):
        def writable(self, path: Path) -> bool:
            return path.suffix != ".journal" and super().writable(path)

    filled(tmp_path)
    store = store_in(tmp_path)
    store.save_annotations([Change(None, annotation("new"))])
    store.system = Guarded()
    assert "library.anna-00000001.journal" in store.read_only
    with pytest.raises(ReadOnly, match="journal"):
        store.save_annotations([Change(None, annotation("newer"))])
    assert [one.trouble for one in diagnose(store)] == [Trouble.READ_ONLY]

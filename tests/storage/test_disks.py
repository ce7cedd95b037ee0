"""Disks that match names in their own way, or cannot sync: nothing is lost, nothing is mixed up."""

from __future__ import annotations

import errno
import os
import unicodedata
from typing import TYPE_CHECKING

import pytest

from reader.domain.errors import ReadOnly, StoreError
from reader.domain.ports import Change
from reader.storage import FileStore, StorePaths, journal, open_store
from reader.storage.compaction import compact
from reader.storage.local.paths import spell
from tests.storage.disks import DecomposingSystem, FoldingSystem, HfsSystem, PlainSystem
from tests.storage.faults import UnsyncedSystem
from tests.storage.records import annotation
from tests.world import Ticking, counted

if TYPE_CHECKING:
    from pathlib import Path

    from reader.storage.disk.system import System

DEVICE = "anna-00000001"
COMPOSED = "Ärger mit é"
FORMS = {
    "case": (FoldingSystem, "Work", "wORK"),
    "case outside of ASCII": (FoldingSystem, "Straße Ä", "straße ä"),
    "forms": (DecomposingSystem, COMPOSED, unicodedata.normalize("NFD", COMPOSED)),
    "forms, given composed": (DecomposingSystem, COMPOSED, COMPOSED),
    "both": (HfsSystem, COMPOSED, unicodedata.normalize("NFD", COMPOSED.upper())),
    "neither": (UnsyncedSystem, "Work", "Work"),
}


UNABLE = (errno.EINVAL, errno.ENOTTY, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF)


def opened(library: Path, system: System, device: str = DEVICE) -> FileStore:
    paths = StorePaths.beside(library, library.parents[1] / "state", system)
    return open_store(paths, clock=Ticking(), device=device, entropy=counted(), system=system)


def add(store: FileStore, *names: str) -> None:
    store.save_annotations([Change(None, annotation(name, note=name)) for name in names])


def notes(store: FileStore) -> set[str]:
    store.refresh()
    return {one.note for one in store.annotations()}


@pytest.mark.parametrize("compacted", [True, False], ids=["with a file", "with a journal only"])
@pytest.mark.parametrize("form", FORMS)
def test_a_library_under_another_spelling_of_its_name_is_the_same(tmp_path: Path, form: str, compacted: bool) -> None:
    kind, one, other = FORMS[form]
    folder = tmp_path / "Library"
    folder.mkdir()
    first = opened(folder / f"{one}.json", kind())
    add(first, "first")
    if compacted:
        compact(first)
    add(first, "acknowledged")
    second = opened(folder / f"{other}.json", kind())
    assert second.paths.lock == first.paths.lock
    assert second.paths.backups == first.paths.backups
    add(second, "second")
    compact(second)
    for store in (first, second, opened(folder / f"{one}.json", kind())):
        assert notes(store) == {"first", "acknowledged", "second"}
    assert len(list(folder.glob("*.json"))) == 1


@pytest.mark.parametrize("form", FORMS)
def test_another_device_under_another_spelling_is_heard(tmp_path: Path, form: str) -> None:
    kind, one, other = FORMS[form]
    folder = tmp_path / "Library"
    folder.mkdir()
    first, second = opened(folder / f"{one}.json", kind()), opened(folder / f"{other}.json", kind(), "bert-00000002")
    add(first, "a")
    add(second, "b")
    assert notes(first) == notes(second) == {"a", "b"}
    compact(second)
    compact(first)
    assert notes(opened(folder / f"{one}.json", kind(), "cora-00000003")) == {"a", "b"}


def test_folders_above_have_one_spelling_too(tmp_path: Path) -> None:
    file = tmp_path / "Some" / "Folder" / "work.json"
    file.parent.mkdir(parents=True)
    file.write_text("{}")
    assert spell(FoldingSystem(), tmp_path / "sOME" / "folder" / "WORK.json") == file
    assert spell(UnsyncedSystem(), tmp_path / "sOME" / "folder" / "WORK.json") != file


class Telling(FoldingSystem):
    """One that says a file's own path, and once of another name of it."""

    def __init__(self, told: Path) -> None:
        self.told = told

    def own_path(self, path: Path) -> Path:
        return self.told


def test_the_systems_own_answer_is_taken_but_for_a_hard_link(tmp_path: Path) -> None:
    file = tmp_path / "Work.json"
    file.write_text("{}")
    assert spell(Telling(file), tmp_path / "work.json") == file
    assert spell(Telling(tmp_path / "linked.json"), tmp_path / "work.json") == file


def test_a_link_whose_name_differs_in_its_case_is_a_name_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "work.json").write_text("{}")
    (tmp_path / "WORK.JSON").hardlink_to(tmp_path / "work.json")
    for name in ("work.json", "WORK.JSON"):
        assert spell(UnsyncedSystem(), tmp_path / name) == tmp_path / name


def test_names_that_differ_in_their_case_are_two_libraries_where_the_disk_minds_it(tmp_path: Path) -> None:
    (tmp_path / "Library").mkdir()
    one, other = (opened(tmp_path / "Library" / name, UnsyncedSystem()) for name in ("Work.json", "work.json"))
    add(one, "a")
    add(other, "b")
    assert (notes(one), notes(other)) == ({"a"}, {"b"})
    compact(one)
    compact(other)
    assert (notes(one), notes(other)) == ({"a"}, {"b"})


PAIRS = [
    ("work.json", "work.old.json"),
    ("work.json", "work.x-1.json"),
    ("work.json", "work.sync-conflict-20261122-122330-FUD65AL.b.json"),
    ("work.json", "work.db"),
    ("work.db", "work.tinydb"),
    ("work", "work.json"),
    ("a.b.json", "a.b.c.json"),
]


@pytest.mark.parametrize("names", PAIRS, ids=" ".join)
@pytest.mark.parametrize("order", [1, -1])
def test_two_libraries_in_a_folder_stay_two(tmp_path: Path, names: tuple[str, str], order: int) -> None:
    folder = tmp_path / "Library"
    folder.mkdir()
    system = UnsyncedSystem()
    one, other = (opened(folder / name, system) for name in names)
    add(one, "a")
    add(other, "b")
    for store in (one, other)[::order]:
        compact(store)
    assert (notes(one), notes(other)) == ({"a"}, {"b"})
    for name, note in zip(names, "ab", strict=True):
        (folder / name).unlink()  # its newest backup is read in its place, and none of the other's
        assert notes(opened(folder / name, system)) == {note}


def test_a_journal_under_its_older_name_is_read_and_emptied(tmp_path: Path) -> None:
    store = opened(tmp_path / "Library" / "work.db", UnsyncedSystem())
    add(store, "a")
    older = store.paths.older_journal(DEVICE)
    store.paths.journal(DEVICE).rename(older)
    again = opened(tmp_path / "Library" / "work.db", UnsyncedSystem())
    assert notes(again) == {"a"}
    add(again, "b")
    compact(again)
    assert older.stat().st_size == 0
    assert notes(opened(tmp_path / "Library" / "work.db", UnsyncedSystem())) == {"a", "b"}


@pytest.mark.parametrize("words", [".sync-conflict-20261122-122330-FUD65AL", " (conflicted copy 2026-11-22)", " (1)"])
def test_a_copy_of_a_journal_that_an_engine_made_is_read(tmp_path: Path, words: str) -> None:
    store = opened(tmp_path / "Library" / "work.json", UnsyncedSystem())
    add(store, "a")
    path = store.paths.journal(DEVICE)
    path.rename(path.with_name(f"work.{DEVICE}{words}.journal"))
    assert notes(opened(tmp_path / "Library" / "work.json", UnsyncedSystem())) == {"a"}


class Blind(UnsyncedSystem):
    """A disk whose folders do not list the journals."""

    def names(self, folder: Path) -> list[str]:
        return [name for name in super().names(folder) if not name.endswith(".journal")]


def test_the_own_journal_is_read_whatever_the_folder_lists(tmp_path: Path) -> None:
    add(opened(tmp_path / "Library" / "work.json", Blind()), "a")
    store = opened(tmp_path / "Library" / "work.json", Blind())
    add(store, "b")
    compact(store)
    assert notes(opened(tmp_path / "Library" / "work.json", Blind())) == {"a", "b"}


class Late(UnsyncedSystem):
    """A disk on which somebody who does not see our lock adds to the journal before it is emptied."""

    line = b""
    path: Path

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        if self.line and path.suffix == ".journal" and not flags & os.O_CREAT:
            with self.path.open("ab") as file:
                file.write(self.line)
            self.line = b""
        return super().open(path, flags, mode)


def test_a_line_that_was_not_read_is_never_cut_off(tmp_path: Path) -> None:
    system = Late()
    store = opened(tmp_path / "Library" / "work.json", system)
    add(store, "a")
    system.path = store.paths.journal(DEVICE)
    before = system.path.read_bytes()
    add(store, "late")
    system.line = system.path.read_bytes().removeprefix(before)
    system.path.write_bytes(before)
    store = opened(tmp_path / "Library" / "work.json", system)
    compact(store)
    assert notes(store) == notes(opened(tmp_path / "Library" / "work.json", UnsyncedSystem())) == {"a", "late"}
    assert system.path.stat().st_size == 0


@pytest.mark.parametrize("device", [DEVICE, "bert-00000002"], ids=["of this device", "of another"])
@pytest.mark.parametrize("indexed", [True, False])
def test_a_journal_that_was_emptied_and_has_grown_longer_is_read_anew(
    tmp_path: Path, device: str, indexed: bool
) -> None:
    library = tmp_path / "Library" / "work.json"
    other = opened(library, UnsyncedSystem(), device)
    add(other, "a")
    path = other.paths.journal(device)
    store = opened(library, UnsyncedSystem())
    assert notes(store) == {"a"}
    if indexed:
        compact(store)
    before = path.read_bytes()
    add(other, "b" * 200)
    if indexed:
        path.write_bytes(path.read_bytes().removeprefix(before))  # emptied when all of it was in the file
    else:
        path.write_bytes(path.read_bytes().removeprefix(before) + before)
    everything = {"a", "b" * 200}
    assert notes(opened(library, UnsyncedSystem())) == everything
    assert notes(store) == everything
    compact(store)
    assert notes(opened(library, UnsyncedSystem())) == everything


def test_a_torn_line_is_cut_off_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    path.write_bytes(b"{}\n{to")
    assert journal.empty(UnsyncedSystem(), path, 3)
    assert path.stat().st_size == 0
    path.write_bytes(b"{}\n{}\n")
    assert not journal.empty(UnsyncedSystem(), path, 3)
    assert not journal.empty(UnsyncedSystem(), path, 9)
    assert path.read_bytes() == b"{}\n{}\n"


def test_a_line_counts_once_it_is_whole_and_never_before(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    row = {"uuid": "u", "kind": "annotation", "f": {}, "dead": []}
    first, second = (journal.encode({"annotations": [{**row, "uuid": name}]}, 1) for name in ("one", "two"))
    for cut in range(len(second) + 1):
        data = first + second[:cut]
        whole = cut >= len(second) - 1
        reading = journal.read(data)
        assert (len(reading.entries), reading.damaged) == (1 + whole, 0)
        assert reading.end == (len(data) if whole else len(first))
        path.write_bytes(data)
        if whole:
            assert not journal.empty(UnsyncedSystem(), path, len(first)), "somebody may have been told that it is saved"
        assert journal.append(UnsyncedSystem(), path, first) == path.stat().st_size
        assert path.read_bytes() == first + (second if whole else b"") + first


def test_a_journal_whose_last_line_end_was_taken_off_loses_nothing(tmp_path: Path) -> None:
    library = tmp_path / "work.json"
    store = opened(library, UnsyncedSystem())
    add(store, "a")
    add(store, "b")
    path = store.paths.journal(store.device)
    path.write_bytes(path.read_bytes()[:-1])
    assert notes(opened(library, UnsyncedSystem())) == {"a", "b"}
    assert notes(store) == {"a", "b"}
    add(store, "c")
    assert notes(store) == notes(opened(library, UnsyncedSystem())) == {"a", "b", "c"}
    path.write_bytes(path.read_bytes()[:-1])
    compact(store)
    assert notes(opened(library, UnsyncedSystem())) == {"a", "b", "c"}


def test_a_library_that_icloud_took_off_the_disk_is_told_and_not_written_anew(tmp_path: Path) -> None:
    library = tmp_path / "Library" / "work.json"
    store = opened(library, UnsyncedSystem())
    add(store, "a")
    compact(store)
    library.rename(library.with_name(".work.json.icloud"))
    store = opened(library, UnsyncedSystem())
    assert notes(store) == {"a"}, "of its backup"
    with pytest.raises(ReadOnly, match=r"iCloud has taken work\.json off"):
        add(store, "b")
    library.with_name(".work.json.icloud").rename(library)
    add(store, "b")
    assert notes(store) == {"a", "b"}


class Handing(UnsyncedSystem):
    """A disk whose folders hand their group to what is made in them, as they all do on a Mac."""

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        descriptor = super().open(path, flags, mode)
        if flags & os.O_EXCL:
            os.fchown(descriptor, -1, 12345)
        return descriptor


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file to another group")
def test_a_library_keeps_its_group_and_a_new_one_has_the_folders(tmp_path: Path) -> None:
    store = opened(tmp_path / "Library" / "work.json", Handing())
    add(store, "a")
    compact(store)
    assert store.paths.file.stat().st_gid == 12345
    os.chown(store.paths.file, -1, os.getegid())
    add(store, "b")
    compact(store)
    assert store.paths.file.stat().st_gid == os.getegid()


@pytest.mark.parametrize("code", UNABLE)
def test_a_disk_that_cannot_sync_all_saves_as_well_as_it_can(tmp_path: Path, code: int) -> None:
    system = PlainSystem(code, full=False, folders=False)
    store = opened(tmp_path / "Library" / "work.json", system)
    add(store, "a")
    compact(store)
    assert system.asked.count("plainly") == system.asked.count("fully") > 0
    assert "names" in system.asked
    assert notes(opened(tmp_path / "Library" / "work.json", UnsyncedSystem())) == {"a"}


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("what", ["full", "folders"])
def test_a_sync_that_fails_is_still_a_failure(tmp_path: Path, code: int, what: str) -> None:
    system = PlainSystem(code, **{what: False})
    with pytest.raises(StoreError):
        add(opened(tmp_path / "Library" / "work.json", system), "a")
    assert "plainly" not in system.asked

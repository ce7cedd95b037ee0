"""Copies of a library that arrive from elsewhere: merged files, conflict copies, a shared folder, backups."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from reader.domain.errors import Corrupt, NotFound, NotSaved, NotUnderstood
from reader.domain.ports import Change
from reader.storage.compaction import compact
from reader.storage.copies.absorbing import absorb, back_up
from reader.storage.copies.conflicts import copies, join_conflicts, merge_files
from reader.storage.copies.doctor import Trouble, diagnose
from reader.storage.copies.restoring import backup_of, restore
from reader.storage.copies.sync import heard_folder, own_file, sync_folder
from reader.storage.file.backups import backups, read_copy
from tests.storage.conftest import store_in
from tests.storage.records import annotation
from tests.storage.test_texts import document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reader.storage import FileStore

SURE = [
    "library.sync-conflict-20261122-122330-FUD65AL.json",
    "library.sync-conflict-20261122-122330.json",
    "library (Ana's conflicted copy 2026-11-22).json",
    "library (conflicted copy 2026-11-22 122330).json",
    "library (Case Conflict).json",
    "library (Case Conflict 1).json",
    "library (SFConflict ana@example.com 2026-11-22-12-23-30).json",
    "library (ana conflict 2026-11-22).json",
    "library [conflicted].json",
    "library_conflict-20261122-122330.json",
    "library_conflict-ana-20261122.json",
    "library.Conflict.json",
    "library (1).json",
    "library_BACKUP_1234.json",
    "library_REMOTE_1234.json",
    "library.json.orig",
    "library.json.conflict1",
    "library.json..path2",
]
UNSURE = ["library 2.json", "library-LAPTOP.json", "library copy.json"]
NOT_READ = [
    "library.json~",
    "library.json.1a2b3c.icloud",
    ".library.json.part",
    "~library.json",
    "library.json.tmp",
    "other.json",
    "librarian (1).json",
]


def plain_copy(name: str) -> str:
    return json.dumps({"articles": {}, "annotations": {"77": {"uuid": f"in {name}", "note": f"only in {name}"}}})


def notes(store: FileStore) -> set[str]:
    return {one.note for one in store.annotations()}


def add(store: FileStore, *names: str) -> None:
    store.save_annotations([Change(None, annotation(name, note=f"note {name}")) for name in names])


def test_conflict_copies_are_joined_and_then_moved_away(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    add(store, "mine")
    for name in [*SURE, *UNSURE, *NOT_READ]:
        (tmp_path / name).write_text(plain_copy(name))
    empty = tmp_path / "library.sync-conflict-20261122-122330-AAAAAAA.json"
    empty.touch()
    joined = join_conflicts(store)
    assert notes(store_in(tmp_path)) == {"note mine", *(f"only in {name}" for name in SURE)}
    assert joined.unreadable == (empty,)
    assert [path.name for path in joined.offered] == sorted(UNSURE)
    left = {path.name for path in tmp_path.iterdir()}
    assert left >= {*UNSURE, *NOT_READ, empty.name}
    assert not left & set(SURE)
    assert copies(store).sure == (empty,)


def test_a_merged_file_adds_and_takes_nothing_away(tmp_path: Path) -> None:
    mine, theirs = store_in(tmp_path / "mine"), store_in(tmp_path / "theirs", "bert-00000002")
    add(mine, "a", "b")
    add(theirs, "c")
    compact(theirs)
    file = tmp_path / "theirs" / "library.json"
    (first,), (again,) = merge_files(mine, [file]), merge_files(mine, [file])
    assert (first.before, first.after, first.added) == (2, 3, 1)
    assert str(first) == "library.json: 1 new; 2 before, 3 now"
    assert str(again) == "library.json: nothing new"
    assert notes(mine) == {"note a", "note b", "note c"}


def test_a_file_that_cannot_be_read_is_named_and_left(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    bad = tmp_path / "bad.json"
    bad.write_text('{"annotations": ')
    with pytest.raises(Corrupt, match=r"bad\.json"):
        merge_files(store, [bad])
    with pytest.raises(NotFound):
        merge_files(store, [tmp_path / "none.json"])
    assert bad.read_text() == '{"annotations": '


def test_a_copy_that_would_hide_much_asks_first(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    add(store, *(f"a-{n}" for n in range(30)))
    compact(store)
    other = store_in(tmp_path / "other", "bert-00000002")
    merge_files(other, [tmp_path / "library.json"])
    other.save_annotations([Change(one, None) for one in other.annotations()[:25]])
    compact(other)
    tables = read_copy(other.system, other.paths.file)
    asked = absorb(store, tables, "other")
    assert not asked.done
    assert (asked.hidden, asked.after) == (25, 30)
    assert len(store_in(tmp_path).annotations()) == 30
    assert absorb(store, tables, "other", confirmed=True).after == 5
    assert any(backup.name == "before-merge" for backup in backups(store.system, store.paths))


def test_what_a_copy_has_made_one_with_others_is_not_hidden(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    add(store, *(f"a-{n}" for n in range(30)))
    compact(store)
    other = store_in(tmp_path / "other", "bert-00000002")
    merge_files(other, [tmp_path / "library.json"])
    first, *more = sorted(other.annotations(), key=lambda one: one.id)
    others = tuple(one.id for one in more[:25])
    folded = [Change(one, None) for one in more[:25]]
    other.save_annotations([Change(first, first._replace(aliases=others)), *folded])
    compact(other)
    told = absorb(store, read_copy(other.system, other.paths.file), "other")
    assert (told.done, told.hidden, told.folded, told.after) == (True, 0, 25, 5)
    assert str(told) == "other: 1 changed, 25 made one with others; 30 before, 5 now"


def test_two_machines_meet_in_a_folder(tmp_path: Path) -> None:
    mine, theirs = store_in(tmp_path / "mine"), store_in(tmp_path / "theirs", "bert-00000002")
    folder = tmp_path / "shared"
    add(mine, "a")
    name = mine.keep(document())
    add(theirs, "b")
    for store in (mine, theirs, mine):
        sync_folder(store, folder)
    assert notes(mine) == notes(theirs) == {"note a", "note b"}
    assert theirs.document(name) == document()
    assert mine.paths.file.read_bytes() == theirs.paths.file.read_bytes()
    assert {path.name for path in folder.iterdir()} == {
        "texts",
        own_file(mine, folder).name,
        own_file(theirs, folder).name,
    }
    sync_folder(theirs, folder)
    assert not sync_folder(theirs, folder).written
    assert str(sync_folder(mine, folder)) == ""


def test_notes_written_at_once_are_told_after_a_sync(tmp_path: Path) -> None:
    mine, theirs = store_in(tmp_path / "mine"), store_in(tmp_path / "theirs", "bert-00000002")
    folder = tmp_path / "shared"
    add(mine, "a")
    sync_folder(mine, folder)
    sync_folder(theirs, folder)
    for store, text in ((mine, "here"), (theirs, "there")):
        (one,) = store.annotations()
        store.save_annotations([Change(one, one._replace(note=text))])
    sync_folder(mine, folder)
    report = sync_folder(theirs, folder)
    assert "1 note with two texts" in str(report)
    (one,) = theirs.annotations()
    assert {(rival.text, rival.device) for rival in one.rivals} == {("here", "anna"), ("there", "bert")}


def test_a_file_that_an_engine_is_still_writing_is_read_later(tmp_path: Path) -> None:
    mine = store_in(tmp_path / "mine")
    folder = tmp_path / "shared"
    sync_folder(mine, folder)
    half = folder / "reader.bert-00000002.json"
    half.write_text(plain_copy("x")[:40])
    assert sync_folder(mine, folder).unreadable == (half.name,)
    half.write_text(plain_copy("x"))
    assert sync_folder(mine, folder).unreadable == ()
    assert notes(mine) == {"only in x"}


def test_a_backup_brings_back_what_was_deleted_and_keeps_what_came_later(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    add(store, "a", "b")
    back_up(store)
    (newest, *_) = backups(store.system, store.paths)
    gone = next(one for one in store.annotations() if one.id == "a")
    store.save_annotations([Change(gone, None)])
    add(store, "later")
    compact(store)
    result = restore(store, newest.made.isoformat())
    assert notes(store_in(tmp_path)) == {"note a", "note b", "note later"}
    assert (result.before, result.after) == (2, 3)


def test_a_backup_is_chosen_by_its_date(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    add(store, "a")
    back_up(store)
    found = backups(store.system, store.paths)
    assert backup_of(found, "2026-11-23") == found[0]
    with pytest.raises(NotFound):
        backup_of(found, "2026-11-20")
    with pytest.raises(NotUnderstood):
        backup_of(found, "yesterday")


@pytest.mark.parametrize(
    "damage", [lambda data: data[: len(data) * 2 // 3], lambda data: b"x" + data, lambda data: data * 2]
)
def test_of_a_damaged_copy_that_is_merged_by_name_what_is_whole_comes(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    here, there = store_in(tmp_path / "here"), store_in(tmp_path / "there", "there-00000002")
    there.save_annotations([Change(None, annotation(f"u{n}", note=f"note {n}")) for n in range(9)])
    compact(there)
    copy = tmp_path / "copy.json"
    copy.write_bytes(damage((tmp_path / "there" / "library.json").read_bytes()))
    (told,) = merge_files(here, [copy])
    assert "copy.json is damaged" in str(told)
    assert len(here.annotations()) == told.added >= 4


@pytest.mark.parametrize("data", [b"", b"[]", b"<html>", b'{"library":{"1":{"uuid":"w","schema":99}}}'])
def test_what_is_no_library_or_a_newer_one_is_refused_by_name(tmp_path: Path, data: bytes) -> None:
    copy = tmp_path / "copy.json"
    copy.write_bytes(data)
    with pytest.raises(Corrupt, match=r"copy\.json"):
        merge_files(store_in(tmp_path), [copy])


def test_a_file_of_a_newer_program_in_a_folder_is_told_apart(tmp_path: Path) -> None:
    store, folder = store_in(tmp_path / "here"), tmp_path / "share"
    folder.mkdir()
    (folder / "reader.other.json").write_text('{"library":{"1":{"uuid":"w","schema":99}}}')
    (folder / "reader.third.json").write_text("{")
    assert sync_folder(store, folder).unread == (
        "reader.third.json: cannot be read yet; the next sync reads it",
        "reader.other.json: it was written by a newer version of reader; update this one",
    )


@pytest.mark.parametrize("kept", [b"", b"\0", b"/a\0b", b"\xff\0\xfe"])
def test_a_damaged_name_of_the_folder_is_no_folder(tmp_path: Path, kept: bytes) -> None:
    store = store_in(tmp_path)
    store.paths.heard.parent.mkdir(parents=True, exist_ok=True)
    store.paths.heard.write_bytes(kept)
    assert heard_folder(store) is None
    assert not [one for one in diagnose(store) if one.trouble is Trouble.LEFT_BEHIND]


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    store, shared = store_in(tmp_path / "home"), tmp_path / "shared"
    shared.mkdir()
    (shared / "texts").write_text("in the way")
    with pytest.raises(NotSaved, match=r"shared/texts: file exists; a file is in the place of a folder: move it away"):
        sync_folder(store, shared)

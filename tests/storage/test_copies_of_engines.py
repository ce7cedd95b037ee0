"""What sync engines leave beside a library and in its folder: joined where it is of the same library, else told."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import tracemalloc
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.errors import Corrupt
from reader.domain.ports import Change
from reader.storage.compaction import compact
from reader.storage.copies.conflicts import CopyVerdict, examine_copies, join_conflicts, merge_files
from reader.storage.copies.doctor import Trouble, diagnose, repair
from reader.storage.copies.sync import sync_folder
from reader.storage.disk.copy_names import ANYHOW, PENDING, CopyOrigin, is_copy, origin
from reader.storage.file.backups import read_copy
from reader.storage.local.paths import DEVICE
from reader.storage.texts.document_file import LARGE, DamagedDocument, pack, unpack
from reader.storage.upkeep import Upkeep
from tests.storage.conftest import store_in
from tests.storage.records import annotation
from tests.storage.test_texts import document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reader.storage import FileStore

ENGINES = [
    "library.sync-conflict-20261122-122330-FUD65AL.json",
    "library.sync-conflict-20261122-122330-FUD65AL.sync-conflict-20261123-080000-ABCDEFG.json",
    "library (Anna's conflicted copy 2026-11-22).json",
    "library (conflicted copy 2026-11-22 122330) (conflicted copy 2026-11-23 080000).json",
    "library (Case Conflict 2).json",
    "library (SFConflict ana@example.com 2026-11-22-12-23-30).json",
    "library [conflicted 2].json",
    "library_conflict-20261122-122330.json",
    "library.Conflict.json",
    "library.Conflict.Conflict.json",
    "library_Andy-PC_Nov-22-1223-2026_CaseConflict_1.json",
    "library_annas mac_Nov-22-1223-2026_Conflict.json",
    "library.json.conflict1",
    "library.json..path2",
]
PROGRAMS = ["library (1).json", "library (1) (2).json", "library_REMOTE_1234.json", "library.json.orig"]
UNKNOWN = ["library 2.json", "library-DESKTOP-AB12CD3.json", "library-LAPTOP-1A2B3C4D-2.json"]
PERSONS = ["library-work.json", "library-Annas-Mac.json", "library copy.json", "library.old.json", "library_b.json"]
NONE = [
    "library.json",
    "librarian (1).json",
    ".library.json.icloud",
    "library.json~",
    "other.json",
    "library.json.part",
]
BY_ORIGIN = [
    *((name, CopyOrigin.ENGINE) for name in ENGINES),
    *((name, CopyOrigin.PROGRAM) for name in PROGRAMS),
    *((name, CopyOrigin.UNKNOWN) for name in UNKNOWN),
    *((name, CopyOrigin.PERSON) for name in PERSONS),
    *((name, None) for name in NONE),
]


@pytest.mark.parametrize(("name", "by"), BY_ORIGIN)
def test_who_named_a_copy(name: str, by: CopyOrigin | None) -> None:
    assert origin(name, "library.json") is by


def test_a_long_name_is_looked_at_quickly() -> None:
    assert origin("library" + " (conflict" * 24 + ").json", "library.json") is CopyOrigin.PERSON
    assert not is_copy("anna-00000001.b", DEVICE)
    assert is_copy("anna-00000001.sync-conflict-20261122-122330-FUD65AL", DEVICE)


@given(st.lists(st.sampled_from(["library", ".json", ".jsonl", ".conflict1", ".orig", " (1)", "-", "copy", "~", "\n"])))
def test_a_name_is_looked_at_closely_wherever_it_may_be_that_of_a_copy(parts: list[str]) -> None:
    name = "".join(parts)
    wide = rf"(?s:library{ANYHOW}\.json|library\.json{ANYHOW})"
    named = bool(re.fullmatch(wide, name)) and not re.fullmatch(PENDING, name)
    assert (origin(name, "library.json") is not None) is named


def add(store: FileStore, *names: str) -> None:
    store.save_annotations([Change(None, annotation(name, note=name)) for name in names])


def notes(store: FileStore) -> set[str]:
    store.refresh()
    return {one.note for one in store.annotations()}


def copied(folder: Path, name: str, *, related: bool) -> FileStore:
    """A library, and beside it a copy that was written on another machine; or the library of somebody else."""
    store = store_in(folder / "one")
    add(store, "mine")
    compact(store)
    other = store_in(folder / "two", "bert-00000002", state=folder / "of bert")
    if related:
        merge_files(other, [store.paths.file])
    add(other, "theirs")
    compact(other)
    shutil.copy(other.paths.file, folder / "one" / name)
    return store


def conflicts(store: FileStore) -> list[tuple[str, bool]]:
    return [(one.text.split(" may")[0], one.mendable) for one in diagnose(store) if one.trouble is Trouble.CONFLICT]


@pytest.mark.parametrize("related", [True, False], ids=["related", "another's"])
@pytest.mark.parametrize(("name", "by"), [(name, by) for name, by in BY_ORIGIN if by])
def test_copies_are_joined_where_they_are_of_this_library(
    tmp_path: Path, name: str, by: CopyOrigin, related: bool
) -> None:
    store = copied(tmp_path, name, related=related)
    joined = by is CopyOrigin.ENGINE or (related and by is not CopyOrigin.PERSON)
    if joined:
        assert conflicts(store) == [(f"{name} was left by a sync engine", True)]
        assert any("joined" in done for done in repair(store))
        assert notes(store) == {"mine", "theirs"}
        assert not (tmp_path / "one" / name).exists()
        assert list((tmp_path / "one" / "backups").glob("joined-*"))
        assert conflicts(store) == []
        return
    upkeep = Upkeep(store)
    assert name in upkeep()
    assert name not in upkeep(), "it is told once"
    assert conflicts(store) == [(name, False)]
    repair(store)
    assert notes(store) == {"mine"}
    merge_files(store, [tmp_path / "one" / name])
    assert notes(store) == {"mine", "theirs"}
    assert (tmp_path / "one" / name).exists(), "what a person may have named is never removed"
    assert conflicts(store) == [], "there is nothing new in it"
    assert Upkeep(store)() == ""


def test_a_copy_that_stays_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = copied(tmp_path, "library-work.json", related=False)
    path = tmp_path / "one" / "library-work.json"
    assert examine_copies(store) == {path: CopyVerdict.OFFER}
    monkeypatch.setattr("reader.storage.copies.conflicts.with_rows", None)
    assert examine_copies(store) == {path: CopyVerdict.OFFER}


def test_a_library_that_is_used_as_such_is_no_copy(tmp_path: Path) -> None:
    store = copied(tmp_path, "library-work.json", related=False)
    work = store.paths._replace(library=tmp_path / "one" / "library-work.json")
    work.own_state.mkdir(parents=True)
    assert examine_copies(store) == {work.library: CopyVerdict.LEAVE}


@pytest.mark.parametrize("content", [b"", b'{"annotations"', b'{"a": 1}', b"\x1f\x8b12"])
def test_a_copy_that_cannot_be_read_is_named_and_promised_nothing(tmp_path: Path, content: bytes) -> None:
    store = store_in(tmp_path)
    add(store, "mine")
    compact(store)
    path = tmp_path / ENGINES[0]
    path.write_bytes(content)
    assert join_conflicts(store).unreadable == (path,)
    (one,) = [one for one in diagnose(store) if one.trouble is Trouble.CONFLICT]
    assert (path.name in one.text, one.mendable) == (True, False)
    (tmp_path / "library-2026.json").write_bytes(content)
    assert join_conflicts(store).offered == ()


HEAD, END = b'{"annotations":{"1":{"uuid":"a","x":', b"}}}"
BOMBS: dict[str, Callable[[], bytes]] = {
    "one text": lambda: gzip.compress(HEAD + b'"' + b"x" * (200 << 20) + b'"' + END),
    "blanks": lambda: gzip.compress(b"{" + b" " * (200 << 20) + b"}"),
    "objects": lambda: HEAD + b"[" + b"{}," * (5 << 20) + b"1]" + END,
    "texts": lambda: HEAD + b"[" + b'"ab",' * (5 << 20) + b"1]" + END,
    "numbers": lambda: HEAD + b"[" + b"1e1," * (11 << 20) + b"1]" + END,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_file_that_is_made_to_use_up_memory_is_refused(tmp_path: Path, name: str) -> None:
    mine, folder = store_in(tmp_path / "mine"), tmp_path / "shared"
    folder.mkdir()
    bomb = folder / "reader.bert-00000002.json"
    bomb.write_bytes(BOMBS[name]())
    tracemalloc.start()
    try:
        assert sync_folder(mine, folder).unreadable == (bomb.name,)
        assert tracemalloc.get_traced_memory()[1] < 256 << 20
    finally:
        tracemalloc.stop()
    with pytest.raises(Corrupt):
        read_copy(mine.system, bomb)


def test_texts_that_unpack_to_too_much_are_damaged() -> None:
    whole = pack(document(), "n")
    head, _, rest = whole.partition(b"\n")
    facts = json.loads(head)
    columns, text = rest[: facts["columns"]], zlib.compress(bytes(LARGE + 1))
    facts |= {"text_crc": zlib.crc32(bytes(LARGE + 1)), "packed": True}
    with pytest.raises(DamagedDocument):
        unpack(json.dumps(facts).encode() + b"\n" + columns + text, "n")
    columns = zlib.compress(bytes(2 << 20))
    facts |= {"columns": len(columns), "crc": zlib.crc32(columns), "packed": False, "text_crc": zlib.crc32(b"")}
    with pytest.raises(DamagedDocument, match="n"):
        unpack(json.dumps(facts).encode() + b"\n" + columns, "n")
    assert unpack(whole, "n") == document()


def test_what_cannot_be_read_in_the_folder_is_named_and_read_the_next_time(tmp_path: Path) -> None:
    mine, theirs = store_in(tmp_path / "mine"), store_in(tmp_path / "theirs", "bert-00000002")
    folder = tmp_path / "shared"
    add(theirs, "theirs")
    name = theirs.keep(document())
    sync_folder(theirs, folder)
    file, text = folder / "reader.bert-00000002.json", folder / "texts" / name
    whole = file.read_bytes(), text.read_bytes()
    (folder / ".reader.cora-00000003.json.icloud").touch()
    for cut in (b"", whole[0][:300]):
        file.write_bytes(cut)
        text.write_bytes(cut)
        report = sync_folder(mine, folder)
        assert set(report.unreadable) == {file.name, f"texts/{name}", ".reader.cora-00000003.json.icloud"}
    file.write_bytes(whole[0])
    text.write_bytes(whole[1])
    assert sync_folder(mine, folder).unreadable == (".reader.cora-00000003.json.icloud",)
    assert notes(mine) == {"theirs"}
    assert mine.document(name) == document()


def test_another_machines_unfinished_files_in_the_folder_are_left(tmp_path: Path) -> None:
    mine, folder = store_in(tmp_path / "mine"), tmp_path / "shared"
    folder.mkdir()
    own, other = (folder / f".reader.{device}.json.999999999.part" for device in (mine.device, "bert-00000002"))
    own.touch()
    other.touch()
    sync_folder(mine, folder)
    assert (own.exists(), other.exists()) == (False, True)

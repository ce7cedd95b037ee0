"""A machine's own id, and what becomes of what ids leave behind that write no more."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.domain.ports import Change
from reader.storage import open_store
from reader.storage.compaction import compact
from reader.storage.copies.doctor import Trouble, diagnose, repair
from reader.storage.copies.silent_devices import fold_in
from reader.storage.copies.sync import own_file, sync_folder
from reader.storage.device import device_id
from reader.storage.disk import system
from reader.storage.upkeep import Upkeep
from tests.storage.conftest import paths_in, store_in
from tests.storage.faults import UnsyncedSystem
from tests.storage.records import annotation, article
from tests.world import NOON, Ticking, counted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reader.storage import FileStore


class Host(UnsyncedSystem):
    """A machine that can be given another name."""

    def __init__(self, name: str = "annas-laptop", machine: str = "m1") -> None:
        self.name, self.id = name, machine

    def host(self) -> str:
        return self.name

    def machine(self) -> str:
        return self.id


def id_of(folder: Path, host: Host, start: str = "") -> str:
    digits = counted()
    return device_id(host, paths_in(folder), lambda: start or digits())


@pytest.mark.parametrize("machine", ["m1", ""], ids=["with an id", "with none"])
def test_an_id_does_not_follow_the_hosts_name(tmp_path: Path, machine: str) -> None:
    names = ["annas-laptop", "dhcp-17", "0a1b2c3d4e5f", "localhost", "annas-laptop.fritz.box"]
    assert {id_of(tmp_path, Host(name, machine)) for name in names} == {"annas-laptop-00010002"}


def test_a_home_that_was_copied_to_another_machine_gets_its_own(tmp_path: Path) -> None:
    mine = id_of(tmp_path, Host())
    theirs = id_of(tmp_path, Host(machine="m2"), "beef")
    assert theirs == "annas-laptop-beefbeef"
    for _ in range(3):  # one home of two machines
        assert id_of(tmp_path, Host(machine="m1"), "dead") == mine
        assert id_of(tmp_path, Host(machine="m2"), "dead") == theirs


def test_a_home_that_was_copied_on_one_machine_gets_its_own(tmp_path: Path) -> None:
    mine = id_of(tmp_path / "ann", Host())
    shutil.copytree(tmp_path / "ann", tmp_path / "ben")
    assert id_of(tmp_path / "ben", Host(), "beef") == "annas-laptop-beefbeef"
    assert id_of(tmp_path / "ann", Host(), "dead") == mine


@pytest.mark.parametrize(("name", "kept"), [("annas-laptop", True), ("another", False)])
def test_an_id_from_before_ids_were_bound_is_kept_by_its_host(tmp_path: Path, name: str, kept: bool) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "device").write_text("annas-laptop-12345678")
    assert (id_of(tmp_path, Host(name)) == "annas-laptop-12345678") is kept


@pytest.mark.parametrize("junk", ["", "\n", "nothing", "../../x-12345678 m\n", "\udcff"])
def test_a_file_of_ids_that_holds_something_else_is_none(tmp_path: Path, junk: str) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "device").write_bytes(os.fsencode(junk))
    assert id_of(tmp_path, Host()) == "annas-laptop-00010002" == id_of(tmp_path, Host(), "dead")


def test_where_an_id_cannot_be_kept_there_is_one_for_this_run(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    assert id_of(tmp_path, Host()) == "annas-laptop-00010002"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3d1219c7c4c5404aaa1f6d2a48adfda4\n", "3d1219c7c4c5404aaa1f6d2a48adfda4"),
        ("3D1219C7-C4C5-404A-AA1F-6D2A48ADFDA4", "3d1219c7-c4c5-404a-aa1f-6d2a48adfda4"),
        ("uninitialized\n", ""),
        ("", ""),
        ("0" * 32, ""),
        ("\xff", ""),
    ],
)
def test_the_machines_own_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, found: str) -> None:
    (tmp_path / "id").write_text(text, encoding="latin-1")
    monkeypatch.setattr(system, "MACHINE_IDS", (str(tmp_path / "none"), str(tmp_path / "id")))
    monkeypatch.setattr("sys.platform", "linux")
    assert system.machine() == found


def add(store: FileStore, *names: str) -> None:
    store.save_articles([Change(None, article())])
    store.save_annotations([Change(None, annotation(name, note=name)) for name in names])


def notes(folder: Path) -> set[str]:
    return {one.note for one in store_in(folder).annotations()}


def silent(path: Path) -> None:
    before = (NOON - timedelta(days=100)).timestamp()
    os.utime(path, (before, before))


def left(folder: Path) -> list[str]:
    found = diagnose(store_in(folder))
    return [one.text for one in found if one.trouble is Trouble.LEFT_BEHIND and one.mendable]


def test_what_silent_devices_left_is_folded_in(tmp_path: Path) -> None:
    state = tmp_path / "elsewhere"
    for n in range(5):
        store = store_in(tmp_path, f"dhcp-{n}-0000000{n}", state=state)
        add(store, f"of {n}")
        silent(store.paths.journal(store.device))
    add(store_in(tmp_path), "mine")
    everything = {"mine", *(f"of {n}" for n in range(5))}
    assert len(left(tmp_path)) == 5
    assert len(repair(store_in(tmp_path))) == 6
    assert left(tmp_path) == []
    assert [path.name for path in tmp_path.glob("*.journal")] == ["library.anna-00000001.journal"]
    assert notes(tmp_path) == everything
    shutil.rmtree(tmp_path / "backups")
    assert notes(tmp_path) == everything


def test_a_device_that_writes_is_left_alone_until_it_is_asked_for(tmp_path: Path) -> None:
    store = open_store(paths_in(tmp_path), clock=lambda: datetime.now(UTC), device="bert-00000002", entropy=counted())
    add(store_in(tmp_path, "cora-00000003"), "theirs")
    assert not [one for one in diagnose(store) if one.trouble is Trouble.LEFT_BEHIND]
    assert repair(store)[1:] == ["library.cora-00000003.journal was folded into the library"]
    assert notes(tmp_path) == {"theirs"}


class Racing(UnsyncedSystem):
    """On this disk another machine adds to its journal at the moment at which it is moved away."""

    def __init__(self) -> None:
        self.act: Callable[[], object] = lambda: None

    def replace(self, source: Path, target: Path) -> None:
        if source.suffix == ".journal":
            act, self.act = self.act, lambda: None
            act()
        super().replace(source, target)


class Moving(UnsyncedSystem):
    """The same from the other side: the journal is moved while a line is added to it."""

    def __init__(self) -> None:
        self.act: Callable[[], object] = lambda: None

    def sync(self, descriptor: int) -> None:
        super().sync(descriptor)
        act, self.act = self.act, lambda: None
        act()


def test_a_device_that_was_not_silent_loses_nothing(tmp_path: Path) -> None:
    theirs, system = store_in(tmp_path, "bert-00000002", state=tmp_path / "of another machine"), Racing()
    add(theirs, "early")
    mine = open_store(paths_in(tmp_path), clock=Ticking(), device="anna-00000001", entropy=counted(), system=system)
    system.act = lambda: add(theirs, "late")
    fold_in(mine)
    assert notes(tmp_path) == {"early", "late"}
    add(theirs, "later")
    assert notes(tmp_path) == {"early", "late", "later"}
    theirs.refresh()
    compact(theirs)
    assert notes(tmp_path) == {"early", "late", "later"}


def test_a_line_that_was_added_to_a_journal_that_has_gone_is_added_again(tmp_path: Path) -> None:
    system = Moving()
    theirs = open_store(paths_in(tmp_path), clock=Ticking(), device="bert-00000002", entropy=counted(), system=system)
    add(theirs, "early")
    path = theirs.paths.journal(theirs.device)
    system.act = lambda: path.unlink()
    add(theirs, "late")
    assert notes(tmp_path) == {"late"}
    assert {one.note for one in theirs.annotations()} >= {"late"}


def test_files_of_silent_machines_leave_the_sync_folder(tmp_path: Path) -> None:
    folder, mine, theirs = tmp_path / "shared", store_in(tmp_path / "a"), store_in(tmp_path / "b", "bert-00000002")
    add(theirs, "theirs")
    sync_folder(theirs, folder)
    gone = own_file(theirs, folder)
    silent(gone)
    sync_folder(mine, folder)
    Upkeep(mine).hear(folder)
    assert left(tmp_path / "a") == [f"{gone.name} of bert-00000002, last written on 2026-08-14"]
    repair(store_in(tmp_path / "a"))
    assert (gone.exists(), notes(tmp_path / "a")) == (False, {"theirs"})
    sync_folder(theirs, folder)
    assert gone.exists(), "its machine is still there"


def test_a_file_of_a_silent_machine_that_cannot_be_read_stays(tmp_path: Path) -> None:
    folder, mine = tmp_path / "shared", store_in(tmp_path / "a")
    sync_folder(mine, folder)
    (folder / "reader.bert-00000002.json").write_text('{"annotations"')
    silent(folder / "reader.bert-00000002.json")
    Upkeep(mine).hear(folder)
    assert fold_in(mine) == []
    assert (folder / "reader.bert-00000002.json").exists()

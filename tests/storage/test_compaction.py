"""The library file itself: written whole, canonical, and read row by row afterwards."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from tinydb import TinyDB, where

import reader.storage.journal as journal
from reader.domain.ports import Change
from reader.storage import open_store
from reader.storage.compaction import compact
from reader.storage.disk.system import REAL
from reader.storage.file.backups import backups, unpack
from reader.storage.local.write_days import WriteDays
from tests.storage.conftest import paths_in, store_in
from tests.storage.faults import UnsyncedSystem
from tests.storage.records import ARTICLE, annotation, article
from tests.world import NOON, Ticking, counted

if TYPE_CHECKING:
    from pathlib import Path


def filled(folder: Path, count: int = 5) -> None:
    store = store_in(folder)
    store.save_articles([Change(None, article())])
    store.save_annotations([Change(None, annotation(f"a-{n}", note=f"note {n}", tags=("t",))) for n in range(count)])
    assert compact(store)


def test_the_library_is_a_file_that_tinydb_reads(tmp_path: Path) -> None:
    filled(tmp_path)
    database = TinyDB(tmp_path / "library.json")
    (found,) = database.table("annotations").search(where("note") == "note 3")
    assert found["uuid"] == "a-3"
    assert found["tags"] == ["t"]
    assert found["quote"] == "xxxxxxx"
    (about,) = database.table("library").all()
    assert about["schema"] == 1


def test_what_was_written_is_read_and_the_journal_is_empty(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    one = annotation(note="text")
    store.save_annotations([Change(None, one)])
    compact(store)
    assert paths_in(tmp_path).journal(store.device).stat().st_size == 0
    assert list(store.annotations(ARTICLE)) == list(store_in(tmp_path).annotations(ARTICLE)) == [one]
    assert not compact(store), "there is nothing to write"


def test_the_same_knowledge_is_the_same_bytes_whatever_the_order(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    mine, theirs = store_in(tmp_path / "one", "anna-00000001"), store_in(tmp_path / "two", "bert-00000002")
    mine.save_annotations([Change(None, annotation("a-1")), Change(None, annotation("a-2"))])
    theirs.save_annotations([Change(None, annotation("b-1"))])
    journals = [paths_in(tmp_path / "one").journal(mine.device), paths_in(tmp_path / "two").journal(theirs.device)]
    for here, other in (journals, journals[::-1]):
        (here.parent / other.name.replace(".journal", "-copy.journal")).write_bytes(other.read_bytes())
    for store in (mine, theirs):
        store.refresh()
        compact(store)
    assert (tmp_path / "one" / "library.json").read_bytes() == (tmp_path / "two" / "library.json").read_bytes()


def test_another_tools_edit_is_adopted(tmp_path: Path) -> None:
    filled(tmp_path)
    file = tmp_path / "library.json"
    database = TinyDB(file)
    database.table("annotations").update({"note": "by a script", "tags": ["t", "new"]}, where("uuid") == "a-1")
    database.table("annotations").insert({"uuid": "s-1", "article": ARTICLE, "quote": "found", "note": "scripted"})
    for _ in range(2):
        store = store_in(tmp_path)
        found = {one.id: one for one in store.annotations(ARTICLE)}
        assert found["a-1"].note == "by a script"
        assert sorted(found["a-1"].tags) == ["new", "t"]
        assert found["a-1"].rivals == ()
        assert found["s-1"].quote == "found"
        assert len(found) == 6
        compact(store)


def test_what_we_do_not_know_is_written_back(tmp_path: Path) -> None:
    filled(tmp_path)
    file = tmp_path / "library.json"
    library = json.loads(file.read_text())
    next(iter(library["annotations"].values()))["mood"] = {"x": [1]}
    library["future"] = {"7": {"a": 1}, "8": {"uuid": "no record", "b": [2]}}
    file.write_text(json.dumps(library, indent=2))
    store = store_in(tmp_path)
    assert compact(store)
    store.save_annotations([Change(None, annotation("later"))])
    assert compact(store)
    written = json.loads(file.read_text())
    assert written["future"] == library["future"]
    assert [row["mood"] for row in written["annotations"].values() if "mood" in row] == [{"x": [1]}]


def test_a_library_put_in_place_of_ours_is_joined_with_what_we_wrote_last(tmp_path: Path) -> None:
    filled(tmp_path)
    old = (tmp_path / "library.json").read_bytes()
    store = store_in(tmp_path)
    store.save_annotations([Change(None, annotation("late"))])
    compact(store)
    (tmp_path / "library.json").write_bytes(old)
    assert {"late", "a-1"} <= {one.id for one in store_in(tmp_path).annotations()}


@pytest.mark.parametrize("other", [f"b-{n}" for n in range(8)])
def test_a_library_put_in_place_of_ours_at_once_is_not_taken_for_ours(tmp_path: Path, other: str) -> None:
    """Some of the files are laid out alike, so that an index of the one would fit the other."""
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    theirs = store_in(tmp_path / "two", "bert-00000002")
    theirs.save_annotations([Change(None, annotation(other, note="1"))])
    compact(theirs)

    class Engine(UnsyncedSystem):
        def replace(self, source: Path, target: Path) -> None:
            super().replace(source, target)
            if target == paths.file:
                super().replace(theirs.paths.file, target)

    paths = paths_in(tmp_path / "one")
    mine = open_store(paths, clock=Ticking(), device="anna-00000001", entropy=counted(), system=Engine())
    mine.save_annotations([Change(None, annotation("a-1", note="1"))])
    compact(mine)
    assert {one.id for one in mine.annotations()} == {"a-1", other}
    assert {one.id for one in store_in(tmp_path / "one", "anna-00000001").annotations()} == {"a-1", other}


def test_a_missing_library_is_not_an_empty_one(tmp_path: Path) -> None:
    filled(tmp_path)
    store = store_in(tmp_path)
    assert len(store.annotations()) == 5
    (tmp_path / "library.json").unlink()
    assert not store.refresh()
    assert len(store.annotations()) == 5
    again = store_in(tmp_path)
    assert len(again.annotations()) == 5
    assert "gone" in again.notices[0]


def test_a_link_to_the_library_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "library.json").symlink_to(tmp_path / "real" / "library.json")
    filled(tmp_path)
    assert (tmp_path / "library.json").is_symlink()
    assert (tmp_path / "real" / "library.json").is_file()
    assert len(store_in(tmp_path).annotations()) == 5


def test_the_mode_of_the_file_is_kept(tmp_path: Path) -> None:
    filled(tmp_path)
    file = tmp_path / "library.json"
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o640)
    store = store_in(tmp_path)
    store.save_annotations([Change(None, annotation("new"))])
    compact(store)
    assert file.stat().st_mode & 0o777 == 0o640


def write_on(folder: Path, day: int) -> None:
    """Write the library, so many days after it was begun."""
    store = store_in(folder)
    store.clock = lambda: NOON + timedelta(days=day)
    store.save_annotations([Change(None, annotation(f"new-{len(store.annotations())}"))])
    assert compact(store)


def deleted(folder: Path) -> str:
    """The id of an annotation in the trash of a library that was written on its first day."""
    filled(folder)
    store = store_in(folder)
    one = store.annotations()[0]
    store.save_annotations([Change(one, None)])
    compact(store)
    return one.id


def trash(folder: Path) -> list[str]:
    return [one.id for one in store_in(folder).trash()]


def check_trash(folder: Path) -> None:
    gone = deleted(folder)
    for day in range(1, 91):
        write_on(folder, day)
    assert trash(folder) == [gone]
    write_on(folder, 91)
    assert trash(folder) == []
    assert len(store_in(folder).annotations()) == 4 + 91
    rows = json.loads((folder / "library.json").read_text())["annotations"].values()
    (row,) = [row for row in rows if row["uuid"] == gone]
    assert list(row["f"]) == ["deleted"]


@pytest.mark.slow
def test_the_trash_is_emptied_after_its_time(tmp_path: Path) -> None:
    check_trash(tmp_path)


def check_wrong_clock(folder: Path, days: list[int]) -> None:
    gone = deleted(folder)
    for day in days:
        write_on(folder, day)
        assert trash(folder) == [gone]


WRONG = {
    "ahead once": [100, 0, 1, 100_000, 1],
    "ahead for good": [100, 101, 102, 103, 104],
    "wild": [100, 200, 400, 800, 1600, 3200, 6400],
    "behind once": [-9000, 0, 1, 2],
    "behind, and right again": [-9000, -8999, -8998, -8997, -8996, 0, 1, 2, 3, 4],
    "there and back": [100, 0, 100, 0, 100, 0, 100, 0, 100],
    "seldom": list(range(0, 7 * 40, 7)),
}


@pytest.mark.parametrize("days", WRONG.values(), ids=WRONG)
def test_a_wrong_clock_does_not_empty_the_trash(tmp_path: Path, days: list[int]) -> None:
    check_wrong_clock(tmp_path, days)


@pytest.mark.slow
def test_a_machine_that_lost_its_state_counts_anew(tmp_path: Path) -> None:
    gone = deleted(tmp_path)
    for day in range(1, 60):
        write_on(tmp_path, day)
    shutil.rmtree(tmp_path / "state")
    for day in range(60, 120):
        write_on(tmp_path, day)
    assert trash(tmp_path) == [gone]


@pytest.mark.slow
def test_the_tests_catch_age_by_the_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the days between two writes counted, and none were doubted."""

    def written_on(days: WriteDays, today: date) -> WriteDays:
        return days._replace(number=(today - NOON.date()).days, last=today)

    monkeypatch.setattr(WriteDays, "written_on", written_on)
    for name in ("ahead once", "ahead for good", "wild", "seldom"):
        with pytest.raises(AssertionError):
            check_wrong_clock(tmp_path / name, WRONG[name])


@pytest.mark.slow
def test_the_tests_catch_a_trash_that_is_never_emptied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.storage.compaction.TRASH_DAYS", 10_000)
    with pytest.raises(AssertionError):
        check_trash(tmp_path)


def test_every_written_library_is_backed_up(tmp_path: Path) -> None:
    filled(tmp_path)
    store = store_in(tmp_path)
    for n in range(3):
        (one, *_) = store.annotations()
        store.save_annotations([Change(one, one._replace(note=f"{n}"))])
        compact(store)
    assert len(backups(REAL, paths_in(tmp_path))) == 4


def test_a_library_that_is_removed_while_it_is_open_is_written_again(tmp_path: Path) -> None:
    filled(tmp_path)
    store = store_in(tmp_path)
    assert len(store.annotations()) == 5
    (tmp_path / "library.json").unlink()
    (tmp_path / "backups").rename(tmp_path / "elsewhere")
    assert compact(store)
    assert len(store_in(tmp_path).annotations()) == 5


def test_what_a_killed_process_left_is_removed_and_what_a_running_one_writes_is_not(tmp_path: Path) -> None:
    filled(tmp_path)
    dead, alive = tmp_path / ".library.json.999999999.part", tmp_path / f".library.json.{os.getppid()}.part"
    for part in (dead, alive):
        part.touch()
    compact(store_in(tmp_path))
    assert not dead.exists()
    assert alive.exists()


def test_a_file_of_an_older_schema_is_kept_before_it_is_rewritten(tmp_path: Path) -> None:
    old = b'{"annotations": {"1": {"uuid": "plain", "note": "by a script"}}}'
    (tmp_path / "library.json").write_bytes(old)
    assert compact(store_in(tmp_path))
    (kept,) = [backup for backup in backups(REAL, paths_in(tmp_path)) if backup.name == "before-migration"]
    assert unpack(kept.path.read_bytes()) == old


def test_a_change_to_a_record_that_is_lost_here_writes_all_of_it(tmp_path: Path) -> None:
    one = annotation(note="text")
    store = store_in(tmp_path)
    (stored,) = store.save_annotations([Change(one, one._replace(star=True))])
    assert stored == one._replace(star=True)
    assert store_in(tmp_path).annotations(ARTICLE) == [stored]


def test_rows_of_a_long_write_are_what_others_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They stay bytes until the library is written: what is found before, after, and changed in between is the same."""
    found = []
    for long in (1, 1 << 20):
        folder = tmp_path / str(long)
        filled(folder, 3)
        monkeypatch.setattr(journal, "LONG", long)
        writer = store_in(folder)
        made = [annotation(f"b-{n}", note=f'note {n} }},{{"dead":[', article_id=f"a{n % 2}") for n in range(5)]
        changed = annotation("a-1", note="again", tags=("t",))
        writer.save_annotations([Change(writer.annotation("a-1"), changed), *(Change(None, one) for one in made)])
        store = store_in(folder)
        (one,) = store.save_annotations([Change(made[2], made[2]._replace(note="once more"))])
        assert one is not None
        assert isinstance(store.view.changed["annotations"], dict) == (long > 1)
        before = sorted(store.annotations(None), key=lambda one: one.id)
        assert compact(store)
        found.append(sorted(store.annotations(None), key=lambda one: one.id))
        assert before == found[-1]
    assert found[0] == found[1]
    assert {one.note for one in found[0]} >= {"again", "once more", "note 0"}

"""Reading positions, drafts and the machine's own id."""

from __future__ import annotations

import gc
import os
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.domain.errors import Locked, StoreError
from reader.domain.ports import Draft, ReadingPosition, Rereading, WebPage
from reader.storage import FileDrafts, FileImportMemory, FilePlaces, FileRereadings, FileWebPages
from reader.storage.device import host_part
from reader.storage.disk.lock import Lock
from reader.storage.disk.system import System
from reader.storage.local import state_files
from tests.storage.conftest import paths_in
from tests.storage.records import NOON

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE_ID = "../../etc/passwd\0"


@pytest.mark.parametrize("article_id", ["a", HOSTILE_ID, ""])
def test_a_place_is_remembered(tmp_path: Path, article_id: str) -> None:
    place = ReadingPosition("v1", 120, 130, (("a", 5), ("'", 7)))
    FilePlaces(paths_in(tmp_path)).remember(article_id, place)
    assert FilePlaces(paths_in(tmp_path)).place(article_id) == place
    assert FilePlaces(paths_in(tmp_path)).place("another") is None


def test_a_place_that_cannot_be_kept_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    places = FilePlaces(paths_in(tmp_path))
    places.remember("a", ReadingPosition("v1", 0, 0))
    assert places.place("a") is None


def test_what_came_of_a_file_is_noted_until_it_is_one_of_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state_files, "REREAD", 2)
    notes = FileRereadings(paths_in(tmp_path))
    for number, version in enumerate((HOSTILE_ID, "b", "c")):
        notes.note_reread(version, Rereading("pdf/4", 7, number, another=number == 2))
        for path in (paths_in(tmp_path).own_state / "reread").iterdir():
            os.utime(path, ns=(0, path.stat().st_mtime_ns - 10**9))
    assert FileRereadings(paths_in(tmp_path)).reread("c") == Rereading("pdf/4", 7, 2, another=True)
    assert notes.reread("b") == Rereading("pdf/4", 7, 1, another=False)
    assert notes.reread(HOSTILE_ID) is None
    (paths_in(tmp_path).own_state / "reread" / "b").write_text("[]")
    assert notes.reread("b") is None


def test_drafts_are_kept_until_they_are_dropped(tmp_path: Path) -> None:
    drafts = FileDrafts(paths_in(tmp_path))
    late = Draft(HOSTILE_ID, "", "a page note", NOON + timedelta(seconds=1))
    early = Draft(HOSTILE_ID, "a-1", "unfinished \ud800", NOON)
    for draft in (late, Draft(HOSTILE_ID, "a-1", "unfin", NOON), early):
        drafts.keep_draft(draft)
    assert FileDrafts(paths_in(tmp_path)).of_article(HOSTILE_ID) == [early, late]
    drafts.drop_draft(HOSTILE_ID, "a-1")
    drafts.drop_draft(HOSTILE_ID, "a-1")
    assert drafts.of_article(HOSTILE_ID) == [late]
    assert drafts.of_article("another") == []


def test_a_draft_that_cannot_be_kept_says_so(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    with pytest.raises(StoreError):
        FileDrafts(paths_in(tmp_path)).keep_draft(Draft("a", "", "text", NOON))


@pytest.mark.parametrize(
    ("name", "part"), [("Annas-MacBook Pro.local", "annas-macboo"), ("東京", "machine"), ("-a-", "a"), ("", "machine")]
)
def test_the_hosts_part_of_an_id_is_short_and_plain(name: str, part: str) -> None:
    assert host_part(name) == part


def test_the_newest_pages_are_kept_and_what_is_damaged_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_files, "PAGES", 3)
    pages = FileWebPages(paths_in(tmp_path))
    for number in range(5):
        pages.keep(f"https://a.example/{number}?b=/../c", WebPage(b"<p>\0" * 400, f"u{number}", "text/html"))
    folder = paths_in(tmp_path).own_state / "pages"
    assert len(list(folder.iterdir())) == 3
    assert pages.page("https://a.example/4?b=/../c") == WebPage(b"<p>\0" * 400, "u4", "text/html")
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:-9])
    assert pages.page("https://a.example/4?b=/../c") is None


def test_a_page_that_unpacks_to_more_than_is_kept_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = FileWebPages(paths_in(tmp_path))
    pages.keep("a", WebPage(b"x" * 5000, "a"))
    monkeypatch.setattr(state_files, "PAGE_BYTES", 1000)
    assert pages.page("a") is None
    pages.keep("b", WebPage(b"x" * 5000, "b"))
    assert pages.page("b") is None


def test_the_newest_files_that_were_imported_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_files, "FILES", 2)
    memory = FileImportMemory(paths_in(tmp_path))
    assert (memory.recall("a"), memory.kept()) == (None, None)
    memory.keep({"new": ["x"]})
    for at, key in enumerate(("a", HOSTILE_ID, "c")):
        memory.note(key, {"ids": [key]})
        for path in (paths_in(tmp_path).own_state / "imported").iterdir():
            os.utime(path, ns=(0, path.stat().st_mtime_ns - 10**9 * (3 - at)))
    assert [memory.recall(key) for key in ("a", HOSTILE_ID, "c")] == [None, {"ids": [HOSTILE_ID]}, {"ids": ["c"]}]
    (damaged,) = [one for one in (paths_in(tmp_path).own_state / "imported").iterdir() if b'"c"' in one.read_bytes()]
    damaged.write_bytes(b"{")
    assert memory.recall("c") is None
    assert memory.kept() == {"new": ["x"]}


class Running(System):
    """Programs of these numbers run."""

    def __init__(self, *processes: int) -> None:
        self.processes = processes

    def is_running(self, process: int) -> bool:
        return process in self.processes


def test_what_another_window_types_is_not_what_was_left(tmp_path: Path) -> None:
    system = Running(1, 2)
    one, two = FileDrafts(paths_in(tmp_path), system, 1), FileDrafts(paths_in(tmp_path), system, 2)
    one.keep_draft(Draft("a", "", "of the first", NOON))
    assert two.of_article("a") == []
    two.keep_draft(Draft("a", "", "of the second", NOON))
    two.drop_draft("a", "")
    assert one.of_article("a") == [Draft("a", "", "of the first", NOON)]


def test_what_windows_left_that_ended_is_found_once_and_ended_with_what_became_of_it(tmp_path: Path) -> None:
    at = [NOON + timedelta(seconds=n) for n in range(4)]
    other = Draft("a", "b", "other", at[2])
    for process, draft in enumerate((Draft("a", "", "first", at[0]), Draft("a", "", "second", at[1]), other), 2):
        FileDrafts(paths_in(tmp_path), Running(), process).keep_draft(draft)
    mine = FileDrafts(paths_in(tmp_path), Running(), 1)
    whole = [Draft("a", "", "first\n\nsecond", at[1]), other]
    assert mine.of_article("a") == whole
    assert mine.of_article("a") == whole, "to look at them ends none"
    mine.keep_draft(Draft("a", "", "both, edited", at[3]))
    assert FileDrafts(paths_in(tmp_path), Running(), 9).of_article("a") == [
        other,
        Draft("a", "", "both, edited", at[3]),
    ]
    mine.drop_draft("a", "")
    assert mine.of_article("a") == [other]


def test_what_was_never_shown_is_not_ended(tmp_path: Path) -> None:
    mine = FileDrafts(paths_in(tmp_path), Running(), 1)
    assert mine.of_article("a") == []
    FileDrafts(paths_in(tmp_path), Running(), 2).keep_draft(Draft("a", "", "killed meanwhile", NOON))
    mine.keep_draft(Draft("a", "", "mine", NOON))
    mine.drop_draft("a", "")
    assert [one.text for one in mine.of_article("a")] == ["killed meanwhile"]


def test_a_number_that_another_program_has_now_hides_nothing(tmp_path: Path) -> None:
    left = FileDrafts(paths_in(tmp_path), Running(), 2)
    left.keep_draft(Draft("a", "", "left", NOON))
    del left  # it ends, and lets go of what shows that it runs
    gc.collect()
    assert [one.text for one in FileDrafts(paths_in(tmp_path), Running(2), 1).of_article("a")] == ["left"]


def test_a_draft_of_before_its_program_was_told_is_found(tmp_path: Path) -> None:
    FileDrafts(paths_in(tmp_path), Running(), 2).keep_draft(Draft("a", "", "old", NOON))
    (file,) = (path for path in (tmp_path / "state").rglob("*.2") if path.is_file())
    file.write_text(file.read_text().replace(',"process":2', ""))
    file.rename(file.with_suffix(""))
    mine = FileDrafts(paths_in(tmp_path), Running(2), 1)
    assert [one.text for one in mine.of_article("a")] == ["old"]
    mine.drop_draft("a", "")
    assert mine.of_article("a") == []


def test_a_lock_that_is_closed_while_it_is_held_is_let_go_of(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    mine = Lock(path, patience=0.0)
    with mine.held():
        mine.close()
        with Lock(path, patience=0.0).held():
            pass
    with mine.held(), pytest.raises(Locked), Lock(path, patience=0.0).held():
        pass

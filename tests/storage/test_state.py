"""Reading positions, drafts and the machine's own id."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.domain.errors import StoreError
from reader.domain.ports import Draft, ReadingPosition, WebPage
from reader.storage import FileDrafts, FileImportMemory, FilePlaces, FileWebPages
from reader.storage.device import host_part
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

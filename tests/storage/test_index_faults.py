"""The derived index where everything goes wrong: never a wrong answer, at worst a slow one. See scale.py."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from reader.domain.ports import Change
from reader.domain.shingles import fingerprint
from reader.library.phrases import search
from reader.storage import FileStore, catching_up, questions
from reader.storage.catching_up import catch_up
from reader.storage.compaction import compact
from reader.storage.disk import lock
from reader.storage.file import library_file
from reader.storage.index import database, text_words
from reader.storage.index.database import IndexDatabase
from tests.forking import fork
from tests.storage.conftest import store_in
from tests.storage.records import annotation
from tests.storage.scale import scaled, seeded
from tests.storage.test_index import answers, database_of, plain, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXT = " ".join(f"word{n} of{n % 7} the{n % 11} sand{n % 13}" for n in range(60))


@pytest.fixture(autouse=True)
def _of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_file, "SMALL", 0)
    monkeypatch.setattr(database, "PATIENT", 0.05)


def fill(store: FileStore, first: int, count: int) -> None:
    for n in range(first, first + count):
        one = read(store, n, f"{TEXT} only{n}")
        marks = [annotation(f"{n:04d}-{k}", article_id=one.id, note=f"note{n}", tags=("law",)) for k in range(3)]
        store.save_annotations([Change(None, mark) for mark in marks])


def check(folder: Path, store: FileStore | None = None) -> None:
    """All that is asked is answered as without an index."""
    store, other = store or store_in(folder), plain(folder)
    store.refresh()
    assert answers(store) == answers(other)
    for words in ("only1", "word3 of3", "nd1"):
        assert {(hit.article.id, hit.span) for hit in search(store, words)} == {
            (hit.article.id, hit.span) for hit in search(other, words)
        }
    sketch = fingerprint(f"{TEXT} only1")
    assert {one.id for one in store.articles_like(sketch)} >= {one.id for one in other.articles_like(sketch)}


class Connection(sqlite3.Connection):
    """One that is asked before each statement whether it may be."""

    ask: Callable[[Connection, str], None] = lambda _self, _statement: None

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        type(self).ask(self, statement)
        return super().execute(statement, *values)

    def executemany(self, statement: str, values: Any) -> sqlite3.Cursor:
        type(self).ask(self, statement)
        return super().executemany(statement, values)


def asking(monkeypatch: pytest.MonkeyPatch, ask: Callable[[Connection, str], None]) -> None:
    connect = sqlite3.connect

    class Asking(Connection):
        pass

    Asking.ask = ask
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **given: connect(*args, **given, factory=Asking))


def killed(at: int, work: Callable[[], object]) -> bool:
    """Do the work in a process that dies at the statement of that number; whether it died there."""
    child = fork()
    if not child:
        left = at

        def ask(_: Connection, _statement: str) -> None:
            nonlocal left
            left -= 1
            if not left:
                os._exit(9)

        try:
            asking(pytest.MonkeyPatch(), ask)
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@scaled(quick=3, floor=15, stretch=1000)
def test_killed_at_any_moment(tmp_path: Path, rounds: int) -> None:
    rng = seeded("killed")
    fill(store_in(tmp_path), 0, 3)
    compact(store_in(tmp_path))
    for n in range(rounds):
        if rng.random() < 0.5:
            fill(store_in(tmp_path), 3 + n, 1)
        if rng.random() < 0.3:
            database_of(store_in(tmp_path)).unlink(missing_ok=True)

        def work() -> None:
            compact(store_in(tmp_path))
            catch_up(store_in(tmp_path))

        killed(rng.randrange(1, 90), work)
        check(tmp_path)
    catch_up(store_in(tmp_path))
    check(tmp_path)
    store = store_in(tmp_path)
    assert store.counts()
    assert not store.index_is_missed


def test_what_was_taken_in_when_it_was_ended_is_not_taken_in_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "AT_ONCE", 2)
    fill(store_in(tmp_path), 0, 7)
    compact(store_in(tmp_path))
    texts: list[str] = []
    read_text = FileStore.text

    def count(store: FileStore, name: str) -> str | None:
        texts.append(name)
        if len(texts) == 6:
            raise KeyboardInterrupt
        return read_text(store, name)

    monkeypatch.setattr(FileStore, "text", count)
    with pytest.raises(KeyboardInterrupt):
        catch_up(store_in(tmp_path))
    assert catch_up(store_in(tmp_path))
    assert set(texts[6:]).isdisjoint(texts[:4])
    assert len(set(texts)) == 7
    check(tmp_path)


def test_a_bit_of_a_text_that_was_lost_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_words, "SEVERAL_TEXTS", 0)
    fill(store_in(tmp_path), 0, 3)
    compact(store_in(tmp_path))
    assert catch_up(store_in(tmp_path))
    store = store_in(tmp_path)
    with IndexDatabase(store.paths).changing() as connection:
        connection.execute("update pairs set bits = zeroblob(length(bits))")
    check(tmp_path, store)
    assert store.index_is_missed


@pytest.mark.parametrize(
    ("pages", "there"),
    [
        (1, False),
        pytest.param(30, False, marks=pytest.mark.slow),
        pytest.param(10, True, marks=pytest.mark.slow),
        (60, True),
    ],
)
def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: int, there: bool) -> None:
    fill(store_in(tmp_path), 0, 3)
    compact(store_in(tmp_path))
    if there:
        assert catch_up(store_in(tmp_path))
        fill(store_in(tmp_path), 3, 3)

    def ask(connection: Connection, statement: str) -> None:
        if not statement.startswith("pragma"):
            sqlite3.Connection.execute(connection, f"pragma max_page_count={pages}")

    with monkeypatch.context() as patch:
        asking(patch, ask)
        compact(store_in(tmp_path))
        catch_up(store_in(tmp_path))
        check(tmp_path)
    check(tmp_path)
    assert catch_up(store_in(tmp_path))
    check(tmp_path)
    assert not store_in(tmp_path).index_is_behind


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP])
def test_a_file_system_on_which_no_file_can_be_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def unable(_descriptor: int) -> bool:
        raise OSError(code, os.strerror(code))

    def ask(_: Connection, statement: str) -> None:
        if statement.startswith(("begin", "pragma journal")):
            raise sqlite3.OperationalError("locking protocol")

    fill(store_in(tmp_path), 0, 3)
    compact(store_in(tmp_path))
    monkeypatch.setattr(lock, "lock", unable)
    monkeypatch.setattr(lock, "local_lock", lambda path: path)
    asking(monkeypatch, ask)
    assert not catch_up(plain(tmp_path))
    check(tmp_path)


def test_what_is_no_write_ahead_log_is_no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store_in(tmp_path), 0, 2)
    compact(store_in(tmp_path))
    connect = sqlite3.connect
    # As on a file system that maps no memory: SQLite answers the mode that stays.
    monkeypatch.setattr(sqlite3, "connect", lambda _path, **given: connect(":memory:", **{**given, "uri": False}))
    assert not catch_up(store_in(tmp_path))
    check(tmp_path)


def test_a_library_of_another_program_is_indexed_before_it_is_written_as_ours(tmp_path: Path) -> None:
    fill(store_in(tmp_path), 0, 3)
    compact(store_in(tmp_path))
    file = tmp_path / "library.json"
    raw = json.loads(file.read_bytes())
    next(iter(raw["annotations"].values()))["note"] = "edited"
    file.write_text(json.dumps(raw))
    assert catch_up(store_in(tmp_path))
    check(tmp_path)
    store = store_in(tmp_path)
    fill(store, 3, 1)
    check(tmp_path, store)
    assert compact(store)
    check(tmp_path)
    assert not store_in(tmp_path).index_is_missed


def test_a_window_that_has_not_looked_again_answers_of_what_it_read(tmp_path: Path) -> None:
    here, there = store_in(tmp_path), store_in(tmp_path)
    fill(here, 0, 2)
    compact(here)
    assert catch_up(here)
    before = answers(there)
    fill(here, 2, 2)
    here.save_annotations([Change(here.annotation("0000-0"), None)])
    compact(here)
    assert catch_up(here)
    assert answers(there) == before
    check(tmp_path, there)


@scaled(quick=15, floor=60, stretch=4000)
def test_two_windows_and_who_makes_the_index(tmp_path: Path, rounds: int) -> None:
    rng = seeded("windows")
    windows = [store_in(tmp_path), store_in(tmp_path)]
    fill(windows[0], 0, 2)
    count = 2

    def write(store: FileStore) -> None:
        nonlocal count
        fill(store, count, 1)
        count += 1

    def delete(store: FileStore) -> None:
        known = list(store.annotations())
        if len(known) > 3:
            store.save_annotations([Change(rng.choice(known), None)])

    def throw_away(store: FileStore) -> None:
        database_of(store).unlink(missing_ok=True)

    acts: list[Callable[[FileStore], object]] = [write, delete, compact, catch_up, catch_up, throw_away]
    for _ in range(rounds):
        one = rng.choice(windows)
        if count > 12:
            acts = acts[1:]
            count = 0
        before = answers(one) if rng.random() < 0.2 else None
        rng.choice(acts)(rng.choice([store for store in windows if before is None or store is not one]))
        if before is not None:
            # What it has read, and not looked for anew, stays one library.
            assert {**answers(one), "of text": 0, "near": 0} == {**before, "of text": 0, "near": 0}
        if rng.random() < 0.3:
            check(tmp_path, rng.choice(windows))


@pytest.mark.parametrize("again", [True, False])
def test_an_index_that_goes_while_it_is_asked_takes_none_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, again: bool
) -> None:
    monkeypatch.setattr(questions, "FIRST", 1)
    fill(store_in(tmp_path), 0, 3)
    compact(store_in(tmp_path))
    assert catch_up(store_in(tmp_path))
    store = store_in(tmp_path)
    found = iter(store.annotations_with("note"))
    first = next(found)
    database_of(store).unlink()
    if again:
        assert catch_up(store_in(tmp_path))
    every = [first.id, *(one.id for one in found)]
    assert sorted(every) == sorted(one.id for one in store.annotations())

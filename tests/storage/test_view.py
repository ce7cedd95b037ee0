"""Reading: only what is asked for, and what others wrote as soon as somebody looks."""

from __future__ import annotations

import errno
import fcntl
import gc
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from reader.domain.article import Source
from reader.domain.errors import Locked, NotSaved
from reader.domain.ports import Change
from reader.storage import FileStore, open_store
from reader.storage.compaction import compact, compact_detached, is_due, is_needed
from reader.storage.disk.lock import Lock, holder
from reader.storage.disk.system import System, local_lock
from tests.storage.conftest import paths_in, store_in
from tests.storage.records import annotation, article
from tests.world import Ticking, counted


class CountingSystem(System):
    def __init__(self) -> None:
        self.pieces = self.files = 0

    def read_at(self, descriptor: int, size: int, offset: int) -> bytes:
        self.pieces += 1
        return super().read_at(descriptor, size, offset)

    def read(self, path: Path | str) -> bytes:
        self.files += Path(path).name == "library.json"
        return super().read(path)


def counting(folder: Path) -> tuple[FileStore, CountingSystem]:
    system = CountingSystem()
    return open_store(paths_in(folder), clock=Ticking(), device="b-1", entropy=counted(), system=system), system


class Overtaken(System):
    """Another writes the library after its mark was taken and before it is opened."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.left = 1

    def open(self, path: Path, flags: int, mode: int = 0o666) -> int:
        if path.name == "library.json" and self.left:
            self.left -= 1
            other = store_in(self._folder)
            other.save_annotations([Change(None, annotation(f"new {self.left}", article_id="article 0"))])
            compact(other)
        return super().open(path, flags, mode)


def filled(folder: Path, articles: int = 20, each: int = 5) -> None:
    store = store_in(folder)
    for n in range(articles):
        changes = [Change(None, annotation(f"{n}-{m}", article_id=f"article {n}")) for m in range(each)]
        store.save_annotations(changes)
        store.save_articles([Change(None, article(f"article {n}"))])
    compact(store)


def test_a_library_that_is_written_while_it_is_opened_is_read_by_its_own_index(tmp_path: Path) -> None:
    filled(tmp_path)
    # Of a journal that stays, each row is joined with the one in the file, which is where its index says.
    store_in(tmp_path, "c-1").save_annotations([Change(None, annotation(f"{n}-0", note="other")) for n in range(20)])
    system = Overtaken(tmp_path)
    store = open_store(paths_in(tmp_path), clock=Ticking(), device="b-1", entropy=counted(), system=system)
    assert store.article("article 7") is not None
    assert len(store.annotations()) == 101
    assert not system.left


def test_a_library_that_is_damaged_and_looks_the_same_is_checked(tmp_path: Path) -> None:
    filled(tmp_path)
    store_in(tmp_path, "c-1").save_annotations([Change(None, annotation("7-0", note="other"))])
    file = tmp_path / "library.json"
    data, stat = file.read_bytes(), file.stat()
    with file.open("r+b") as part:
        part.seek(data.index(b'"7-0"') - 2)
        part.write(b"####")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    store = store_in(tmp_path)
    assert store.article("article 7") is not None
    assert len(store.annotations()) == 100
    assert store.notices


def test_a_change_after_the_folder_was_removed_is_of_the_whole_record(tmp_path: Path) -> None:
    folder, state = tmp_path / "library", tmp_path / "state"
    store = store_in(folder, state=state)
    store.save_articles([Change(None, article("a", title="Kept"))])
    store.save_annotations([Change(None, annotation("b", article_id="a", note="kept", tags=("law",)))])
    compact(store)
    store = store_in(folder, "other-00000002", state=state)
    (one,), (two,) = store.articles(), store.annotations("a")
    shutil.rmtree(folder)
    store.save_articles([Change(one, one._replace(progress=0.5))])
    store.save_annotations([Change(two, two._replace(star=True))])
    again = store_in(folder, state=state)
    assert list(again.articles()) == [one._replace(progress=0.5)]
    assert list(again.annotations()) == [two._replace(star=True)]


def test_all_rows_are_read_in_pieces_of_any_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path)
    for size in (1, 700, 5_000, 1 << 20):
        monkeypatch.setattr("reader.storage.file.indexed_rows.PIECE", size)
        store, system = counting(tmp_path)
        assert {one.id for one in store.annotations()} == {f"{n}-{m}" for n in range(20) for m in range(5)}
        assert store.articles_from("none") == []
        assert system.files == 0
    assert system.pieces == 2


def test_an_articles_annotations_are_read_without_the_rest(tmp_path: Path) -> None:
    filled(tmp_path)
    store, system = counting(tmp_path)
    assert len(store.annotations("article 7")) == 5
    assert system.pieces <= 5
    assert system.files == 0
    assert len(store.annotations()) == 100
    assert len(store.articles()) == 20


def test_the_articles_of_a_source_are_found_without_looking_into_the_others(tmp_path: Path) -> None:
    addresses = ["/a", "/a/b", '/quo"ted\\', "/Hafenstraße", "/\udcff", "source/", "/a"]
    store = store_in(tmp_path)
    for n, address in enumerate(addresses):
        saved = article(f"article {n}", title="/Hafenstraße \udcff" if n % 2 else "/a", sources=(Source(address),))
        store.save_articles([Change(None, saved)])
    compact(store)
    store.save_articles([Change(None, article("article 9", sources=(Source("/new"),)))])
    store, system = counting(tmp_path)
    for address in {*addresses, "/new", "/none", "/"}:
        known = {one.id for one in store.articles() if one.sources[0].address == address}
        system.pieces = 0
        assert {one.id for one in store.articles_from(address)} == known
        assert system.pieces <= 1 + len(addresses)


def test_a_change_reads_one_row(tmp_path: Path) -> None:
    filled(tmp_path)
    store, system = counting(tmp_path)
    one = store.annotations("article 7")[0]
    system.pieces = 0
    store.save_annotations([Change(one, one._replace(note="new"))])
    assert system.pieces <= 2
    assert system.files == 0


@pytest.mark.parametrize("damage", [b"", b"broken", b'{"format":1}\n'])
def test_an_index_that_is_missing_or_damaged_is_made_again(tmp_path: Path, damage: bytes) -> None:
    filled(tmp_path)
    index = paths_in(tmp_path).index_file
    good = index.read_bytes()
    index.write_bytes(damage)
    assert len(store_in(tmp_path).annotations("article 7")) == 5
    assert index.read_bytes() == good


def test_a_file_changed_in_place_under_its_index_is_checked(tmp_path: Path) -> None:
    filled(tmp_path)
    file = tmp_path / "library.json"
    store = store_in(tmp_path)
    assert len(store.annotations("article 7")) == 5
    with file.open("r+b") as opened:
        opened.write(b" " * 2000)
    assert len(store.annotations()) == 100, "what was lost comes from the backup"


def test_an_annotation_that_moves_to_another_article_is_found_there(tmp_path: Path) -> None:
    filled(tmp_path)
    store = store_in(tmp_path)
    one = store.annotations("article 1")[0]
    store.save_annotations([Change(one, one._replace(article_id="article 2"))])
    for again in (store, store_in(tmp_path)):
        assert len(again.annotations("article 1")) == 4
        assert len(again.annotations("article 2")) == 6
        compact(again)


def test_windows_see_what_the_others_do(tmp_path: Path) -> None:
    filled(tmp_path)
    windows = [store_in(tmp_path) for _ in range(3)]
    for window in windows:
        window.annotations("article 1")
        assert not window.refresh()
    windows[0].save_annotations([Change(None, annotation("new", article_id="article 1"))])
    for window in windows[1:]:
        assert window.refresh()
        assert len(window.annotations("article 1")) == 6
    compact(windows[1])
    assert windows[2].refresh()
    assert len(windows[2].annotations("article 1")) == 6


def test_a_change_of_another_window_that_a_save_met_is_still_news(tmp_path: Path) -> None:
    filled(tmp_path)
    mine, theirs = store_in(tmp_path), store_in(tmp_path)
    mine.annotations("article 1")
    theirs.save_annotations([Change(None, annotation("theirs", article_id="article 1"))])
    mine.save_annotations([Change(None, annotation("mine", article_id="article 1"))])
    assert mine.refresh()
    assert not mine.refresh()


def test_another_process_writes_the_file(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.save_annotations([Change(None, annotation("a"))])
    process = compact_detached(store.paths)
    assert process.wait(timeout=60) == 0
    assert (tmp_path / "library.json").exists()
    store.refresh()
    assert [one.id for one in store.annotations()] == ["a"]


def test_a_large_journal_is_due(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.save_annotations([Change(None, annotation("a", note="x"))])
    assert is_needed(store)
    assert not is_due(store)
    store.save_annotations([Change(None, annotation("b", note="x" * 1_100_000))])
    assert is_due(store)
    compact(store)
    assert not is_needed(store)


def test_a_lock_that_is_held_says_by_whom(tmp_path: Path) -> None:
    path = tmp_path / "state" / "lock"
    first, second = Lock(path), Lock(path, patience=0)
    with first.held(), first.held(), pytest.raises(Locked, match="process"), second.held():
        pass
    with second.held():
        assert holder(path).startswith("process")
    path.unlink()
    with first.held(), pytest.raises(Locked), second.held():
        pass


@pytest.mark.parametrize("answer", [errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS])
def test_a_disk_without_locks_is_locked_from_a_disk_of_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: int
) -> None:
    path = tmp_path / "state" / "lock"
    real = fcntl.flock

    def flock(descriptor: int, how: int) -> None:
        if path.exists() and os.path.samestat(os.fstat(descriptor), path.stat()):
            raise OSError(answer, os.strerror(answer))
        real(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", flock)
    there = local_lock(path)
    try:
        first, second = Lock(path), Lock(path, patience=0)
        with first.held(), first.held(), pytest.raises(Locked), second.held():
            pass
        with second.held():
            assert there.stat().st_mode & 0o777 == 0o600
        there.unlink()
        with first.held(), pytest.raises(Locked), second.held():
            pass
        first.close()
        second.close()
        there.unlink()
        there.symlink_to(tmp_path / "elsewhere")
        with pytest.raises(NotSaved), Lock(path).held():
            pass
    finally:
        there.unlink()


def test_another_devices_journal_is_read_once_it_has_grown(tmp_path: Path) -> None:
    """It stays, for only its owner empties it; what the file contains of it is not read again."""
    filled(tmp_path)
    theirs = store_in(tmp_path, "bert-00000002", state=tmp_path / "their state")
    theirs.save_annotations([Change(None, annotation("theirs", article_id="article 1"))])
    store = store_in(tmp_path)
    assert compact(store)
    assert not compact(store)
    again = store_in(tmp_path)
    assert len(again.annotations("article 1")) == 6
    assert again.view.changed == {}
    theirs.save_annotations([Change(None, annotation("more", article_id="article 1"))])
    assert again.refresh()
    assert len(again.annotations("article 1")) == 7
    assert compact(theirs)
    assert again.refresh()
    assert len(again.annotations("article 1")) == 7


def test_where_nothing_can_be_made_that_is_said_at_once(tmp_path: Path) -> None:
    class Refusing(System):
        def writable(self, path: Path) -> bool:
            return path.exists() and path != tmp_path

    paths = paths_in(tmp_path / "not" / "there")
    store = open_store(paths, clock=Ticking(), device="b-1", entropy=counted(), system=Refusing())
    assert "may not be written" in store.read_only
    assert store_in(tmp_path / "not" / "there").read_only == ""


def test_where_no_lock_can_be_made_nothing_can_be_saved_and_that_is_said_at_once(tmp_path: Path) -> None:
    paths = paths_in(tmp_path)

    class Refusing(System):
        def writable(self, path: Path) -> bool:
            return not path.is_relative_to(paths.state)

    paths.state.mkdir(parents=True)
    store = open_store(paths, clock=Ticking(), device="b-1", entropy=counted(), system=Refusing())
    assert store.read_only == f"the library may not be written; change the permissions of {paths.lock}"


def test_threads_take_turns(tmp_path: Path) -> None:
    filled(tmp_path)
    store = store_in(tmp_path)

    def work(name: int) -> int:
        for n in range(20):
            store.save_annotations([Change(None, annotation(f"{name}.{n}", article_id="article 1"))])
            store.annotations("article 1")
            store.refresh()
            if n % 7 == 0:
                compact(store)
        return name

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, range(4))) == [0, 1, 2, 3]
    assert len(store_in(tmp_path).annotations("article 1")) == 85


def test_a_journal_that_became_shorter_is_read_again_from_its_beginning(tmp_path: Path) -> None:
    """As after a process that was killed between writing the library and emptying its journal."""
    theirs = store_in(tmp_path, "bert-00000002")
    theirs.save_articles([Change(None, article())])
    theirs.save_annotations([Change(None, annotation(f"b-{n}", note="long " * 50)) for n in range(20)])
    path = theirs.paths.journal(theirs.device)
    line = path.read_bytes()
    compact(theirs)
    path.write_bytes(line)
    mine = store_in(tmp_path, "anna-00000001")
    assert len(mine.annotations()) == 20
    before = mine.paths.file.stat()
    again = store_in(tmp_path, "bert-00000002")
    assert not compact(again)
    assert (mine.paths.file.stat().st_ino, path.stat().st_size) == (before.st_ino, 0)
    again.save_annotations([Change(None, annotation("late"))])
    assert path.stat().st_size < len(line)
    mine.refresh()
    assert "late" in {one.id for one in mine.annotations()}
    assert len(mine.annotations()) == 21


def test_a_journal_that_was_emptied_and_grew_beyond_is_read_again_from_its_beginning(tmp_path: Path) -> None:
    """As after a process that emptied it, and wrote more than had been there before somebody looked again."""
    theirs = store_in(tmp_path, "bert-00000002")
    theirs.save_annotations([Change(None, annotation("first"))])
    path = theirs.paths.journal(theirs.device)
    line = path.read_bytes()
    compact(theirs)
    path.write_bytes(line)
    mine = store_in(tmp_path, "anna-00000001")
    assert len(mine.annotations()) == 1
    again = store_in(tmp_path, "bert-00000002")
    assert not compact(again)
    again.save_annotations([Change(None, annotation(f"late {n}", note="long " * n)) for n in range(9)])
    assert path.stat().st_size > len(line)
    mine.refresh()
    assert len(mine.annotations()) == 10
    assert not mine.notices


def test_how_far_a_journal_was_read_counts_only_where_it_is_still_the_same(tmp_path: Path) -> None:
    theirs = store_in(tmp_path, "bert-00000002")
    theirs.save_annotations([Change(None, annotation("first"))])
    path = theirs.paths.journal(theirs.device)
    mine = store_in(tmp_path, "anna-00000001")
    mine.save_annotations([Change(None, annotation("mine"))])
    assert compact(mine)
    read = path.stat().st_size
    path.write_bytes(b"")
    store_in(tmp_path, "bert-00000002").save_annotations(
        [Change(None, annotation(f"late {n}", note="long " * n)) for n in range(9)]
    )
    assert path.stat().st_size > read
    third = store_in(tmp_path, "cora-00000003")
    assert len(third.annotations()) == 11
    assert not third.notices


class Still(System):
    """The clock of a machine, standing."""

    def __init__(self, now_ns: int) -> None:
        self.now = now_ns

    def now_ns(self) -> int:
        return self.now


def test_a_folder_that_changed_a_moment_ago_is_looked_into_again(tmp_path: Path) -> None:
    """Some file systems tell of two changes within two seconds by one time."""
    store_in(tmp_path, "bert-00000002").save_annotations([Change(None, annotation("first"))])
    moment = 1_700_000_000 * 10**9
    system = Still(moment + 10**9)
    mine = open_store(paths_in(tmp_path), clock=Ticking(), device="anna-00000001", entropy=counted(), system=system)
    for number, device in enumerate(("cora-00000003", "dora-00000004"), start=1):
        os.utime(tmp_path, ns=(moment, moment))
        mine.refresh()
        assert len(mine.annotations()) == number
        store_in(tmp_path, device).save_annotations([Change(None, annotation(device))])
    os.utime(tmp_path, ns=(moment, moment))
    system.now += 10 * 10**9
    mine.refresh()
    assert len(mine.annotations()) == 2, "it is settled: nobody looks, until its time has moved"
    os.utime(tmp_path)
    mine.refresh()
    assert len(mine.annotations()) == 3


class Away(System):
    """A sync engine takes the file away before it is opened, and has put it back when somebody looks again."""

    def __init__(self) -> None:
        self.data: bytes | None = None
        self.times = 0

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        if path.name == "library.json" and not self.times:
            self.times += 1
            self.data = path.read_bytes()
            path.unlink()
        return super().open(path, flags, mode)

    def stat(self, path: Path) -> os.stat_result:
        if path.name == "library.json" and self.data is not None:
            path.write_bytes(self.data)
            self.data = None
        return super().stat(path)


def test_a_file_that_is_away_for_a_moment_is_read_when_it_is_there(tmp_path: Path) -> None:
    filled(tmp_path)
    system = Away()
    late = open_store(paths_in(tmp_path), clock=Ticking(), device="b-3", entropy=counted(), system=system)
    assert len(late.articles()) == 20
    assert system.times == 1


def test_a_store_that_is_dropped_leaves_no_file_open(tmp_path: Path) -> None:
    filled(tmp_path, 2)
    store_in(tmp_path).save_articles([Change(None, article("article 1", title="Again"))])
    gc.collect()
    ours = {(there.st_dev, there.st_ino) for there in map(os.stat, tmp_path.rglob("*"))}
    for name in Path("/dev/fd").iterdir():
        with suppress(OSError):  # the one by which they were listed is closed
            there = os.fstat(int(name.name))
            assert (there.st_dev, there.st_ino) not in ours


@pytest.mark.parametrize("device", ["a-1", "other-12345678"])
def test_a_journal_that_cannot_be_read_hides_nothing_else_and_is_named(tmp_path: Path, device: str) -> None:
    store = store_in(tmp_path, "a-1")
    store.save_articles([Change(None, article("article-1"))])
    compact(store)
    journal = store.paths.journal(device)
    journal.unlink(missing_ok=True)
    journal.mkdir()
    late = store_in(tmp_path, "a-1")
    assert [one.id for one in late.articles()] == ["article-1"]
    assert any(f"{journal.name} cannot be read" in one for one in late.notices)
    journal.rmdir()
    late.save_articles([Change(None, article("article-2"))])
    assert not late.notices

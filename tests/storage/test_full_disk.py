"""No room, no descriptors, no permission: a clear error, nothing lost, and saved when there is room again."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from reader.domain.errors import MaybeSaved, NotSaved, ReadOnly, StoreError
from reader.domain.ports import Change, Draft
from reader.storage import FileDrafts, FileStore, compaction
from reader.storage.compaction import compact
from reader.storage.copies.absorbing import back_up
from reader.storage.copies.sync import sync_folder
from reader.storage.disk.system import System, explain_failure
from tests.storage.conftest import paths_in, store_in
from tests.storage.faults import UnsyncedSystem, in_place
from tests.storage.records import ARTICLE, NOON, annotation
from tests.storage.test_texts import document
from tests.world import Ticking, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

DRAFT = Draft(ARTICLE, "a", "typed " * 2000, NOON)


def filled(folder: Path, system: System | None = None) -> FileStore:
    store = opened(folder, system or UnsyncedSystem())
    store.save_annotations([Change(None, annotation(f"a-{n}", note="x" * 1000)) for n in range(20)])
    compact(store)
    store.save_annotations([Change(None, annotation("in the journal"))])
    return store


def opened(folder: Path, system: System) -> FileStore:
    return FileStore(paths_in(folder), clock=Ticking(), device="x-1", entropy=counted(), system=system)


def save(store: FileStore) -> None:
    store.save_annotations([Change(None, annotation("new", note="x" * 60_000))])


WRITERS: dict[str, Callable[[FileStore], object]] = {
    "save": save,
    "compact": compact,
    "keep": lambda store: store.keep(document(("a long text " * 10_000, "b"))),
    "draft": lambda store: FileDrafts(store.paths, store.system).keep_draft(DRAFT),
    "backup": back_up,
    "sync": lambda store: sync_folder(store, store.paths.folder / "shared"),
}


@contextmanager
def limited(what: int, to: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(what)
    resource.setrlimit(what, (to, hard))
    try:
        yield
    finally:
        resource.setrlimit(what, (soft, hard))


def whole(folder: Path) -> None:
    assert {one.id for one in store_in(folder).annotations()} >= {*(f"a-{n}" for n in range(20)), "in the journal"}


def check_refusal(
    store: FileStore, name: str, lack: AbstractContextManager[None], kind: type[StoreError], what: str
) -> None:
    """Under a lack the writer says so, nothing is lost, and it works when the lack is over."""
    folder = store.paths.folder
    with lack, pytest.raises(kind, match=what):
        WRITERS[name](store)
    whole(folder)
    WRITERS[name](store)
    whole(folder)
    assert not list(folder.rglob("*.part"))


def small_files() -> AbstractContextManager[None]:
    return limited(resource.RLIMIT_FSIZE, 300)


@pytest.mark.parametrize("name", WRITERS)
def test_files_that_may_not_grow(tmp_path: Path, name: str) -> None:
    check_refusal(filled(tmp_path), name, small_files(), NotSaved, "file")


@pytest.mark.parametrize("name", WRITERS)
def test_no_descriptors(tmp_path: Path, name: str) -> None:
    check_refusal(filled(tmp_path), name, limited(resource.RLIMIT_NOFILE, 4), StoreError, "too many open files")


class Swallowing(UnsyncedSystem):
    """Says that it wrote what there was no room for."""

    def write(self, descriptor: int, data: memoryview) -> int:
        with suppress(OSError):
            return super().write(descriptor, data)
        return len(data)


@pytest.mark.parametrize("name", WRITERS)
def test_the_test_catches_a_full_disk_that_nobody_hears_of(tmp_path: Path, name: str) -> None:
    filled(tmp_path)
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        check_refusal(opened(tmp_path, Swallowing()), name, small_files(), NotSaved, "file")


def test_the_test_catches_a_file_written_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled(tmp_path)
    monkeypatch.setattr(compaction, "replacing", in_place)
    # Neither backups nor salvage shall cover up for it.
    monkeypatch.setattr(compaction, "keep_backup", lambda *_, **__: None)
    monkeypatch.setattr("reader.storage.file.checked_file.newest_backups", lambda *_: iter(()))
    monkeypatch.setattr("reader.storage.file.checked_file.salvage", lambda _: {})
    with pytest.raises((AssertionError, StoreError)):
        check_refusal(store, "compact", small_files(), NotSaved, "file")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")
@pytest.mark.parametrize("name", WRITERS)
def test_a_full_disk(tmp_path: Path, name: str) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "none", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        store = filled(disk)
        check_refusal(store, name, filled_up(disk / "fill"), NotSaved, "free some space")
        store.close()
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@contextmanager
def filled_up(path: Path) -> Iterator[None]:
    with suppress(OSError), path.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 512)
    try:
        yield
    finally:
        path.unlink()


class ReadOnlySystem(System):
    """A file system that is mounted read-only, whoever asks."""

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return super().open(path, flags, mode)

    def writable(self, path: Path) -> bool:
        return False


@pytest.mark.parametrize("name", ["save", "compact", "keep", "backup", "sync"])
def test_a_place_that_is_read_only(tmp_path: Path, name: str) -> None:
    filled(tmp_path)
    store = opened(tmp_path, ReadOnlySystem())
    assert len(store.annotations()) == 21
    assert store.read_only.startswith("the library may not be written"), "a row of a screen shows the first words"
    with pytest.raises(ReadOnly, match="permissions"):
        WRITERS[name](store)
    whole(tmp_path)


def test_a_library_of_a_newer_version_is_read_and_not_written(tmp_path: Path) -> None:
    filled(tmp_path)
    file = tmp_path / "library.json"
    data = file.read_bytes().replace(b'"schema":1', b'"schema":2')
    file.write_bytes(data)
    store = store_in(tmp_path)
    assert len(store.annotations()) >= 20
    assert "newer version" in store.read_only
    with pytest.raises(ReadOnly):
        save(store)
    assert file.read_bytes() == data


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (errno.EACCES, "may not be written (permission denied); change its permissions"),
        (errno.EROFS, "may not be written (read-only file system); mount its disk for writing"),
        (errno.ELOOP, "name another file"),
        (errno.ENAMETOOLONG, "give it a shorter name"),
        (errno.EDQUOT, "free some of your quota"),
        (errno.EFBIG, "raise the limit on file sizes"),
    ],
)
def test_a_failure_says_what_to_do(tmp_path: Path, code: int, says: str) -> None:
    assert says in str(explain_failure(OSError(code, os.strerror(code)), tmp_path / "library.json"))


def test_what_may_not_be_read_is_not_said_to_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.storage.disk.system.os.access", lambda _path, mode: mode != os.R_OK)
    denied = OSError(errno.EACCES, os.strerror(errno.EACCES))
    assert "may not be read (permission denied)" in str(explain_failure(denied, tmp_path / "library.json"))


class UnsureSystem(UnsyncedSystem):
    """A system that does not know whether what was written will last, once it is `broken`."""

    broken = False

    def sync(self, descriptor: int) -> None:
        if self.broken:
            raise OSError(errno.EIO, "the disk does not answer")


def test_what_is_written_is_told_before_it_is_certain_to_who_asks_for_that(tmp_path: Path) -> None:
    system, told = UnsureSystem(), list[object]()
    store = opened(tmp_path, system)
    with store.hearing(told.append):
        (first,) = store.save_annotations([Change(None, annotation("a", note="x"))])
    assert told == [[first]]
    (second,) = store.save_annotations([Change(first, None)])
    assert (second, len(told)) == (None, 1)
    system.broken = True
    with pytest.raises(MaybeSaved), store.hearing(told.append):
        store.save_annotations([Change(None, annotation("b"))])
    assert [one.id for one in told[1]] == ["b"]  # type: ignore[attr-defined]

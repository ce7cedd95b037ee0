"""A library in real git repositories: what two clones write meets, and nothing is lost. See scale.py."""

from __future__ import annotations

import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from reader.domain.errors import NotSaved
from reader.domain.ports import Change
from reader.storage.compaction import compact
from reader.storage.copies.git import has_driver, merge_driver, repository, set_up, sync_git
from reader.storage.file.backups import read_copy
from tests.storage.conftest import store_in
from tests.storage.records import annotation
from tests.storage.scale import scaled, seeded
from tests.storage.test_texts import document

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from reader.storage import FileStore

SCRIPT = (
    "import sys; from pathlib import Path; from reader.storage.copies.git import merge_driver; "
    "sys.exit(not merge_driver(*map(Path, sys.argv[1:])))"
)
DRIVER = f"{shlex.quote(sys.executable)} -c {shlex.quote(SCRIPT)} %O %A %B"


def git(folder: Path, *arguments: str, fails: bool = False) -> str:
    command = ["git", "-c", "user.name=T", "-c", "user.email=t@example.com", "-C", str(folder), *arguments]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (answer.returncode != 0) is fails, answer.stderr + answer.stdout
    return answer.stdout


class Clones:
    """Two clones of one bare repository, each with a library."""

    def __init__(self, folder: Path) -> None:
        self.origin = folder / "origin"
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(self.origin)], check=True)
        self.one = self._clone(folder / "one", "anna-00000001")
        add(self.one, "first")
        sync_git(self.one, DRIVER)
        git(self.one.paths.folder, "push", "-q", "-u", "origin", "HEAD:main")
        self.two = self._clone(folder / "two", "bert-00000002")
        set_up(self.two, DRIVER)

    def _clone(self, folder: Path, device: str) -> FileStore:
        git(folder.parent, "clone", "-q", str(self.origin), str(folder))
        for key, value in (("user.name", "T"), ("user.email", "t@example.com")):
            git(folder, "config", key, value)
        return store_in(folder, device, state=folder.parent / f"state-{device}")


@pytest.fixture
def clones(tmp_path: Path) -> Clones:
    return Clones(tmp_path)


def add(store: FileStore, name: str) -> None:
    store.save_annotations([Change(None, annotation(name, note=name))])


def edit(store: FileStore, name: str, text: str) -> None:
    one = next(one for one in store.annotations() if one.id == name)
    store.save_annotations([Change(one, one._replace(note=text, rivals=()))])


def commit(store: FileStore) -> None:
    compact(store)
    git(store.paths.folder, "add", "-A")
    git(store.paths.folder, "commit", "-q", "--allow-empty", "-m", "by hand")


def notes(store: FileStore) -> set[str]:
    store.refresh()
    found: set[str] = set()
    for one in store.annotations():
        found |= {one.note, *(rival.text for rival in one.rivals)}
    return found


def test_what_two_clones_write_meets(clones: Clones) -> None:
    one, two = clones.one, clones.two
    add(one, "a")
    add(two, "b")
    kept = one.keep(document())
    first = sync_git(one, DRIVER)
    assert (first.committed, first.pulled, first.pushed) == (True, True, True)
    assert sync_git(two, DRIVER).after == 3
    sync_git(one, DRIVER)
    assert notes(one) == notes(two) == {"first", "a", "b"}
    assert two.document(kept) == document()
    assert "journal" not in git(one.paths.folder, "ls-files")


def test_a_note_that_both_edited_has_two_texts(clones: Clones) -> None:
    for store, text in ((clones.one, "here"), (clones.two, "there")):
        edit(store, "first", text)
        sync_git(store, DRIVER)
    assert notes(clones.two) == {"here", "there"}


@pytest.mark.slow
def test_a_library_added_on_both_sides_is_joined(tmp_path: Path) -> None:
    clones = Clones(tmp_path)
    one, two = clones.one, clones.two
    for store, name in ((one, "x"), (two, "y")):
        git(store.paths.folder, "checkout", "-q", "--orphan", "fresh")
        add(store, name)
        commit(store)
    git(one.paths.folder, "push", "-q", "origin", "fresh")
    git(two.paths.folder, "fetch", "-q", "origin", "fresh")
    git(two.paths.folder, "merge", "-q", "--allow-unrelated-histories", "--no-edit", "FETCH_HEAD")
    assert notes(two) == {"first", "x", "y"}


@pytest.mark.slow
def test_deleting_on_one_side_and_editing_on_the_other_keeps_it(clones: Clones) -> None:
    one, two = clones.one, clones.two
    (gone,) = one.annotations()
    one.save_annotations([Change(gone, None)])
    edit(two, "first", "edited")
    sync_git(one, DRIVER)
    sync_git(two, DRIVER)
    assert notes(two) == {"edited"}


@pytest.mark.slow
def test_a_side_that_does_not_parse_is_left_to_its_owner(clones: Clones) -> None:
    one, two = clones.one, clones.two
    file = one.paths.file
    add(one, "a")
    compact(one)
    file.write_bytes(file.read_bytes()[:-40])
    git(one.paths.folder, "commit", "-q", "-a", "-m", "broken")
    git(one.paths.folder, "push", "-q")
    add(two, "b")
    with pytest.raises(NotSaved):
        sync_git(two, DRIVER)
    stages = git(two.paths.folder, "ls-files", "-u", "library.json").splitlines()
    assert len(stages) == 3
    assert notes(two) >= {"first", "b"}


@pytest.mark.slow
def test_rebasing_joins(clones: Clones) -> None:
    one, two = clones.one, clones.two
    add(one, "a")
    sync_git(one, DRIVER)
    for name in ("b", "c"):
        add(two, name)
        commit(two)
    git(two.paths.folder, "pull", "-q", "--rebase")
    assert notes(two) == {"first", "a", "b", "c"}


@pytest.mark.slow
def test_a_stash_comes_back_joined(clones: Clones) -> None:
    one, two = clones.one, clones.two
    add(one, "a")
    sync_git(one, DRIVER)
    add(two, "b")
    compact(two)
    git(two.paths.folder, "stash", "-q")
    git(two.paths.folder, "pull", "-q")
    git(two.paths.folder, "stash", "pop", "-q")
    assert notes(two) == {"first", "a", "b"}


@pytest.mark.slow
def test_a_picked_commit_is_joined(clones: Clones) -> None:
    one, two = clones.one, clones.two
    add(one, "a")
    sync_git(one, DRIVER)
    add(two, "b")
    commit(two)
    git(two.paths.folder, "fetch", "-q")
    git(two.paths.folder, "cherry-pick", "FETCH_HEAD")
    assert notes(two) == {"first", "a", "b"}


def test_an_old_commit_that_is_checked_out_takes_nothing_away(clones: Clones) -> None:
    one = clones.one
    add(one, "a")
    sync_git(one, DRIVER)
    git(one.paths.folder, "checkout", "-q", "HEAD~1", "--", "library.json")
    assert notes(one) == {"first", "a"}


def test_without_a_branch_nothing_is_committed_that_the_next_one_would_take_away(clones: Clones) -> None:
    one = clones.one
    add(one, "a")
    git(one.paths.folder, "checkout", "-q", "--detach")
    with pytest.raises(NotSaved, match=r"no branch is checked out .*; run `git switch BRANCH` there first"):
        sync_git(one, DRIVER)
    assert notes(one) == {"first", "a"}
    git(one.paths.folder, "checkout", "-q", "-")
    assert sync_git(one, DRIVER).pushed


@pytest.mark.slow
def test_why_git_refuses_is_told_with_the_files(clones: Clones) -> None:
    one, two = clones.one, clones.two
    for store in (one, two):
        add(store, store.device)
    sync_git(one, DRIVER)
    for name in "mnop":
        (two.paths.folder / f"{name}.txt").write_text("mine")
    git(two.paths.folder, "add", "--", *(f"{name}.txt" for name in "mnop"))
    with pytest.raises(NotSaved, match=r"overwritten by merge: m\.txt,? n\.txt,? o\.txt"):
        sync_git(two, DRIVER)
    assert notes(two) == {"first", two.device}


def test_outside_of_a_clone_it_says_so(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    assert repository(store.paths.file) is None
    with pytest.raises(NotSaved, match="git init"):
        sync_git(store)


def test_setting_up_twice_changes_nothing(clones: Clones) -> None:
    folder = clones.one.paths.folder
    before = (folder / ".gitattributes").read_text()
    set_up(clones.one, DRIVER)
    assert (folder / ".gitattributes").read_text() == before
    assert has_driver(folder)


def test_the_driver_changes_nothing_where_it_fails(tmp_path: Path) -> None:
    for name in ("base", "ours", "theirs"):
        (tmp_path / name).write_text("{" if name == "theirs" else '{"annotations": {}}')
    assert not merge_driver(tmp_path / "base", tmp_path / "ours", tmp_path / "theirs")
    assert (tmp_path / "ours").read_text() == '{"annotations": {}}'


def meet(store: FileStore, rng: Random) -> None:
    if rng.random() < 0.3:
        commit(store)
        git(store.paths.folder, "pull", "-q", "--rebase")
        git(store.paths.folder, "push", "-q")
        store.refresh()
    else:
        sync_git(store, DRIVER)


@scaled(quick=2, floor=25, stretch=500)
def test_rounds_of_diverging_lose_nothing(clones: Clones, rounds: int) -> None:
    rng = seeded("git")
    written, replaced = {"first"}, set()
    for n in range(rounds):
        for store in (clones.one, clones.two):
            add(store, f"{store.device} {n}")
            one = rng.choice(list(store.annotations()))
            replaced |= {one.note, *(rival.text for rival in one.rivals)}
            edit(store, one.id, f"{store.device} edits {n}")
            written |= {f"{store.device} {n}", f"{store.device} edits {n}"}
        for store in rng.sample([clones.one, clones.two], 2):
            meet(store, rng)
    for store in (clones.one, clones.two, clones.one):
        sync_git(store, DRIVER)
    lost = written - replaced - notes(clones.one)
    print(f"{rounds} rounds, {len(written)} texts, {len(lost)} lost")
    assert not lost
    assert read_copy(clones.one.system, clones.one.paths.file) == read_copy(clones.two.system, clones.two.paths.file)


def test_without_the_driver_git_leaves_a_conflict_or_loses(clones: Clones) -> None:
    """The control: lines merged by git itself."""
    for store in (clones.one, clones.two):
        git(store.paths.folder, "config", "--remove-section", "merge.reader")
        edit(store, "first", store.device)
        commit(store)
    git(clones.one.paths.folder, "push", "-q")
    git(clones.two.paths.folder, "pull", "-q", "--no-rebase", "--no-edit", fails=True)
    git(clones.two.paths.folder, "pull", "-q", "--no-rebase", "--no-edit", fails=True)
    assert "library.json" in git(clones.two.paths.folder, "ls-files", "-u")

"""Merges that git did not make as the library wants it: what was committed is there afterwards, on all machines."""

from __future__ import annotations

import os
import subprocess
import sys
from shlex import quote
from typing import TYPE_CHECKING

import pytest

from reader.domain.errors import NotSaved
from reader.storage.compaction import compact
from reader.storage.copies import git_process
from reader.storage.copies.doctor import Trouble, diagnose, repair
from reader.storage.copies.git import driver_command, has_driver, repository, set_up, sync_git
from tests.storage.conftest import store_in
from tests.storage.test_git import DRIVER, Clones, add, commit, edit, git, notes
from tests.storage.test_texts import document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


LIBRARY = "library.json"
EVERYTHING = {"here", "there", "a", "b"}


@pytest.fixture
def clones(tmp_path: Path) -> Clones:
    return Clones(tmp_path)


def diverge(clones: Clones) -> Path:
    """Both edit one note and add one; the first has pushed. The second's folder."""
    one, two = clones.one, clones.two
    edit(one, "first", "here")
    add(one, "a")
    sync_git(one, DRIVER)
    edit(two, "first", "there")
    add(two, "b")
    commit(two)
    folder = two.paths.folder
    git(folder, "fetch", "-q")
    return folder


def without_driver(folder: Path) -> None:
    for section in ("merge.reader", "merge.reader-texts"):
        git(folder, "config", "--remove-section", section)


def with_driver_that_fails(folder: Path) -> None:
    git(folder, "config", "merge.reader.driver", "false")


def check_they_meet(clones: Clones) -> None:
    for store in (clones.two, clones.one, clones.two):
        sync_git(store, DRIVER)
    third = clones._clone(clones.one.paths.folder.parent / "three", "cora-00000003")
    set_up(third, DRIVER)
    for store in (clones.one, clones.two, third):
        assert notes(store) == EVERYTHING
        assert git(store.paths.folder, "status", "--porcelain", "-uno") == ""


BREAKS: dict[str, Callable[[Path], None]] = {"without": without_driver, "failing": with_driver_that_fails}
HOW = ["without", pytest.param("failing", marks=pytest.mark.slow)]
"""Each of them starts git some hundred times: in the default suite there is one of a kind."""


@pytest.mark.slow
@pytest.mark.parametrize("how", BREAKS)
def test_a_merge_that_was_left_is_finished(clones: Clones, how: str) -> None:
    folder = diverge(clones)
    BREAKS[how](folder)
    git(folder, "merge", "-q", "--no-edit", "@{upstream}", fails=True)
    check_they_meet(clones)


@pytest.mark.parametrize("how", HOW)
@pytest.mark.slow
def test_a_pull_that_conflicts_in_the_sync_is_finished(clones: Clones, how: str) -> None:
    diverge(clones)
    sync_git(clones.two, "false" if how == "failing" else DRIVER)
    check_they_meet(clones)


@pytest.mark.parametrize("side", ["--ours", pytest.param("--theirs", marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    "committed", [pytest.param(False, id="staged", marks=pytest.mark.slow), pytest.param(True, id="committed")]
)
@pytest.mark.slow
def test_a_side_that_was_chosen_by_hand_does_not_end_the_other(clones: Clones, side: str, committed: bool) -> None:
    folder = diverge(clones)
    without_driver(folder)
    git(folder, "merge", "-q", "--no-edit", "@{upstream}", fails=True)
    git(folder, "checkout", side, "--", LIBRARY)
    git(folder, "add", LIBRARY)
    if committed:
        git(folder, "commit", "-q", "--no-edit")
        git(folder, "push", "-q")
    check_they_meet(clones)


@pytest.mark.slow
def test_a_strategy_that_takes_one_side_does_not_end_the_other(clones: Clones) -> None:
    folder = diverge(clones)
    git(folder, "merge", "-q", "--no-edit", "-s", "ours", "@{upstream}")
    check_they_meet(clones)


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("act", ["rebase", pytest.param("cherry-pick", marks=pytest.mark.slow)])
def test_a_rebase_that_stopped_goes_on(clones: Clones, how: str, act: str) -> None:
    folder = diverge(clones)
    add(clones.two, "there")
    commit(clones.two)
    BREAKS[how](folder)
    git(folder, act, "@{upstream}", fails=True)
    check_they_meet(clones)


@pytest.mark.slow
def test_a_commit_that_is_picked_a_second_time_is_passed_over(clones: Clones) -> None:
    folder = diverge(clones)
    sync_git(clones.two, DRIVER)
    edit(clones.two, "first", "newer")
    sync_git(clones.two, DRIVER)
    without_driver(folder)
    git(folder, "cherry-pick", git(clones.one.paths.folder, "rev-parse", "HEAD").strip(), fails=True)
    sync_git(clones.two, DRIVER)
    assert notes(clones.two) == {"newer", "a", "b"}
    assert not (folder / ".git" / "CHERRY_PICK_HEAD").exists()


@pytest.mark.slow
def test_a_rebase_by_lines_that_dropped_a_text_is_made_good(clones: Clones) -> None:
    folder = diverge(clones)
    without_driver(folder)
    git(folder, "rebase", "-q", "-X", "theirs", "@{upstream}")
    git(folder, "push", "-q")
    check_they_meet(clones)


@pytest.mark.slow
def test_a_stash_that_conflicts_is_joined(clones: Clones) -> None:
    one, two = clones.one, clones.two
    edit(one, "first", "here")
    add(one, "a")
    sync_git(one, DRIVER)
    edit(two, "first", "there")
    add(two, "b")
    folder = two.paths.folder
    compact(two)
    git(folder, "stash", "-q")
    git(folder, "pull", "-q")
    without_driver(folder)
    git(folder, "stash", "pop", "-q", fails=True)
    check_they_meet(clones)


@pytest.mark.parametrize("deleted", ["here", pytest.param("there", marks=pytest.mark.slow)])
@pytest.mark.slow
def test_a_library_that_one_side_deleted_comes_back(clones: Clones, deleted: str) -> None:
    one, two = clones.one, clones.two
    sides = {"here": one, "there": two}
    gone, kept = sides.pop(deleted), next(iter(sides.values()))
    edit(kept, "first", "kept")
    git(gone.paths.folder, "rm", "-q", LIBRARY)
    git(gone.paths.folder, "commit", "-q", "-m", "gone")
    if gone is one:
        git(one.paths.folder, "push", "-q")
    else:
        sync_git(one, DRIVER)
    for store in (two, one, two):
        sync_git(store, DRIVER)
    assert notes(one) == notes(two) == {"kept"}
    assert (one.paths.folder / LIBRARY).read_bytes() == (two.paths.folder / LIBRARY).read_bytes()


@pytest.mark.slow
def test_texts_and_attributes_that_conflict_are_joined(clones: Clones) -> None:
    one, two = clones.one, clones.two
    name = one.keep(document())
    (one.paths.folder / ".gitattributes").open("a").write("*.one text\n")
    sync_git(one, DRIVER)
    two.keep(document())
    (two.paths.texts / name).write_bytes((two.paths.texts / name).read_bytes() + b"\n")
    (two.paths.folder / ".gitattributes").open("a").write("*.two text\n")
    commit(two)
    without_driver(two.paths.folder)
    git(two.paths.folder, "pull", "-q", "--no-rebase", "--no-edit", fails=True)
    sync_git(two, DRIVER)
    sync_git(one, DRIVER)
    lines = (one.paths.folder / ".gitattributes").read_text().splitlines()
    assert {"*.one text", "*.two text", "library.json merge=reader -text"} <= set(lines)
    assert two.document(name) == document()


def conflict_elsewhere(clones: Clones) -> Path:
    for store in (clones.one, clones.two):
        (store.paths.folder / "thesis ü.txt").write_text(store.device)
    diverge(clones)
    folder = clones.two.paths.folder
    git(clones.one.paths.folder, "add", "-A")
    git(clones.one.paths.folder, "commit", "-q", "-m", "mine")
    git(clones.one.paths.folder, "push", "-q")
    return folder


@pytest.mark.slow
def test_a_conflict_in_somebodys_own_file_is_named_and_left(clones: Clones) -> None:
    folder = conflict_elsewhere(clones)
    with pytest.raises(NotSaved, match=r"thesis ü\.txt"):
        sync_git(clones.two, DRIVER)
    before = git(folder, "ls-files", "-u")
    with pytest.raises(NotSaved, match=r"thesis ü\.txt.*resolve"):
        sync_git(clones.two, DRIVER)
    assert git(folder, "ls-files", "-u") == before
    assert (folder / ".git" / "MERGE_HEAD").exists()
    (folder / "thesis ü.txt").write_text("both")
    git(folder, "add", "thesis ü.txt")
    check_they_meet(clones)
    assert (clones.one.paths.folder / "thesis ü.txt").read_text() == "both"


@pytest.mark.slow
def test_a_rebase_that_somebody_stopped_for_is_left(clones: Clones) -> None:
    folder = diverge(clones)
    subprocess.run(
        ["git", "-c", "sequence.editor=sed -i 1s/^pick/edit/", "-C", str(folder), "rebase", "-q", "-i", "HEAD~1"],
        check=True,
        capture_output=True,
    )
    with pytest.raises(NotSaved, match="a rebase is unfinished"):
        sync_git(clones.two, DRIVER)
    assert (folder / ".git" / "rebase-merge").exists()
    git(folder, "rebase", "--continue")
    check_they_meet(clones)


@pytest.mark.slow
def test_who_pushes_at_the_same_time_is_waited_for(clones: Clones, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = clones.one, clones.two
    add(one, "a")
    add(two, "b")
    real = git_process.git
    pushed: list[Path] = []

    def racing(folder: Path, *arguments: str) -> git_process.Answer:
        if arguments[0] == "push" and not pushed:
            pushed.append(folder)
            sync_git(one, DRIVER)
        return real(folder, *arguments)

    monkeypatch.setattr("reader.storage.copies.git.git", racing)
    sync_git(two, DRIVER)
    monkeypatch.undo()
    sync_git(one, DRIVER)
    assert notes(one) == notes(two) == {"first", "a", "b"}


@pytest.mark.slow
def test_the_driver_is_called_by_its_whole_path(clones: Clones, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = clones.two.paths.folder
    set_up(clones.two)
    assert git(folder, "config", "merge.reader.driver").strip() == driver_command()
    assert driver_command().startswith(f"{quote(sys.executable)} -P -m reader merge-driver")
    assert has_driver(folder)
    add(clones.one, "a")
    sync_git(clones.one, DRIVER)
    add(clones.two, "b")
    commit(clones.two)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    git(folder, "pull", "-q", "--no-rebase", "--no-edit")
    assert notes(clones.two) == {"first", "a", "b"}


@pytest.mark.parametrize(
    "command",
    [
        "reader merge-driver %O %A %B",
        pytest.param("/gone/python -m reader %A", marks=pytest.mark.slow),
        "'unbalanced",
        pytest.param("", marks=pytest.mark.slow),
    ],
)
def test_a_driver_that_is_not_there_is_told_and_set_up_anew(clones: Clones, command: str) -> None:
    folder = clones.two.paths.folder
    git(folder, "config", "merge.reader.driver", command)
    assert not has_driver(folder)
    store = store_in(folder, "bert-00000002", state=folder.parent / "state-bert-00000002")
    assert [one.mendable for one in diagnose(store) if one.trouble is Trouble.NO_DRIVER] == [True]
    repair(store)
    assert has_driver(folder)


def test_a_program_in_a_folder_with_odd_letters_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/opt/100% mine/it's/python")
    assert driver_command().startswith("""'/opt/100%% mine/it'"'"'s/python' -P""")


def test_git_tells_in_its_own_words_why_it_refuses(clones: Clones, monkeypatch: pytest.MonkeyPatch) -> None:
    store = clones.two
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(NotSaved, match="dubious ownership") as caught:
        repository(store.paths.file)
    assert "safe.directory" in caught.value.do
    with pytest.raises(NotSaved, match="dubious ownership"):
        sync_git(store, DRIVER)
    assert any("dubious" in one.text for one in diagnose(store))


def test_what_git_wrote_for_a_sync_that_was_killed_goes_with_the_next(clones: Clones) -> None:
    store = clones.one
    dead = subprocess.Popen(["true"])
    dead.wait()
    gone, running = (store.paths.own_state / f".git-{pid}-ab" for pid in (dead.pid, os.getpid()))
    for folder in (gone, running):
        folder.mkdir(parents=True)
        (folder / LIBRARY).write_text("{}")
    (store.paths.folder / ".merge_file_a1B2c3").write_text("{}")
    sync_git(store, DRIVER)
    assert (gone.exists(), running.exists()) == (False, True)
    assert git(store.paths.folder, "status", "--porcelain") == ""

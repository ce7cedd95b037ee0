"""Git does not make all merges as the library wants them: unfinished ones, and those that dropped a side, are mended.

Nothing is aborted and no side is chosen. Of the library both sides are joined; what conflicts besides is its owner's.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from reader.domain.errors import Corrupt, NotFound, NotSaved, StoreError
from reader.domain.patterns import deferred
from reader.domain.wording import counted
from reader.storage.compaction import compact
from reader.storage.copies.absorbing import AT_ONCE, absorb, absorb_file, check
from reader.storage.copies.git_process import Answer, git, must
from reader.storage.disk.replace import read_pieces, write_file
from reader.storage.disk.system import telling
from reader.storage.file.recovery import salvage
from reader.storage.file.strict import FRAME, HEAD, ROW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.storage.store import FileStore

ATTRIBUTES = ".gitattributes"
SEEN = "git-seen"
"""In this library's state: the commit up to which all that was ever committed is in the library."""
FIRST = 500
"""Commits to look through where none was seen yet."""
STEPS = 1000
"""Commits that a rebase may have left to do."""
OVERLAP = 1 << 20
"""Bytes of a damaged version of the library that are looked through twice: a record is no longer."""
VERSION = deferred(rb":\d+ \d+ [0-9a-f]+ ([0-9a-f]+) ")
"""A line of `git log --raw`; its group is the blob that a commit made the file."""
SCRATCH = deferred(r"\.git-(\d+)-.+")
"""A folder of ours that git writes into; its group is the process."""
UNDER_WAY = {
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}
"""What git puts into its folder while something is under way, in the order in which it decides."""


def finish(store: FileStore, clone: Path) -> None:
    """Finish a merge, rebase or the like that stands unfinished, where only the library's files conflict.

    Raises NotSaved, with all stages as they were, where others do, or one side is no library.
    """
    for step in range(STEPS):
        under_way, conflicts = _under_way(clone), _conflicts(clone)
        if not under_way and not conflicts:
            return
        _refuse_others(store, clone, under_way, conflicts)
        if not conflicts and under_way != "merge":
            if step and _is_done(clone):
                git(clone, under_way, "--skip")
                continue
            raise NotSaved(f"a {under_way} is unfinished", str(clone), f"run `git {under_way} --continue` there first")
        _join_sides(store, clone, conflicts)
        if under_way == "merge":
            must(clone, "commit", "-q", "--no-edit")
        elif under_way:
            git(clone, under_way, "--continue")  # where it stops again, the next round says why
    raise NotSaved("what git has under way does not come to an end", str(clone), "see `git status` there")


def join_history(store: FileStore, clone: Path) -> int:
    """Take in what was ever committed and is not in the library; how many annotations that brought back or changed.

    A merge that git made by lines, or somebody by hand, may have dropped what one side had pushed.
    """
    state = store.paths.own_state / SEEN
    seen = ""
    with suppress(OSError):
        seen = store.system.read(state).decode(errors="replace").strip()
    known = bool(re.fullmatch(r"[0-9a-f]{40,64}", seen)) and git(clone, "cat-file", "-e", f"{seen}^{{commit}}").worked
    commits = (f"{seen}..HEAD",) if known else (f"--max-count={FIRST}", "HEAD")
    count = 0
    with _scratch(store) as file:
        for blob in _versions(clone, commits, _relative(store, clone)):
            if _write_out(clone, file, "cat-file", "blob", blob):
                count += _take_unknown(store, file)
    head = git(clone, "rev-parse", "HEAD")
    if head.worked:
        with suppress(StoreError):  # it costs time only
            write_file(store.system, state, head.output, durable=False)
    return count


def _refuse_others(store: FileStore, clone: Path, under_way: str, conflicts: dict[str, set[int]]) -> None:
    others = sorted(path for path in conflicts if not _is_ours(store, clone, path))
    if others:
        names = ", ".join(others[:5]) + (f" and {counted(len(others) - 5, 'other')}" if len(others) > 5 else "")
        raise NotSaved(
            f"a {under_way or 'merge'} is unfinished, and conflicts in {names}",
            str(clone),
            "resolve that and `git add` it there, then run `reader sync git` again: it joins the library itself",
        )


def _join_sides(store: FileStore, clone: Path, conflicts: dict[str, set[int]]) -> None:
    """Put the join of both sides into the worktree and the index."""
    library = _relative(store, clone)
    sides = [f":{stage}:{library}" for stage in sorted(conflicts.get(library, set())) if stage > 1]
    with _scratch(store) as one, _scratch(store) as other:
        found = [file for side, file in zip(sides, (one, other), strict=False) if _write_out(clone, file, "show", side)]
        try:
            for file in found:
                check(store, file)
        except Corrupt as error:
            raise NotSaved(
                f"one side of a merge is no whole library ({error.what})",
                str(store.paths.library),
                "all sides were left as they are; resolve it there by hand",
            ) from error
        for file in found:
            absorb_file(store, file, confirmed=True)
    compact(store)
    if store.system.exists(store.paths.file):
        must(clone, "add", "--", library)
    for path in conflicts:
        if path == ATTRIBUTES:
            _join_lines(store, clone, path)
        elif path != library:
            _keep_either(clone, path, conflicts[path])


def _join_lines(store: FileStore, clone: Path, path: str) -> None:
    lines: dict[str, None] = {}
    for stage in (2, 3):
        answer = git(clone, "show", f":{stage}:{path}")
        lines |= dict.fromkeys(answer.output.decode(errors="surrogateescape").splitlines() if answer.worked else ())
    write_file(store.system, clone / path, "".join(f"{line}\n" for line in lines).encode(errors="surrogateescape"))
    must(clone, "add", "--", path)


def _keep_either(clone: Path, path: str, stages: set[int]) -> None:
    """Keep a text that both have, or one of them: those of one name are the same."""
    must(clone, "checkout", "-q", "--ours" if 2 in stages else "--theirs", "--", path)
    must(clone, "add", "--", path)


def _under_way(clone: Path) -> str:
    answer = must(clone, "rev-parse", *(part for name in UNDER_WAY for part in ("--git-path", name)))
    for path, what in zip(answer.text.splitlines(), UNDER_WAY.values(), strict=True):
        if (clone / path).exists():
            return what
    return ""


def _conflicts(clone: Path) -> dict[str, set[int]]:
    """The files that conflict, and which of the base (1), ours (2) and theirs (3) are there."""
    found: dict[str, set[int]] = {}
    for entry in must(clone, "ls-files", "-u", "-z").text.split("\0"):
        head, _, path = entry.partition("\t")
        if path:
            found.setdefault(path, set()).add(int(head[-1]))
    return found


def _is_done(clone: Path) -> bool:
    """Whether nothing is left of the commit that a rebase stopped at: the library held all of it."""
    return git(clone, "diff", "--cached", "--quiet", "HEAD").worked


def _is_ours(store: FileStore, clone: Path, path: str) -> bool:
    if path in {ATTRIBUTES, _relative(store, clone)}:
        return True
    return (clone / path).parent == store.paths.texts


def _relative(store: FileStore, clone: Path) -> str:
    return store.paths.file.relative_to(clone).as_posix()


def _versions(clone: Path, commits: tuple[str, ...], path: str) -> Iterator[str]:
    """The blobs of all that the library ever was in these commits, on every side of every merge, but for HEAD's."""
    # Without --full-history git leaves out the side of a merge which was dropped.
    log = ("log", "--full-history", "-m", "--raw", "--no-abbrev", "--no-renames", "--format=", "-z")
    answer: Answer = git(clone, *log, *commits, "--", path)
    if not answer.worked:
        return  # nothing has been committed yet
    now = git(clone, "rev-parse", f"HEAD:{path}").text
    for blob in dict.fromkeys(match[1].decode() for match in VERSION.finditer(answer.output)):
        if blob != now and blob.strip("0"):
            yield blob


@contextmanager
def _scratch(store: FileStore) -> Iterator[Path]:
    """A file of ours that git writes something into: a library may be large. It is gone afterwards."""
    state = store.paths.own_state
    store.system.make_folder(state)
    with telling(state):
        for name in store.system.names(state):
            left = SCRATCH.fullmatch(name)
            if left is not None and int(left[1]) != os.getpid() and not store.system.is_running(int(left[1])):
                rmtree(state / name, ignore_errors=True)  # of a killed process
        with TemporaryDirectory(prefix=f".git-{os.getpid()}-", dir=state) as folder:
            yield Path(folder) / store.paths.file.name


def _write_out(clone: Path, file: Path, *arguments: str) -> bool:
    with file.open("wb") as opened:
        return git(clone, *arguments, into=opened).worked


def _take_unknown(store: FileStore, file: Path) -> int:
    """Take in what a library says that ours does not; how many annotations that brought or changed."""
    known = {hash(line) for line in _lines(store, store.paths.file)} if store.system.exists(store.paths.file) else set()
    some, size, count = list[bytes](), 0, 0
    for line in _lines(store, file):
        if hash(line) in known:
            continue
        if ROW.fullmatch(line) is None and line not in FRAME and HEAD.fullmatch(line) is None:
            return count + _take_all(store, file)  # it does not stand as we write it
        some.append(line)
        size += len(line)
        if size >= AT_ONCE:
            count += _take(store, b"\n".join(some))
            some, size = [], 0
    return count + _take(store, b"\n".join(some))


def _take_all(store: FileStore, file: Path) -> int:
    """The same of a file of any layout, and of every whole record in one that is damaged."""
    try:
        told = absorb_file(store, file, confirmed=True)
    except (Corrupt, NotFound):
        return _take_whole_records(store, file)
    return told.added + told.changed


def _take_whole_records(store: FileStore, file: Path) -> int:
    data, count = b"", 0
    for piece in read_pieces(store.system, file):
        data += piece
        if len(data) >= AT_ONCE:
            count += _take(store, data)
            data = data[-OVERLAP:]
    return count + _take(store, data)


def _take(store: FileStore, data: bytes) -> int:
    told = absorb(store, salvage(data), "git", confirmed=True)
    return told.added + told.changed


def _lines(store: FileStore, file: Path) -> Iterator[bytes]:
    """The lines of a library, one record each, without what parts them."""
    rest = b""
    for piece in read_pieces(store.system, file):
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield line.rstrip(b",")
    yield rest.rstrip(b",")

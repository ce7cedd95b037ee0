"""A library may lie in a git repository: a merge driver joins it, and one command commits, pulls and pushes."""

from __future__ import annotations

import os
import shlex
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.domain.errors import NotSaved, ReaderError
from reader.domain.merge import is_deleted, join_tables
from reader.storage.compaction import compact
from reader.storage.copies.absorbing import NOTHING, Arrived
from reader.storage.copies.git_merges import ATTRIBUTES, finish, join_history
from reader.storage.copies.git_process import git, must
from reader.storage.disk.replace import replacing, write_file
from reader.storage.disk.system import REAL, System
from reader.storage.file.copied_rows import read_whole
from reader.storage.file.doc_ids import number_rows
from reader.storage.file.joined_files import join_files
from reader.storage.file.record_scan import Doubtful
from reader.storage.file.writing import Writer
from reader.storage.rows.row_kinds import ANNOTATIONS, ARTICLES

if TYPE_CHECKING:
    from reader.storage.store import FileStore

NO_REPOSITORY = "not a git repository"
"""What git says where there is none; all else that it says is a reason of its own."""
ATTEMPTS = 4
"""How often to begin anew when somebody else pushes, or writes the library, at the same time."""


def driver_command() -> str:
    """Write the command by which git calls the merge driver: by its whole path, for git may run without ours in
    PATH.
    """
    # git takes % for the beginning of a name of its own; -P: nothing is imported from the clone.
    program = shlex.quote(sys.executable).replace("%", "%%")
    return f"{program} -P -m reader merge-driver %O %A %B"


@dataclass(frozen=True, slots=True)
class GitReport:
    """A `GitReport` says what a sync did; `annotations` are counted before and after.

    `regained` are those that somebody had committed, and that a merge without the driver had dropped or changed, and
    `arrived` is what was not here before.
    """

    committed: bool
    pulled: bool
    pushed: bool
    before: int
    after: int
    regained: int = 0
    arrived: Arrived = NOTHING


def repository(file: Path) -> Path | None:
    """Find the top of the clone that a file is in; None where it is in none.

    Raises NotSaved where git refuses to say.
    """
    if not file.parent.is_dir():
        return None
    answer = git(file.parent, "rev-parse", "--show-toplevel")
    if answer.worked:
        return Path(answer.text)
    if NO_REPOSITORY in answer.reason:
        return None
    raise NotSaved(f"git refuses ({answer.reason})", str(file.parent), answer.advice)


def has_driver(clone: Path) -> bool:
    """Tell whether this clone joins the library, by a program that is there; without, git merges lines and loses
    texts.
    """
    try:
        words = shlex.split(git(clone, "config", "merge.reader.driver").text.replace("%%", "%"))
    except ValueError:
        return False
    return bool(words) and Path(words[0]).is_absolute() and os.access(words[0], os.X_OK)


def set_up(store: FileStore, driver: str = "") -> Path:
    """Teach the library's clone to join it; answer the clone. Raises NotSaved where it is in none."""
    file = store.paths.file
    clone = repository(file)
    if clone is None:
        raise NotSaved("it is not in a git repository", str(file), "run `git init` in its folder first")
    drivers = {
        "reader": ("join libraries of reader", driver or driver_command()),
        "reader-texts": ("keep the text that is there", "true"),
    }
    for name, (what, command) in drivers.items():
        must(clone, "config", f"merge.{name}.name", what)
        must(clone, "config", f"merge.{name}.driver", command)
    attributes = clone / ATTRIBUTES
    _add_line(store.system, attributes, f"{_quoted(file.relative_to(clone).as_posix())} merge=reader -text")
    if store.paths.texts.is_relative_to(clone):
        texts = store.paths.texts.relative_to(clone).as_posix()
        _add_line(store.system, attributes, f"{_quoted(f'{texts}/*')} merge=reader-texts binary")
    exclude = clone / must(clone, "rev-parse", "--git-path", "info/exclude").text
    state = store.paths.state
    own = [f"/{state.relative_to(clone).as_posix()}/"] if state.is_relative_to(clone) and state != clone else []
    for pattern in ("*.journal", ".*.part", "/backups/", "/.merge_file_*", *own):  # the last are git's, if killed
        _add_line(store.system, exclude, pattern)
    return clone


def sync_git(store: FileStore, driver: str = "") -> GitReport:
    """Commit the library and its texts, pull what others pushed, joined, and push. Raises StoreError.

    A merge that stands unfinished is finished first, where the library's files are all that conflict.
    """
    clone = set_up(store, driver)
    finish(store, clone)
    if not git(clone, "symbolic-ref", "-q", "HEAD").worked:
        # What is committed there is on no branch, and would go from the library with the next one that is checked out.
        raise NotSaved("no branch is checked out (HEAD is detached)", str(clone), "run `git switch BRANCH` there first")
    compact(store)
    before, known = store.view.count("annotations"), _ids(store)
    committed = _commit(store, clone)
    upstream = git(clone, "rev-parse", "--abbrev-ref", "@{upstream}").worked
    if upstream:
        _pull(store, clone)
    store.refresh()
    regained = join_history(store, clone)
    if regained:
        compact(store)
        committed = _commit(store, clone) or committed
    if upstream:
        _push(store, clone)
    news = (
        Arrived(*(tuple(sorted(there - known[table])) for table, there in _ids(store).items())) if before else Arrived()
    )
    return GitReport(committed, upstream, upstream, before, store.view.count("annotations"), regained, news)


def _ids(store: FileStore) -> dict[str, set[str]]:
    """The ids of all annotations and articles that are not deleted."""
    tables = (ANNOTATIONS.table, ARTICLES.table)
    return {table: {row["uuid"] for row in store.view.rows(table) if not is_deleted(row)} for table in tables}


def _commit(store: FileStore, clone: Path) -> bool:
    there = [store.paths.file, store.paths.texts, clone / ATTRIBUTES]
    paths = [str(path) for path in there if path.exists() and path.is_relative_to(clone)]
    must(clone, "add", "--", *paths)
    if git(clone, "diff", "--cached", "--quiet", "--", *paths).worked:
        return False
    must(clone, "commit", "-q", "-m", "Update the library", "--", *paths)
    return True


def _pull(store: FileStore, clone: Path) -> None:
    for _ in range(ATTEMPTS):
        answer = git(clone, "pull", "-q", "--no-rebase", "--ff", "--no-edit")
        if answer.worked:
            return
        finish(store, clone)
        # Another window may have written the library meanwhile, and git will not merge into what is not committed.
        compact(store)
        _commit(store, clone)
    must(clone, "pull", "-q", "--no-rebase", "--ff", "--no-edit")


def _push(store: FileStore, clone: Path) -> None:
    for _ in range(ATTEMPTS):
        answer = git(clone, "push", "-q")
        if answer.worked or ("fetch first" not in answer.said + answer.text and "non-fast-forward" not in answer.said):
            break
        _pull(store, clone)
    if not answer.worked:
        must(clone, "push", "-q")


def merge_driver(base: Path, ours: Path, theirs: Path, system: System = REAL) -> bool:
    """Write the join of two sides into `ours`, as git's merge driver; false, with all three as they were, where one
    of them does not parse. The base adds nothing: what both sides dropped since, they dropped on purpose.
    """
    del base
    try:
        try:
            with replacing(system, ours) as part:
                join_files(system, (ours, theirs), part.write)
        except Doubtful:
            tables = join_tables([read_whole(system, ours), read_whole(system, theirs)])
            with replacing(system, ours) as part:
                Writer(part.write, noting=False).write({name: number_rows(rows) for name, rows in tables.items()})
    except (OSError, ReaderError):
        return False
    return True


def _add_line(system: System, path: Path, line: str) -> None:
    there = ""
    with suppress(FileNotFoundError):
        there = system.read(path).decode(errors="surrogateescape")
    if line not in there.splitlines():
        gap = "" if not there or there.endswith("\n") else "\n"
        write_file(system, path, f"{there}{gap}{line}\n".encode(errors="surrogateescape"))


def _quoted(path: str) -> str:
    # In .gitattributes a pattern with blanks or quotes stands in quotes.
    special = any(one in path for one in ' "\\\t')
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"' if special else path

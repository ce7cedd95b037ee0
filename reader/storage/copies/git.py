"""A library in a git repository: a merge driver that joins it, and one command that commits, pulls and pushes."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.domain.errors import Corrupt, NotSaved, StoreError
from reader.domain.merge import join_tables
from reader.storage.compaction import compact
from reader.storage.disk.replace import write_file
from reader.storage.disk.system import REAL, System
from reader.storage.file.backups import read_copy
from reader.storage.file.doc_ids import numbered
from reader.storage.file.writing import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.storage.store import FileStore

DRIVER = "reader merge-driver %O %A %B"
ELSEWHERE = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"})
"""Set where git itself runs us; they would lead it to another repository than the library's."""
PATIENCE = 300
"""Seconds that a pull or push over a slow line may take."""


@dataclass(frozen=True, slots=True)
class GitReport:
    """What a sync did; `annotations` are counted before and after."""

    committed: bool
    pulled: bool
    pushed: bool
    before: int
    after: int


def repository(file: Path) -> Path | None:
    """The top of the clone that a file is in; None where it is in none."""
    answer = _git(file.parent, "rev-parse", "--show-toplevel") if file.parent.is_dir() else None
    return Path(answer.stdout.strip()) if answer is not None and answer.returncode == 0 else None


def has_driver(clone: Path) -> bool:
    """Whether this clone would join the library; without, git merges its lines and loses texts."""
    return bool(_git(clone, "config", "merge.reader.driver").stdout.strip())


def set_up(store: FileStore, driver: str = DRIVER) -> Path:
    """Teach the library's clone to join it; answer the clone. Raises NotSaved where it is in none."""
    file = store.paths.file
    clone = repository(file)
    if clone is None:
        raise NotSaved("it is not in a git repository", str(file), "run `git init` in its folder first")
    drivers = {"reader": ("join libraries of reader", driver), "reader-texts": ("keep the text that is there", "true")}
    for name, (what, command) in drivers.items():
        _must(clone, "config", f"merge.{name}.name", what)
        _must(clone, "config", f"merge.{name}.driver", command)
    attributes = clone / ".gitattributes"
    _add_line(store.system, attributes, f"{_quoted(file.relative_to(clone).as_posix())} merge=reader -text")
    if store.paths.texts.is_relative_to(clone):
        texts = store.paths.texts.relative_to(clone).as_posix()
        _add_line(store.system, attributes, f"{_quoted(f'{texts}/*')} merge=reader-texts binary")
    exclude = Path(_must(clone, "rev-parse", "--git-path", "info/exclude").strip())
    for pattern in ("*.journal", ".*.part", "/backups/"):
        _add_line(store.system, clone / exclude, pattern)
    return clone


def sync_git(store: FileStore, driver: str = DRIVER) -> GitReport:
    """Commit the library and its texts, pull what others pushed, joined, and push. Raises StoreError."""
    clone = set_up(store, driver)
    compact(store)
    before = store.view.count("annotations")
    there = [store.paths.file, store.paths.texts, clone / ".gitattributes"]
    paths = [str(path) for path in there if path.exists() and path.is_relative_to(clone)]
    _must(clone, "add", "--", *paths)
    committed = _git(clone, "diff", "--cached", "--quiet", "--", *paths).returncode != 0
    if committed:
        _must(clone, "commit", "-q", "-m", "Update the library", "--", *paths)
    upstream = _git(clone, "rev-parse", "--abbrev-ref", "@{upstream}").returncode == 0
    if upstream:
        _must(clone, "pull", "-q", "--no-rebase", "--no-edit")
    store.refresh()
    if upstream:
        _must(clone, "push", "-q")
    return GitReport(committed, upstream, upstream, before, store.view.count("annotations"))


def merge_driver(base: Path, ours: Path, theirs: Path, system: System = REAL) -> bool:
    """Git's merge driver: write the join of two sides into `ours`; false, with all three as they were, where one of
    them does not parse. The base adds nothing: what both sides dropped since, they dropped on purpose.
    """
    del base
    try:
        tables = join_tables([read_copy(system, ours), read_copy(system, theirs)])
        written = bytearray()
        Writer(written.extend).write({name: numbered(rows) for name, rows in tables.items()})
        write_file(system, ours, bytes(written))
    except (Corrupt, OSError, StoreError):
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


def _must(clone: Path, *arguments: str) -> str:
    answer = _git(clone, *arguments)
    if answer.returncode != 0:
        last = (answer.stderr.strip() or answer.stdout.strip() or "it failed").splitlines()[-1]
        raise NotSaved(f"git {arguments[0]} failed ({last})", str(clone), "see `git status` there")
    return answer.stdout


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command: Sequence[str] = ["git", "-C", str(folder), *arguments]
    # Nobody is there to answer a question for a password.
    environment = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    environment |= {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        return subprocess.run(  # noqa: S603  # a list of arguments, never a shell
            command, capture_output=True, text=True, timeout=PATIENCE, check=False, env=environment
        )
    except FileNotFoundError as error:
        raise NotSaved("git is not installed", do="install it, or use `reader sync FOLDER`") from error
    except subprocess.TimeoutExpired as error:
        raise NotSaved(f"git {arguments[0]} did not end within {PATIENCE} seconds", str(folder)) from error

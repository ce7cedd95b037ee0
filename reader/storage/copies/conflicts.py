"""A sync engine leaves copies beside a library which two machines wrote at once: here they are joined.

They are joined where they come from this library, and put among the backups only when the join is on the disk. One
that cannot be read stays where it is. A name that a person may have given is told, never taken or moved.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.domain.errors import Corrupt, NotFound, StoreError
from reader.domain.merge import join_rows
from reader.domain.wording import counted
from reader.storage.copies.absorbing import Absorbed, absorb, absorb_file, check
from reader.storage.disk.copy_names import CopyOrigin, copies_beside
from reader.storage.disk.replace import copy_file, write_file
from reader.storage.disk.system import FileMark
from reader.storage.file.backups import JOINED, readable
from reader.storage.file.copied_rows import with_rows
from reader.storage.file.recovery import salvage
from reader.storage.rows.codec import dumps, loads
from reader.storage.rows.schema import NEWER, TABLE
from reader.storage.rows.stamps import is_of_machine

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from reader.domain.merge import Row
    from reader.storage.file.copied_rows import Pair
    from reader.storage.store import FileStore

REMEMBERED = "copies"
"""In this library's state: what was found in the copies that stay, by what they were then."""
SALVAGED = 64 << 20
"""Bytes of the largest damaged copy that is looked through for records that are whole: all of it is held in memory."""


@dataclass(frozen=True, slots=True)
class Copies:
    """`Copies` are what lies beside the library, by name: copies that an engine made, and such as a person may have
    made.
    """

    sure: tuple[Path, ...]
    unsure: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """A `Joined` says what became of the copies: those that were joined, those that could not be read, those to ask
    about.
    """

    absorbed: tuple[Absorbed, ...]
    unreadable: tuple[Path, ...]
    offered: tuple[Path, ...]


class CopyVerdict(StrEnum):
    """A `CopyVerdict` is what is to be done with a copy."""

    JOIN = "join"
    OFFER = "offer"
    LEAVE = "leave"
    """It adds nothing, or is no library, or another one that is used as such here."""
    UNREADABLE = "unreadable"


class _Kinship(NamedTuple):
    """What a copy is to the library: whether it says more, is of the same making, and was written by some machine."""

    news: bool
    related: bool
    written: bool


def copies(store: FileStore) -> Copies:
    """List the copies beside the library, by their names."""
    found = copies_beside(store.system, store.paths.file)
    sure = tuple(path for path, by in found if by in {CopyOrigin.ENGINE, CopyOrigin.PROGRAM})
    return Copies(sure, tuple(path for path, _ in found if path not in sure))


def examine_copies(store: FileStore) -> dict[Path, CopyVerdict]:
    """Examine the copies beside the library, and decide what is to be done with each.

    Reads those that it has not read before.
    """
    found = copies_beside(store.system, store.paths.file)
    if not found:
        return {}
    memory = _remembered(store)
    verdicts, marks = {}, {}
    for path, by in found:
        mark = _mark(store, path)
        known = memory.get(path.name)
        verdicts[path] = CopyVerdict(known[1]) if known and known[0] == mark else _verdict(store, path, by)
        marks[path.name] = [mark, verdicts[path]]
    kept = {name: one for name, one in marks.items() if one[1] in {CopyVerdict.OFFER, CopyVerdict.LEAVE}}
    if kept != memory:
        with suppress(StoreError):  # it costs time only
            write_file(store.system, store.paths.own_state / REMEMBERED, dumps(kept), durable=False)
    return verdicts


def join_conflicts(store: FileStore, *, confirmed: bool = False) -> Joined:
    """Join every copy that an engine made of this library, then move it to the backups.

    Raises StoreError where the library cannot be written.
    """
    verdicts = examine_copies(store)
    absorbed, unreadable = [], [path for path, verdict in verdicts.items() if verdict is CopyVerdict.UNREADABLE]
    for path, verdict in verdicts.items():
        if verdict is not CopyVerdict.JOIN:
            continue
        try:
            result = absorb_file(store, path, confirmed=confirmed)
        except (Corrupt, NotFound):
            unreadable.append(path)
            continue
        absorbed.append(result)
        if result.done:
            _retire(store, path)
    offered = tuple(path for path, verdict in verdicts.items() if verdict is CopyVerdict.OFFER)
    return Joined(tuple(absorbed), tuple(unreadable), offered)


def merge_files(store: FileStore, files: Iterable[Path], *, confirmed: bool = False) -> list[Absorbed]:
    """Join other libraries, backups, or conflict copies into this one. The files are not changed.

    Of one that is damaged every record is taken that is whole. Raises Corrupt for the first that has none; those before
    it are joined.
    """
    told = []
    for path in files:
        try:
            told.append(absorb_file(store, path, confirmed=confirmed))
        except Corrupt as error:
            told.append(_absorb_damaged(store, path, error, confirmed=confirmed))
    forget(store)
    return told


def _absorb_damaged(store: FileStore, path: Path, error: Corrupt, *, confirmed: bool) -> Absorbed:
    if error.what == NEWER or store.system.stat(path).st_size > SALVAGED:
        raise error
    tables = salvage(readable(store.system.read(path)))
    count = sum(map(len, tables.values()))
    if not count:
        raise error
    source = f"{path.name} is damaged; of the {counted(count, 'record')} that could be read in it"
    return absorb(store, tables, source, confirmed=confirmed)


def forget(store: FileStore) -> None:
    """Look into the copies anew the next time: one of them has been joined."""
    with suppress(OSError):
        store.system.unlink(store.paths.own_state / REMEMBERED)


def _verdict(store: FileStore, path: Path, by: CopyOrigin) -> CopyVerdict:
    if by is CopyOrigin.PERSON and _is_used(store, path):
        return CopyVerdict.LEAVE
    try:
        if by is CopyOrigin.ENGINE:
            check(store, path)
            return CopyVerdict.JOIN
        found = with_rows(store.system, path, lambda rows: _compare(store, rows))
    except (Corrupt, NotFound):
        return CopyVerdict.UNREADABLE if by in {CopyOrigin.ENGINE, CopyOrigin.PROGRAM} else CopyVerdict.LEAVE
    if not found.news:
        return CopyVerdict.LEAVE
    joined = (by is CopyOrigin.PROGRAM and (found.related or not found.written)) or (
        by is CopyOrigin.UNKNOWN and found.related
    )
    return CopyVerdict.JOIN if joined else CopyVerdict.OFFER


def _compare(store: FileStore, rows: Iterable[Pair]) -> _Kinship:
    news = related = written = False
    for table, row in rows:
        known = store.view.row(table, row["uuid"])
        news = news or (table != TABLE and (known is None or ("f" in known and join_rows(known, row) != known)))
        own = {stamp for stamp in _stamps(row) if is_of_machine(stamp)}
        written = written or bool(own)
        # Where the library knows one of these writes, both are what became of one.
        related = related or (known is not None and not own.isdisjoint(_stamps(known)))
    return _Kinship(news, related, written)


def _is_used(store: FileStore, path: Path) -> bool:
    """Whether somebody has opened it here as a library of its own."""
    return store.system.exists(store.paths._replace(library=path).own_state)


def _stamps(row: Row) -> set[str]:
    live = {stamp for values in row.get("f", {}).values() if isinstance(values, dict) for stamp in values}
    return live.union(row.get("dead", ()))


def _mark(store: FileStore, path: Path) -> list[int]:
    try:
        return list(FileMark.of(store.system.stat(path)))
    except OSError:
        return []


def _remembered(store: FileStore) -> dict[str, Any]:
    try:
        found = loads(store.system.read(store.paths.own_state / REMEMBERED))
        return {name: [mark, CopyVerdict(verdict)] for name, (mark, verdict) in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _retire(store: FileStore, path: Path) -> None:
    """Move it out of the engine's way: what it held is in the journal or the library now."""
    with suppress(OSError):
        copy_file(store.system, path, store.paths.backups / f"{JOINED}{path.name}")
        store.system.unlink(path)

"""What another copy of the library holds is taken in: a file of another machine, a conflict copy, a backup."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.merge import AnyTables, Row, Tables, is_deleted, join_rows
from reader.domain.wording import counted
from reader.storage.compaction import compact, is_due
from reader.storage.disk.gc_off import uncollected
from reader.storage.disk.replace import read_pieces
from reader.storage.disk.system import telling
from reader.storage.file.backups import Packer, keep_backup
from reader.storage.file.copied_rows import pairs, with_rows
from reader.storage.rows.annotation_rows import ALIAS
from reader.storage.rows.codec import dumps
from reader.storage.rows.row_kinds import ANNOTATIONS, ARTICLES
from reader.storage.rows.values import texts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from reader.storage.file.copied_rows import Pair
    from reader.storage.store import FileStore

AT_ONCE = 2 << 20
"""Bytes of records that are written at once, or a little more: some thousand records."""
MUCH = 8 << 20
"""Bytes of journal from which on it is folded into the file before more is written: it is held in memory."""
FEW = 20
PART = 0.05
"""A copy that would hide more records than both the few and this part of them is asked about first."""


class Arrived(NamedTuple):
    """An `Arrived` is the ids of what a copy brought that was not there."""

    annotations: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


NOTHING = Arrived()


class Absorbed(NamedTuple):
    """An `Absorbed` says what became of the library when a copy was joined with it; the numbers are of annotations that
    are there.

    `done` is false where the copy would hide so many records that its owner must be asked; nothing was changed then.
    """

    source: str
    before: int
    after: int
    added: int = 0
    changed: int = 0
    hidden: int = 0
    two_texts: int = 0
    done: bool = True
    folded: int = 0
    """How many were there twice, and are one with another now."""
    arrived: Arrived = NOTHING

    @property
    def changes(self) -> int:
        """Tell how many annotations the library has in another way than before."""
        return self.added + self.changed + self.hidden + self.folded

    def __str__(self) -> str:
        """In one line, for people."""
        if not self.done:
            some = f"{self.hidden} of {counted(self.before, 'annotation')}"
            return f"{self.source}: would delete {some}; nothing was changed"
        if not self.changes:
            return f"{self.source}: nothing new"
        parts = [
            f"{self.added} new" if self.added else "",
            f"{self.changed} changed" if self.changed else "",
            f"{self.hidden} deleted" if self.hidden else "",
            f"{self.folded} made one with others" if self.folded else "",
        ]
        line = f"{self.source}: {', '.join(part for part in parts if part)}; {self.before} before, {self.after} now"
        return f"{line}; {counted(self.two_texts, 'note')} with two texts" if self.two_texts else line


@dataclass(slots=True)
class _Difference:
    """What a copy has that the library has not, what becomes of it there, and the counts."""

    rows: Tables = field(default_factory=dict)
    joined: Tables = field(default_factory=dict)
    count: int = 0
    size: int = 0
    added: int = 0
    changed: int = 0
    gone: list[str] = field(default_factory=list)
    aliases: set[str] = field(default_factory=set)
    two_texts: int = 0
    annotations: list[str] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)

    def compare(self, store: FileStore, table: str, row: Row, *, keep: bool = True) -> None:
        """Count one record of the copy, and keep it for writing, where the library does not say it already."""
        known = self.joined.get(table, {}).get(row["uuid"]) or store.view.row(table, row["uuid"])
        if known is None:
            self._note(table, row, None, row, keep=keep)
        elif "f" in known and "f" in row:
            joined = join_rows(known, row)
            if joined != known:
                self._note(table, row, known, joined, keep=keep)

    def _note(self, table: str, row: Row, known: Row | None, joined: Row, *, keep: bool) -> None:
        self.count += 1
        if keep:
            self.size += len(dumps(row))
            there = self.rows.setdefault(table, {}).get(row["uuid"])
            self.rows[table][row["uuid"]] = row if there is None else join_rows(there, row)
            self.joined.setdefault(table, {})[row["uuid"]] = joined
        if table == ARTICLES.table and known is None and not is_deleted(row):
            self.articles.append(row["uuid"])
        if table != ANNOTATIONS.table:
            return
        if known is None and not is_deleted(row):
            self.annotations.append(row["uuid"])
        was, now = known is not None and not is_deleted(known), not is_deleted(joined)
        self.added += now and not was
        self.changed += now and was
        if was and not now:
            self.gone.append(row["uuid"])
        if now:
            self.aliases.update(name.removeprefix(ALIAS) for name in joined["f"] if name.startswith(ALIAS))
        live = joined["f"].get("note", {})
        self.two_texts += now and len(live) > 1 and len(texts(live)) > 1

    def folded(self) -> int:
        """How many of those that are gone live on as an alias of another one."""
        return len(self.aliases.intersection(self.gone))


def absorb(store: FileStore, tables: AnyTables, source: str, *, confirmed: bool = False) -> Absorbed:
    """Join these tables into the library, durably. Raises StoreError."""
    return absorb_rows(store, list(pairs(tables)), source, confirmed=confirmed)


def absorb_file(store: FileStore, path: Path, *, confirmed: bool = False) -> Absorbed:
    """Join a copy into the library, durably, and record by record: however large it is, it is never in memory as a
    whole. Raises Corrupt, which names it, NotFound, and StoreError.
    """
    return with_rows(store.system, path, lambda rows: absorb_rows(store, rows, path.name, confirmed=confirmed))


def absorb_rows(store: FileStore, rows: Iterable[Pair], source: str, *, confirmed: bool) -> Absorbed:
    """Join rows that may be gone through twice into the library, durably. Raises StoreError."""
    with store.writing(), uncollected():
        before = store.view.count(ANNOTATIONS.table)
        found = _Difference()
        for table, row in rows:
            found.compare(store, table, row, keep=False)
        folded = found.folded()
        hidden = len(found.gone) - folded
        if hidden > max(FEW, PART * before):
            if not confirmed:
                return Absorbed(source, before, before, hidden=hidden, done=False)
            back_up(store, "before-merge")
        if found.count:
            _write(store, rows)
        if is_due(store):
            compact(store)
        after = store.view.count(ANNOTATIONS.table)
        arrived = Arrived(tuple(found.annotations), tuple(found.articles)) if before else NOTHING
    counts = found.added, found.changed, hidden, found.two_texts
    return Absorbed(source, before, after, *counts, folded=folded, arrived=arrived)


def _write(store: FileStore, rows: Iterable[Pair]) -> None:
    """Write what differs, so many records at once: each time all of them are there, or none."""
    some = _Difference()
    for table, row in rows:
        some.compare(store, table, row)
        if some.size >= AT_ONCE:
            store.write(some.rows, some.joined)
            some = _Difference()
            if store.view.journal_bytes >= MUCH:
                compact(store)
    store.write(some.rows, some.joined)


def check(store: FileStore, path: Path) -> None:
    """Read a copy without keeping anything of it. Raises Corrupt, which names it, and NotFound."""
    with_rows(store.system, path, lambda rows: sum(1 for _ in rows))


def back_up(store: FileStore, name: str = "by-hand") -> Path:
    """Keep a copy of the library as it is now; answer where. Raises StoreError."""
    with store.writing():
        compact(store)
        packer = Packer()
        with telling(store.paths.file):
            there = store.system.exists(store.paths.file)
            for piece in read_pieces(store.system, store.paths.file) if there else (b"{}",):
                packer.add(piece)
        packed = packer.packed()
        return keep_backup(store.system, store.paths, packed, store.clock(), device=store.device, name=name)

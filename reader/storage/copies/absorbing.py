"""What another copy of the library holds is taken in: a file of another machine, a conflict copy, a backup."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.errors import Corrupt, NotFound
from reader.domain.merge import Row, Tables, is_deleted, join_rows
from reader.domain.wording import counted
from reader.storage.compaction import compact, is_due
from reader.storage.disk.gc_off import uncollected
from reader.storage.file.backups import Packer, keep_backup, read_copy
from reader.storage.rows.annotation_rows import ALIAS
from reader.storage.rows.row_kinds import ANNOTATIONS, ARTICLES
from reader.storage.rows.values import texts

if TYPE_CHECKING:
    from pathlib import Path

    from reader.storage.store import FileStore

FEW = 20
PART = 0.05
"""A copy that would hide more records than both the few and this part of them is asked about first."""


class Arrived(NamedTuple):
    """The ids of what a copy brought that was not there."""

    annotations: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


NOTHING = Arrived()


class Absorbed(NamedTuple):
    """What became of the library when a copy was joined with it; the numbers are of annotations that are there.

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
        """How many annotations the library has in another way than before."""
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
    added: int = 0
    changed: int = 0
    gone: list[str] = field(default_factory=list)
    two_texts: int = 0
    annotations: list[str] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)

    def note(self, table: str, row: Row, known: Row | None, joined: Row) -> None:
        """Count one record."""
        self.rows.setdefault(table, {})[row["uuid"]] = row
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
        live = joined["f"].get("note", {})
        self.two_texts += now and len(live) > 1 and len(texts(live)) > 1

    def folded(self) -> int:
        """How many of those that are gone live on as an alias of another one."""
        if not self.gone:
            return 0
        alive = (row["f"] for row in self.joined[ANNOTATIONS.table].values() if not is_deleted(row))
        aliases = {name.removeprefix(ALIAS) for fields in alive for name in fields if name.startswith(ALIAS)}
        return len(aliases.intersection(self.gone))


def absorb(store: FileStore, tables: Tables, source: str, *, confirmed: bool = False) -> Absorbed:
    """Join these tables into the library, durably. Raises StoreError."""
    with store.writing(), uncollected():
        before = store.view.count(ANNOTATIONS.table)
        found = _difference(store, tables)
        folded = found.folded()
        hidden = len(found.gone) - folded
        if hidden > max(FEW, PART * before):
            if not confirmed:
                return Absorbed(source, before, before, hidden=hidden, done=False)
            back_up(store, "before-merge")
        store.write(found.rows, found.joined)
        if is_due(store):
            compact(store)
        after = store.view.count(ANNOTATIONS.table)
        arrived = Arrived(tuple(found.annotations), tuple(found.articles)) if before else NOTHING
    counts = found.added, found.changed, hidden, found.two_texts
    return Absorbed(source, before, after, *counts, folded=folded, arrived=arrived)


def read(store: FileStore, path: Path) -> Tables:
    """The tables of a copy. Raises Corrupt, which names it, and NotFound."""
    try:
        return read_copy(store.system, path)
    except Corrupt as error:
        raise Corrupt(error.what, str(path), "it was left as it is") from error
    except OSError as error:
        raise NotFound(f"it cannot be read ({(error.strerror or str(error)).lower()})", str(path)) from error


def back_up(store: FileStore, name: str = "by-hand") -> Path:
    """Keep a copy of the library as it is now; answer where. Raises StoreError."""
    with store.writing():
        compact(store)
        packer = Packer()
        packer.add(store.system.read(store.paths.file) if store.system.exists(store.paths.file) else b"{}")
        packed = packer.packed()
        return keep_backup(store.system, store.paths, packed, store.clock(), device=store.device, name=name)


def _difference(store: FileStore, tables: Tables) -> _Difference:
    found = _Difference()
    for table, rows in tables.items():
        for uuid, row in rows.items():
            known = store.view.row(table, uuid)
            if known is None:
                found.note(table, row, None, row)
            elif "f" in known and "f" in row:
                joined = join_rows(known, row)
                if joined != known:
                    found.note(table, row, known, joined)
    return found

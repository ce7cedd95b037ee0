"""The view is the library as it can be read now: the library file, joined with what the journals say since."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import reader.storage.journal as journal
from reader.domain.errors import Corrupt, StoreError
from reader.domain.merge import is_deleted, join_rows
from reader.storage.disk.system import explain_failure
from reader.storage.file.doc_ids import doc_id, find_row
from reader.storage.file.file_index import ReadTo
from reader.storage.file.indexed_file import open_indexed
from reader.storage.file.library_file import LibraryFile, NoFile
from reader.storage.rows.row_kinds import ANNOTATIONS
from reader.storage.rows.schema import CURRENT
from reader.storage.rows.values import article_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, MutableMapping
    from pathlib import Path

    from reader.domain.merge import AnyTables, Row
    from reader.storage.disk.system import System
    from reader.storage.file.lazy_annotations import Parted
    from reader.storage.file.row_search import RowSearch
    from reader.storage.local.paths import StorePaths


ATTEMPTS = 20
"""How often to read again when somebody writes meanwhile; a writer at work all the time is none of ours."""
LARGE = 1 << 24
"""Bytes of a library file from which on it takes more than a moment to check it."""
SETTLED_NS = 2_000_000_000
"""A folder's time is this coarse on some file systems: a younger one may have changed since and look the same."""


class View:
    """A `View` gives rows by table and id. Read it from one thread at a time."""

    def __init__(
        self, system: System, paths: StorePaths, device: str, tell: Callable[[str], None] = lambda _: None
    ) -> None:
        """Reads nothing yet. Every method may raise StoreError. `tell` hears why reading takes long, before it does."""
        self._tell = tell
        self._device = device
        self._system = system
        self._paths = paths
        self._file: LibraryFile | None = None
        self._loads = 0
        self._from_journals = JournalRows()
        self._ends: dict[str, int] = {}
        self._tails: dict[str, int] = {}
        self._folder_ns = -1
        self._journal_schema = 0
        self.damaged_lines = 0
        self.unread_journals: tuple[str, ...] = ()
        """The names of those that are there, and that the system does not let us read."""
        self.gone = False
        """Whether the library file that was read is not there any more; what it said stays known."""

    @property
    def file(self) -> LibraryFile:
        """Return the library file as it was read last."""
        if self._file is None:
            self.load()
        assert self._file is not None
        return self._file

    @property
    def schema(self) -> int:
        """Return the newest schema that anything in it was written in."""
        return max(self.file.schema, self._journal_schema)

    @property
    def changed(self) -> AnyTables:
        """Return the rows that the journals have more of than the file."""
        return self._from_journals.tables

    def unwritten(self) -> dict[str, MutableMapping[str, Row]]:
        """Return the rows that the file does not hold as they are."""
        found: dict[str, MutableMapping[str, Row]] = {}
        for name, rows in self._from_journals.tables.items():
            if self.file.tables.get(name):
                lacking = _differing(self.file, name, rows)
            else:
                lacking = dict(rows) if isinstance(rows, dict) else _packed(rows)
            if lacking:
                found[name] = lacking
        return found

    @property
    def contained(self) -> dict[str, ReadTo]:
        """Tell how far each journal of another device has been read: what a library that is written now contains of
        it.
        """
        own = {path.name for path in self.own_journals}
        ends = {name: end for name, end in self._ends.items() if name not in own and end}
        return {name: ReadTo(end, self._tails[name]) for name, end in ends.items()}

    @property
    def journal_bytes(self) -> int:
        """Tell how much there is in this device's journal."""
        return sum(map(self.read_to, self.own_journals))

    @property
    def journals(self) -> tuple[str, ...]:
        """Return the names of all journals of the library that are known."""
        self.refresh()
        return tuple(self._ends)

    @property
    def own_journals(self) -> tuple[Path, ...]:
        """Return the journals that this device has written: one, or two where the library's ending did not count
        once.
        """
        of_both = self._paths.journal(self._device), self._paths.older_journal(self._device)
        return (of_both[0], *(path for path in of_both[1:] if path != of_both[0] and path.name in self._ends))

    def read_to(self, path: Path) -> int:
        """Tell how far a journal has been read."""
        return self._ends.get(path.name, 0)

    # -- reading

    def row(self, table: str, uuid: str) -> Row | None:
        """Return one row; None where there is none of that id."""
        changed = self._rows(table).get(uuid)
        return changed if changed is not None else _stored(self.file, table, uuid)

    def may_have(self, table: str, uuid: str) -> bool:
        """Tell whether there may be a row of that id, without reading it."""
        return uuid in self._rows(table) or str(doc_id(uuid)) in self.file.tables.get(table, {})

    def rows(self, table: str) -> Iterator[Row]:
        """Yield all rows of a table."""
        changed = self._rows(table)
        yield from changed.values()
        rows = self.file.rows(table)
        yield from (row for row in rows if row["uuid"] not in changed) if changed else rows

    def rows_changed(self, table: str) -> Mapping[str, Row]:
        """Return the rows of a table that the journals have more of than the file, by their ids."""
        return self._rows(table)

    def state(self, table: str) -> object:
        """Return what differs from what it was when the rows of a table may have changed."""
        if self._file is None:
            self.load()
        return self._loads, self._from_journals.count(table)

    def deleted_rows(self, table: str) -> Iterator[Row]:
        """Yield the rows of a table that are deleted."""
        changed = self._rows(table)
        yield from filter(is_deleted, changed.values())
        stored = self.file.tables.get(table, {})
        rows = (dict(stored[str(number)]) for number in self.file.deleted if str(number) in stored)
        yield from (row for row in rows if row["uuid"] not in changed)

    def rows_with(self, table: str, sought: RowSearch) -> Iterator[Row]:
        """Yield the rows of a table that are sought."""
        changed = self._rows(table)
        yield from filter(sought.fits, changed.values())
        yield from (row for row in self.file.rows_with(table, sought) if row["uuid"] not in changed)

    def annotation_rows(self, article_id: str) -> Iterator[Row]:
        """Yield the rows of one article's annotations."""
        changed = self._rows(ANNOTATIONS.table)
        yield from self._from_journals.annotation_rows(article_id)
        yield from (row for row in self.file.annotation_rows(article_id) if row["uuid"] not in changed)

    def annotated(self) -> set[str]:
        """Return the ids of all articles of which there are rows of annotations, deleted ones too."""
        self._rows(ANNOTATIONS.table)
        return {*self.file.articles, *self._from_journals.annotated()}

    def annotated_lately(self) -> set[str]:
        """Answer those of `annotated` of which the journals have rows."""
        self._rows(ANNOTATIONS.table)
        return set(self._from_journals.annotated())

    def part_of(self, article_id: str, version: str) -> Parted | None:
        """Return one article's annotations in a version, most of them unread; None where all must be read for that."""
        return self.file.part_of(article_id, version, list(self._from_journals.annotation_rows(article_id)))

    def count(self, table: str) -> int:
        """Tell how many rows of a table are not deleted."""
        stored = self.file.tables.get(table, {})
        gone = set(map(str, self.file.deleted))
        changed = {str(find_row(stored, uuid)[0]): row for uuid, row in self._rows(table).items()}
        alive = sum(not is_deleted(row) for row in changed.values())
        return alive + sum(number not in gone and number not in changed for number in stored)

    # -- keeping up

    def load(self) -> None:
        """Read everything anew."""
        try:
            for _ in range(ATTEMPTS):
                file = self._read_file()
                try:
                    self._take(file)
                except Corrupt:
                    # It was written in place, or it is damaged: it is read as one that anybody may have written.
                    if file.index is None:
                        raise
                    self._drop_index()
                    continue
                if self._system.mark(self._paths.file) == file.mark:
                    return
        except OSError as error:
            raise explain_failure(error, self._paths.file, StoreError) from error
        raise Corrupt("it keeps changing while it is read", str(self._paths.library), "try again")

    def refresh(self) -> bool:
        """Take in what was written since; True where there was anything."""
        if self._file is None:
            self.load()
            return True
        try:
            mark = self._system.mark(self._paths.file)
            # A sync engine takes the file away before it puts the new one there; what we know stays meanwhile.
            self.gone = mark is None and self._file.mark is not None
            if mark is not None and mark != self._file.mark:
                self.load()
                return True
            news = self._read_journals()
            if not news or self._system.mark(self._paths.file) in {mark, None}:
                return news
            self.load()  # it was written while the journals were read: they are of two times
            return True
        except OSError as error:
            raise explain_failure(error, self._paths.file, StoreError) from error

    def distrust(self) -> None:
        """Read everything anew, and check the library file although it fits its index."""
        self._drop_index()
        self.load()

    def joined(self, tables: AnyTables) -> AnyTables:
        """Join these rows, each with what is known of it."""
        return {name: self._joined(name, rows) for name, rows in tables.items()}

    def _joined(self, name: str, rows: Mapping[str, Row]) -> Mapping[str, Row]:
        if not any(self.may_have(name, uuid) for uuid in rows):
            return rows  # all are new: those that are bytes need not be looked into
        found: MutableMapping[str, Row] = {} if isinstance(rows, dict) else _packed({})
        for uuid, row in rows.items():
            known = self.row(name, uuid)
            found[uuid] = row if known is None else join_rows(known, row)
        return found

    def wrote(self, path: Path, end: int, line: bytes | journal.LongLine, joined: AnyTables) -> None:
        """Our own journal now ends there, with this line; its rows have become these. Does nothing that could fail."""
        self._ends[path.name] = end
        last = line if isinstance(line, bytes) else line.end
        self._tails[path.name] = journal.tail(last, len(last))
        self._from_journals.put(joined)

    def _read_file(self) -> LibraryFile:
        """Raises OSError, and Corrupt where nothing at all could be read out of it."""
        indexed = open_indexed(self._system, self._paths)
        if indexed is not None:
            return indexed
        mark = self._system.mark(self._paths.file)
        if mark is None and not self._has_backups():
            return NoFile(CURRENT)
        # All that checks and mends takes 8 ms to import, and a file that we wrote needs none of it.
        from reader.storage.file.checked_file import checked, missing  # noqa: PLC0415

        if mark is None:
            return missing(self._system, self._paths, self._device)
        if mark.size >= LARGE:
            name = self._paths.library.name
            self._tell(f"checking {name} ({mark.size / 1e6:,.0f} MB), which was not written here last …")
        return checked(self._system, self._paths, mark, self._device)

    def _take(self, file: LibraryFile) -> None:
        self._file = file
        self._loads += 1
        self._from_journals = JournalRows()
        read = {name: one for name, one in file.journals.items() if self._is_still(name, one)}
        self._ends = {name: one.end for name, one in read.items()}
        self._tails = {name: one.tail for name, one in read.items()}
        self._folder_ns = -1
        self.damaged_lines = 0
        self.gone = False
        self._read_journals()

    def _read_journals(self) -> bool:
        self._list_journals()
        self.unread_journals = ()
        news = False
        for name, end in list(self._ends.items()):
            size = self._size(name)
            if size < end:
                # It was emptied, so the library file has been written: read both again.
                self._ends[name] = 0
                self.load()
                return True
            if size > end:
                data = self._journal(name)
                if data is None:
                    continue
                if end and journal.tail(data, end) != self._tails[name]:
                    # It was emptied and has grown beyond where it was.
                    self._ends[name] = 0
                    self.load()
                    return True
                news = self._read_journal(name, data, end) or news
        return news

    def _journal(self, name: str) -> bytes | None:
        """What stands in a journal; None where it cannot be read: the library is shown without it, and that is said."""
        try:
            return self._system.read(self._paths.beside_file(name))
        except OSError:
            self.unread_journals = (*self.unread_journals, name)
            return None

    def _size(self, journal_name: str) -> int:
        try:
            return self._system.stat(self._paths.beside_file(journal_name)).st_size
        except FileNotFoundError:
            return 0

    def _is_still(self, journal_name: str, read: ReadTo) -> bool:
        if self._size(journal_name) < read.end:
            return False
        data = self._journal(journal_name)
        return data is not None and journal.tail(data, read.end) == read.tail

    def _read_journal(self, name: str, data: bytes, start: int) -> bool:
        reading = journal.read(data[start:], start)
        self._ends[name] = reading.end
        self._tails[name] = journal.tail(data, reading.end)
        self.damaged_lines += reading.damaged
        for entry in reading.entries:
            self._journal_schema = max(self._journal_schema, entry.schema)
            self._from_journals.put(self.joined(entry.tables))
        return bool(reading.entries)

    def _list_journals(self) -> None:
        # Whatever the folder answers: what this device has written is not missed for how its name is spelled.
        self._ends.setdefault(self._paths.journal(self._device).name, 0)
        with suppress(FileNotFoundError):
            folder_ns = self._system.stat(self._paths.folder).st_mtime_ns
            if folder_ns == self._folder_ns and self._system.now_ns() - folder_ns > SETTLED_NS:
                return
            self._folder_ns = folder_ns
            for name in self._system.names(self._paths.folder):
                ours = self._paths.journal_name(name)
                if ours:
                    self._ends.setdefault(ours, 0)

    # -- the file

    def _has_backups(self) -> bool:
        try:
            return bool(self._system.names(self._paths.backups))
        except OSError:
            return False

    def _drop_index(self) -> None:
        with suppress(OSError):
            self._system.unlink(self._paths.index_file)

    def _rows(self, table: str) -> Mapping[str, Row]:
        if self._file is None:
            self.load()
        return self._from_journals.rows(table)


def _stored(file: LibraryFile, table: str, uuid: str) -> Row | None:
    rows: Any = file.tables.get(table)
    return find_row(rows, uuid)[1] if rows else None


def _differing(file: LibraryFile, table: str, rows: Mapping[str, Row]) -> MutableMapping[str, Row]:
    """Those of these rows of a table that a file does not hold as they are."""
    found: MutableMapping[str, Row] = {} if isinstance(rows, dict) else _packed({})
    there = file.tables.get(table, {})
    if not any(str(doc_id(uuid)) in there for uuid in rows):
        return dict(rows) if isinstance(rows, dict) else _packed(rows)  # those that are bytes stay the same ones
    for uuid, row in rows.items():
        stored = _stored(file, table, uuid)
        if stored is None or join_rows(stored, row) != stored:
            found[uuid] = row
    return found


def _packed(rows: Mapping[str, Row]) -> MutableMapping[str, Row]:
    from reader.storage.file.packed_rows import PackedRows  # noqa: PLC0415  (for the rows of an import)

    found = PackedRows()
    found.update(rows)
    return found


class JournalRows:
    """`JournalRows` are rows as they have become; each stands for the one of its id in the file."""

    def __init__(self) -> None:
        self.tables: dict[str, MutableMapping[str, Row]] = {}
        self._counts: Counter[str] = Counter()
        self._of_article: dict[str, set[str]] = {}

    def put(self, tables: AnyTables) -> None:
        """Rows have become these."""
        for name, rows in tables.items():
            known = self.tables.setdefault(name, {})
            if isinstance(known, dict) and not isinstance(rows, dict):
                known = self.tables[name] = _packed(known)
            self._counts[name] += 1
            if name == ANNOTATIONS.table:
                for uuid, row in rows.items():
                    self._move(uuid, known.get(uuid), row)
            known.update(rows)

    def rows(self, table: str) -> Mapping[str, Row]:
        """Answer the rows of a table."""
        return self.tables.get(table, {})

    def count(self, table: str) -> int:
        """Tell how often rows of a table have become others: while it stays, they are as they were."""
        return self._counts[table]

    def annotation_rows(self, article_id: str) -> Iterator[Row]:
        """Answer the rows of one article's annotations."""
        rows = self.rows(ANNOTATIONS.table)
        return (rows[uuid] for uuid in self._of_article.get(article_id, ()))

    def annotated(self) -> Iterator[str]:
        """Return the articles that they are of, as far as they are annotations."""
        return (name for name, uuids in self._of_article.items() if uuids)

    def _move(self, uuid: str, before: Row | None, after: Row) -> None:
        if before is not None:
            self._of_article[article_of(before)].discard(uuid)
        self._of_article.setdefault(article_of(after), set()).add(uuid)

"""The library file is written whole, and the journal emptied into it.

Nothing depends on when it is done: reading joins the file with the journals, and the join of the two says the same
after it as before, also where it was cut off anywhere between.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import reader.storage.journal as journal
from reader.domain.errors import NotSaved, StoreError
from reader.storage.disk.replace import replacing, sweep
from reader.storage.disk.system import FileMark, telling
from reader.storage.file.backups import Packer, keep_backup
from reader.storage.file.doc_ids import find_row
from reader.storage.file.library_file import keep_index
from reader.storage.file.recovery import set_aside
from reader.storage.file.writing import Writer
from reader.storage.local.apart import CATCHING_UP, COMPACTION, FILE_ONLY, start_apart
from reader.storage.local.paths import StorePaths
from reader.storage.local.write_days import keep_days, read_days
from reader.storage.rows.schema import CURRENT, LIBRARY, TABLE, schema_row
from reader.storage.rows.trash import TRASH_DAYS, deletion_of, drop_content, in_trash

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping, MutableMapping, Sequence

    from reader.domain.merge import Row
    from reader.storage.local.write_days import WriteDays
    from reader.storage.store import FileStore

    Changed = dict[str, MutableMapping[str, Row]]
    """The rows to write, by table and id."""

LARGE = 1 << 20
"""Bytes of journal: reading it then takes about as long as opening the library does."""


def is_needed(store: FileStore) -> bool:
    """Tell whether this device's journal holds anything: what to ask when nothing else is to be done, and at quit."""
    return store.view.journal_bytes > 0


def is_due(store: FileStore) -> bool:
    """Tell whether the journal has grown so large that it should not wait until the program is idle."""
    return store.view.journal_bytes >= LARGE


def compact(store: FileStore) -> bool:
    """Write the library file, where it does not say everything yet; whether it was written. Raises StoreError.

    Takes as long as the library is large: 20 ms at 1,000 annotations, a second and a half at 100,000.
    """
    with store.writing():
        sweep(store.system, store.paths.folder)
        written = _write_changes(store)
        if not _empty_journals(store):
            # What the view had not read is joined now; should there be such again, it stays where it is.
            store.view.load()
            written = _write_changes(store) or written
            _empty_journals(store)
        if written:
            store.view.load()
    return written


def compact_detached(paths: StorePaths) -> subprocess.Popen[bytes]:
    """Have another process do it, which nobody needs to wait for: at quit, or while somebody reads."""
    return start_apart(COMPACTION, paths)


def catch_up_detached(paths: StorePaths) -> subprocess.Popen[bytes]:
    """Have another process bring the derived index up to date, and leave the library file as it is."""
    return start_apart(CATCHING_UP, paths)


def _write_changes(store: FileStore) -> bool:
    days = read_days(store.system, store.paths).written_on(store.clock().date())
    changed, days = _changed(store, days)
    with telling(store.paths.file):
        gone = store.system.mark(store.paths.file) is None and store.view.file.mark is not None
    written = bool(changed) or store.view.file.is_foreign or gone
    if written:
        _write(store, changed)
        keep_days(store.system, store.paths, days)
    return written


def _empty_journals(store: FileStore) -> bool:
    """Empty the journals of this device; false where one holds what was not read, and stays."""
    emptied = True
    for path in store.view.own_journals:
        with telling(path):
            if store.system.exists(path) and store.system.stat(path).st_size:
                if store.view.damaged_lines:
                    set_aside(store.system, store.paths, store.system.read(path))
                emptied = journal.empty(store.system, path, store.view.read_to(path)) and emptied
    return emptied


def _changed(store: FileStore, days: WriteDays) -> tuple[Changed, WriteDays]:
    """The rows to write: those that the journals have more of, and those whose time in the trash is over.

    And the days, with all deletions that are in the trash.
    """
    view = store.view
    changed = view.unwritten()
    trash = [(name, row) for name, rows in changed.items() for row in rows.values() if in_trash(row)]
    for name, rows in view.file.tables.items():
        stored = (dict(row) for number in view.file.deleted if (row := rows.get(str(number))) is not None)
        trash += [(name, row) for row in stored if row["uuid"] not in changed.get(name, {}) and in_trash(row)]
    days = days.with_deletions(deletion_of(row) for _, row in trash)
    for name, row in trash:
        if days.believed and days.age(deletion_of(row)) > TRASH_DAYS:
            changed.setdefault(name, {})[row["uuid"]] = drop_content(row)
    if view.row(TABLE, LIBRARY) is None and (changed or view.file.is_foreign):
        changed[TABLE] = {LIBRARY: schema_row(CURRENT)}
    return changed, days


def _write(store: FileStore, changed: Changed) -> None:
    # TinyDB takes 14 ms to import, and the first screen does not write.
    from reader.storage.file.tiny import rewrite  # noqa: PLC0415

    file, packer = store.view.file, Packer()
    if file.mark is not None and file.schema < CURRENT:
        _keep_old_shape(store)
    with replacing(store.system, store.paths.file) as part:

        def put(data: bytes) -> None:
            part.write(data)
            packer.add(data)

        writer = Writer(put, file.index)
        rewrite(file.tables, changed, _numbers(file.tables, changed), writer.write)
        # The copy is on the disk before the file takes its place: should somebody else's file replace ours later,
        # what we wrote last is known.
        keep_backup(store.system, store.paths, packer.packed(), store.clock(), device=store.device)
        if store.system.mark(store.paths.file) not in {file.mark, None}:
            raise NotSaved("another program is writing it", str(store.paths.library), "try again in a moment")
        # Of what we wrote, not of what is there in a moment: an engine may put its own file in the place of ours.
        mark = FileMark.of(store.system.stat_open(part.descriptor))
    with suppress(OSError):  # without an index the file is checked when it is read
        keep_index(store.system, store.paths, writer.index(mark, CURRENT, store.view.contained))
    if store.system.exists(store.paths.own_state / "index.sqlite"):
        from reader.storage.catching_up import follow  # noqa: PLC0415  (SQLite; small libraries have no index)

        follow(store.paths, file.mark, mark, changed)


def _keep_old_shape(store: FileStore) -> None:
    """Keep the file as it was before it becomes one of the current schema."""
    packer = Packer()
    with telling(store.paths.file):
        packer.add(store.system.read(store.paths.file))
    name = "before-migration"
    keep_backup(store.system, store.paths, packer.packed(), store.clock(), device=store.device, name=name)


def _numbers(tables: Mapping[str, Mapping[str, Any]], changed: Changed) -> dict[tuple[str, str], int]:
    """Where each changed row goes."""
    numbers: dict[tuple[str, str], int] = {}
    for name, rows in changed.items():
        taken = set[int]()
        for uuid in sorted(rows):
            number, row = find_row(tables.get(name, {}), uuid)
            while row is None and number in taken:
                number += 1
            taken.add(number)
            numbers[name, uuid] = number
    return numbers


def main(arguments: Sequence[str]) -> int:
    """Compact the library at these four paths: the detached process. Says nothing: nobody listens.

    With `FILE_ONLY` behind them the derived index is left to the next one.
    """
    from reader.storage import open_store  # noqa: PLC0415  # the package imports nothing from here

    library, texts, backups, state = map(Path, arguments[:4])
    paths = StorePaths(library, texts, backups, state)
    try:
        store = open_store(paths, clock=lambda: datetime.now(UTC))
        compact(store)
        if FILE_ONLY not in arguments and store.index_is_behind:
            from reader.storage.catching_up import catch_up, make_way  # noqa: PLC0415  (as above)

            make_way()
            catch_up(store)
    except StoreError:
        return 1  # the journal still holds everything
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""TinyDB sees the library file as its database. It takes 14 ms to import, so it is imported when it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from tinydb import TinyDB
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import Storage
from tinydb.table import Document

from reader.storage.file.packed_rows import PackedRow, PackedRows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reader.domain.merge import AnyTables

    Numbered = Mapping[str, Mapping[str, Mapping[str, Any]]]
    """What TinyDB reads and writes: table -> document number -> row."""


class LibraryStorage(Storage):
    """`LibraryStorage` is TinyDB's storage over tables that are read as they are needed, and written whole."""

    def __init__(self, tables: Numbered, write: Callable[[Numbered], None]) -> None:
        self._tables = tables
        self._write = write

    def read(self) -> dict[str, dict[str, Any]]:
        """Read the tables; TinyDB puts changed ones in their place, so the outer mapping is a copy."""
        return cast("dict[str, dict[str, Any]]", dict(self._tables))

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Hand all of them to the writer."""
        self._write(data)


def _unwritable(_tables: Numbered) -> None:
    raise TypeError("this database is for reading")


def reading(tables: Numbered) -> TinyDB:
    """Open a database over these tables."""
    return TinyDB(tables, _unwritable, storage=LibraryStorage)


def rewrite(
    tables: Numbered,
    changed: AnyTables,
    numbers: Mapping[tuple[str, str], int],
    write: Callable[[Numbered], None],
) -> None:
    """Put the changed rows in, each under its number (by table and id), and write everything once."""
    packed = {name: rows for name, rows in changed.items() if isinstance(rows, PackedRows)}
    # TinyDB would hold a document for each of them: those of an import stay bytes.
    for name, some in packed.items():
        every = dict(tables.get(name, {}).items())
        every.update((str(numbers[name, uuid]), PackedRow(some, uuid)) for uuid in some)
        tables = {**tables, name: every}
    changed = {name: rows for name, rows in changed.items() if name not in packed}
    # The middleware keeps what is put in until it is flushed: else TinyDB would write once a table and step.
    cache = CachingMiddleware(LibraryStorage)  # type: ignore[no-untyped-call]  # TinyDB's middlewares have no types
    database = TinyDB(tables, write, storage=cache)
    for name, rows in changed.items():
        documents = [Document(row, numbers[name, uuid]) for uuid, row in rows.items()]
        table = database.table(name)
        table.remove(doc_ids=[document.doc_id for document in documents])
        table.insert_multiple(documents)
    if changed:
        cache.flush()  # type: ignore[no-untyped-call]
    else:
        write(tables)

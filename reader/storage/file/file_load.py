"""Reading the library file: through its index where it has one that fits, else all of it, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.storage.file.file_index import FileMark, Index
from reader.storage.file.indexed_rows import LineTable, OpenFile
from reader.storage.file.library_file import Contents, mark_of

if TYPE_CHECKING:
    from reader.storage.disk.system import System
    from reader.storage.local.paths import StorePaths


ATTEMPTS = 5
"""How often an index is looked for again where the file is another than the one that it was found for."""


def read_contents(system: System, paths: StorePaths, device: str) -> Contents:
    """Read the library file. Raises OSError, and Corrupt where nothing at all could be read out of it."""
    mark = mark_of(system, paths)
    for _ in range(ATTEMPTS):
        index = None if mark is None else _index(system, paths, mark)
        if index is None:
            break
        # Another may have written the file since: rows of the one are not where the index of the other says.
        file = OpenFile(system, paths.file)
        if file.mark() == mark:
            return _indexed(file, index)
        mark = mark_of(system, paths)
    # All that checks and mends takes 8 ms to import, and a file that we wrote needs none of it.
    from reader.storage.file.checking import checked, missing  # noqa: PLC0415

    return missing(system, paths, device) if mark is None else checked(system, paths, mark, device)


def _index(system: System, paths: StorePaths, mark: FileMark) -> Index | None:
    try:
        return Index.from_bytes(system.read(paths.index_file), mark)
    except OSError:
        return None


def _indexed(file: OpenFile, index: Index) -> Contents:
    tables = {name: LineTable(name, file, table) for name, table in index.tables.items()}
    return Contents(index.mark, index.schema, tables, index.articles, index.deleted, index.journals, index)

"""Reading a library file that anybody may have written, or that is not there."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from reader.domain.errors import Corrupt
from reader.domain.merge import is_deleted, join_tables
from reader.storage.disk.gc_off import uncollected
from reader.storage.file.backups import unpacked, unpacked_part
from reader.storage.file.doc_ids import numbered, tables_of
from reader.storage.file.file_index import ArticleRows
from reader.storage.file.library_file import Contents, keep_index
from reader.storage.file.recovery import newest_backup, recovered
from reader.storage.file.strict import parse
from reader.storage.file.writing import Writer
from reader.storage.rows.schema import CURRENT, migrate, schema_of
from reader.storage.rows.values import article_of

if TYPE_CHECKING:
    from reader.domain.merge import Tables
    from reader.storage.disk.system import System
    from reader.storage.file.file_index import FileMark, Index
    from reader.storage.local.paths import StorePaths

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How a file of that encoding begins."""


def missing(system: System, paths: StorePaths, device: str) -> Contents:
    """A library whose file is not there: its newest backup; a new one where there is none."""
    backup = newest_backup(system, paths, device)
    if backup is None:
        return _loaded(None, CURRENT, {}, (), foreign=False)
    notice = "the library file is gone; its newest backup was read in its place"
    return _loaded(None, CURRENT, backup, (notice,), foreign=True)


def checked(system: System, paths: StorePaths, mark: FileMark, device: str) -> Contents:
    """All of the file, or what can be recovered. Raises OSError, and Corrupt where nothing could."""
    with uncollected():
        return _checked(system, paths, mark, device)


def _checked(system: System, paths: StorePaths, mark: FileMark, device: str) -> Contents:
    stored = system.read(paths.file)
    data = _readable(stored)
    backup = newest_backup(system, paths, device, besides=data)
    notices: tuple[str, ...] = ()
    try:
        raw = parse(data)
        schema = schema_of(raw)
        tables = tables_of(raw)
    except Corrupt as error:
        schema = CURRENT
        tables, notice = recovered(system, paths, stored, data, str(error), has_backup=backup is not None)
        notices = (notice,)
    if schema <= CURRENT:
        # Somebody else has put this file here. If what we wrote last is not in it, it was lost on the way.
        tables = join_tables([migrate(tables, schema), backup or {}])
    contents = _loaded(mark, schema, tables, notices, foreign=True)
    index = _index(contents, stored)
    if index is None:
        return contents
    keep_index(system, paths, index)
    return Contents(mark, schema, contents.tables, contents.articles, contents.deleted, notices=notices)


class _Differs(Exception):
    """A library would not be written as it stands."""


def _index(contents: Contents, stored: bytes) -> Index | None:
    """The index of the file, where it stands just as we would write it."""
    rest = memoryview(stored)

    def compare(data: bytes) -> None:
        nonlocal rest
        if rest[: len(data)] != data:
            raise _Differs
        rest = rest[len(data) :]

    writer = Writer(compare)
    try:
        writer.write(contents.tables)
    except _Differs:
        return None
    return None if rest or contents.mark is None else writer.index(contents.mark, contents.schema, {})


def _readable(data: bytes) -> bytes:
    """The bytes of a file that some tool may have packed or written as UTF-16; as they are where it has not."""
    if data.startswith(UTF_16):
        with suppress(UnicodeDecodeError):
            return data[: len(data) & ~1].decode("utf-16").encode()  # cut off within a character, it has one byte more
        return data
    try:
        return unpacked(data)
    except Corrupt:
        return unpacked_part(data) or data


def _loaded(mark: FileMark | None, schema: int, tables: Tables, notices: tuple[str, ...], *, foreign: bool) -> Contents:
    rows = {name: numbered(table) for name, table in tables.items()}
    numbers: dict[str, list[int]] = {}
    for number, row in rows.get("annotations", {}).items():
        numbers.setdefault(article_of(row), []).append(int(number))
    articles = {name: ArticleRows(found) for name, found in numbers.items()}
    deleted = [int(n) for table in rows.values() for n, row in table.items() if "f" in row and is_deleted(row)]
    return Contents(mark, schema, rows, articles, deleted, foreign=foreign, notices=notices)

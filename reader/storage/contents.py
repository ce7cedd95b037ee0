"""What the library file holds: rows on demand where the file is one that we wrote, all of them checked where not."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reader.domain.errors import Corrupt, StoreError
from reader.domain.merge import is_deleted, join_tables
from reader.storage.backups import unpacked
from reader.storage.index import Index, Mark
from reader.storage.lines import LineTable, OpenFile
from reader.storage.numbers import numbered, tables_of
from reader.storage.recovery import newest_backup, recovered
from reader.storage.replace import write_file
from reader.storage.schema import CURRENT, migrated, schema_of
from reader.storage.strict import parse
from reader.storage.writing import Writer, article_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.domain.merge import Tables
    from reader.storage.paths import StorePaths
    from reader.storage.system import System

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How a file of that encoding begins."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The file as it was read: `articles` and `deleted` as an Index has them.

    `mark` is None where there is no file, `index` is there where rows are read on demand. `foreign` says that it
    is not as we would write it; `notices` what the user must be told.
    """

    mark: Mark | None
    schema: int
    tables: Mapping[str, Mapping[str, Mapping[str, Any]]]
    articles: Mapping[str, Sequence[int]]
    deleted: Sequence[int] = ()
    index: Index | None = None
    foreign: bool = False
    notices: tuple[str, ...] = field(default=())


def mark_of(system: System, paths: StorePaths) -> Mark | None:
    """The library file's mark; None where there is no file."""
    try:
        return Mark.of(system.stat(paths.file))
    except FileNotFoundError:
        return None


def read_contents(system: System, paths: StorePaths, device: str) -> Contents:
    """Read the library file. Raises OSError, and Corrupt where nothing at all could be read out of it."""
    mark = mark_of(system, paths)
    if mark is None:
        backup = newest_backup(system, paths, device)
        notices = () if backup is None else ("the library file is gone; its newest backup was read in its place",)
        return _loaded(None, CURRENT, backup or {}, notices, foreign=backup is not None)
    index = _index(system, paths, mark)
    if index is not None:
        return _indexed(system, paths, index)
    return _checked(system, paths, mark, device)


def keep_index(system: System, paths: StorePaths, index: Index) -> None:
    """Keep the index. It is derived, so a failure does no harm."""
    with suppress(StoreError):
        write_file(system, paths.index, index.to_bytes(), durable=False)


def _index(system: System, paths: StorePaths, mark: Mark) -> Index | None:
    try:
        return Index.from_bytes(system.read(paths.index), mark)
    except OSError:
        return None


def _indexed(system: System, paths: StorePaths, index: Index) -> Contents:
    file = OpenFile(system, paths.file)
    tables = {name: LineTable(name, file, table) for name, table in index.tables.items()}
    return Contents(index.mark, index.schema, tables, index.articles, index.deleted, index)


def _checked(system: System, paths: StorePaths, mark: Mark, device: str) -> Contents:
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
        tables, notice = recovered(system, paths, stored, str(error), has_backup=backup is not None)
        notices = (notice,)
    if schema <= CURRENT:
        # Somebody else has put this file here. If what we wrote last is not in it, it was lost on the way.
        tables = join_tables([migrated(tables, schema), backup or {}])
    contents = _loaded(mark, schema, tables, notices, foreign=True)
    written = bytearray()
    writer = Writer(written.extend)
    writer.write(contents.tables)
    if written != stored:
        return contents
    index = writer.index(mark, schema)
    keep_index(system, paths, index)
    return Contents(mark, schema, contents.tables, contents.articles, contents.deleted, notices=notices)


def _readable(data: bytes) -> bytes:
    """The bytes of a file that some tool may have packed or written as UTF-16; as they are where it has not."""
    with suppress(Corrupt, UnicodeDecodeError):
        return data.decode("utf-16").encode() if data.startswith(UTF_16) else unpacked(data)
    return data


def _loaded(mark: Mark | None, schema: int, tables: Tables, notices: tuple[str, ...], *, foreign: bool) -> Contents:
    rows = {name: numbered(table) for name, table in tables.items()}
    articles: dict[str, list[int]] = {}
    for number, row in rows.get("annotations", {}).items():
        articles.setdefault(article_of(row), []).append(int(number))
    deleted = [int(n) for table in rows.values() for n, row in table.items() if "f" in row and is_deleted(row)]
    return Contents(mark, schema, rows, articles, deleted, foreign=foreign, notices=notices)

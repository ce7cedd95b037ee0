"""What the library file holds: rows on demand where the file is one that we wrote, all of them checked where not."""

from __future__ import annotations

from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.domain.errors import StoreError
from reader.storage.disk.replace import write_file
from reader.storage.file.file_index import ArticleRows, FileMark, Index, ReadTo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.storage.disk.system import System
    from reader.storage.local.paths import StorePaths


class Contents(NamedTuple):
    """The file as it was read: `articles`, `deleted` and `journals` as an Index has them.

    `mark` is None where there is no file, `row_index` is there where rows are read on demand. `foreign` says that it
    is not as we would write it; `notices` what the user must be told.
    """

    mark: FileMark | None
    schema: int
    tables: Mapping[str, Mapping[str, Mapping[str, Any]]]
    articles: Mapping[str, ArticleRows]
    deleted: Sequence[int] = ()
    journals: Mapping[str, ReadTo] = MappingProxyType({})
    row_index: Index | None = None
    foreign: bool = False
    notices: tuple[str, ...] = ()


def mark_of(system: System, paths: StorePaths) -> FileMark | None:
    """The library file's mark; None where there is no file."""
    try:
        return FileMark.of(system.stat(paths.file))
    except FileNotFoundError:
        return None


def keep_index(system: System, paths: StorePaths, index: Index) -> None:
    """Keep the index. It is derived, so a failure does no harm."""
    with suppress(StoreError):
        write_file(system, paths.index_file, index.to_bytes(), durable=False)

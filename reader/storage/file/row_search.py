"""Rows are looked for by their fields: most others are passed over by their bytes, without being parsed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from reader.storage.rows.codec import Finder, finder_of, finder_of_keys, key_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.domain.merge import Row


class RowSearch(NamedTuple):
    """A `RowSearch` passes over no row that `fits` is true of: `find` and `may_fit` are about a row's bytes."""

    find: Finder
    may_fit: Callable[[bytes], bool]
    fits: Callable[[Row], bool]


def with_field(name: str) -> RowSearch:
    """Find rows that have a field of that name."""
    return RowSearch(finder_of(name), bool, lambda row: name in row["f"])


def with_any_field(prefix: str, wanted: Callable[[str], bool]) -> RowSearch:
    """Find rows that have a field whose name begins so and goes on as is wanted."""

    def is_wanted(name: str) -> bool:
        return name.startswith(prefix) and wanted(name.removeprefix(prefix))

    # Many rows share a few names.
    may_fit = cache(lambda found: is_wanted(key_of(found)))
    return RowSearch(finder_of_keys(prefix), may_fit, lambda row: any(map(is_wanted, row["f"])))

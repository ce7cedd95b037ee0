"""A library keeps some things under a name: saved queries, the colours of tags in lists, the last import."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from reader.domain.ids import name_id

if TYPE_CHECKING:
    from collections.abc import Container

NAMESPACE = "0d0f4c1e-7b55-5c8f-8e0a-3a0c1f1d6b77"


class Sort(StrEnum):
    """A `Sort` is what a name may be of."""

    QUERY = "query"
    TAG_COLOUR = "tag colour"
    IMPORT = "import"


class Named(NamedTuple):
    """A `Named` is a value under a name; an empty one says that it was taken away.

    Its id follows from its name: two machines that keep something under one name mean one thing, and the later wins.
    """

    id: str
    sort: Sort
    name: str
    value: str = ""
    seen: Container[str] = ()
    """The store's own, as in an Article."""


def make_named(sort: Sort, name: str, value: str = "") -> Named:
    """Make the record of that name, whatever its case."""
    return Named(name_id(NAMESPACE, f"{sort}\0{normalize('NFC', name).casefold()}"), sort, name, value)

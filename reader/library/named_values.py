"""The library keeps some things under names: saved queries, and the colours of tags, which `tag_list` reads."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.errors import NotUnderstood
from reader.domain.named import Sort, make_named
from reader.domain.ports import Change

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.domain.colour import Colour
    from reader.domain.ports import Store

NOTHING: Mapping[str, str] = MappingProxyType({})
NAMELESS: Mapping[Colour, str] = MappingProxyType({})


class SavedQuery(NamedTuple):
    """A `SavedQuery` is what came of saving one: its name, and the query that it takes the place of."""

    name: str
    before: str = ""


class SavedQueries:
    """`SavedQueries` are the queries of a library; a term `@name` of another query asks for one of them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def kept(self) -> Mapping[str, str]:
        """Return the queries that were saved, by their names."""
        return kept_values(self._store, Sort.QUERY)

    def save(
        self, name: str, query: str, known: Mapping[str, str] = NOTHING, colours: Mapping[Colour, str] = NAMELESS
    ) -> SavedQuery:
        """Keep a query under a name, in the place of the one that was there; an empty one takes that away.

        `known` are saved queries beside the library's, which it may ask for, `colours` the person's names of colours.
        Raises NotUnderstood for what cannot be asked.
        """
        name = query_name(name)
        if query.strip():
            from reader.domain.query import parse  # noqa: PLC0415  (2 ms; colours of tags are values too)

            parse(query, colours, {**self.kept(), **known, name: query})
        return SavedQuery(name, keep(self._store, Sort.QUERY, name, query.strip()))


def query_name(typed: str) -> str:
    """Check the name that is typed for a query. Raises NotUnderstood for one that could not be asked for."""
    name = typed.strip().removeprefix("@")
    if not name:
        raise NotUnderstood("a query needs a name")
    if any(one.isspace() or one in '"@:' for one in name):
        raise NotUnderstood("the name of a query is one word", typed, "letters, digits, - and _ are good")
    return name


def kept_values(store: Store, sort: Sort) -> Mapping[str, str]:
    """Return what is kept of a sort, by its name."""
    found = sorted((one.name, one.value) for one in store.named() if one.sort is sort and one.value)
    return dict(found)


def keep(store: Store, sort: Sort, name: str, value: str) -> str:
    """Keep a value under a name, in the place of what was there, which is returned; an empty one takes that away."""
    wanted = make_named(sort, name, value)
    with store.alone():
        before = next((one for one in store.named() if one.id == wanted.id), None)
        if before is None and not value:
            return ""
        store.save_named([Change(before, wanted if before is None else before._replace(name=name, value=value))])
    return before.value if before is not None else ""

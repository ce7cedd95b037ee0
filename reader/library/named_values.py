"""What the library keeps under names: read, said and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.colour import Colour
from reader.domain.errors import NotUnderstood
from reader.domain.named import Sort, named
from reader.domain.ports import Change
from reader.domain.query import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.domain.ports import Store


def kept_values(store: Store, sort: Sort) -> Mapping[str, str]:
    """What is kept of a sort, by its name."""
    found = sorted((one.name, one.value) for one in store.named() if one.sort is sort and one.value)
    return dict(found)


def keep(store: Store, sort: Sort, name: str, value: str) -> None:
    """Keep a value under a name, in the place of what was there; an empty one takes that away."""
    wanted = named(sort, name, value)
    with store.alone():
        before = next((one for one in store.named() if one.id == wanted.id), None)
        if before is None and not value:
            return
        store.save_named([Change(before, wanted if before is None else before._replace(name=name, value=value))])


def saved_colour(word: str) -> Colour | None:
    """The colour that is kept so; None for one of a newer version."""
    return Colour(word) if word in set(Colour) else None


def query_name(typed: str) -> str:
    """The name that is typed for a query. Raises NotUnderstood for one that could not be asked for."""
    name = typed.strip().removeprefix("@")
    if not name:
        raise NotUnderstood("a query needs a name")
    if any(one.isspace() or one in '"@:' for one in name):
        raise NotUnderstood("the name of a query is one word", typed, "letters, digits, - and _ are good")
    return name


def check_query(text: str, saved: Mapping[str, str]) -> None:
    """Raises NotUnderstood for what cannot be asked."""
    parse(text, saved=saved)

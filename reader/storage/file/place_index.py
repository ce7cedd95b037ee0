"""The index notes where annotations are: who opens an article reads those that are on the screen."""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.domain.annotation import State
from reader.storage.file.file_index import NOWHERE, ArticleRows, version_key
from reader.storage.rows.values import choose_value, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reader.storage.file.file_index import Index

TARGET = "target/"
"""Begins the name of the field of a target; its version follows."""


ORPHAN = State.ORPHAN.value


class IndexedPlace(NamedTuple):
    """An `IndexedPlace` says where an annotation is in the version of that key."""

    start: int
    end: int
    version: int


ELSEWHERE = IndexedPlace(NOWHERE, NOWHERE, 0)
"""In no version, as far as the index knows."""


class Noted(NamedTuple):
    """A `Noted` is an annotation that was written."""

    place: IndexedPlace
    number: int
    row: Mapping[str, Any] | str
    """The row, or its id, which is all that is asked of it."""


def place_of(row: Mapping[str, Any]) -> IndexedPlace:
    """Tell where the annotation that a row shows is in the newest version that it was found in."""
    fields = row.get("f", {})
    names = [name for name in fields if name.startswith(TARGET)]
    if len(names) == 1:  # nearly always
        (field,) = names
        live = fields[field]
        value = next(iter(live.values())) if len(live) == 1 else choose_value(field, live)
        if not isinstance(value, dict):
            return ELSEWHERE
    else:
        values = [(value, name) for name in names if isinstance(value := choose_value(name, fields[name]), dict)]
        if not values:
            return ELSEWHERE
        value, field = max(values, key=lambda one: (whole(one[0].get("n")), one[1]))
    start, end = value.get("start"), value.get("end")
    if not (type(start) is int and type(end) is int and 0 <= start <= end < NOWHERE) or value.get("state") == ORPHAN:
        return ELSEWHERE
    return IndexedPlace(start, end, version_key(field[len(TARGET) :]))


def old_places(old: Index) -> Iterator[tuple[int, tuple[str, IndexedPlace]]]:
    """List what an index says of each annotation: by its number, the article and the place."""
    for name, rows in old.articles.items():
        for number, start, end in zip(rows.numbers, rows.starts, rows.ends, strict=True):
            yield number, (name, ELSEWHERE if start == NOWHERE else IndexedPlace(start, end, rows.version))


def in_order(noted: Sequence[Noted]) -> ArticleRows:
    """Order the annotations of one article by their places in the version that most of them are in."""
    versions = [one.place.version for one in noted if one.place is not ELSEWHERE]
    version = max(versions, default=0)
    if version != min(versions, default=0):  # hardly ever: to count takes as long as all the rest
        version = Counter(versions).most_common(1)[0][0]
    there = sorted([one for one in noted if one.place.version == version and version], key=itemgetter(0))
    places = [one.place for one in there]
    if len(set(places)) < len(places):  # hardly ever
        there = [one for _, same in groupby(there, key=itemgetter(0)) for one in _by_id(list(same))]
    rest = [one.number for one in noted if one.place.version != version or not version]
    starts, ends = (array("I", [place[at] for place in places] + [NOWHERE] * len(rest)) for at in range(2))
    return ArticleRows(array("Q", [one.number for one in there] + rest), version, starts, ends)


def _by_id(same: list[Noted]) -> list[Noted]:
    # Hardly ever two: their rows may have to be parsed for it.
    return sorted(same, key=_id_of) if len(same) > 1 else same


def _id_of(one: Noted) -> str:
    return one.row if isinstance(one.row, str) else str(one.row["uuid"])

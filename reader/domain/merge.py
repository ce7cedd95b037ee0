"""Two copies of a library become one, so that nothing is lost whatever the order.

A *row* is a record as it is kept: `uuid`, `kind`, `f` (field -> stamp -> value: the live values, one, or more after
concurrent edits) and `dead` (the stamps that somebody who saw them replaced). A *stamp* names one write. Values leave
`f` only by way of `dead`, and `dead` only grows; so the join of two rows is a union, and commutative, associative and
idempotent. No clock has a say in what disappears. A stamp holds the hash of its value; whoever reads a file that
others may have edited sees to it that it does.

What is derived from these (the plain fields of a row) is not joined; the storage derives it anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any

from reader.domain.ids import sha256

if TYPE_CHECKING:
    from collections.abc import Iterable

Row = dict[str, Any]
"""A record, or the part of one that a write changed."""
Rows = dict[str, Row]
"""Rows by uuid, of one table."""
Tables = dict[str, Rows]
"""A library: rows by table."""
AnyTables = Mapping[str, Mapping[str, Row]]
"""The same, held in whatever way."""

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
HASH_AT = slice(-13, -5)
"""Where a stamp holds the hash of its value: eight digits before `-` and four random ones."""


def canonical(value: object) -> str:
    """Write the value as JSON text that is the same wherever it is."""
    return _ENCODER.encode(value)


def value_hash(field: str, value: object) -> str:
    """Hash a field's value to eight hex digits: a value that was changed under an old stamp is known by it."""
    # A field may be named by a path, and paths need not be UTF-8.
    return sha256(f"{field}\0{canonical(value)}".encode("utf-8", "surrogatepass"))[:8]


def join_rows(one: Row, other: Row) -> Row:
    """Join both rows of the same uuid to one, without what is derived."""
    if one is other:
        return one
    dead = {*one.get("dead", ()), *other.get("dead", ())}
    ours, theirs = one.get("f", {}), other.get("f", {})
    fields = {}
    for field in ours.keys() | theirs.keys():
        live = _live(ours.get(field, {}), theirs.get(field, {}), dead)
        if live:
            fields[field] = live
    kind = max(str(one.get("kind", "")), str(other.get("kind", "")))
    return {"uuid": one["uuid"], "kind": kind, "f": fields, "dead": sorted(dead)}


def join_tables(libraries: Iterable[Mapping[str, Mapping[str, Row]]]) -> Tables:
    """Join all libraries to one. Rows that only one of them has are the same objects.

    A row without `f` is of a kind that we do not know; it is kept as it is (its key follows from its content).
    """
    joined: Tables = {}
    for library in libraries:
        join_into(joined, library)
    return joined


def join_into(joined: dict[str, Any], library: Mapping[str, Mapping[str, Row]]) -> None:
    """Join one more library to what is joined already, as `join_tables` does; tables of any kind stay what they are."""
    for name, rows in library.items():
        table = joined.setdefault(name, {})
        for uuid, row in rows.items():
            there = table.get(uuid)
            if there is None:
                table[uuid] = row
            elif "f" in there and "f" in row and there != row:
                table[uuid] = join_rows(there, row)


def is_deleted(row: Row) -> bool:
    """Tell whether every live value was seen by somebody who deleted the record, and nobody has restored it since.

    A deletion lists the stamps that it saw; a restoration lists none, and beats a deletion made at the same time.
    """
    deletions = row.get("f", {}).get("deleted")
    if not deletions or any(not seen for seen in deletions.values()):
        return False
    covered = {stamp for seen in deletions.values() for stamp in seen}
    return all(stamp in covered for stamp in content_stamps(row))


def is_returned(row: Row) -> bool:
    """Tell whether the record was deleted and is back, because somebody who had not heard of it wrote in it."""
    deletions = row.get("f", {}).get("deleted")
    return bool(deletions) and all(deletions.values()) and not is_deleted(row)


def content_stamps(row: Row) -> list[str]:
    """Return the stamps of all live values but deletions."""
    fields = row["f"]
    # Hardly any record was ever deleted; all 100,000 are asked for an export.
    lives = [live for name, live in fields.items() if name != "deleted"] if "deleted" in fields else fields.values()
    return list(chain.from_iterable(lives))


def is_named(stamp: str, field: str, value: object) -> bool:
    """Tell whether the stamp is one of this value: two values of a field never have one stamp then."""
    return stamp[HASH_AT] == value_hash(field, value)


def restamp(stamp: str, field: str, value: object) -> str:
    """Give the stamp this value's hash."""
    return stamp[: HASH_AT.start] + value_hash(field, value) + stamp[HASH_AT.stop :]


def _live(ours: dict[str, Any], theirs: dict[str, Any], dead: set[str]) -> dict[str, Any]:
    if not dead and not theirs:
        return ours
    return {stamp: value for stamp, value in (*ours.items(), *theirs.items()) if stamp not in dead}

"""Rows have TinyDB's document numbers, which are the same on every machine, and never an identity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.domain.ids import first_bits, sha256
from reader.domain.merge import Row, Rows, Tables, canonical, join_rows
from reader.domain.patterns import deferred
from reader.storage.rows.adoption import adopt_row

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, MutableMapping

    from reader.storage.file.strict import RawTables

KINDS = {
    "annotations": "annotation",
    "articles": "article",
    "joins": "join",
    "library": "library",
    "named": "named",
}
"""Our tables, and the kind of what is in them."""
TABLES = {kind: table for table, kind in KINDS.items()}
"""The table that what is of a kind belongs into."""
BITS = 52
"""Exact in every program that reads numbers as JavaScript does."""
OWN_PLACE = deferred(r"[0-9]{1,15}")
"""A number that a document of another tool keeps; a negative one, or one that no such program reads, it does not."""


def doc_id(uuid: str) -> int:
    """Tell where a record is looked for first in its table."""
    return first_bits(uuid.encode(errors="surrogatepass"), BITS)


def tables_of(raw: RawTables) -> Tables:
    """Adopt what other tools did in a file, and return its tables."""
    tables: dict[str, MutableMapping[str, Row]] = {}
    for name, documents in raw.items():
        tables.setdefault(name, {})
        for number, document in documents.items():
            adopt(tables, name, number, document)
    return {name: dict(rows) for name, rows in tables.items()}


def adopt(tables: dict[str, MutableMapping[str, Row]], name: str, number: str, document: dict[str, Any]) -> None:
    """Adopt one document of the table of that name, beside those that were adopted before."""
    table, row = row_of(name, number, document)
    rows = tables.setdefault(table, {})
    there = rows.get(row["uuid"])
    rows[row["uuid"]] = row if there is None or "f" not in row else join_rows(there, row)


def row_of(name: str, number: str, document: dict[str, Any]) -> tuple[str, Row]:
    """Return a document of the table of that name as a row, and the table that it is of."""
    table = name if name in KINDS else _home_of(document) or name
    return table, as_row(table, number, document)


def as_row(table: str, number: str, document: dict[str, Any]) -> Row:
    """Return a document as a row; one of a table that we do not know, and that is no record, as it is."""
    if table in KINDS:
        return adopt_row(document, KINDS[table])
    if isinstance(document.get("uuid"), str) and isinstance(document.get("f"), dict):
        return adopt_row(document, table)
    content = sha256(canonical(document).encode())[:16]
    return {"uuid": f"{number}/{content}", "document": document}


def _home_of(document: dict[str, Any]) -> str | None:
    """The table that a record of ours is of, where it stands in one that nobody knows: its name was damaged."""
    ours = isinstance(document.get("uuid"), str) and isinstance(document.get("f"), dict) and "digest" in document
    return TABLES.get(str(document.get("kind"))) if ours else None


def number_rows(rows: Rows) -> dict[str, Row]:
    """Put the rows of a table under the numbers under which they are written."""
    return {str(number): rows[key] for number, key in place_rows(rows).items()}


def place_rows(rows: Mapping[str, Row]) -> dict[int, str]:
    """Tell under which number each row of a table is written, by its key; looks at one row after the other."""
    placed: dict[int, str] = {}
    # What is not ours keeps its number, so it comes first.
    for ours, uuid, key in sorted(("f" in row, row["uuid"], key) for key, row in rows.items()):
        number = _first_place(uuid, placed, ours=ours)
        while number in placed:
            number += 1
        placed[number] = key
    return placed


def find_row(rows: Mapping[str, Mapping[str, Any]], uuid: str) -> tuple[int, Row | None]:
    """Find the number of the record of that id and its row; where it is not there, the number it would get."""
    number = doc_id(uuid)
    while True:
        row = rows.get(str(number))
        if row is None:
            return number, None
        if row["uuid"] == uuid:
            return number, dict(row)
        number += 1


def _first_place(uuid: str, placed: Container[int], *, ours: bool) -> int:
    own = uuid.partition("/")[0]
    if ours or not OWN_PLACE.fullmatch(own) or int(own) in placed:
        return doc_id(uuid)
    return int(own)

"""The shape of a library is a number; here are the steps from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.storage.rows.stamps import ADOPTED, content_stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reader.domain.merge import Row, Tables

CURRENT = 1
NEWER = "it was written by a newer version of reader"
"""What is wrong with a copy of a schema beyond the current one."""
TABLE = "library"
LIBRARY = "5e1f6a52-6f57-5d0b-9a55-6f0c6f1c2a10"
"""The id of every library's row about itself: one for all, so that two files that know the same are the same."""


def schema_row(schema: int) -> Row:
    """Write the row that says which schema a library has."""
    stamp = content_stamp("schema", schema, ADOPTED)
    return {"uuid": LIBRARY, "kind": "library", "f": {"schema": {stamp: schema}}, "dead": []}


def schema_of(raw: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> int:
    """Return the schema of a file's tables; 0 for a file that says nothing: any TinyDB file with our tables."""
    rows = raw.get(TABLE, {}).values()
    numbers = [row.get("schema") for row in rows]
    return max((number for number in numbers if isinstance(number, int)), default=0)


def _name_the_schema(tables: Tables) -> Tables:
    # Rows without live values get theirs from what is plain in them whenever a file is read, so nothing is left to do.
    return {**tables, TABLE: {**tables.get(TABLE, {}), LIBRARY: schema_row(1)}}


STEPS: dict[int, Callable[[Tables], Tables]] = {0: _name_the_schema}
"""What makes a library of the next schema out of one of this."""


def migrate(tables: Tables, schema: int) -> Tables:
    """Bring the tables to the current schema; those of a newer one are as they are."""
    for step in range(schema, CURRENT):
        tables = STEPS[step](tables)
    return tables

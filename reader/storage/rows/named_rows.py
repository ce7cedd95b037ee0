"""What is kept under names, as fields of rows, and back: a table of their own, which is looked through as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.named import Named, Sort
from reader.storage.rows.values import Fields, choose_values, one_of, text

if TYPE_CHECKING:
    from reader.domain.merge import Row

TABLE = "named"
KIND = "named"


def to_fields(named: Named) -> Fields:
    """Its name, and its value; what was taken away has none."""
    fields: Fields = {"sort": str(named.sort), "name": named.name}
    return {**fields, "value": named.value} if named.value else fields


def from_row(row: Row, seen: str) -> Named:
    """What a row shows."""
    fields = choose_values(row)
    sort = one_of(Sort, fields.get("sort"), Sort.QUERY)
    return Named(row["uuid"], sort, text(fields.get("name")), text(fields.get("value")), seen)

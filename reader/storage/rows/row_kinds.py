"""A library holds these kinds of records; the rows of the smallest, what is kept under a name, are told here too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import reader.storage.rows.annotation_rows as annotation_rows
import reader.storage.rows.article_rows as article_rows
import reader.storage.rows.join_rows as join_rows
from reader.domain.named import Named, Sort
from reader.storage.rows.changes import Codec
from reader.storage.rows.values import Fields, choose_values, one_of, text

if TYPE_CHECKING:
    from reader.domain.merge import Row


def named_fields(named: Named) -> Fields:
    """Write its name, and its value; what was taken away has none."""
    fields: Fields = {"sort": str(named.sort), "name": named.name}
    return {**fields, "value": named.value} if named.value else fields


def named_of(row: Row, seen: str) -> Named:
    """Read what is kept under a name, as a row shows it."""
    fields = choose_values(row)
    sort = one_of(Sort, fields.get("sort"), Sort.QUERY)
    return Named(row["uuid"], sort, text(fields.get("name")), text(fields.get("value")), seen)


ANNOTATIONS = Codec(annotation_rows.TABLE, annotation_rows.KIND, annotation_rows.to_fields, annotation_rows.from_row)
ARTICLES = Codec(article_rows.TABLE, article_rows.KIND, article_rows.to_fields, article_rows.from_row)
JOINS = Codec(join_rows.TABLE, join_rows.KIND, join_rows.to_fields, join_rows.from_row)
NAMED = Codec("named", "named", named_fields, named_of)

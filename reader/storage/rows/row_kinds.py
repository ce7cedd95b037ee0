"""The kinds of records that a library holds."""

from __future__ import annotations

import reader.storage.rows.annotation_rows as annotation_rows
import reader.storage.rows.article_rows as article_rows
import reader.storage.rows.join_rows as join_rows
import reader.storage.rows.named_rows as named_rows
from reader.storage.rows.changes import Codec

ANNOTATIONS = Codec(annotation_rows.TABLE, annotation_rows.KIND, annotation_rows.to_fields, annotation_rows.from_row)
ARTICLES = Codec(article_rows.TABLE, article_rows.KIND, article_rows.to_fields, article_rows.from_row)
JOINS = Codec(join_rows.TABLE, join_rows.KIND, join_rows.to_fields, join_rows.from_row)
NAMED = Codec(named_rows.TABLE, named_rows.KIND, named_rows.to_fields, named_rows.from_row)

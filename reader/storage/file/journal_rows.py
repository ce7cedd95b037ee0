"""The rows that the journals have more of than the library file, by table and by article."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reader.storage.rows.row_kinds import ANNOTATIONS
from reader.storage.rows.values import article_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.domain.merge import Row, Rows, Tables


class Newer:
    """Rows as they have become; each stands for the one of its id in the file."""

    def __init__(self) -> None:
        self.tables: Tables = {}
        self._counts: Counter[str] = Counter()
        self._of_article: dict[str, set[str]] = {}

    def put(self, tables: Tables) -> None:
        """Rows have become these."""
        for name, rows in tables.items():
            known = self.tables.setdefault(name, {})
            self._counts[name] += 1
            for uuid, row in rows.items():
                if name == ANNOTATIONS.table:
                    self._move(uuid, known.get(uuid), row)
                known[uuid] = row

    def rows(self, table: str) -> Rows:
        """Those of a table."""
        return self.tables.get(table, {})

    def count(self, table: str) -> int:
        """How often rows of a table have become others: while it stays, they are as they were."""
        return self._counts[table]

    def annotation_rows(self, article_id: str) -> Iterator[Row]:
        """Those of one article's annotations."""
        rows = self.rows(ANNOTATIONS.table)
        return (rows[uuid] for uuid in self._of_article.get(article_id, ()))

    def annotated(self) -> Iterator[str]:
        """The articles that they are of, as far as they are annotations."""
        return (name for name, uuids in self._of_article.items() if uuids)

    def _move(self, uuid: str, before: Row | None, after: Row) -> None:
        if before is not None:
            self._of_article[article_of(before)].discard(uuid)
        self._of_article.setdefault(article_of(after), set()).add(uuid)

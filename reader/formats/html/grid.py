"""A table's cells are collected while its page is walked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from reader.domain.span import Span


class RowRun(NamedTuple):
    """A `RowRun` is rows that are a table of their own within a larger one: how many columns they have, and the last
    of them.
    """

    columns: int
    last: Element


class Grid:
    """A `Grid` is a table while it is walked. `spanned` says for how many more rows a column is taken from above."""

    def __init__(self, columns: int, last: Element | None = None) -> None:
        """`last` is the row that ends it, where its element goes on."""
        self.columns = columns
        self.rows: list[list[Span]] = []
        self.aligns: list[str] = []
        self.spanned: dict[int, int] = {}
        self.header = 0
        self.heads = True
        self.last = last

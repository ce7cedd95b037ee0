"""A table's cells are collected while its page is walked."""

from __future__ import annotations

from dataclasses import dataclass, field
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


@dataclass(slots=True)
class Grid:
    """A `Grid` is a table while it is walked. `spanned` says for how many more rows a column is taken from above."""

    columns: int
    rows: list[list[Span]] = field(default_factory=list)
    aligns: list[str] = field(default_factory=list)
    spanned: dict[int, int] = field(default_factory=dict)
    header: int = 0
    heads: bool = True
    last: Element | None = None
    """The row that ends it, where its element goes on."""

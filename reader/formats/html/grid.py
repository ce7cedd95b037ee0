"""A table's cells while its page is walked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.domain.span import Span


@dataclass(slots=True)
class Grid:
    """A table while it is walked. `spanned` says for how many more rows a column is taken from above."""

    columns: int
    rows: list[list[Span]] = field(default_factory=list)
    aligns: list[str] = field(default_factory=list)
    spanned: dict[int, int] = field(default_factory=dict)
    header: int = 0
    heads: bool = True

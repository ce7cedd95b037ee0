"""Blocks and marks in columns: 20,000 paragraphs cost three arrays, and one block is built when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.domain.columns import Column
from reader.domain.document import Block, BlockKind, Mark, MarkKind
from reader.domain.span import Span

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping

BLOCKS = tuple(BlockKind)
MARKS = tuple(MarkKind)
"""Kinds by the number under which they are kept: their order is part of the format, so new ones come last."""
DEFAULTS = Block._field_defaults


def blocks(kinds: bytes, starts: array[int], ends: array[int], rest: Mapping[str, Any]) -> Column[Block]:
    """The blocks of a kept document; `rest` holds what else a block has, by its index as text."""

    def build(index: int) -> Block:
        kind, span = BLOCKS[kinds[index]], Span(starts[index], ends[index])
        more = rest.get(str(index))
        if more is None:
            return Block(kind, span)
        rows = tuple(tuple(Span(*cell) for cell in row) for row in more.get("rows", ()))
        return Block(kind, span, **{**more, "rows": rows, "aligns": tuple(more.get("aligns", ()))})

    return Column(starts, build)


def marks(kinds: bytes, starts: array[int], ends: array[int], values: Mapping[str, str]) -> Column[Mark]:
    """The marks of a kept document; `values` holds those that are not empty, by their index as text."""

    def build(index: int) -> Mark:
        return Mark(MARKS[kinds[index]], Span(starts[index], ends[index]), values.get(str(index), ""))

    return Column(starts, build)


def block_rest(block: Block) -> dict[str, Any]:
    """What a block has besides its kind and span that is not as it is by default, as JSON can hold it."""
    rest = {name: value for name, default in DEFAULTS.items() if (value := getattr(block, name)) != default}
    if "rows" in rest:
        rest["rows"] = [[[cell.start, cell.end] for cell in row] for row in block.rows]
    return rest

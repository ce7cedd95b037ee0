"""Blocks and marks in columns: 20,000 paragraphs cost three arrays, and one block is built when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar, overload

from reader.domain.document import Block, BlockKind, Mark, MarkKind
from reader.domain.span import Span

if TYPE_CHECKING:
    from array import array

BLOCKS = tuple(BlockKind)
MARKS = tuple(MarkKind)
"""Kinds by the number under which they are kept: their order is part of the format, so new ones come last."""
DEFAULTS = {one.name: one.default for one in fields(Block) if one.name not in {"kind", "span"}}
Piece = TypeVar("Piece", Block, Mark)


class _Column(Sequence[Piece]):
    """An immutable sequence that builds its elements; equal to any sequence of the same ones."""

    def __init__(self, kinds: bytes, starts: array[int], ends: array[int], rest: Mapping[str, Any]) -> None:
        """`rest` holds what else an element has, by its index as text."""
        self._kinds, self._starts, self._ends, self._rest = kinds, starts, ends, rest

    def _build(self, index: int) -> Piece:
        raise NotImplementedError

    @overload
    def __getitem__(self, index: int) -> Piece: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Piece]: ...
    def __getitem__(self, index: int | slice) -> Piece | Sequence[Piece]:
        if isinstance(index, slice):
            return [self._build(n) for n in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return self._build(index % len(self))

    def __len__(self) -> int:
        return len(self._kinds)

    def __iter__(self) -> Iterator[Piece]:
        return map(self._build, range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # equal to lists, which have none


class Blocks(_Column[Block]):
    """The blocks of a kept document."""

    def _build(self, index: int) -> Block:
        kind, span = BLOCKS[self._kinds[index]], Span(self._starts[index], self._ends[index])
        rest = self._rest.get(str(index))
        if rest is None:
            return Block(kind, span)
        rows = tuple(tuple(Span(*cell) for cell in row) for row in rest.get("rows", ()))
        return Block(kind, span, **{**rest, "rows": rows, "aligns": tuple(rest.get("aligns", ()))})


class Marks(_Column[Mark]):
    """The marks of a kept document."""

    def _build(self, index: int) -> Mark:
        span = Span(self._starts[index], self._ends[index])
        return Mark(MARKS[self._kinds[index]], span, self._rest.get(str(index), ""))


def block_rest(block: Block) -> dict[str, Any]:
    """What a block has besides its kind and span that is not as it is by default, as JSON can hold it."""
    rest = {name: value for name, default in DEFAULTS.items() if (value := getattr(block, name)) != default}
    if "rows" in rest:
        rest["rows"] = [[[cell.start, cell.end] for cell in row] for row in block.rows]
    return rest

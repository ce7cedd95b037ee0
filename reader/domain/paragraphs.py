"""The blocks of plain text as columns: ten megabytes of it have 160,000 of them, and a screen asks for twenty."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, overload

from reader.domain.document import Block, BlockKind
from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

_NONE: Mapping[int, BlockKind] = MappingProxyType({})


class Paragraphs(Sequence[Block]):
    """An immutable sequence of blocks that differ in their spans only; a Block is made when it is asked for.

    `starts` and `ends` are as long as each other. `kind` is what most of the blocks are, `others` what the few at
    the named indices are, `language` that of those which are code. Equal to any sequence of equal blocks.
    """

    __slots__ = ("ends", "kind", "language", "others", "starts")

    def __init__(
        self,
        starts: Sequence[int],
        ends: Sequence[int],
        kind: BlockKind = BlockKind.PARAGRAPH,
        others: Mapping[int, BlockKind] = _NONE,
        language: str = "",
    ) -> None:
        if len(starts) != len(ends):
            raise ValueError(f"{len(starts)} starts, {len(ends)} ends")
        self.starts = starts
        self.ends = ends
        self.kind = kind
        self.others = others
        self.language = language

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, index: int) -> Block: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Block, ...]: ...
    def __getitem__(self, index: int | slice) -> Block | tuple[Block, ...]:
        if isinstance(index, slice):
            return tuple(self[one] for one in range(*index.indices(len(self))))
        kind = self.others.get(index % len(self), self.kind) if self.others else self.kind
        span = Span(self.starts[index], self.ends[index])
        return Block(kind, span, language=self.language if kind is BlockKind.CODE else "")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # its columns may be lists

    def __repr__(self) -> str:
        return f"<{len(self)} blocks, {self.kind.value}>"

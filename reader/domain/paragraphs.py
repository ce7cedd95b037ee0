"""The blocks of plain text differ in little but where they are, so they are kept as that."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from reader.domain.columns import Column
from reader.domain.document import Block, BlockKind
from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NONE: Mapping[int, BlockKind] = MappingProxyType({})
_NO_LEVELS: Mapping[int, int] = MappingProxyType({})


class Paragraphs(Column[Block]):
    """`Paragraphs` are blocks that differ in their spans only, but for a few.

    `starts` and `ends` are as long as each other. `kind` is what most of the blocks are, `others` what the few at
    the named indices are, `language` that of those which are code, `levels` those of headings, 1 if unsaid.
    """

    __slots__ = ("ends", "others", "plain", "starts")

    def __init__(
        self,
        starts: Sequence[int],
        ends: Sequence[int],
        kind: BlockKind = BlockKind.PARAGRAPH,
        others: Mapping[int, BlockKind] = _NONE,
        language: str = "",
        levels: Mapping[int, int] = _NO_LEVELS,
    ) -> None:
        if len(starts) != len(ends):
            raise ValueError(f"{len(starts)} starts, {len(ends)} ends")

        def build(index: int) -> Block:
            kind_here = others.get(index, kind) if others else kind
            span = Span(starts[index], ends[index])
            level = levels.get(index, 1) if kind_here is BlockKind.HEADING else 0
            return Block(kind_here, span, level, language=language if kind_here is BlockKind.CODE else "")

        super().__init__(starts, build)
        self.others = others
        self.starts, self.ends = starts, ends
        alike = not others and kind is not BlockKind.HEADING and not (language and kind is BlockKind.CODE)
        self.plain = kind if alike else None
        """The kind of all blocks, where they differ in their spans only; None where they do not."""

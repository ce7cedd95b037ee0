"""What is true of every document, whatever it was parsed from (see reader/domain/document.py)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from reader.domain.document import BlockKind, MarkKind

if TYPE_CHECKING:
    from reader.domain.document import Block, Document


def check(document: Document) -> None:
    text, blocks, marks = document.text, list(document.blocks), list(document.marks)
    assert "\r" not in text
    assert "\0" not in text
    text.encode()
    at = 0
    for block in blocks:
        assert block.span.start >= at
        assert not text[at : block.span.start].strip(), "what is between blocks is blank"
        at = block.span.end
        _check_block(block)
    assert not text[at:].strip()
    order = [(mark.span.start, -mark.span.end) for mark in marks]
    assert order == sorted(order)
    for mark in marks:
        holder = blocks[document.block_index(mark.span.start)]
        assert holder.span.covers(mark.span)
        assert (len(mark.span) == 0) == (mark.kind is MarkKind.NOTE)
        assert mark.span.of(text) == mark.span.of(text).strip(" ") or holder.kind is BlockKind.CODE
    assert all(one[0] < after[0] for one, after in pairwise(document.anchors))
    assert all(0 <= offset <= len(text) for _, offset in document.anchors)
    kinds = [block.kind for block in blocks]
    notes = [index for index, kind in enumerate(kinds) if kind is BlockKind.FOOTNOTE]
    assert notes == list(range(len(kinds) - len(notes), len(kinds)))


def _check_block(block: Block) -> None:
    assert (len(block.span) == 0) == (block.kind is BlockKind.RULE)
    assert (block.level > 0) == (block.kind is BlockKind.HEADING)
    assert (block.kind is BlockKind.TABLE) == bool(block.rows)
    if block.kind is BlockKind.QUOTE:
        assert block.quote > 0
    if block.kind is BlockKind.ITEM:
        assert block.depth > 0
    cells = [cell for row in block.rows for cell in row]
    assert all(block.span.covers(cell) for cell in cells)
    assert all(one.end < after.start for one, after in pairwise(cells))
    assert block.header <= len(block.rows)

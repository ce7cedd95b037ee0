"""The sentences of a document are cut block by block, as they are asked for."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from reader.domain.segment.blocks import block_sentences
from reader.domain.span import Span

if TYPE_CHECKING:
    from reader.domain.document import Document

KEPT = 512
"""Blocks whose sentences are kept."""


class Sentences:
    """`Sentences` find sentences around offsets. A sentence never crosses a block."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._known: dict[int, list[Span]] = {}

    def of(self, block: int) -> list[Span]:
        """Cut a block into its sentences; none for a block without text."""
        found = self._known.get(block)
        if found is None:
            if len(self._known) >= KEPT:
                self._known.clear()
            found = self._known[block] = block_sentences(self.document, self.document.blocks[block])
        return found

    def at(self, offset: int) -> Span:
        """Find the sentence over `offset`, or the nearest before it in its block; else the next one, or the last."""
        block = self.document.block_index(offset)
        here = self.of(block)
        if here:
            return here[max(0, bisect_right(here, offset, key=lambda one: one.start) - 1)]
        return self.beyond(block, 1) or self.beyond(block, -1) or Span(offset, offset)

    def step(self, sentence: Span, by: int) -> Span:
        """Find the next (1) or the previous (-1) sentence; the same where there is none."""
        block = self.document.block_index(sentence.start)
        here = self.of(block)
        index = bisect_right(here, sentence.start, key=lambda one: one.start) - 1 + by
        if 0 <= index < len(here):
            return here[index]
        return self.beyond(block, by) or sentence

    def beyond(self, block: int, by: int) -> Span | None:
        """Find the first sentence after a block (1), or the last before it (-1)."""
        index = block + by
        while 0 <= index < len(self.document.blocks):
            if here := self.of(index):
                return here[0] if by > 0 else here[-1]
            index += by
        return None

    def starting_in(self, span: Span) -> list[Span]:
        """List the sentences that begin in `span`."""
        found = []
        for block in range(self.document.block_index(span.start), self.document.block_index(span.end) + 1):
            found += [one for one in self.of(block) if span.start <= one.start < span.end]
        return found

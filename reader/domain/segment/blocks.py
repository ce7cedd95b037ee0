"""A block is cut into sentences by what kind of block it is."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from reader.domain.document import BlockKind
from reader.domain.segment.sentences import sentences
from reader.domain.span import Span

if TYPE_CHECKING:
    from reader.domain.document import Block, Document


def block_sentences(document: Document, block: Block) -> list[Span]:
    """Cut one block into its sentences, in order, without outer blanks; none where the block is empty.

    A heading is one, and so is every row of a table and every line of code or verse that is not blank.
    """
    text, span = document.text, block.span
    match block.kind:
        case BlockKind.HEADING:
            pieces = [span]
        case BlockKind.TABLE:
            pieces = [Span(row[0].start, row[-1].end) for row in block.rows if row]
        case BlockKind.CODE | BlockKind.VERSE:
            pieces = _lines(text, span)
        case _:
            return list(_prose(text, span.start, span.end))
    trimmed = (piece.trimmed(text) for piece in pieces)
    return [piece for piece in trimmed if len(piece)]


@lru_cache(maxsize=512)
def _prose(text: str, start: int, end: int) -> tuple[Span, ...]:
    # Each key press asks for the same few paragraphs again, and one of 1 MB takes 70 ms. 512 are several screens;
    # the text is compared by identity, and its hash is kept by Python.
    return tuple(sentences(text, start, end))


def _lines(text: str, span: Span) -> list[Span]:
    lines = []
    start = span.start
    while start < span.end:
        end = text.find("\n", start, span.end)
        end = span.end if end < 0 else end
        lines.append(Span(start, end))
        start = end + 1
    return lines

"""A document's blocks and marks are kept in columns: 20,000 paragraphs cost three arrays, and one is built when asked
for.

So a document is kept, and so it comes from the process that parsed it. As bytes: the columns of the blocks, those of
the marks, and a line of JSON with all that fits no column.
"""

from __future__ import annotations

import json
import sys
from array import array
from functools import lru_cache
from operator import le
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.domain.columns import Column, Piece
from reader.domain.document import Block, BlockKind, Document, Mark, MarkKind
from reader.domain.paragraphs import Paragraphs
from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

BLOCKS = tuple(BlockKind)
MARKS = tuple(MarkKind)
"""Kinds by the number under which they are kept: their order is part of the format, so new ones come last."""
LAST = 8
"""Blocks that are kept when they have been built."""
_KNOWN_BLOCKS, _KNOWN_MARKS = bytes(range(len(BLOCKS))), bytes(range(len(MARKS)))
DEFAULTS = Block._field_defaults
_PLAIN = tuple(DEFAULTS.values())


class Columns(NamedTuple):
    """`Columns` hold kinds by number, starts and ends of pieces; `more` holds what else a piece has, by its index as
    text.
    """

    kinds: bytes
    starts: array[int]
    ends: array[int]
    more: Mapping[str, Any]

    def block(self, index: int) -> Block:
        """Return the block of that index."""
        kind, span = BLOCKS[self.kinds[index]], Span(self.starts[index], self.ends[index])
        more = self.more.get(str(index))
        if more is None:
            return Block(kind, span)
        rows = tuple(tuple(Span(*cell) for cell in row) for row in more.get("rows", ()))
        return Block(kind, span, **{**more, "rows": rows, "aligns": tuple(more.get("aligns", ()))})

    def mark(self, index: int) -> Mark:
        """Return the mark of that index."""
        return Mark(MARKS[self.kinds[index]], Span(self.starts[index], self.ends[index]), self.more.get(str(index), ""))

    def body(self) -> bytes:
        """Return the columns one after the other; numbers have four bytes, the lowest first."""
        return self.kinds + _bytes(self.starts) + _bytes(self.ends)


class Pieces(Column[Piece]):
    """`Pieces` are blocks or marks that are built when they are asked for."""

    __slots__ = ("columns",)

    def __init__(self, columns: Columns, build: Callable[[int], Piece]) -> None:
        super().__init__(columns.starts, build)
        self.columns = columns


def pack(document: Document) -> bytes:
    """Pack all of the document but its text and its parser."""
    blocks, marks = _blocks(document.blocks), _marks(document.marks)
    rest = {"blocks": blocks.more, "marks": marks.more, "anchors": document.anchors, "pages": document.pages}
    return blocks.body() + marks.body() + json.dumps(rest).encode()


def unpack(
    data: bytes, blocks: int, marks: int, text: str, parser: str, version: int, *, trusted: bool = True
) -> Document:
    """Build the document again; `blocks` and `marks` are how many it has.

    Raises ValueError, KeyError, IndexError, TypeError or AttributeError for anything else; of what is not `trusted`
    also where that would show only when a piece is asked for.
    """
    rest = json.loads(data[9 * (blocks + marks) :])
    of_blocks = _columns(data, 0, blocks, rest["blocks"])
    of_marks = _columns(data, 9 * blocks, marks, rest["marks"])
    if not set().union(*of_blocks.more.values()) <= DEFAULTS.keys():
        raise ValueError("a block has what blocks have not")
    if of_blocks.kinds.translate(None, _KNOWN_BLOCKS) or of_marks.kinds.translate(None, _KNOWN_MARKS):
        raise ValueError("there is no such kind")
    if not trusted:
        _check(of_blocks)
        _check(of_marks)
        for index, more in of_blocks.more.items():
            if "rows" in more:
                of_blocks.block(int(index))  # what its cells are shows then
    return Document(
        text,
        # A table's cells are as many objects, and each of them is drawn by itself.
        Pieces(of_blocks, lru_cache(LAST)(of_blocks.block)),
        Pieces(of_marks, of_marks.mark),
        tuple((str(label), int(offset)) for label, offset in rest["anchors"]),
        tuple((int(offset), str(label)) for offset, label in rest["pages"]),
        parser,
        version,
    )


def _check(columns: Columns) -> None:
    if not all(map(le, columns.starts, columns.ends)):
        raise ValueError("a piece ends before it begins")


def _blocks(blocks: Sequence[Block]) -> Columns:
    if isinstance(blocks, Pieces):
        return blocks.columns
    if isinstance(blocks, Paragraphs) and blocks.plain is not None:
        # A book has 50,000, of which none need be built.
        kinds = bytes([BLOCKS.index(blocks.plain)]) * len(blocks)
        return Columns(kinds, array("I", blocks.starts), array("I", blocks.ends), {})
    more = {str(n): _besides(block) for n, block in enumerate(blocks) if block[2:] != _PLAIN}
    return _placed([BLOCKS.index(block.kind) for block in blocks], [block.span for block in blocks], more)


def _besides(block: Block) -> dict[str, Any]:
    """What a block has besides its kind and span that is not as it is by default, as JSON can hold it."""
    return {name: value for (name, default), value in zip(DEFAULTS.items(), block[2:], strict=True) if value != default}


def _marks(marks: Sequence[Mark]) -> Columns:
    if isinstance(marks, Pieces):
        return marks.columns
    more = {str(n): mark.value for n, mark in enumerate(marks) if mark.value}
    return _placed([MARKS.index(mark.kind) for mark in marks], [mark.span for mark in marks], more)


def _placed(kinds: list[int], spans: list[Span], more: dict[str, Any]) -> Columns:
    return Columns(
        bytes(kinds), array("I", [span.start for span in spans]), array("I", [span.end for span in spans]), more
    )


def _columns(data: bytes, at: int, count: int, more: Mapping[str, Any]) -> Columns:
    starts, ends = at + count, at + 5 * count
    return Columns(data[at:starts], _numbers(data[starts:ends]), _numbers(data[ends : ends + 4 * count]), more)


def _bytes(numbers: array[int]) -> bytes:
    return _numbers(numbers).tobytes() if sys.byteorder == "big" else numbers.tobytes()


def _numbers(data: bytes | array[int]) -> array[int]:
    numbers = array("I", data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers

"""Blocks kept as columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.document import Block, BlockKind, Document
from reader.domain.paragraphs import Paragraphs
from reader.domain.span import Span

KINDS = st.sampled_from([BlockKind.PARAGRAPH, BlockKind.VERSE, BlockKind.CODE])


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 3), KINDS), max_size=9))
def test_it_is_the_sequence_of_its_blocks(pieces: list[tuple[int, int, BlockKind]]) -> None:
    starts: list[int] = []
    ends: list[int] = []
    others: dict[int, BlockKind] = {}
    blocks: list[Block] = []
    at = 0
    for index, (length, gap, kind) in enumerate(pieces):
        starts.append(at)
        ends.append(at + length)
        if kind is not BlockKind.PARAGRAPH:
            others[index] = kind
        language = "sql" if kind is BlockKind.CODE else ""
        blocks.append(Block(kind, Span(at, at + length), language=language))
        at += length + gap
    columns = Paragraphs(starts, ends, others=others, language="sql")
    assert columns == tuple(blocks)
    assert list(columns) == blocks
    assert list(reversed(columns)) == blocks[::-1]
    assert columns[1:3] == tuple(blocks[1:3])
    assert all(columns[index] == columns[index - len(blocks)] for index in range(len(blocks)))
    assert Document("x" * at, columns) == Document("x" * at, blocks)


def test_an_index_beyond_the_end_is_an_error() -> None:
    with pytest.raises(IndexError):
        Paragraphs([0], [3], others={0: BlockKind.VERSE})[1]


def test_columns_of_different_lengths_are_an_error() -> None:
    with pytest.raises(ValueError, match="2 starts, 1 ends"):
        Paragraphs([0, 5], [3])

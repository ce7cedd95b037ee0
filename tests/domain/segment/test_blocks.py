"""Sentences of each kind of block."""

from __future__ import annotations

from reader.domain.document import Block, BlockKind, Document
from reader.domain.segment.blocks import block_sentences
from reader.domain.span import Span


def cut(kind: BlockKind, text: str, rows: tuple[tuple[Span, ...], ...] = ()) -> list[str]:
    block = Block(kind, Span(0, len(text)), rows=rows)
    return [one.of(text) for one in block_sentences(Document(text, [block]), block)]


def test_a_paragraph_has_its_sentences() -> None:
    assert cut(BlockKind.PARAGRAPH, "One. Two.") == ["One.", "Two."]


def test_a_heading_is_one() -> None:
    assert cut(BlockKind.HEADING, "What? A heading. Yes.") == ["What? A heading. Yes."]


def test_lines_of_code_and_verse_are_one_each() -> None:
    assert cut(BlockKind.CODE, "def f():\n    return 1\n\nf()") == ["def f():", "return 1", "f()"]
    assert cut(BlockKind.VERSE, "Rose. A rose.\n  Is a rose.") == ["Rose. A rose.", "Is a rose."]


def test_rows_of_a_table_are_one_each() -> None:
    rows = ((Span(0, 1), Span(2, 3)), (Span(4, 4), Span(5, 6)), ())
    assert cut(BlockKind.TABLE, "a\tb\n\tc", rows) == ["a\tb", "c"]


def test_a_rule_has_none() -> None:
    assert cut(BlockKind.RULE, "") == []

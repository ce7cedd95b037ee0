"""Texts as words, and the boundaries between them."""

from __future__ import annotations

import pytest

from reader.anchoring.blocks import Outline
from reader.anchoring.boundaries import (
    BLANK,
    CLAUSE,
    DASH,
    LINE,
    LINE_AFTER_SENTENCE,
    LIST_ITEM,
    NEARLY,
    PARAGRAPH,
    SENTENCE,
    SIGN,
    strength,
)
from reader.anchoring.words import Words, normal
from reader.domain.document import Block, BlockKind
from reader.domain.span import Span


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("The sand stays.", "the sand stays"),
        ("it's half-done, *really*", "it s half done really"),
        ("naïve na\u0131\u0308ve", "naïve naı̈ve"),
        ("co\u00adoperate ＡＢＣ ﬁne", "cooperate abc fine"),
        ("STRASSE straße", "strasse strasse"),
        ("砂は残る", "砂 は 残 る"),
        ("ทราย อยู่", "ท ร า ย อ ยู่"),
        ("שָׁלוֹם", "שָׁלוֹם"),
        ("__init__ x_1", "init x 1"),
        ("…—!", ""),
    ],
)
def test_the_words_of_a_text(text: str, keys: str) -> None:
    assert " ".join(Words(text).keys) == " ".join(normal(key) for key in keys.split())


def test_where_words_stand() -> None:
    words = Words("  The sand. Stays")
    assert list(zip(words.starts, words.ends, strict=True)) == [(2, 5), (6, 10), (12, 17)]
    assert (words.before(0), words.before(1), words.after(1), words.after(2)) == (0, 5, 12, 17)


@pytest.mark.parametrize(
    ("span", "touched"),
    [((0, 3), (0, 1)), ((3, 4), (1, 1)), ((2, 5), (0, 2)), ((4, 8), (1, 2)), ((8, 9), (2, 2)), ((0, 15), (0, 3))],
)
def test_the_words_that_a_span_touches(span: tuple[int, int], touched: tuple[int, int]) -> None:
    assert Words("The sand stays.").touched(*span) == touched


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        ("", 0.0),
        (" ", BLANK),
        ("\u00a0 ", BLANK),
        ("-", SIGN),
        ("'", SIGN),
        (" — ", DASH),
        (" (", DASH),
        (", ", CLAUSE),
        ("、", CLAUSE),
        (") ", CLAUSE),
        ("\n", LINE),
        (",\n", LINE),
        ("\n* ", LIST_ITEM),
        ("\n12. ", LINE_AFTER_SENTENCE),
        (";\n- ", LIST_ITEM),
        (". ", SENTENCE),
        (".” ", SENTENCE),
        ("?) ", SENTENCE),
        ("。", SENTENCE),
        (": ", SENTENCE),
        (".\n", LINE_AFTER_SENTENCE),
        ("\n\n", PARAGRAPH),
        (".\n \t\n", PARAGRAPH),
    ],
)
def test_how_strongly_a_text_divides(between: str, expected: float) -> None:
    assert strength(between) == expected


def test_the_scale_orders_and_leaves_room() -> None:
    scale = [0.0, SIGN, BLANK, DASH, CLAUSE, LINE, SENTENCE, LIST_ITEM, LINE_AFTER_SENTENCE, PARAGRAPH]
    assert scale == sorted(set(scale))
    assert LINE_AFTER_SENTENCE - SENTENCE < NEARLY < PARAGRAPH - LINE_AFTER_SENTENCE
    assert SENTENCE - LINE > NEARLY


def test_blocks_are_boundaries_and_have_kinds() -> None:
    text = "Heading sand stays code"
    blocks = [
        Block(BlockKind.HEADING, Span(0, 7)),
        Block(BlockKind.PARAGRAPH, Span(8, 18)),
        Block(BlockKind.CODE, Span(19, 23)),
    ]
    words = Words(text, blocks)
    assert [words.boundary(at) for at in range(5)] == [PARAGRAPH, PARAGRAPH, BLANK, PARAGRAPH, PARAGRAPH]
    assert [words.kind(at) for at in range(4)] == ["heading", "prose", "prose", "code"]
    assert Words(text).kind(0) == ""


def test_all_prose_is_one_kind_and_nothing_stands_before_the_first_block() -> None:
    kinds = (BlockKind.ITEM, BlockKind.VERSE, BlockKind.TABLE)
    outline = Outline([Block(kind, Span(2 * n + 1, 2 * n + 2)) for n, kind in enumerate(kinds)])
    assert [outline.kind_at(at) for at in range(7)] == ["", "prose", "prose", "prose", "prose", "table", "table"]
    assert Outline(None).kind_at(3) == ""

"""What is left of a text when it is folded."""

from __future__ import annotations

import pytest

from reader.domain.annotations import Annotations
from reader.domain.document import Block, BlockKind, Document
from reader.domain.span import Span
from reader.ui.draw.layout.fold import Fold, Folding, fold
from tests.ui.documents import assembled, document_of, laid_out
from tests.ui.fakes import marked

OUTLINE = ((1, "T"), (0, "intro"), (2, "A"), (0, "a"), (3, "A1"), (0, "a1"), (2, "B"), (0, "b"), (4, "B0"), (3, "B1"))


def tree() -> Document:
    """Headings of these levels, and paragraphs between them."""
    blocks, start = [], 0
    for level, text in OUTLINE:
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
        blocks.append(Block(kind, Span(start, start + len(text)), level=level))
        start += len(text) + 2
    return Document("\n\n".join(text for _, text in OUTLINE), tuple(blocks))


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ("B", "T B"),
        ("a1", "T A A1 a1"),
        ("b", "T B b"),
        ("B1", "T B B1"),
        ("A1", "T A A1"),
        ("T", "T"),
        ("B0", "T B B0"),
    ],
)
def test_only_the_headings_above_in_the_tree_are_kept(chosen: str, shown: str) -> None:
    document = tree()
    (at,) = (index for index, (_, text) in enumerate(OUTLINE) if text == chosen)
    span = document.blocks[at].span
    folded = fold(document, Annotations("v", [marked("one", span.start, span.end)]), Folding.PARAGRAPHS, lambda _: ())
    assert folded is not None
    assert " ".join(OUTLINE[index][1] for index in folded.blocks) == shown


def rows_of(document: Document, width: int, fold: Fold) -> list[str]:
    return [row for row in laid_out(document, width, fold) if row.strip()]


def shown(document: Document, *quotes: str, width: int = 40) -> list[str]:
    """The rows of a document's first block, of which only these words are shown."""
    spans = tuple(Span(at, at + len(one)) for one in quotes for at in [document.text.index(one)])
    return rows_of(document, width, Fold([0], [spans]))


def test_words_that_are_left_out_have_one_sign_each() -> None:
    document = document_of("One stays. Two goes. Three goes. Four stays.  Five stays. Six goes.")
    kept = shown(document, "One stays.", "Four stays.", "Five stays.", width=99)
    assert kept == ["One stays. … Four stays. Five stays. …"]
    assert shown(document, "Two goes.", width=99) == ["… Two goes. …"]
    assert shown(document, "Four stays.", "Five stays.", "Six goes.", width=99) == [
        "… Four stays. Five stays. Six goes."
    ]


@pytest.mark.parametrize("kind", [BlockKind.CODE, BlockKind.VERSE, BlockKind.PARAGRAPH])
def test_lines_stay_lines(kind: BlockKind) -> None:
    document = document_of("a one\nb two\n\nc three\nd four", kind=kind)
    assert [row.strip() for row in shown(document, "a one", "b two", "d four")] == ["a one", "b two", "… d four"]
    assert [row.strip() for row in shown(document, "a one", "b two", "c three", "d four")] == [
        "a one",
        "b two",
        "c three",
        "d four",
    ]


def test_of_a_table_the_head_and_the_marked_rows_are_shown() -> None:
    document = assembled([(BlockKind.TABLE, "head\tmore\none\ttwo\nthree\tfour\nfive\tsix", {"header": 1})])
    rows = shown(document, "three\tfour")
    assert rows[0].split() == ["head", "more"]
    assert [row.split() for row in rows if row.strip("─ ")][1:] == [["three", "four"]]


@pytest.mark.parametrize(("ends", "spans"), [((5, 11), None), ((5,), (Span(0, 5),))])
def test_a_paragraph_of_which_every_sentence_is_marked_is_shown_whole(
    ends: tuple[int, ...], spans: tuple[Span, ...] | None
) -> None:
    document = document_of("Sand. Wind.")
    sentences = [Span(0, 5), Span(6, 11)]
    marks = [marked(str(end), end - 4, end) for end in ends]
    folded = fold(document, Annotations("v", marks), Folding.SENTENCES, lambda _: sentences)
    assert folded is not None
    assert [*folded.spans] == [spans]


@pytest.mark.parametrize(
    ("kept", "rows"),
    [
        ((0,), ["Zero.", "… 4 paragraphs"]),
        ((4,), ["… 4 paragraphs", "Four."]),
        ((1,), ["… 1 paragraph", "One.", "… 3 paragraphs"]),
        ((1, 3), ["… 1 paragraph", "One.", "… 1 paragraph", "Three.", "… 1 paragraph"]),
        ((0, 1, 2, 3, 4), ["Zero.", "One.", "Two.", "Three.", "Four."]),
    ],
)
def test_it_is_said_once_how_many_paragraphs_are_folded_away_where_they_are(
    kept: tuple[int, ...], rows: list[str]
) -> None:
    document = document_of("Zero.", "One.", "Two.", "Three.", "Four.")
    assert rows_of(document, 40, Fold(list(kept), [None] * len(kept))) == rows

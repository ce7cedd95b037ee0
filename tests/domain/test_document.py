"""A document is asked what is where in its text."""

from __future__ import annotations

import hashlib

import pytest

from reader.domain.document import PIECE, Block, BlockKind, Document, Mark, MarkKind, text_hash
from reader.domain.span import Span

TEXT = "The Sand\n\nIt stays, and moves.\n\nA\tb\nc\td\n\nThe note."
TABLE = ((Span(32, 33), Span(34, 35)), (Span(36, 37), Span(38, 39)))
DOCUMENT = Document(
    TEXT,
    (
        Block(BlockKind.HEADING, Span(0, 8), level=1, label="I"),
        Block(BlockKind.PARAGRAPH, Span(10, 30)),
        Block(BlockKind.TABLE, Span(32, 39), rows=TABLE),
        Block(BlockKind.FOOTNOTE, Span(41, 50), number=1, label="fn"),
    ),
    (
        Mark(MarkKind.STRONG, Span(4, 8)),
        Mark(MarkKind.EMPHASIS, Span(13, 18)),
        Mark(MarkKind.NOTE, Span(18, 18), "fn"),
        Mark(MarkKind.LINK, Span(24, 29), "#sand"),
        Mark(MarkKind.CODE, Span(34, 35)),
        Mark(MarkKind.CODE, Span(38, 39)),
    ),
    anchors=(("fn", 3), ("sand", 0)),
    pages=((0, "i"), (13, "1"), (32, "2")),
)


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (0, 4, []),
        (0, 5, [4]),
        (7, 8, [4]),
        (8, 9, []),
        (10, 13, []),
        (10, 18, [13, 18]),  # the empty one stands at its end
        (10, 17, [13]),
        (18, 20, [18]),
        (19, 24, []),
        (19, 25, [24]),
        (28, 33, [24]),
        (34, 39, [34, 38]),
        (36, 39, [38]),
        (0, 50, [4, 13, 18, 24, 34, 38]),
    ],
)
def test_marks_that_share_text_with_a_span(start: int, end: int, found: list[int]) -> None:
    assert [mark.span.start for mark in DOCUMENT.marks_in(Span(start, end))] == found


@pytest.mark.parametrize(("offset", "index"), [(0, 0), (9, 0), (10, 1), (30, 1), (31, 1), (32, 2), (41, 3), (50, 3)])
def test_the_block_that_holds_an_offset_or_ends_before_it(offset: int, index: int) -> None:
    assert DOCUMENT.block_index(offset) == index


def test_without_blocks_there_is_none() -> None:
    with pytest.raises(IndexError):
        Document("", ()).block_index(0)
    assert Document("", ()).marks_in(Span(0, 0)) == []


@pytest.mark.parametrize(("offset", "page"), [(0, "i"), (12, "i"), (13, "1"), (31, "1"), (32, "2"), (50, "2")])
def test_the_page_of_the_source(offset: int, page: str) -> None:
    assert DOCUMENT.page_at(offset) == page
    assert DOCUMENT._replace(pages=()).page_at(offset) is None
    assert DOCUMENT._replace(pages=((14, "1"),)).page_at(13) is None


def test_places_go_by_their_names_and_a_footnote_before_them() -> None:
    assert DOCUMENT.offset_of("fn") == 41
    assert DOCUMENT.offset_of("sand") == 0
    assert DOCUMENT.offset_of("wind") is None


def test_a_heading_is_listed_after_what_the_contents_call_it() -> None:
    assert DOCUMENT.title_of(DOCUMENT.blocks[0]) == "I: The Sand"
    assert DOCUMENT.title_of(DOCUMENT.blocks[1]) == "It stays, and moves."


def test_a_version_is_named_by_its_text() -> None:
    assert text_hash(TEXT) == hashlib.sha256(TEXT.encode()).hexdigest()


@pytest.mark.parametrize("length", [0, 1, PIECE, PIECE + 1, 3 * PIECE])
def test_a_text_has_the_same_name_however_often_and_after_whatever_it_is_asked_for(length: int) -> None:
    texts = ["ä" * length, "ä" * length + "b", "c" + "ä" * length]
    for one in (*texts, *texts[::-1], texts[0]):
        assert text_hash(one) == hashlib.sha256(one.encode()).hexdigest()

"""Documents as they are kept: the bytes are those that lie on people's disks."""

from __future__ import annotations

import pytest
from hypothesis import given

from reader.domain.document import Block, BlockKind, Document, Mark, MarkKind
from reader.domain.document_columns import BLOCKS, MARKS, pack, unpack
from reader.domain.span import Span
from tests.ui.documents import documents

SMALL = Document(
    "Sand. Wind",
    (Block(BlockKind.HEADING, Span(0, 5), level=2), Block(BlockKind.PARAGRAPH, Span(6, 10))),
    (Mark(MarkKind.LINK, Span(6, 10), "#x"),),
    anchors=(("x", 0),),
    pages=((0, "i"),),
    parser="markdown",
    parser_version=3,
)
PACKED = (
    b"\x01\x00"  # a heading, a paragraph
    b"\x00\x00\x00\x00\x06\x00\x00\x00"
    b"\x05\x00\x00\x00\x0a\x00\x00\x00"
    b"\x04"  # a link
    b"\x06\x00\x00\x00"
    b"\x0a\x00\x00\x00"
    b'{"blocks": {"0": {"level": 2}}, "marks": {"0": "#x"}, "anchors": [["x", 0]], "pages": [[0, "i"]]}'
)


def again(document: Document, data: bytes, *, trusted: bool = False) -> Document:
    counts = len(document.blocks), len(document.marks)
    return unpack(data, *counts, document.text, document.parser, document.parser_version, trusted=trusted)


def test_the_bytes_of_a_small_document() -> None:
    assert pack(SMALL) == PACKED
    assert again(SMALL, PACKED) == SMALL
    assert again(SMALL, PACKED, trusted=True) == SMALL


def test_kinds_have_the_numbers_under_which_they_are_kept() -> None:
    names = "paragraph heading quote item code verse table rule figure footnote"
    assert [kind.value for kind in BLOCKS][:10] == names.split()
    assert [kind.value for kind in MARKS][:8] == ["emphasis", "strong", "code", "strike", "link", "sup", "sub", "note"]


@given(documents())
def test_any_document_comes_back(document: Document) -> None:
    assert again(document, pack(document)) == document
    assert pack(again(document, pack(document))) == pack(document)


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        PACKED[:-1],
        PACKED[1:],
        PACKED.replace(b"level", b"depht"),
        b"\xff" + PACKED[1:],
        PACKED.replace(b"\x05\x00\x00\x00\x0a", b"\x05\x00\x00\x00\x01"),
    ],
)
def test_what_is_damaged_is_no_document(damaged: bytes) -> None:
    with pytest.raises((ValueError, KeyError, IndexError, TypeError, AttributeError)):
        again(SMALL, damaged)

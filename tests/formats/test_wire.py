"""Documents as bytes between two processes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.domain.document import Block, BlockKind, Document, Embedded, Mark, MarkKind, Metadata, Parsed, text_hash
from reader.domain.span import Span
from reader.formats.markup.markdown import parse_markdown
from reader.formats.wire import pack, unpack
from reader.storage.texts import document_file as packing
from tests.formats.golden import SOURCE

ERRORS = (ValueError, TypeError, KeyError, IndexError, AttributeError)
SPANS = st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda ends: Span(*sorted(ends)))
TEXT = st.sampled_from(["", "a", "é\n", "\u202e"])
NUMBERS = st.integers(-2, 9)


def several(what: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(what, max_size=2).map(tuple)


FACTS = (NUMBERS, NUMBERS, NUMBERS, st.booleans(), NUMBERS, st.none() | st.booleans(), TEXT)
BLOCKS = st.builds(
    Block, st.sampled_from(BlockKind), SPANS, *FACTS, several(several(SPANS)), NUMBERS, several(TEXT), TEXT
)
MARKS = st.builds(Mark, st.sampled_from(MarkKind), SPANS, TEXT)
PLACES = (several(st.tuples(TEXT, NUMBERS)), several(st.tuples(NUMBERS, TEXT)))
DOCUMENTS = st.builds(Document, TEXT, several(BLOCKS), several(MARKS), *PLACES, TEXT, NUMBERS)
EMBEDDED = st.builds(Embedded, TEXT, st.none(), TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)
METADATA = st.builds(Metadata, TEXT, several(TEXT), TEXT, TEXT, TEXT, several(TEXT))


@given(st.builds(Parsed, DOCUMENTS, METADATA, TEXT, several(TEXT), several(EMBEDDED)))
def test_what_goes_in_comes_out(parsed: Parsed) -> None:
    assert unpack(pack(parsed)) == parsed


def test_a_real_document_comes_out() -> None:
    parsed = parse_markdown(SOURCE.read_text(encoding="utf-8"))
    assert unpack(pack(parsed)) == parsed


@given(st.builds(Parsed, DOCUMENTS, METADATA, TEXT, several(TEXT), several(EMBEDDED)))
@settings(max_examples=20)
def test_what_came_over_is_kept_as_if_it_had_not(parsed: Parsed) -> None:
    name = text_hash(parsed.document.text)
    assert packing.pack(unpack(pack(parsed)).document, name) == packing.pack(parsed.document, name)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b'{"metadata": []}'])
def test_anything_else_is_an_error(data: bytes) -> None:
    with pytest.raises(ERRORS):
        unpack(data)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\x01\x06\0\0\0\0", b"\x63\x06\0\0\0\0"),  # a kind
        (b"\0\x07\0\0\0\x04", b"\0\x0a\0\0\0\x04"),  # where one starts
        (b'"level"', b'"depht"'),  # the name of a fact
        (b"[[[0, 4]", b"[[[4, 0]"),  # a cell
        (b'"1": {"rows"', b'"2": {"rows"'),  # whose cells these are
        (b'{"format"', b"[format]]"),
    ],
)
def test_a_process_that_was_taken_over_cannot_make_what_breaks_later(old: bytes, new: bytes) -> None:
    heading = Block(BlockKind.HEADING, Span(0, 4), level=2)
    table = Block(BlockKind.TABLE, Span(7, 9), rows=((Span(0, 4),),))
    data = pack(Parsed(Document("A tale.\nB", (heading, table)), Metadata("A"), "markdown"))
    assert old in data
    with pytest.raises(ERRORS):
        unpack(data.replace(old, new))


@pytest.mark.parametrize("address", ["https://example.org/browser", "rows", '{"rows"', "blocks?arrows=1"])
def test_a_link_may_lead_to_any_address(address: str) -> None:
    link = Mark(MarkKind.LINK, Span(0, 3), address)
    document = Document("See it.", (Block(BlockKind.PARAGRAPH, Span(0, 7)),), (link,))
    assert unpack(pack(Parsed(document, Metadata(), "html"))).document == document


def test_a_mark_keeps_its_place_and_a_place_outside_the_text_is_refused() -> None:
    there = Parsed(Document("A tale.", ()), Metadata(), "pdf", embedded=(Embedded("tale", Span(2, 6), "mine"),))
    assert unpack(pack(there)) == there
    with pytest.raises(ValueError, match="not in the text"):
        unpack(pack(there._replace(embedded=(Embedded("tale", Span(2, 60)),))))

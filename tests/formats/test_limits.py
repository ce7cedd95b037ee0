"""The limits of the child process, met by real inputs."""

import pytest

from reader.domain.errors import NotParsed
from reader.formats import parse
from reader.formats.builder import TEXT_LIMIT
from tests.formats.making import epub
from tests.formats.quality import Expected

pytestmark = pytest.mark.slow


def test_more_text_than_anybody_reads() -> None:
    with pytest.raises(NotParsed, match="more than 20 million characters"):
        parse(b"<html><body>" + (b"<p>" + b"word " * 1000) * (TEXT_LIMIT // 4000), name="a.html", whole=True)


def test_a_page_that_needs_too_much_memory_or_time() -> None:
    with pytest.raises(NotParsed, match=r"more than|takes longer than|breaks the program"):
        parse(b"<html><body>" + b"<b>x" * 30_000_000, name="a.html")


def test_a_book_as_long_as_ten() -> None:
    paragraph = ("paragraph", "The tide tables for the harbour were kept by hand until the winter. " * 8)
    blocks = [block for chapter in range(300) for block in [("heading", f"Chapter {chapter}"), *[paragraph] * 30]]
    parsed = parse(epub(Expected("T", [], "", "en", "", blocks), "epub3"), name="a.epub")
    assert len(parsed.document.blocks) == len(blocks)

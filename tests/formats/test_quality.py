"""The quality set: pages, books, PDFs and DOCX beside the documents that a person would read out of them.

The floors may be raised, never lowered.
"""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz.distance import LCSseq

from reader.domain.document import Parsed
from reader.formats.docx import parse_docx
from reader.formats.epub import parse_epub
from reader.formats.html.page import parse_page
from reader.formats.pdf import parse_pdf
from tests.formats.making import Printer, epub, word
from tests.formats.quality import DATA, Expected, expected, quality
from tests.formats.wellformed import check

PRINTED: dict[str, dict[str, Any]] = {
    "one-column": {"head": "The Daily Ledger, Supplement"},
    "two-columns": {"columns": 2, "head": "Journal of Cables 12"},
    "hyphens": {"columns": 2, "hyphens": True},
    "indents": {"indents": True, "head": "Review of Numbers"},
    "interleaved": {"columns": 2, "interleaved": True},
    "bold-headings": {"bold_headings": True},
}


def sources(kind: str) -> list[Path]:
    return sorted((DATA / kind).glob("*.json"))


def name_of(path: Path) -> str:
    return path.stem


def compare(parsed: Parsed, wanted: Expected, floor: float, blocks: float) -> None:
    check(parsed.document)
    found = quality(parsed, wanted)
    assert found.recall >= floor
    assert found.precision >= floor
    assert found.blocks >= blocks
    said = parsed.metadata
    assert (said.title, list(said.authors), said.language) == (wanted.title, wanted.authors, wanted.language)


@pytest.mark.parametrize("path", sources("html"), ids=name_of)
def test_pages(path: Path) -> None:
    wanted = expected(path)
    parsed = parse_page(path.with_suffix(".html").read_bytes())
    compare(parsed, wanted, floor=0.985, blocks=0.94)
    assert quality(parsed, wanted).recall == 1.0  # no word of an article is lost
    assert (parsed.metadata.date, parsed.metadata.url) == (wanted.date, wanted.url)


def test_a_whole_page_keeps_what_is_about_its_article() -> None:
    path = DATA / "html" / "news-ledger.html"
    assert "Subscribe" not in parse_page(path.read_bytes()).document.text
    assert "You can unsubscribe whenever you like" in parse_page(path.read_bytes(), whole=True).document.text


@pytest.mark.parametrize("path", sources("epub"), ids=name_of)
def test_books(path: Path) -> None:
    wanted = expected(path)
    signless = [(kind, re.sub(r"\[\d\]", "", text)) for kind, text in wanted.blocks]
    compare(parse_epub(epub(wanted, path.stem)), replace(wanted, blocks=signless), floor=1.0, blocks=1.0)


@pytest.mark.parametrize("path", sources("pdf"), ids=name_of)
def test_pdfs(path: Path) -> None:
    wanted = expected(path)
    parsed = parse_pdf(Printer(**PRINTED[path.stem]).print(wanted))
    compare(parsed, replace(wanted, language=""), floor=0.99, blocks=0.95)
    assert [label for _, label in parsed.document.pages] == [
        str(number + 1) for number in range(len(parsed.document.pages))
    ]


WAYS: dict[str, dict[str, Any]] = {
    "sideways": {"turned": 90},
    "sideways-right": {"turned": 270, "columns": 2},
    "upside-down": {"turned": 180},
    "askew": {"turned": 2},
    "backwards": {"backwards": True, "columns": 2},
    "words-apart": {"apart": True, "columns": 2, "hyphens": True},
    "three-columns": {"columns": 3, "size": 6},
    "four-columns": {"columns": 4, "size": 5, "interleaved": True},
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", sources("pdf"), ids=name_of)
def test_pdfs_set_in_other_ways(path: Path, way: str) -> None:
    wanted = expected(path)
    parsed = parse_pdf(Printer(**WAYS[way]).print(wanted))
    check(parsed.document)
    found = quality(parsed, wanted)
    assert found.recall >= 0.98
    assert found.precision >= 0.98
    assert in_order(parsed, wanted) >= 0.97


def in_order(parsed: Parsed, wanted: Expected) -> float:
    """Which share of the words wanted comes in their order."""
    one, other = parsed.document.text.split(), " ".join(text for _, text in wanted.blocks).split()
    return float(LCSseq.similarity(one, other)) / len(other)


@pytest.mark.parametrize("path", sources("docx"), ids=name_of)
def test_word(path: Path) -> None:
    wanted = expected(path)
    compare(parse_docx(word(wanted)), wanted, floor=1.0, blocks=1.0)

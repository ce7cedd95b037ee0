"""The same article told from others by its words."""

from __future__ import annotations

import random
import re
from itertools import combinations
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain import shingles
from reader.domain.search_words import words_of
from reader.domain.shingles import (
    SAME,
    SKETCH,
    WORDS,
    WordCodes,
    fingerprint,
    fingerprint_of,
    is_plain,
    likeness,
)
from reader.formats import parse
from reader.formats.html.page import parse_page
from reader.formats.pdf import parse_pdf
from tests.formats.making import Printer
from tests.formats.quality import DATA, expected

ARTICLES = Path(__file__).parents[2] / "articles"
EDITIONS = {"harbour-2.md", "reservoir-2.txt"}


def texts() -> dict[str, str]:
    paths = [
        path for path in sorted(ARTICLES.iterdir()) if path.suffix in (".md", ".txt") and path.name not in EDITIONS
    ]
    return {path.name: parse(path.read_bytes(), name=path.name).document.text for path in paths}


def edited(text: str, chance: random.Random) -> str:
    """As an editor leaves it: a tenth of the paragraphs gone, a tenth new, a word in forty another."""
    paragraphs = [one for one in text.split("\n\n") if chance.random() > 0.1]
    for _ in range(len(paragraphs) // 10):
        paragraphs.insert(
            chance.randrange(len(paragraphs)), f"A paragraph that was not there before, number {chance.random()}."
        )
    return "\n\n".join(
        " ".join(one if chance.random() > 0.025 else "otherwise" for one in each.split(" ")) for each in paragraphs
    )


def test_precision_and_recall_of_the_threshold() -> None:
    known = texts()
    chance = random.Random(20260303)
    same = [(text, edited(text, chance)) for text in known.values() for _ in range(4)]
    same += [
        (text, f"Subscribe now. Share this. {text} More stories. All rights reserved." * 1) for text in known.values()
    ]
    same += [(text, text[: len(text) * 2 // 3]) for text in known.values()]
    other = list(combinations(known.values(), 2))
    # An article that quotes another at length is still another article.
    other += [(one, f"{two}\n\n{one[: len(one) // 6]}") for one, two in combinations(known.values(), 2)]
    found = [likeness(fingerprint(one), fingerprint(two)) >= SAME for one, two in same]
    wrong = [likeness(fingerprint(one), fingerprint(two)) >= SAME for one, two in other]
    assert sum(found) / len(found) >= 0.98, "recall"
    assert sum(found) / (sum(found) + sum(wrong)) == 1.0, "precision"


def test_one_article_in_several_formats() -> None:
    page = DATA / "html" / "blog-medium.html"
    wanted = expected(page.with_suffix(".json"))
    as_page = parse_page(page.read_bytes()).document.text
    as_pdf = parse_pdf(Printer(columns=2, hyphens=True, head="A running head").print(wanted)).document.text
    as_text = "\n".join(text for _, text in wanted.blocks)
    for one, two in combinations([as_page, as_pdf, as_text], 2):
        assert likeness(fingerprint(one), fingerprint(two)) > 0.9


@given(st.text(), st.text())
def test_likeness_is_a_share_and_has_no_direction(one: str, two: str) -> None:
    first, second = fingerprint(one), fingerprint(two)
    assert 0 <= likeness(first, second) == likeness(second, first) <= 1
    assert likeness(first, first) == 1
    assert 0 < len(first) <= SKETCH


@given(st.lists(st.sampled_from(["the", "sea", "_", "9", " ", "-", "\n", "A", "\x00", "keeper"]), max_size=40))
def test_the_sketch_of_a_plain_text_follows_from_the_words_that_are_searched_for(parts: list[str]) -> None:
    text = "".join(parts)
    codes = WordCodes()
    by_words = fingerprint_of(list(map(codes.__getitem__, words_of(text))))
    assert is_plain(text)
    assert by_words == fingerprint(text) == fingerprint(text, codes)


@given(st.lists(st.sampled_from(["the", "Straße", " ", "\n", "_", "漢字", "カナ", "ͅ", "-", "e\u0301", "\u2028", "9"])))
def test_a_text_is_looked_at_in_pieces_and_described_as_a_whole(parts: list[str]) -> None:
    text = "".join(parts)
    words = re.findall(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+", text.casefold())
    numbers = [crc32(word.encode()) for word in words] or [0]
    numbers += [0] * (WORDS - len(numbers))
    whole = {hash(tuple(numbers[at : at + WORDS])) for at in range(len(numbers) - WORDS + 1)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shingles, "PIECE", 3)
        patch.setattr(shingles, "SKETCH", 5)
        assert fingerprint(text) == set(sorted(whole)[:5])

"""Versions by number and by the beginning of their hash, and what each shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.annotation import Annotation, State, Target
from reader.domain.article import Article, Version
from reader.domain.errors import NotFound
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span
from reader.library.version_numbers import SHORTEST, version_hash, version_rows
from tests.world import NOON

hashes = st.lists(st.text("0123456789abcdef", min_size=64, max_size=64), min_size=1, max_size=12, unique=True)


def article_of(names: list[str]) -> Article:
    return Article("a", "Harbour", NOON, versions=tuple(Version(name, NOON, 10) for name in names))


@given(hashes)
def test_a_version_answers_to_its_number_and_its_hash(names: list[str]) -> None:
    article = article_of(names)
    for number, name in enumerate(names, 1):
        assert version_hash(article, str(number)) == name
        assert version_hash(article, name.upper()) == name


@pytest.mark.parametrize("word", ["", "0", "3", "abc", "abcd", "ffff", "-1"])
def test_what_names_none_or_several_is_refused(word: str) -> None:
    with pytest.raises(NotFound, match="no version is called"):
        version_hash(article_of(["abcd" + "0" * 60, "abcd" + "1" * 60]), word)


def test_digits_that_begin_a_hash_are_one_once_they_are_enough() -> None:
    article = article_of(["1234" + "a" * 60, "2" * 64])
    assert version_hash(article, "1") == article.versions[0].hash
    assert version_hash(article, "2") == version_hash(article, "2" * SHORTEST)
    assert version_hash(article, "1234") == article.versions[0].hash


def test_each_version_says_how_many_highlights_it_shows_and_how_many_are_lost() -> None:
    here = Target("one", Selectors(TextQuoteSelector("sand"), Span(0, 4)))
    gone = here._replace(version="two", state=State.ORPHAN)
    some = [
        Annotation("1", "a", NOON, NOON, targets=(here, gone)),
        Annotation("2", "a", NOON, NOON, targets=(here, here._replace(version="two"))),
        Annotation("3", "a", NOON, NOON, targets=(here,)),
        Annotation("4", "a", NOON, NOON),
    ]
    rows = version_rows(article_of(["one", "two", "three"]), some)
    assert [(row.number, row.version.hash, row.found, row.lost) for row in rows] == [
        (1, "one", 3, 0),
        (2, "two", 1, 1),
        (3, "three", 0, 0),
    ]

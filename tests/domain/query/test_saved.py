"""Saved queries within queries: what they ask for is what is asked for in their place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.errors import NotUnderstood
from reader.domain.query import Subject, matcher, parse

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LETTERS = "abcd"
terms = st.sampled_from([*LETTERS, *(f"-{one}" for one in LETTERS)])
queries = st.lists(st.lists(terms, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=3).map(" OR ".join)
subjects = st.sets(st.sampled_from(LETTERS)).map(
    lambda words: Subject(created=NOW, modified=NOW, texts=lambda: {"quote": " ".join(sorted(words))})
)


@given(queries, queries, st.booleans(), subjects)
def test_a_saved_query_means_itself(saved: str, other: str, negated: bool, subject: Subject) -> None:
    asked = parse(f"{'-' * negated}@Mine {other.split(' OR ')[0]}", saved={"mine": saved})
    inner = matcher(parse(saved), NOW)(subject) is not negated
    assert matcher(asked, NOW)(subject) is (inner and matcher(parse(other.split(" OR ")[0]), NOW)(subject))


@given(queries, queries)
def test_a_query_with_a_saved_one_in_it_is_written_out_and_read_back(saved: str, other: str) -> None:
    query = parse(f"{other} OR @mine", saved={"mine": saved})
    assert parse(str(query)) == query


def test_one_may_ask_for_another_but_not_for_itself() -> None:
    saved = {"week": "since:7d", "mine": "@week -tag:old", "ring": "@ring"}
    assert str(parse("@mine", saved=saved)) == "since:7d -tag:old"
    with pytest.raises(NotUnderstood, match="asks for itself"):
        parse("@ring", saved=saved)


def test_one_that_is_not_saved_is_said_and_in_quotes_it_is_a_word() -> None:
    with pytest.raises(NotUnderstood, match="no query is saved"):
        parse("@nobody", saved={})
    assert str(parse('"@nobody" mail@otters.org', saved={})) == '"@nobody" mail@otters.org'


def test_what_would_ask_for_too_much_is_refused() -> None:
    many = " OR ".join("a b c d" for _ in range(9))
    with pytest.raises(NotUnderstood, match="too many"):
        parse("-@many", saved={"many": many})

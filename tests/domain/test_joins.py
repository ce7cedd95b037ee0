"""Several records of one work: which one stands for all, and what it knows then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reader.domain.article import Article, Source, Version
from reader.domain.joins import Join, Joins, join_articles
from tests.world import NOON


@pytest.mark.parametrize(
    ("joins", "first"),
    [
        ({"a": "b"}, {"a": "b", "b": "b"}),
        ({"a": "b", "b": "c"}, {"a": "c", "b": "c", "c": "c"}),
        ({"a": "a"}, {"a": "a"}),
        ({"a": ""}, {"a": "a"}),
        # Two machines said the opposite of each other: the smallest of the ring stands for all that lead there.
        ({"b": "c", "c": "b"}, {"b": "b", "c": "b"}),
        ({"a": "c", "c": "d", "d": "c"}, {"a": "c", "c": "c", "d": "c"}),
        # Of an article that is not there nothing is seen.
        ({"a": "gone"}, {"a": "a"}),
    ],
)
def test_the_one_that_stands_for_all(joins: dict[str, str], first: dict[str, str]) -> None:
    found = Joins((Join(*one) for one in joins.items()), lambda name: name != "gone")
    assert {name: found.first(name) for name in first} == first
    for name in first:
        assert set(found.members(name)) == {other for other in first if first[other] == first[name]}
        assert found.members(name)[0] == first[name]
    assert bool(found) == (len(set(first.values())) < len(first))


def test_what_one_record_does_not_say_the_others_do() -> None:
    early, late = Version("aa", NOON, 5), Version("bb", NOON + timedelta(days=1), 6)
    web, file = Source("https://harbour.example"), Source("/texts/harbour.md")
    one = Article("1", "Harbour", NOON, sources=(file,), versions=(late,), tags=("sand",), opened=NOON)
    other = Article(
        "2", "harbour", NOON, authors=("A. Writer",), language="de", sources=(web,), versions=(early,), tags=("wind",)
    )
    both = join_articles(one, [other])
    assert (both.id, both.title, both.authors, both.language) == ("1", "Harbour", ("A. Writer",), "de")
    assert both.versions == (early, late), "in the order in which they were read"
    assert join_articles(other, [one]).versions == (early, late), "whichever stands for both"
    assert both.latest == late
    assert both.sources == (web, file), "the last is the one that the latest text came from"
    assert both.tags == ("sand", "wind")
    assert both.opened == NOON


def test_a_list_of_articles_has_each_work_once_with_what_all_its_records_know() -> None:
    one, other, alone = (Article(name, "Harbour", NOON, tags=(name,)) for name in ("1", "2", "3"))
    joins = Joins([Join("1", "2")], lambda _name: True)
    assert [(each.id, each.tags) for each in joins.articles([one, other, alone])] == [("2", ("2", "1")), ("3", ("3",))]
    assert [each.id for each in joins.articles([one, alone])] == ["3"], "the one that stands for it is not listed"
    assert Joins([], lambda _name: True).articles([one, other]) == [one, other]

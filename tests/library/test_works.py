"""Whether two records are of one work, and whether quotes stand in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.article import Article
from reader.library.works import Work, Works, address_key, letters, stand_in
from tests.world import NOON

ONE = [
    ("Field Manual (English Edition)", "Field Manual"),
    ("Field Manual: A Guide for Walkers (Series 1)", "Field manual"),
    ("Field Manual (English Edition)", "Field Manual: A Guide"),
    ("Field Manual – A Guide", "Field Manual"),
    ("Caf\u00e9 Society", "Cafe\u0301 Society"),
    ("Don\u2019t Look", "Don't look"),
    ("1984 (German Edition)", "1984"),
    ("活着（余华作品）", "活着"),
    ("Field Manual: A Guide", "Field Manual: A Guide for Walkers"),
]
TWO = [
    ("Dune: Messiah", "Dune: Part One"),
    ("It (Vol. 1)", "It (Vol. 2)"),
    ("1984 (German Edition)", "1984 (English Edition)"),
    ("Field Manual", "Field Manuals"),
    ("", ""),
]


def titled(title: str, *authors: str, url: str = "", doi: str = "") -> Work:
    return Work(title, authors, (url,), doi)


@pytest.mark.parametrize(("one", "other"), ONE)
def test_titles_agree_however_a_program_writes_them(one: str, other: str) -> None:
    assert titled(one).agrees(titled(other))
    assert titled(other).agrees(titled(one))


@pytest.mark.parametrize(("one", "other"), TWO)
def test_titles_of_two_works_do_not(one: str, other: str) -> None:
    assert not titled(one).agrees(titled(other))
    assert not titled(other).agrees(titled(one))


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        (["Other, Ann"], ["Ann Other"], True),
        (["A. Other"], ["Ann B. Other"], True),
        (["Ann Other", "Bob Brown"], ["Brown, Bob"], True),
        (["Ann Other; Bob Brown"], ["Bob Brown"], True),
        (["García Márquez, Gabriel"], ["Gabriel Garcia Marquez"], True),
        (["Unknown"], ["Ann Other"], True),
        ([], ["Ann Other"], True),
        (["Author X"], ["Author Y"], False),
        (["Ann Other"], ["Bob Other"], False),
        (["村上春樹"], ["川上弘美"], False),
    ],
)
def test_authors_are_sets_of_names(ours: list[str], theirs: list[str], same: bool) -> None:
    assert titled("Introduction", *ours).agrees(titled("Introduction", *theirs)) is same


@pytest.mark.parametrize(
    "address",
    [
        "http://www.example.com/a/",
        "https://example.com/a#part",
        "https://example.com:443/a?utm_source=x&fbclid=1",
        "https://EXAMPLE.com/%61",
    ],
)
def test_addresses_that_lead_to_one_page_are_one(address: str) -> None:
    assert address_key(address) == address_key("https://example.com/a")


@pytest.mark.parametrize(
    "address",
    ["https://example.com/a#/b", "https://example.com/a#!b", "https://example.com/a?id=2", "https://example.com/b"],
)
def test_addresses_of_other_pages_are_others(address: str) -> None:
    assert address_key(address) != address_key("https://example.com/a")
    assert not titled("A", url=address).agrees(titled("A", url="https://example.com/a"))


def test_what_is_no_page_of_the_web_has_no_key() -> None:
    assert [address_key(one) for one in ("", "file:///a", "urn:x", "https://", "http://[", "http://a:b/")] == [""] * 6


def test_a_doi_says_more_than_titles() -> None:
    assert titled("A", doi="10.1000/xyz").agrees(titled("B", url="https://doi.org/10.1000/XYZ"))
    assert not titled("A", doi="10.1000/xyz").agrees(titled("A", doi="10.1000/abc"))


def test_more_than_half_of_the_quotes_stand_in_the_text_and_one_of_them_is_long() -> None:
    text = letters("Nobody brought the sand here. It stays where it is, and moves.")
    long, short, other = "brought the sand\nhere", "It stays", "words that are nowhere"
    assert stand_in([], text)
    assert stand_in([long], text)
    assert stand_in([long, short, other], text)
    assert not stand_in([long, other], text)
    assert not stand_in([short], text)


@given(st.text(), st.text(), st.lists(st.text()), st.lists(st.text()), st.text(), st.text())
def test_it_is_the_same_from_both_sides(
    one: str, other: str, ours: list[str], theirs: list[str], here: str, there: str
) -> None:
    first, second = titled(one, *ours, url=f"https://{here}"), titled(other, *theirs, url=f"https://{there}")
    assert first.agrees(second) == second.agrees(first)
    assert not first.contradicts(first)


RECORDS = st.tuples(
    st.sampled_from(["Dune", "Dune: Messiah", "Dune: Messiah of the Sand", "Dune (Part 2)", "Tides", "", "1984"]),
    st.lists(st.sampled_from(["Ann Other", "Other, Ann", "A. Other", "Bob Brown", "村上", "X", "Unknown"]), max_size=2),
    st.sampled_from(["", "https://e.org/a", "http://www.e.org/a/", "https://e.org/b", "https://doi.org/10.1000/x"]),
)


@given(st.lists(RECORDS, max_size=6), RECORDS)
def test_among_many_exactly_those_are_found_that_agree(
    records: list[tuple[str, list[str], str]], asked: tuple[str, list[str], str]
) -> None:
    articles = [
        Article(str(number), title, NOON, tuple(authors), url=url)
        for number, (title, authors, url) in enumerate(records)
    ]
    title, authors, url = asked
    work = titled(title, *authors, url=url)
    expected = [one.id for one in articles if work.agrees(Work.of_article(one))]
    assert sorted(Works(articles).like(work)) == expected

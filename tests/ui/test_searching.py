"""Search: against the plain regular expression over the whole text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.search_pattern import search_pattern
from reader.domain.span import Span
from reader.ui.reading import text_search as searching
from reader.ui.reading.text_search import Count, Search

TEXTS = st.text(alphabet="ab B\n.(é", max_size=80)
QUERIES = st.text(alphabet="ab B.(é", min_size=1, max_size=4).filter(str.strip)


@pytest.fixture(autouse=True)
def _small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "SLICE", 7)


def everything(text: str, query: str) -> list[Span]:
    return [Span(*match.span()) for match in search_pattern(query, text).finditer(text)]


@given(TEXTS, QUERIES, st.integers(0, 80))
def test_counting_next_and_previous(text: str, query: str, at: int) -> None:
    wanted = everything(text, query)
    search = Search(text, query)
    # Before anything was counted, half-way, and after all of it.
    for steps in (0, 3, 100):
        for _ in range(steps):
            search.advance()
        after = [one for one in _starts(text, query) if one.start > at]
        assert (search.next(at) is None) == (not wanted)
        if after:
            assert search.next(at) == after[0]
    assert search.complete
    assert search.matches == wanted
    before = [one for one in wanted if one.start < at]
    assert search.previous(at) == (before[-1] if before else wanted[-1] if wanted else None)


@given(TEXTS, QUERIES, st.integers(0, 80))
def test_the_first_match_while_it_is_counted(text: str, query: str, at: int) -> None:
    wanted = everything(text, query)
    search = Search(text, query)
    while True:
        shown = search.find_counted(at)
        if shown is not None or not search.advance():
            break
    after = [one for one in wanted if one.start >= at]
    assert search.find_counted(at) == (after[0] if after else wanted[0] if wanted else None)


def test_what_is_far_away_is_not_looked_for_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "REACH", 10)
    search = Search("x" * 30 + "needle", "needle")
    assert search.near(0) is None
    assert search.near(28) == Span(30, 36)


def _starts(text: str, query: str) -> list[Span]:
    found = []
    match = search_pattern(query, text).search(text)
    while match:
        found.append(Span(*match.span()))
        match = search_pattern(query, text).search(text, match.start() + 1)
    return found


def test_smart_case_and_blanks_over_line_ends() -> None:
    text = "The old\n\nTown. the  old town"
    assert everything(text, "old town") == [Span(4, 13), Span(20, 28)]
    assert everything(text, "The") == [Span(0, 3)]
    assert everything(text, "the") == [Span(0, 3), Span(15, 18)]
    assert everything("a.b axb", "a.b") == [Span(0, 3)]


def test_where_a_match_stands() -> None:
    search = Search("ab ab ab ab", "ab")
    search.advance()
    assert search.count(3) == Count(2, 3, complete=False)
    while search.advance():
        pass
    assert search.count(9) == Count(4, 4, complete=True)


def test_previous_before_anything_is_counted() -> None:
    search = Search("ab " * 40, "ab")
    assert search.previous(100) == Span(99, 101)
    assert search.previous(0) == Span(117, 119)

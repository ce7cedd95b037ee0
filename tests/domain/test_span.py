"""Spans: what they share, and what is inside of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.span import Span

ENDS = st.integers(0, 30)
SPANS = st.tuples(ENDS, ENDS).map(lambda ends: Span(min(ends), max(ends)))


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (-2, -1)])
def test_what_is_no_span(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_an_empty_span_is_a_place() -> None:
    assert Span(3, 3)
    assert len(Span(3, 3)) == 0
    assert 3 not in Span(3, 3)


@given(SPANS, SPANS)
def test_spans_are_sets_of_offsets(one: Span, other: Span) -> None:
    mine, theirs = set(range(one.start, one.end)), set(range(other.start, other.end))
    shared = one.within(other)
    assert (set() if shared is None else set(range(shared.start, shared.end))) == mine & theirs
    if mine and theirs:
        assert one.meets(other) == other.meets(one) == bool(mine & theirs)
        assert one.covers(other) == (mine >= theirs)


@given(SPANS, st.integers(0, 9))
def test_shifted_is_as_long(span: Span, by: int) -> None:
    assert [at + by for at in range(span.start, span.end)] == list(range(span.shifted(by).start, span.shifted(by).end))


@given(st.text("a \n\u2003", min_size=30, max_size=40), SPANS)
def test_trimmed_has_no_blank_outside_and_loses_nothing_else(text: str, span: Span) -> None:
    trimmed = span.trimmed(text)
    assert span.covers(trimmed)
    assert trimmed.of(text) == span.of(text).strip()


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (Span(0, 3), Span(3, 5), None),
        (Span(0, 3), Span(2, 5), Span(2, 3)),
        (Span(2, 2), Span(0, 5), None),
        (Span(0, 5), Span(0, 5), Span(0, 5)),
    ],
)
def test_spans_that_only_touch_share_nothing(one: Span, other: Span, shared: Span | None) -> None:
    assert one.within(other) == other.within(one) == shared
    assert one.meets(other) is (shared is not None or len(one) == 0)

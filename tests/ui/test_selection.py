"""Two ends and what lies between them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.domain.span import Span
from reader.ui.draw.selection import Selection

UNITS = st.tuples(st.integers(0, 500), st.integers(1, 40)).map(lambda pair: Span(pair[0], sum(pair)))


@given(UNITS, UNITS)
def test_both_ends_are_selected(anchor: Span, head: Span) -> None:
    selection = Selection(anchor, anchor).extend(head)
    assert selection.span.covers(anchor)
    assert selection.span.covers(head)
    assert {selection.span.start, selection.span.end} <= {anchor.start, anchor.end, head.start, head.end}


@given(UNITS, UNITS)
def test_the_other_end_selects_the_same(anchor: Span, head: Span) -> None:
    selection = Selection(anchor, head)
    assert selection.swap().span == selection.span
    assert selection.swap().swap() == selection
    assert selection.forward or selection.swap().forward

"""The best of what stands to the left."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.anchoring.align.prefixmax import PrefixMaximum


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 50)), max_size=12))
def test_it_answers_what_looking_through_all_would(puts: list[tuple[int, int]]) -> None:
    tree = PrefixMaximum(10)
    for payload, (place, value) in enumerate(puts):
        tree.put(place, float(value), payload)
    for before in range(11):
        there = [(value, -payload) for payload, (place, value) in enumerate(puts) if place < before]
        best = max(there, default=(0, 1))
        found, payload = tree.best(before)
        assert found == best[0]
        assert payload == -1 if not there else puts[payload][1] == best[0] and puts[payload][0] < before

"""The middle of some numbers."""

from __future__ import annotations

import statistics

from hypothesis import given
from hypothesis import strategies as st

from reader.domain.medians import median, median_low


@given(st.lists(st.floats(-1e9, 1e9) | st.integers(-99, 99), min_size=1))
def test_it_is_the_standard_library_s(numbers: list[float]) -> None:
    assert median(numbers) == statistics.median(numbers)
    assert median_low(iter(numbers)) == statistics.median_low(numbers)

"""Back and forward, as in a browser."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.ui.reading.jumps import Jumps


@given(st.lists(st.integers(0, 50), unique=True, min_size=1, max_size=20))
def test_back_goes_all_the_way_and_forward_returns(places: list[int]) -> None:
    jumps = Jumps()
    *left, here = places
    for place in left:
        jumps.leave(place)
    end = here
    back = []
    while (place_before := jumps.back(here)) is not None:
        back.append(place_before)
        here = place_before
    assert back == left[::-1]
    while (place_after := jumps.forward(here)) is not None:
        here = place_after
    assert here == end


def test_a_new_jump_gives_up_what_was_ahead() -> None:
    jumps = Jumps()
    jumps.leave(1)
    assert jumps.back(2) == 1
    jumps.leave(1)
    assert jumps.forward(3) is None
    assert jumps.back(3) == 1

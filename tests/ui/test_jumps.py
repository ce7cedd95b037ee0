"""Back and forward, as in a browser."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.ui.program.jumps import Jumps, Spot

SPOTS = st.builds(Spot, st.sampled_from(["one", "other"]), st.integers(0, 50))


@given(st.lists(SPOTS, unique=True, min_size=1, max_size=20))
def test_back_goes_all_the_way_and_forward_returns(places: list[Spot]) -> None:
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
    one, two, three = (Spot("article", offset) for offset in (1, 2, 3))
    jumps = Jumps()
    jumps.leave(one)
    assert jumps.back(two) == one
    jumps.leave(one)
    assert jumps.forward(three) is None
    assert jumps.back(three) == one

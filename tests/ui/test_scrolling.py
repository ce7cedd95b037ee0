"""Scrolling over items whose heights are measured one by one: the same as over a list of all their rows."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.ui.draw.virtual_list import TOP, ItemRow, fill_room, lowest, move_by, reveal_item

HEIGHTS = st.lists(st.integers(1, 7), min_size=1, max_size=12)
ROOM = st.integers(1, 20)


def rows_of(heights: list[int]) -> list[ItemRow]:
    return [ItemRow(item, row) for item, height in enumerate(heights) for row in range(height)]


@given(HEIGHTS, st.data())
@settings(max_examples=100)
def test_moving_goes_row_by_row(heights: list[int], data: st.DataObject) -> None:
    rows = rows_of(heights)
    index = data.draw(st.integers(0, len(rows) - 1))
    by = data.draw(st.integers(-60, 60))
    found = move_by(rows[index], by, len(heights), heights.__getitem__)
    target = index + by
    assert found == (TOP if target < 0 else rows[target] if target < len(rows) else ItemRow(len(heights), 0))


@given(HEIGHTS, ROOM)
@settings(max_examples=100)
def test_the_lowest_position_fills_the_room(heights: list[int], room: int) -> None:
    rows = rows_of(heights)
    assert lowest(room, len(heights), heights.__getitem__) == rows[max(0, len(rows) - room)]


@given(HEIGHTS, ROOM, st.data())
@settings(max_examples=200)
def test_what_is_revealed_is_on_the_screen(heights: list[int], room: int, data: st.DataObject) -> None:
    rows = rows_of(heights)
    top = data.draw(st.sampled_from(rows))
    item = data.draw(st.integers(0, len(heights) - 1))
    found = reveal_item(top, item, room, len(heights), heights.__getitem__)
    screen = rows[rows.index(found) : rows.index(found) + room]
    assert ItemRow(item, 0) in screen
    if heights[item] <= room:
        assert ItemRow(item, heights[item] - 1) in screen
    already = rows[rows.index(top) : rows.index(top) + room]
    if all(ItemRow(item, row) in already for row in range(heights[item])) and item != top.item:
        assert found == top


@given(HEIGHTS, ROOM, st.data())
@settings(max_examples=100)
def test_no_room_is_left_empty_while_more_stands_above(heights: list[int], room: int, data: st.DataObject) -> None:
    rows = rows_of(heights)
    top = data.draw(st.integers(0, len(rows) - 1))
    found = fill_room(rows[top], room, len(heights), heights.__getitem__)
    assert found == rows[min(top, max(0, len(rows) - room))]

"""Scrolling over items of different heights, measured only when they are near: the height of all is never known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    Height = Callable[[int], int]
    """The rows of the item at an index, at least one."""

WHEEL = 3
"""Rows that a notch of the wheel scrolls, as in browsers."""


class ItemRow(NamedTuple):
    """A row of an item. The place after all items is the row 0 of an item that is not there."""

    item: int
    row: int


TOP = ItemRow(0, 0)


def moved(position: ItemRow, rows: int, count: int, height: Height) -> ItemRow:
    """The position that many rows further down, or up where negative, among `count` items; no further than the ends."""
    item, row = position
    row += rows
    while row < 0 and item > 0:
        item -= 1
        row += height(item)
    while item < count and row >= (here := height(item)):
        row -= here
        item += 1
    return TOP if row < 0 else ItemRow(item, row) if item < count else ItemRow(count, 0)


def lowest(room: int, count: int, height: Height) -> ItemRow:
    """The last position that still fills `room` rows."""
    return moved(ItemRow(count, 0), -room, count, height)


def filled(top: ItemRow, room: int, count: int, height: Height) -> ItemRow:
    """`top`, moved up where the items would end above the last of `room` rows though more of them stand above."""
    return lowest(room, count, height) if moved(top, room, count, height).item >= count else top


def revealed(top: ItemRow, item: int, room: int, count: int, height: Height) -> ItemRow:
    """`top`, moved no further than is needed for all of `item` to be on a screen of `room` rows, its head at least."""
    if item <= top.item:
        return ItemRow(item, 0)
    needed = moved(ItemRow(item, 0), min(0, height(item) - room), count, height)
    if needed <= top:
        return top
    far = item - top.item > room
    # From far away: with some items above it, rather than at the very edge.
    return max(needed, moved(ItemRow(item, 0), -(room // 3), count, height)) if far else needed

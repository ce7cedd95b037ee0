"""Scrolling over items of different heights, measured only when they are near: the height of all is never known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    Height = Callable[[int], int]
    """The rows of the item at an index, at least one."""

WHEEL = 3
"""Rows that a notch of the wheel scrolls, as in browsers."""


class Position(NamedTuple):
    """A row of an item. The place after all items is the row 0 of an item that is not there."""

    item: int
    row: int


TOP = Position(0, 0)


def moved(position: Position, rows: int, count: int, height: Height) -> Position:
    """The position that many rows further down, or up where negative, among `count` items; no further than the ends."""
    item, row = position
    row += rows
    while row < 0 and item > 0:
        item -= 1
        row += height(item)
    while item < count and row >= (here := height(item)):
        row -= here
        item += 1
    return TOP if row < 0 else Position(item, row) if item < count else Position(count, 0)


def lowest(room: int, count: int, height: Height) -> Position:
    """The last position that still fills `room` rows."""
    return moved(Position(count, 0), -room, count, height)


def revealed(top: Position, item: int, room: int, count: int, height: Height) -> Position:
    """`top`, moved no further than is needed for all of `item` to be on a screen of `room` rows, its head at least."""
    if item <= top.item:
        return Position(item, 0)
    needed = moved(Position(item, 0), min(0, height(item) - room), count, height)
    if needed <= top:
        return top
    far = item - top.item > room
    # From far away: with some items above it, rather than at the very edge.
    return max(needed, moved(Position(item, 0), -(room // 3), count, height)) if far else needed

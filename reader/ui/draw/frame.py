"""A row of the text as a whole row of the view: gutter, column, scroll bar. Shared with the first screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.ui.draw.paint import GUTTER, Piece, margin, paint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.domain.span import Span
    from reader.ui.draw.inks import Inks
    from reader.ui.draw.layout.rows import Row
    from reader.ui.draw.paint import Gutter, Layer

THUMB = "▐"
AIR = 1
"""Cells between the text and the scroll bar."""


class Frame(NamedTuple):
    """How the column stands in a view: cells of all, of the text, and before the text."""

    width: int
    measure: int
    left: int


def frame(width: int, column: int) -> Frame:
    """A column of `column` cells in the middle of `width`, or as much of it as fits."""
    measure = max(1, min(column, width - GUTTER - AIR - 1))
    return Frame(width, measure, max(GUTTER, (width - measure) // 2))


def thumb(visible: Span, size: int, height: int) -> tuple[int, int]:
    """The screen rows of the scroll bar's thumb, by offsets: how many rows a text has is not known, nor needed."""
    if len(visible) >= size:
        return 0, 0
    length = max(1, min(height, round(height * len(visible) / max(1, size))))
    start = round((height - length) * min(1.0, visible.start / max(1, size - len(visible))))
    return start, start + length


def framed(
    text: str, row: Row, layers: Sequence[Layer], gutter: Gutter, inks: Inks, around: Frame, *, thumb: bool
) -> list[Piece]:
    """The pieces of a whole row, `around.width` cells of them."""
    pieces = margin(gutter, around.left, inks)
    pieces += paint(text, row, layers, inks)
    room = around.width - 1 - sum(piece.cells for piece in pieces)
    pieces.append(Piece(" " * room, inks.page, room))
    pieces.append(Piece(THUMB, inks.faded, 1) if thumb else Piece(" ", inks.page, 1))
    return pieces


def blank(inks: Inks, width: int) -> list[Piece]:
    """A row below the text."""
    return [Piece(" " * width, inks.page, width)]

"""A block looks like this besides its text: the space above it, what stands before its rows, its looks."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.document import BlockKind
from reader.ui.draw.cells import width_of
from reader.ui.draw.layout.flow import furniture
from reader.ui.draw.layout.rows import Fragment, Look
from reader.ui.draw.layout.runs import raise_sign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.domain.document import Block

BULLETS = ("•", "◦", "▪")
"""By depth; deeper ones begin again."""
BOXES: Mapping[bool | None, str] = MappingProxyType({True: "☑", False: "☐"})
BAR = "│ "
STEP = 4
"""Cells that a list is indented by: `10. ` fits, and so do nested lists on a narrow screen."""
NARROW_STEP = 2
NARROW_BELOW = 50
"""On a column narrower than this, lists are indented by less."""
CONTINUED = "↪ "
"""Before what did not fit into a row of code or verse."""
LOOKS: Mapping[BlockKind, Look] = MappingProxyType(
    {
        BlockKind.QUOTE: Look.QUOTE,
        BlockKind.CODE: Look.PANEL | Look.CODE,
        BlockKind.FIGURE: Look.SMALL | Look.EMPHASIS,
        BlockKind.FOOTNOTE: Look.SMALL,
    }
)


class Shape(NamedTuple):
    """A `Shape` is the furniture before a block's first row and its others, equally wide, and what looks all its
    text has.
    """

    first: tuple[Fragment, ...]
    rest: tuple[Fragment, ...]
    indent: int
    look: Look


def shape(block: Block, width: int) -> Shape:
    """Tell how `block` stands in a column of that width. At least half of the column is left to the text."""
    at = block.span.start
    bars = quote_bars(block, width)
    marker, hanging = _marker(block, width)
    room = max(0, width // 2 - sum(one.cells for one in bars))
    marker, hanging = marker[-room:] if room else "", hanging[:room]
    first = (*bars, furniture(at, marker)) if marker else tuple(bars)
    rest = (*bars, furniture(at, hanging)) if hanging else tuple(bars)
    return Shape(first, rest, sum(one.cells for one in first), _look(block))


def quote_bars(block: Block, width: int) -> list[Fragment]:
    """Return the bars of the quotations that `block` lies in, as many as leave room for it."""
    depth = block.quote or (block.kind is BlockKind.QUOTE)
    return [furniture(block.span.start, BAR)] * min(depth, width // 8)


def gap(before: Block | None, block: Block, text: str) -> int:
    """Tell how many blank rows stand above `block`, which follows `before`."""
    if before is None:
        return 1  # air above the first line
    if text[before.span.end : block.span.start].count("\n") == 1:
        return 0  # items of one list
    if block.kind is BlockKind.FOOTNOTE:
        return 0 if before.kind is BlockKind.FOOTNOTE else 2  # a thin rule stands in the second
    if block.kind is BlockKind.HEADING:
        return 2 if block.level <= 2 and before.kind is not BlockKind.HEADING else 1
    return 1


def _marker(block: Block, width: int) -> tuple[str, str]:
    step = STEP if width >= NARROW_BELOW else NARROW_STEP
    indent = " " * (step * (block.depth - 1))
    if block.kind is BlockKind.ITEM:
        if block.checked is not None:
            sign = BOXES[block.checked]
        elif block.ordered:
            sign = block.sign or f"{block.number}."
        else:
            sign = BULLETS[(block.depth - 1) % len(BULLETS)]
        marker = f"{sign:>{step - 1}} " if width_of(sign) < step else f"{sign} "
        return indent + marker, indent + " " * len(marker)
    if block.kind is BlockKind.FOOTNOTE:
        marker = f"{raise_sign(block.sign or str(block.number)) if block.number else f'[{block.label}]'} "
        return marker, " " * width_of(marker)
    if block.kind is BlockKind.FIGURE:
        return f"{indent}▨ ", f"{indent}  "
    hanging = " " * (step * block.depth) + (" " if block.kind is BlockKind.CODE else "")
    return hanging, hanging


def _look(block: Block) -> Look:
    look = LOOKS.get(block.kind, Look.PLAIN)
    if block.kind is BlockKind.HEADING:
        if block.level <= 1:
            return Look.TITLE
        return Look.HEADING if block.level == 2 else Look.SUBHEADING
    return look | Look.QUOTE if block.quote else look

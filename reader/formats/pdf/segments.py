"""A page of a PDF is pieces of lines with their places: this is what is known of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.formats.pdf.hyperlinks import Linked

if TYPE_CHECKING:
    from collections.abc import Iterable


class Segment(NamedTuple):
    """A `Segment` is words in a row.

    In points from the lower left corner; `size` is that of the font, `y` the baseline.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool = False
    fixed: bool = False
    """Whether its letters are all of one width."""
    turn: int = 0
    """By how many degrees it is turned, clockwise, against most of its page; its places are then those of a page that
    is turned so."""
    open_end: bool = False
    """Whether a blank stood behind it."""
    start: int = -1
    """The number of its first character on the page."""
    links: tuple[Linked, ...] = ()


def pack_segments(segments: Iterable[Segment]) -> list[tuple[object, ...]]:
    """Make plain tuples of segments, to be told to another process."""
    return [(*segment[:-1], tuple(map(tuple, segment.links))) for segment in segments]


def unpack_segments(packed: Iterable[tuple[object, ...]]) -> list[Segment]:
    """Make segments again of what `pack_segments` made of them."""
    segments = map(Segment._make, packed)
    return [one._replace(links=tuple(map(Linked._make, one.links))) if one.links else one for one in segments]

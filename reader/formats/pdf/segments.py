"""A page of a PDF is pieces of lines with their places: this is what is known of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reader.formats.pdf.hyperlinks import Linked


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

"""Rows of the screen are made of fragments."""

from __future__ import annotations

from enum import IntFlag
from typing import NamedTuple


class Look(IntFlag):
    """A `Look` says how a fragment is to look; the palette gives each combination its ink."""

    PLAIN = 0
    EMPHASIS = 1
    STRONG = 2
    CODE = 4
    STRIKE = 8
    LINK = 16
    SUP = 32
    SUB = 64
    NOTE = 128
    """The marker of a footnote."""
    TITLE = 256
    """A heading of level 1."""
    HEADING = 512
    """A heading of level 2."""
    SUBHEADING = 1024
    """A heading below."""
    QUOTE = 2048
    PANEL = 4096
    """On the ground that code stands on."""
    QUIET = 8192
    """Furniture: bullets, bars, rules, counts of what is folded away."""
    SMALL = 16384
    """Footnotes and captions."""
    HEAD = 32768
    """The head of a table."""


class Fragment(NamedTuple):
    """A `Fragment` is a slice of the text, or furniture.

    `shown` is what is drawn instead of the slice: a tab's blanks, or all of a piece of furniture, whose slice is
    empty. `cells` is how wide it is drawn.
    """

    start: int
    end: int
    look: Look = Look.PLAIN
    shown: str | None = None
    cells: int = 0


class Row(NamedTuple):
    """A `Row` is one row of the screen. [start, end) is the text that it stands for, blanks at which it was broken
    included.

    The rows of a block tile its text and the separator after it, so that every offset is in one row; the lines of
    one row of a table all have its span. A row without text stands for the empty span before the next.
    """

    start: int
    end: int
    fragments: tuple[Fragment, ...] = ()

    @property
    def cells(self) -> int:
        """Tell how wide it is drawn."""
        return sum(one.cells for one in self.fragments)

    @property
    def text_end(self) -> int:
        """Return the end of its last slice of text; `start` where it has none."""
        return max((one.end for one in self.fragments), default=self.start)


class Position(NamedTuple):
    """A `Position` is a row in a document: a block, a part of it (long blocks are laid out in parts), a row of that
    part.
    """

    block: int
    part: int
    row: int

"""The colours of highlights."""

from __future__ import annotations

from enum import StrEnum


class Colour(StrEnum):
    """The eight pens, in the order of their keys, 1 to 8 (Zotero's)."""

    YELLOW = "yellow"
    RED = "red"
    GREEN = "green"
    BLUE = "blue"
    PURPLE = "purple"
    MAGENTA = "magenta"
    ORANGE = "orange"
    GREY = "grey"

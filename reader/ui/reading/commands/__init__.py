"""Commands stand here by subject: functions that one entry of the key table each names."""

from reader.ui.reading.commands import (
    copying,
    entries,
    finding,
    highlighting,
    jumping,
    leaving,
    links,
    moving,
    noting,
    own,
    scrolling,
    selecting,
    sources,
    tagging,
    viewing,
)
from reader.ui.reading.keyboard import HANDLERS

__all__ = [
    "HANDLERS",
    "copying",
    "entries",
    "finding",
    "highlighting",
    "jumping",
    "leaving",
    "links",
    "moving",
    "noting",
    "own",
    "scrolling",
    "selecting",
    "sources",
    "tagging",
    "viewing",
]

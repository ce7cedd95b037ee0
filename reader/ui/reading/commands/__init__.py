"""Commands by subject: functions that one entry of the key table each names."""

from reader.ui.keys.keyboard import HANDLERS
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

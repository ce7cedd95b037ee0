"""Commands stand here by subject: functions that one entry of the key table each names.

`moving` and `scrolling` go through the text, `jumping` far in it and back, `finding` searches. `highlighting`, `noting`
and `tagging` change annotations, `entries` is about the pane, `labelling` puts letters on what `selecting` and others
choose from. `copying` brings out, `links` follows, `sources` reads other texts, `viewing` changes how the text is
shown, `own` runs what the user has named, `leaving` leads out.
"""

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

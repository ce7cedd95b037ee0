"""The commands by their ids in the key table: a command's function is called what its id is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.ui.reading.shell import Outcome
    from reader.ui.reading.state import Reading

    Plain = Callable[[Reading], Outcome]
    Keyed = Callable[[Reading, str], Outcome]

HANDLERS: dict[str, Keyed] = {}
"""What to call with the article being read and the last key pressed."""


def command(function: Plain) -> Plain:
    """Register a command that needs no more than the article being read."""
    HANDLERS[function.__name__] = lambda reading, _key: function(reading)
    return function


def keyed_command(function: Keyed) -> Keyed:
    """Register a command that wants to know its last key: a digit, a mark's letter."""
    HANDLERS[function.__name__] = function
    return function

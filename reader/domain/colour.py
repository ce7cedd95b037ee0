"""Highlights have colours, and a person may call them something else."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Colour(StrEnum):
    """A `Colour` is one of the eight pens, in the order of their keys, 1 to 8 (Zotero's)."""

    YELLOW = "yellow"
    RED = "red"
    GREEN = "green"
    BLUE = "blue"
    PURPLE = "purple"
    MAGENTA = "magenta"
    ORANGE = "orange"
    GREY = "grey"


NAMELESS: Mapping[Colour, str] = MappingProxyType({})
"""No colour has a name of the person's own."""
STARRED = "starred"
_TAKEN = frozenset({*Colour, "gray", STARRED})
NAME_LONGEST = 24
"""Characters of a name: it stands among the keys of the status line."""
_BETWEEN = " -_'/&+.!?"
"""What a name may have besides letters and digits. Formats that we read back use other signs to part facts."""


def name_fault(name: str) -> str:
    """Tell why a colour cannot be called so; empty where it can. That no two are called alike, the caller sees to."""
    if name != " ".join(name.split()) or not any(map(str.isalnum, name)):
        return "a name is one line of words"
    if len(name) > NAME_LONGEST:
        return f"a name has {NAME_LONGEST} characters at most"
    if not all(one.isalnum() or one in _BETWEEN or (not one.isascii() and one.isprintable()) for one in name):
        return f"a name has letters, digits, blanks and {_BETWEEN.strip()} only"
    if name.casefold() in _TAKEN:
        return "that is the name of a colour" if name.casefold() != STARRED else "exports say that of a starred one"
    return ""


def colour_words(colour: Colour, names: Mapping[Colour, str]) -> str:
    """Call the colour by its name, with the person's for it where there is one: `red (claim)`."""
    name = names.get(colour)
    return f"{colour} ({name})" if name else str(colour)

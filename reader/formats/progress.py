"""How far a parser is, told by its process to the one that waits for it: from the first pages on it may take longer."""

from __future__ import annotations

import os
from contextlib import suppress

SIGN = b"\x06"
"""A page, or a chapter, has been read; whatever else libraries write beside it."""
_STANDARD_ERROR = 2
_state = {"told": False}


def tell_from_here() -> None:
    """Let what this process says of its progress be heard by the one that it parses for."""
    _state["told"] = True


def tell() -> None:
    """Say that a page, or a chapter, has been read."""
    if _state["told"]:
        with suppress(OSError):
            os.write(_STANDARD_ERROR, SIGN)

"""A parser tells how far it is to the process that waits for it: from the first pages on it may take longer."""

from __future__ import annotations

import os
from contextlib import suppress

from reader.domain.patterns import deferred

SIGN = b"\x06"
"""Begins what says that a page, or a chapter, has been read: of how many, how many; other libraries write beside it."""
SAID = deferred(rb"\x06(\d{1,7})/(\d{1,7});")
_STANDARD_ERROR = 2
_state = {"told": False, "long": False}


def tell_from_here() -> None:
    """Let what this process says of its progress be heard by the one that it parses for."""
    _state["told"] = True


def expect_long() -> None:
    """Expect a text that is long: where no page is told of, let it be told that all of it is being put together."""
    _state["long"] = True


def tell_begun() -> None:
    """Say that the first pages of a long text would be there by now."""
    if _state["long"]:
        tell(0, 1)


def tell(done: int, total: int) -> None:
    """Say that so many of so many pages, or chapters, have been read."""
    if _state["told"]:
        with suppress(OSError):
            os.write(_STANDARD_ERROR, SIGN + b"%d/%d;" % (done, total))

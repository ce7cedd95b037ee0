"""How a run ends: the exit code, and one sentence where it failed."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from reader.domain.errors import NotUnderstood, ReaderError
from reader.domain.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable

INTERRUPTED = 130
"""As shells have it: 128 and the number of SIGINT."""


def answered(work: Callable[[], int]) -> int:
    """Do the work; its exit code, or 1 for what failed, 2 for wrong usage, each with a sentence on stderr."""
    try:
        return work()
    except ReaderError as error:
        remark(f"reader: {error}")
        return 2 if isinstance(error, NotUnderstood) else 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever reads our output has seen enough; what is left must not be flushed into the closed pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def remark(text: str) -> None:
    """One sentence about the work, on stderr."""
    print(printable(text), file=sys.stderr)

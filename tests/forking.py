"""Copies of the process that runs the tests."""

from __future__ import annotations

import os
import warnings


def fork() -> int:
    """`os.fork`; the child must become another program, or end by `os._exit`.

    Python 3.12 warns where there are threads, for one may hold a lock which the child then waits for. Those of a test
    run wait for their master; the child neither writes to it nor ends as a program does.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()

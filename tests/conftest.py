"""What all tests share."""

from __future__ import annotations

import os
import time
from importlib import import_module
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings

# Everyday runs try the same examples on every machine, so that a red run can be repeated and a green one means the
# same everywhere. To look further: HYPOTHESIS_PROFILE=explore, which tries new ones, sixty times as many.
# How long they take to be made says something of the machine, and nothing of the program.
settings.register_profile(
    "everyday",
    derandomize=True,
    deadline=None,
    max_examples=14,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "explore",
    deadline=None,
    max_examples=1250,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))


# Whoever runs the tests has a library, settings and a git of their own: nothing here reads or writes them. The folder
# is removed when the process ends.
HOME = TemporaryDirectory(prefix="reader-tests-home-")
os.environ["HOME"] = HOME.name
for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "READER_LIBRARY"):
    os.environ.pop(name, None)

# Days are those of one place; tests of others say so.
os.environ["TZ"] = "UTC"
time.tzset()

# A terminal of their own too, with its size and its colours, within tmux or not.
for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "ESCDELAY", "TMUX", "STY"):
    os.environ.pop(name, None)

# A frame in a thousandth of a second: tests of the interface wait for frames, a third of their time. Textual reads it
# once; programs that tests start draw as ever.
os.environ["TEXTUAL_FPS"] = "1000"
import_module("textual.constants")
del os.environ["TEXTUAL_FPS"]

MOST_WORKERS = 12

# Where no bytecode may be written, each worker, and each program that a test starts, compiles all of ours anew, which
# takes as long as a fifth of the tests. Workers are started with this environment.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_xdist_auto_num_workers() -> int:
    """Twice as many as there are cores: part of what tests of whole programs take is waiting for them."""
    return min(MOST_WORKERS, max(2, (os.cpu_count() or 1) * 2))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let `-x` say that a test failed: spread over processes, it says that somebody interrupted the run."""
    if session.shouldfail and session.exitstatus == pytest.ExitCode.INTERRUPTED:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED

"""The tests' own home: not that of whoever runs them."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
from pathlib import Path

from reader import config
from tests.conftest import HOME


def test_nothing_lies_in_the_home_of_whoever_runs_the_tests() -> None:
    own = Path(pwd.getpwuid(os.getuid()).pw_dir)
    where = config.paths()
    for path in (where.library, where.state, where.settings, Path.home()):
        assert path.is_relative_to(HOME.name)
        assert own == Path("/") or not path.is_relative_to(own)


def test_programs_that_tests_start_have_it_too() -> None:
    asked = "from reader import config; print(config.paths().state)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert Path(told.strip()).is_relative_to(HOME.name)

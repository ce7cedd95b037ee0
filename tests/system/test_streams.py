"""Started where a terminal cannot do all, or where there is none at one of its ends."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.system.conftest import SIZE, Desk
from tests.terminal.home import reader
from tests.terminal.program import Program

if TYPE_CHECKING:
    from collections.abc import Sequence


def test_a_terminal_that_cannot_place_text_is_not_written_all_over(desk: Desk) -> None:
    with Program((*reader(), str(desk.source)), SIZE, desk.home.environment | {"TERM": "dumb"}) as program:
        assert os.waitstatus_to_exitcode(program.wait()) == 1
        program.until("TERM is dumb", "reader show")
        assert not program.modes


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(("arguments", "code"), [((), 1), (("list",), 0)])
def test_a_stream_may_be_closed(desk: Desk, closed: str, arguments: Sequence[str], code: int) -> None:
    command = ("sh", "-c", f'exec "$@" {closed}', "sh", *reader(), *arguments)
    ended = subprocess.run(command, env={**os.environ, **desk.home.environment}, check=False, capture_output=True)
    assert ended.returncode == code
    assert b"Traceback" not in ended.stderr

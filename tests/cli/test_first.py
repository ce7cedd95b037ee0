"""The first screen: where its picture is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import platformdirs
import pytest

from reader.cli.first import state_folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("state", ["set", "empty", "unset"])
def test_the_state_lies_where_platformdirs_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str) -> None:
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    if state != "unset":
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path) if state == "set" else "")
    assert state_folder() == str(platformdirs.user_state_path("reader"))

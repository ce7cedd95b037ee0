"""What a user may type as a path, and is none, is answered like any that is not there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from reader.domain.errors import NotFound, NotOpened
from reader.library.sources import locate
from reader.typed_paths import expand_home, is_folder, is_plain_file, is_there

if TYPE_CHECKING:
    from pathlib import Path

NONE = (
    "y" * 300,
    "~no-such-user-here/x",
    "/" + "d/" * 3000,
    "a/" * 2100 + "x",
    "é" * 200,
)


@pytest.mark.parametrize("word", NONE)
def test_it_is_not_there(word: str) -> None:
    path = expand_home(word)
    assert [is_there(path), is_folder(path), is_plain_file(path)] == [False] * 3
    with pytest.raises((NotFound, NotOpened), match="no such file"):
        locate(word, list)


def test_what_is_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "a.md").write_text("x")
    os.mkfifo(tmp_path / "pipe")
    assert is_plain_file(expand_home("~/a.md"))
    assert is_there(expand_home("~/pipe"))
    assert not is_plain_file(expand_home("~/pipe"))
    assert is_folder(expand_home("~"))

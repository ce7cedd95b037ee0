"""The user's folders: those of platformdirs, whatever the environment says."""

from __future__ import annotations

from typing import Literal

import platformdirs
import pytest

from reader.folders import XDG, user_folder


@pytest.mark.parametrize("home", ["/home/ann", "/home/ann/", "/"])
@pytest.mark.parametrize("named", ["/named", "/named/", "", "named", None])
@pytest.mark.parametrize("kind", ["data", "state", "config"])
def test_the_folders_lie_where_platformdirs_has_them(
    kind: Literal["data", "state", "config"], named: str | None, home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", home)
    monkeypatch.delenv(XDG[kind][0], raising=False)
    if named is not None:
        monkeypatch.setenv(XDG[kind][0], named)
    assert _same(user_folder(kind), getattr(platformdirs, f"user_{kind}_dir")("reader"))


def _same(one: str, other: str) -> bool:
    return one.replace("//", "/") == other.replace("//", "/")

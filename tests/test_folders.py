"""The user's folders: those of platformdirs, whatever the environment says."""

from __future__ import annotations

from typing import Literal

import platformdirs
import pytest
from platformdirs.macos import MacOS

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
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr(platformdirs, f"user_{kind}_dir", lambda name: getattr(MacOS(name), f"user_{kind}_dir"))
    state = "/state" if kind == "state" and named not in {"/named", "/named/"} else ""
    assert _same(user_folder(kind), getattr(MacOS("reader"), f"user_{kind}_dir") + state)


def _same(one: str, other: str) -> bool:
    return one.replace("//", "/") == other.replace("//", "/")


@pytest.mark.parametrize("variables", [{}, {"XDG_DATA_HOME": "/named"}])
def test_state_never_lies_in_the_folder_of_the_library_on_a_mac(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setenv("HOME", "/Users/ann")
    for variable, _ in XDG.values():
        monkeypatch.delenv(variable, raising=False)
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    assert user_folder("state") == "/Users/ann/Library/Application Support/reader/state"
    assert user_folder("data") == f"{variables.get('XDG_DATA_HOME', '/Users/ann/Library/Application Support')}/reader"

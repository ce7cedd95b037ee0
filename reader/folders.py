"""One user's folders are where platformdirs has them."""

from __future__ import annotations

import os
import sys
from typing import Literal

NAME = "reader"
XDG = {
    "data": ("XDG_DATA_HOME", ".local/share"),
    "state": ("XDG_STATE_HOME", ".local/state"),
    "config": ("XDG_CONFIG_HOME", ".config"),
}
"""The variable that names each, and where it is in the home without one (XDG Base Directory Specification)."""


APPLE = "Library/Application Support"
"""Where all three are in a home on macOS that names none of them."""


def user_folder(kind: Literal["data", "state", "config"]) -> str:
    """Tell where what is of that kind lies; the folder need not exist.

    On macOS state has a folder of its own within that of the data: a library that is kept in git, or carried to other
    machines, has no drafts and no id of this machine beside it. Before the first text platformdirs, 5 ms, is imported
    only where the answer is not plain.
    """
    variable, usual = XDG[kind]
    named, home = os.environ.get(variable), os.environ.get("HOME", "")
    apple = sys.platform == "darwin"
    own = f"/{kind}" if apple and kind == "state" and not _is_path(named) else ""
    if apple or (sys.platform == "linux" and "ANDROID_DATA" not in os.environ):
        if _is_path(named):
            return f"{named}/{NAME}"
        if not named and home.startswith("/"):
            return f"{home.rstrip('/')}/{APPLE if apple else usual}/{NAME}{own}"
    import platformdirs  # noqa: PLC0415

    folder: str = getattr(platformdirs, f"user_{kind}_dir")(NAME)
    return folder + own


def _is_path(named: str | None) -> bool:
    return named is not None and named.startswith("/")

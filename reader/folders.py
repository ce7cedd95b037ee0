"""The folders of one user, where platformdirs has them."""

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


def user_folder(kind: Literal["data", "state", "config"]) -> str:
    """Where what is of that kind lies; the folder need not exist.

    Before the first text platformdirs, 5 ms, is imported only where the answer is not plain.
    """
    variable, usual = XDG[kind]
    named, home = os.environ.get(variable), os.environ.get("HOME", "")
    if sys.platform == "linux" and "ANDROID_DATA" not in os.environ:
        if named and named.startswith("/"):
            return f"{named}/{NAME}"
        if not named and home.startswith("/"):
            return f"{home.rstrip('/')}/{usual}/{NAME}"
    import platformdirs  # noqa: PLC0415

    folder: str = getattr(platformdirs, f"user_{kind}_dir")(NAME)
    return folder

"""Paths are typed on one line, and completed from what is on the disk."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from reader.domain.web_address import has_scheme
from reader.typed_paths import expand_home

PATH_HINT = "Enter takes it   Esc leaves   Tab completes a path"
OFFERED = 8
"""Completions at most: what one row has room for."""


def complete_path(line: str) -> list[str]:
    """Complete the last part of the line, once for each file and folder that begins so; folders end in a slash.

    Hidden ones are offered only where a full stop is typed. An address has no completions.
    """
    if has_scheme(line) or not line:
        return []
    typed, slash, begun = line.rpartition("/")
    folder = expand_home(typed + slash) if slash else Path()
    if line.startswith("~") and not slash:
        return [f"{line}/"]
    found: list[tuple[str, bool]] = []
    with suppress(OSError), os.scandir(folder) as entries:
        found.extend((entry.name, _is_folder(entry)) for entry in entries if _begins(entry.name, begun))
    found.sort(key=lambda one: (one[0].startswith("."), one[0].casefold()))
    return [f"{typed}{slash}{name}{'/' if is_folder else ''}" for name, is_folder in found[:OFFERED]]


def _begins(name: str, begun: str) -> bool:
    return name.casefold().startswith(begun.casefold()) and (bool(begun) or not name.startswith("."))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    with suppress(OSError):
        return entry.is_dir()
    return False

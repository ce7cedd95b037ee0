"""A path that a user typed may name nothing, and be one that nothing could have: asking about it never fails."""

from __future__ import annotations

import os
from pathlib import Path


def expand_home(word: str) -> Path:
    """Put a home in the place of `~`; what would be the home of a user who is not there stays as it is."""
    return Path(os.path.expanduser(word))  # noqa: PTH111  (pathlib's raises RuntimeError where there is no such user)


def is_folder(path: Path) -> bool:
    """Tell whether a folder is there; False for a name that is longer than any, and where one may not look."""
    return os.path.isdir(path)  # noqa: PTH112  (pathlib's raises OSError for those)


def is_there(path: Path) -> bool:
    """Tell whether anything is there, as `is_folder` does."""
    return os.path.exists(path)  # noqa: PTH110  (as above)


def is_plain_file(path: Path) -> bool:
    """Tell whether a file is there that is neither a folder nor a device, as `is_folder` does."""
    return os.path.isfile(path)  # noqa: PTH113  (as above)

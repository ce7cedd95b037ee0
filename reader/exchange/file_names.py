"""Names of exported files: from the article's title, the same at every export, and never somebody else's file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.domain.name_folding import folded

if TYPE_CHECKING:
    from collections.abc import Container

LONGEST = 120
"""Bytes of a slug: file systems end at 255, and sync programs put words of their own behind a name."""
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
"""Names of devices on some systems that an export may be carried to: there no file has them, whatever its ending."""


def slug(title: str) -> str:
    """`title` as a file name without ending: letters and digits of any script, in small letters, joined by hyphens."""
    words = re.findall(r"[^\W_]+", folded(title))
    name = "-".join(words).encode(errors="ignore")[:LONGEST].decode(errors="ignore").rstrip("-")
    return f"{name}-article" if _DEVICES.fullmatch(name) else name or "article"


def choose_name(title: str, article_id: str, extension: str, present: Container[str]) -> str:
    """A name for a new file: the title, then with the start of the article's id, then numbered.

    `present` holds the names in the folder, folded. The answer is none of them.
    """
    stem, number = slug(title), 1
    name = f"{stem}{extension}"
    while name in present:
        name = f"{stem}-{slug(article_id)[:8]}{f'-{number}' if number > 1 else ''}{extension}"
        number += 1
    return name

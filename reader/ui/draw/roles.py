"""The roles that pieces of an entry have."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a piece of an entry is, and so how it looks."""

    QUOTE = "quote"
    NOTE = "note"
    EMPHASIS = "emphasis"
    STRONG = "strong"
    CODE = "code"
    LINK = "link"
    TAG = "tag"
    FAINT = "faint"
    WARN = "warn"

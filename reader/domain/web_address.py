"""An address on the web is told from a path or a name."""

from __future__ import annotations


def is_web_address(word: str) -> bool:
    """Tell whether it is an address that can be fetched: of HTTP, in capitals or not."""
    return word[:8].lower().startswith(("http://", "https://"))


def has_scheme(word: str) -> bool:
    """Tell whether it is an address of any kind, of another program too, and no path."""
    return "://" in word

"""Texts laid side by side for tables of cases: short words, and what became of each in one line."""

from __future__ import annotations

from reader.anchoring.align.alignment import FREE, SPINE, Alignment, Box
from reader.anchoring.words import Words


def laid(old: str, new: str) -> Alignment:
    """Two texts of which nothing is matched yet."""
    return Alignment(Words(old), Words(new))


def whole(alignment: Alignment) -> Box:
    """All of both texts."""
    return Box(0, len(alignment.old), 0, len(alignment.new))


def matches(alignment: Alignment) -> str:
    """The old words that have a counterpart with its number, as `sand=3`; with a quote where they moved."""
    return " ".join(
        f"{alignment.old.keys[i]}={j}{'' if alignment.piece[i] == SPINE else chr(39)}"
        for i, j in enumerate(alignment.to_new)
        if j != FREE
    )

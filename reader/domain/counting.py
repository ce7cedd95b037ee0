"""Numbers in sentences."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """So many of a thing: `1 note`, `3 notes`. For nouns whose plural has an s and nothing else."""
    return f"{number} {noun}{'' if number == 1 else 's'}"

"""Sentences and rows are worded here: numbers of things, and texts on one line."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Say so many of a thing: `1 note`, `3 notes`. For nouns whose plural has an s and nothing else."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def say_received(done: int, total: int | None) -> str:
    """Tell how much of something has come, of how much where that is known: `12 of 340 kB`; both in bytes."""
    return f"{done // 1024} of {total // 1024} kB" if total else f"{done // 1024} kB"


def say_page(label: str) -> str:
    """Name a page of the source as it is cited: `p. 12`; what is called by a time, as what is said in a film, by it."""
    return label if ":" in label else f"p. {label}"


def one_line(text: str) -> str:
    """Put `text` on one line: every run of blanks and line ends is one blank, and there is none outside."""
    return " ".join(text.split())

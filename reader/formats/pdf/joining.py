"""Lines of a paragraph into running text: words that were broken at line ends made whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

LONGEST_WORD = 80
"""Characters of a word at most."""

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHENS = ("-", "\u2010", "\xad")
_BROKEN = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-\u2010\xad]$")
_FIRST = re.compile(r"[^\W\d_]+")


def words_in(lines: Iterable[str]) -> set[str]:
    """All whole words of a document, compounds as they are written: no half of one that a line's end breaks."""
    words: set[str] = set()
    broken = False
    for line in lines:
        found = _WORD.findall(line)
        ends_broken = _broken_at_end(line) is not None
        words.update(word.casefold() for word in found[broken : len(found) - ends_broken])
        broken = ends_broken
    return words


def joined(before: str, line: str, words: Set[str]) -> str:
    """What is put behind `before` so that `line` may follow: a blank, or nothing; a hyphen at its end may go."""
    # Only the end is looked at: a paragraph grows line by line, and a search would go over all of it each time.
    broken = _broken_at_end(before[-LONGEST_WORD:])
    first = _FIRST.match(line)
    if broken is None or first is None:
        return before + ("" if _is_tight(before, line) else " ")
    if _keeps_hyphen(broken[1], first[0], words):
        return before
    return before[:-1]


def _broken_at_end(line: str) -> re.Match[str] | None:
    # Most lines end otherwise, and to find that out by the pattern takes a search from every letter.
    return _BROKEN.search(line) if line.endswith(_HYPHENS) else None


def _keeps_hyphen(start: str, end: str, words: Set[str]) -> bool:
    """Whether a hyphen at a line's end belongs to the word: by how the word stands elsewhere in the document."""
    if not end[0].islower():
        return True
    if (start + end).casefold() in words:
        return False
    if f"{start}-{end}".casefold() in words:
        return True
    # Both halves words of their own: a compound; syllables rarely are. What has a hyphen already has two.
    halves = start.casefold().rpartition("-")[2] in words and end.casefold() in words
    return "-" in start or (halves and min(len(start), len(end)) > 3)


def _is_tight(before: str, line: str) -> bool:
    """Chinese and Japanese have no blanks between lines; a dash at a line's end has none behind it."""
    return (before[-1:] > "\u2e80" and line[:1] > "\u2e80") or before.endswith(("—", "/"))

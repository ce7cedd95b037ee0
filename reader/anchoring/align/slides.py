"""Insertions and deletions are put where an editor would see them.

In "a b | a b c" the words put in may be "a b" or "b a": equal alignments, so the one whose ends stand at the stronger
boundaries is taken. A paragraph is put in as a paragraph, not from the middle of one to the middle of the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.anchoring.align.alignment import FREE

if TYPE_CHECKING:
    from reader.anchoring.align.alignment import Alignment
    from reader.anchoring.words import Words

# Enough for a repeated line or sentence; longer repeats are whole blocks, whose ends are found already.
FURTHEST = 40
# Boundaries differ by 0.1 at least; anything less is the rounding of their sum.
BETTER = 0.01


def slide(alignment: Alignment) -> None:
    """Slide all pure insertions, then all pure deletions."""
    for words, others, numbers, texts in (
        (alignment.to_new, alignment.to_old, alignment.b, alignment.new),
        (alignment.to_old, alignment.to_new, alignment.a, alignment.old),
    ):
        for at in range(1, len(words)):
            if FREE < words[at - 1] < words[at] - 1:
                _slide_one(words, others, numbers, texts, at)


def _slide_one(words: list[int], others: list[int], numbers: list[int], text: Words, at: int) -> None:
    """Between `words[at - 1]` and `words[at]`, neighbours here, more words stand there: slide those."""
    first, last = words[at - 1] + 1, words[at]
    here = text.boundary(first) + text.boundary(last)
    best, by = here, 0
    for distance in range(1, FURTHEST + 1):
        if at < distance or words[at - distance] != first - distance:
            break
        if numbers[first - distance] != numbers[last - distance]:
            break
        there = text.boundary(first - distance) + text.boundary(last - distance)
        if there > best + BETTER:
            best, by = there, -distance
    for distance in range(FURTHEST):
        if at + distance >= len(words) or words[at + distance] != last + distance:
            break
        if numbers[last + distance] != numbers[first + distance]:
            break
        there = text.boundary(first + distance + 1) + text.boundary(last + distance + 1)
        if there > best + BETTER:
            best, by = there, distance + 1
    for step in range(-by):
        _rematch(words, others, at - 1 - step, last - 1 - step)
    for step in range(by):
        _rematch(words, others, at + step, first + step)


def _rematch(words: list[int], others: list[int], here: int, there: int) -> None:
    others[words[here]] = FREE
    words[here], others[there] = there, here

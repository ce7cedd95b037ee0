"""What was edited between two texts is told word by word, for people to look at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reader.anchoring.align.align import align
from reader.anchoring.align.alignment import FREE, SPINE
from reader.anchoring.words import Words
from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.anchoring.align.alignment import Alignment


class ChangeKind(StrEnum):
    """A `ChangeKind` is what was done to a piece of text."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class WordChange:
    """A `WordChange` is a piece of the old text and the piece of the new one that stands for it; either may be
    empty, not both.
    """

    kind: ChangeKind
    old: Span
    new: Span


def changes(old: str, new: str) -> list[WordChange]:
    """Cut old and new text into pieces that are equal or changed, in order, leaving nothing out of either.

    Words are equal when they are spelled the same; signs and blanks between two kept words make a change of their own.
    Text that moved is deleted in one place and inserted in the other.
    """
    if old == new:
        return [WordChange(ChangeKind.EQUAL, Span(0, len(old)), Span(0, len(new)))] if old else []
    pieces = list(_merged(old, new, _cuts(align(Words(old), Words(new)))))
    for n in range(1, len(pieces) - 1):
        pieces[n - 1 : n + 2] = _at_line_start(old, new, *pieces[n - 1 : n + 2])
    return [piece for piece in pieces if len(piece.old) or len(piece.new)]


def _at_line_start(
    old: str, new: str, before: WordChange, change: WordChange, after: WordChange
) -> tuple[WordChange, WordChange, WordChange]:
    """An insertion or deletion moved back to the start of its line, where the signs there are those at its own end.

    What was put in reads "- one more", not "one more" and then the "-" of the next item.
    """
    piece = change.new.of(new) if change.kind is ChangeKind.INSERT else change.old.of(old)
    if change.kind is ChangeKind.REPLACE or not before.kind is after.kind is ChangeKind.EQUAL:
        return before, change, after
    signs = before.new.of(new).rpartition("\n")[2]
    back = len(signs)
    if not back or any(map(str.isalnum, signs)) or not piece.endswith("\n" + signs):
        return before, change, after
    return (
        WordChange(before.kind, _shorter(before.old, back), _shorter(before.new, back)),
        WordChange(change.kind, change.old.shifted(-back), change.new.shifted(-back)),
        WordChange(
            after.kind, Span(after.old.start - back, after.old.end), Span(after.new.start - back, after.new.end)
        ),
    )


def _shorter(span: Span, by: int) -> Span:
    return Span(span.start, span.end - by)


def _cuts(alignment: Alignment) -> Iterator[tuple[Span, Span]]:
    """The texts cut before and after every kept word, in pairs of pieces."""
    old, new = alignment.old, alignment.new
    start = new_start = 0
    for i, j in enumerate(alignment.to_new):
        if j != FREE and alignment.piece[i] == SPINE:
            yield from _split(old.text, new.text, Span(start, old.starts[i]), Span(new_start, new.starts[j]))
            yield Span(old.starts[i], old.ends[i]), Span(new.starts[j], new.ends[j])
            start, new_start = old.ends[i], new.ends[j]
    yield from _split(old.text, new.text, Span(start, len(old.text)), Span(new_start, len(new.text)))


def _split(old: str, new: str, theirs: Span, ours: Span) -> Iterator[tuple[Span, Span]]:
    """What stands between two kept words, with the signs that stayed at either end cut off: they were not changed."""
    head = _equal_signs(theirs.of(old), ours.of(new))
    theirs, ours = Span(theirs.start + head, theirs.end), Span(ours.start + head, ours.end)
    yield Span(theirs.start - head, theirs.start), Span(ours.start - head, ours.start)
    tail = _equal_signs(theirs.of(old)[::-1], ours.of(new)[::-1])
    yield Span(theirs.start, theirs.end - tail), Span(ours.start, ours.end - tail)
    yield Span(theirs.end - tail, theirs.end), Span(ours.end - tail, ours.end)


def _equal_signs(old: str, new: str) -> int:
    """How many signs and blanks both start with; a word is left whole."""
    count = 0
    for theirs, ours in zip(old, new, strict=False):
        if theirs != ours or theirs.isalnum():
            break
        count += 1
    return count


def _merged(old: str, new: str, cuts: Iterator[tuple[Span, Span]]) -> Iterator[WordChange]:
    """Neighbours that are both equal, or both changed, as one."""
    start = new_start = end = new_end = 0
    was_equal = True
    for theirs, ours in cuts:
        is_equal = theirs.of(old) == ours.of(new)
        if not len(theirs) and not len(ours):
            continue
        if is_equal != was_equal:
            yield from _change(Span(start, end), Span(new_start, new_end), was_equal)
            start, new_start, was_equal = end, new_end, is_equal
        end, new_end = theirs.end, ours.end
    yield from _change(Span(start, end), Span(new_start, new_end), was_equal)


def _change(old: Span, new: Span, is_equal: bool) -> Iterator[WordChange]:
    if is_equal and len(old):
        yield WordChange(ChangeKind.EQUAL, old, new)
    elif len(old) and len(new):
        yield WordChange(ChangeKind.REPLACE, old, new)
    elif len(old):
        yield WordChange(ChangeKind.DELETE, old, new)
    elif len(new):
        yield WordChange(ChangeKind.INSERT, old, new)

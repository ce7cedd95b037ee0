"""Of two long texts the lines around what was edited are worth comparing; of the rest it is known where it went.

Equal lines are found by what they say, at the head, at the tail and, where they stand once on either side, between;
what lies deep within a run of them has gone along with it for certain. What is left is as long as the edit is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reader.anchoring.blocks import TextBlock

LONG = 1 << 19
"""Code points from which on a text is not compared whole: below, that takes a quarter of a second at most."""
AROUND = 1500
"""Code points of equal lines that are compared on either side of an edit: some 250 words, of which a dozen count."""
DEEP = 700
"""Code points that a highlight lies inside a run of equal lines, for it to be certain where it went."""
MOST = 0.5
"""The share of a text that may have been edited; where more was, all of it is compared."""


class EqualLines(NamedTuple):
    """`EqualLines` are so many lines that are equal, from a line of the old text and one of the new."""

    old: int
    new: int
    length: int


class LinedText:
    """A `LinedText` is a text as its lines, each with the end of line behind it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in self.lines)]

    def at(self, offset: int) -> int:
        """Return the line that an offset is in."""
        return min(bisect_right(self.starts, offset), len(self.lines)) - 1


class ExcerptBlock(NamedTuple):
    """An `ExcerptBlock` is a block of an excerpt."""

    kind: str
    span: Span


class Excerpt:
    """An `Excerpt` is some lines of a text, put together: offsets there and back."""

    def __init__(self, whole: LinedText, kept: Sequence[tuple[int, int]]) -> None:
        """`kept` are the first line of each piece and the one behind its last."""
        pieces = [whole.text[whole.starts[first] : whole.starts[last]] for first, last in kept]
        self.text = "".join(pieces)
        self._origins = [whole.starts[first] for first, _ in kept]
        self._ends = [start + len(piece) for start, piece in zip(self._origins, pieces, strict=True)]
        self._starts = [0, *accumulate(map(len, pieces))][:-1]

    def into(self, span: Span) -> Span | None:
        """Return the span as the excerpt has it; None where not all of it is there."""
        at = bisect_right(self._origins, span.start) - 1
        if at < 0 or span.end > self._ends[at]:
            return None
        shift = self._starts[at] - self._origins[at]
        return Span(span.start + shift, span.end + shift)

    def back(self, span: Span) -> Span:
        """Return a span of the excerpt as the text has it."""
        return Span(self._back(span.start), self._back(span.end - 1) + 1)

    def blocks(self, blocks: Sequence[TextBlock] | None) -> Sequence[TextBlock] | None:
        """Answer the blocks of the text, of which one may be here in part only."""
        if blocks is None:
            return None
        starts = [one.span.start for one in blocks]
        found: list[ExcerptBlock] = []
        for here, first, last in zip(self._starts, self._origins, self._ends, strict=True):
            at = max(0, bisect_right(starts, first) - 1)
            for one in blocks[at : bisect_left(starts, last)]:
                start, end = max(one.span.start, first), min(one.span.end, last)
                if start < end:
                    found.append(ExcerptBlock(str(one.kind), Span(start - first + here, end - first + here)))
        return found

    def _back(self, offset: int) -> int:
        at = max(0, bisect_right(self._starts, offset) - 1)
        return offset - self._starts[at] + self._origins[at]


class Excerpts(NamedTuple):
    """`Excerpts` say what is to be compared, and the shift of each span that needs no comparing; None for the
    others.
    """

    old: Excerpt
    new: Excerpt
    shifts: list[int | None]


def excerpts(old: str, new: str, spans: Sequence[Span]) -> Excerpts | None:
    """Cut out what is to be compared to find `spans` of `old` in `new`; None where that is all of it."""
    if len(old) < LONG:
        return None
    before, after = LinedText(old), LinedText(new)
    runs = equal_runs(before.lines, after.lines)
    within = [_deep(before, one) for one in runs]
    starts = [one.old for one in runs]
    shifts = [_shift(before, after, runs, starts, within, span) for span in spans]
    asked = [(before.at(span.start), before.at(span.end)) for span, to in zip(spans, shifts, strict=True) if to is None]
    gaps = [gap for run in runs if (gap := _skipped(before, run, asked)) is not None]
    left_out = sum(before.starts[gap.old + gap.length] - before.starts[gap.old] for gap in gaps)
    if left_out < len(old) * (1 - MOST):
        return None
    old_kept = _kept([(gap.old, gap.length) for gap in gaps], len(before.lines))
    new_kept = _kept([(gap.new, gap.length) for gap in gaps], len(after.lines))
    return Excerpts(Excerpt(before, old_kept), Excerpt(after, new_kept), shifts)


def equal_runs(old: Sequence[str], new: Sequence[str]) -> list[EqualLines]:
    """Return runs of equal lines in their order: those at the ends, and those with a line that stands once on either
    side.
    """
    head, tail = _ends(old, new)
    runs = [EqualLines(0, 0, head)] if head else []
    stop_old, stop_new = len(old) - tail, len(new) - tail
    last_old, last_new = head, head
    for i, j in _rising(list(_once_in_both(old, new, range(head, stop_old), range(head, stop_new)))):
        if i < last_old or j < last_new:
            continue
        first = _back(old, new, i, j, last_old, last_new)
        count = _length(old, new, i, j, stop_old, stop_new) + first
        runs.append(EqualLines(i - first, j - first, count))
        last_old, last_new = i - first + count, j - first + count
    if tail:
        runs.append(EqualLines(stop_old, stop_new, tail))
    return runs


def _ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many lines are equal at the head, and how many of the others at the tail."""
    most = min(len(old), len(new))
    head = _length(old, new, 0, 0, most, most)
    tail = 0
    while tail < most - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return head, tail


def _length(old: Sequence[str], new: Sequence[str], i: int, j: int, stop_old: int, stop_new: int) -> int:
    count = 0
    while i + count < stop_old and j + count < stop_new and old[i + count] == new[j + count]:
        count += 1
    return count


def _back(old: Sequence[str], new: Sequence[str], i: int, j: int, first_old: int, first_new: int) -> int:
    count = 0
    while i - count > first_old and j - count > first_new and old[i - count - 1] == new[j - count - 1]:
        count += 1
    return count


def _once_in_both(old: Sequence[str], new: Sequence[str], here: range, there: range) -> Iterator[tuple[int, int]]:
    """Places of lines that stand once on either side, in the order of the old text."""
    places = _once(new, there)
    for line, i in _once(old, here).items():
        j = places.get(line, -1)
        if j >= 0 and line.strip():
            yield i, j


def _once(lines: Sequence[str], among: range) -> dict[str, int]:
    """Where a line stands; -1 where it does more than once."""
    found: dict[str, int] = {}
    for index in among:
        found[lines[index]] = -1 if lines[index] in found else index
    return {line: index for line, index in found.items() if index >= 0}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs that rises on both sides; they rise in the first already."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        at = bisect_left(tops, j)
        before.append(ends[at - 1] if at else -1)
        tops[at : at + 1] = [j]
        ends[at : at + 1] = [index]
    found = []
    index = ends[-1] if ends else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]


def _deep(text: LinedText, run: EqualLines) -> tuple[int, int]:
    """Where, in a run, what is there has gone along for certain; at an end of the text nothing lies behind it."""
    first, last = text.starts[run.old], text.starts[run.old + run.length]
    start = first + (DEEP if run.old or run.new else 0)
    return start, last - (DEEP if run.old + run.length < len(text.lines) else 0)


def _shift(
    old: LinedText,
    new: LinedText,
    runs: Sequence[EqualLines],
    starts: Sequence[int],
    within: Sequence[tuple[int, int]],
    span: Span,
) -> int | None:
    at = bisect_right(starts, old.at(span.start)) - 1
    if not any(map(str.isalnum, span.of(old.text))):
        return None  # signs alone are known by their neighbours
    if at < 0 or not within[at][0] <= span.start < span.end <= within[at][1]:
        return None
    return new.starts[runs[at].new] - old.starts[runs[at].old]


def _skipped(text: LinedText, run: EqualLines, asked: Iterable[tuple[int, int]]) -> EqualLines | None:
    """What of a run is not compared: not what is near its ends, nor what a span that is looked for goes through."""
    first = bisect_left(text.starts, text.starts[run.old] + AROUND)
    last = bisect_right(text.starts, text.starts[run.old + run.length] - AROUND) - 1
    for start, end in asked:
        if end >= first and start < last:
            # It begins or ends in what is near an end; a long one may need all of it.
            first, last = (end + 1, last) if start <= first else (first, start)
    return EqualLines(first, first - run.old + run.new, last - first) if first < last else None


def _kept(gaps: Sequence[tuple[int, int]], count: int) -> list[tuple[int, int]]:
    """The lines between those left out."""
    found = []
    at = 0
    for start, length in gaps:
        if start > at:
            found.append((at, start))
        at = start + length
    if at < count:
        found.append((at, count))
    return found

"""A floor for the quality on edits that are known exactly; it may be raised, not lowered."""

from __future__ import annotations

from collections import Counter

import pytest

from reader.anchoring import carry, describe, resolve
from reader.domain.span import Span
from tests.anchoring.texts import HARBOUR, ORCHARD, Edited, edited

LENGTHS = (1, 2, 4, 9, 20)


def highlights(case: Edited) -> list[tuple[Span, Span | None]]:
    """Highlights of several lengths inside of paragraphs whose first and last words are kept, or whose all are gone."""
    found: list[tuple[Span, Span | None]] = []
    for length in LENGTHS:
        for first in range(0, len(case.words) - length, 3):
            words = case.words[first : first + length]
            span = Span(words[0][0].start, words[-1][0].end)
            ends = words[0][1], words[-1][1]
            if "\n\n" in span.of(case.old):
                continue
            if all(new is None for _, new in words):
                found.append((span, None))
            elif ends[0] is not None and ends[1] is not None and ends[0].start < ends[1].end:
                found.append((span, Span(ends[0].start, ends[1].end)))
    return found


def fate(new: str, answer: Span | None, truth: Span | None) -> str:
    if answer is None or truth is None:
        return "right" if answer == truth else "missed" if answer is None else "harm"
    if not answer.meets(truth):
        return "harm"
    return "right" if _bare(new, answer) == _bare(new, truth) else "near"


def _bare(text: str, span: Span) -> tuple[int, int]:
    """The ends without signs and blanks."""
    start, end = span.start, span.end
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


@pytest.mark.parametrize(("rate", "right", "harm"), [(0.0, 1.0, 0.0), (0.1, 0.997, 0.0), (0.3, 0.995, 0.001)])
def test_carry(rate: float, right: float, harm: float) -> None:
    fates: Counter[str] = Counter()
    for seed, text in enumerate((HARBOUR, ORCHARD) * 3):
        case = edited(text, rate, seed)
        pairs = highlights(case)
        answers = carry(case.old, case.new, [span for span, _ in pairs])
        fates.update(fate(case.new, one.span, truth) for one, (_, truth) in zip(answers, pairs, strict=True))
    assert fates["right"] / fates.total() >= right, fates
    assert fates["harm"] / fates.total() <= harm, fates


@pytest.mark.parametrize(("rate", "right", "harm"), [(0.0, 0.98, 0.001), (0.1, 0.96, 0.002)])
def test_resolve(rate: float, right: float, harm: float) -> None:
    fates: Counter[str] = Counter()
    for seed, text in enumerate((HARBOUR, ORCHARD)):
        case = edited(text, rate, seed)
        for span, truth in highlights(case)[::2]:
            answer = resolve(case.new, describe(case.old, span))
            fates[fate(case.new, answer.span, truth)] += 1
    assert fates["right"] / fates.total() >= right, fates
    assert fates["harm"] / fates.total() <= harm, fates

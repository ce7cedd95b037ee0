"""Fit the model of reader/anchoring/decision.py anew: python -m tests.anchoring.fit DATADIR.

DATADIR holds texts.jsonl, one {"ref", "text"} a line, and any *.jsonl of cases, one {"id", "doc", "old_text_ref",
"new_text_ref", "start", "end", "truth": [start, end] or null} a line. Prints what two halves of the documents,
each judged by the model of the other, would have seen, and then the coefficients fitted on all. QUOTED weighs scores
of CARRIED: put the new table in first and run this again for the other.
"""

from __future__ import annotations

import json
import math
import sys
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.anchoring import describe
from reader.anchoring.align.align import align
from reader.anchoring.answers import FOUND, SURE
from reader.anchoring.carrying import find
from reader.anchoring.confidence import CARRIED, QUOTED, features, quoted_features
from reader.anchoring.resolution import drift, lead, places
from reader.anchoring.words import Words
from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

# With the limit for answers at FOUND, standing on the wrong text counts as much as missing 3.5 times.
HARM = 2.0
# Without the old text most of what is wrong cannot be known to be, so missing is the better mistake.
HARM_QUOTED = 2.0
# Keeps coefficients of features that say the same from running away against each other.
RIDGE = 0.05
ROUNDS = 12
# Found means that a fifth of both, found and true place together, is shared.
SHARED = 0.2


class Example(NamedTuple):
    """One place found, whether it was right, and the document it comes from."""

    doc: str
    features: tuple[float, ...]
    right: bool


def cases(directory: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Old text, new text and case, sorted by texts."""
    texts = {}
    for line in (directory / "texts.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        texts[record["ref"]] = record["text"]
    found: list[dict[str, Any]] = []
    for path in sorted(directory.glob("*.jsonl")):
        if path.name != "texts.jsonl":
            found += map(json.loads, path.read_text(encoding="utf-8").splitlines())
    found.sort(key=lambda case: (case["new_text_ref"], case["old_text_ref"]))
    for case in found:
        yield texts[case["old_text_ref"]], texts[case["new_text_ref"]], case


def carried(directory: Path) -> Iterator[Example]:
    """Every place that `carry` finds, good enough or not."""
    for (old, new), group in groupby(cases(directory), key=itemgetter(0, 1)):
        alignment = align(Words(old), Words(new))
        for _, _, case in group:
            span = Span(case["start"], case["end"])
            start, end = alignment.old.touched(span.start, span.end)
            found = find(alignment, span) if old != new and start < end else None
            if found is not None:
                yield Example(case["doc"], features(found.evidence), _is_right(case, found.span))


def quoted(directory: Path) -> Iterator[Example]:
    """The best place for every quotation that does not stand verbatim."""
    for old, new, case in cases(directory):
        selectors = describe(old, Span(case["start"], case["end"]))
        quote = selectors.quote
        if new.count(quote.prefix + quote.exact + quote.suffix) == 1:
            continue
        found = places(new, selectors)
        if found:
            values = quoted_features(found[0].evidence, lead(found), drift(found[0], new, selectors))
            yield Example(case["doc"], values, _is_right(case, found[0].span))


def _is_right(case: dict[str, Any], span: Span) -> bool:
    return case["truth"] is not None and _shared(span, Span(*case["truth"])) >= SHARED


def _shared(one: Span, other: Span) -> float:
    common = one.within(other)
    return len(common) / (max(one.end, other.end) - min(one.start, other.start)) if common else 0.0


def fitted(data: list[Example], harm: float) -> list[float]:
    """The coefficients of a logistic regression, by Newton's method."""
    size = len(data[0].features)
    weights = [0.0] * size
    for _ in range(ROUNDS):
        gradient = [-RIDGE * weight for weight in weights]
        curvature = [[RIDGE * (i == j) for j in range(size)] for i in range(size)]
        for one in data:
            likely = _likely(weights, one)
            cost = 1.0 if one.right else harm
            error = cost * (one.right - likely)
            spread = cost * likely * (1 - likely)
            for i, value in enumerate(one.features):
                gradient[i] += error * value
                row, scaled = curvature[i], spread * value
                for j in range(i + 1):
                    row[j] += scaled * one.features[j]
        for i in range(size):
            for j in range(i):
                curvature[j][i] = curvature[i][j]
        weights = [weight + step for weight, step in zip(weights, _solved(curvature, gradient), strict=True)]
    return weights


def _likely(weights: list[float], one: Example) -> float:
    score = sum(weight * value for weight, value in zip(weights, one.features, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _solved(matrix: list[list[float]], values: list[float]) -> list[float]:
    """Return x of matrix x = values, by Gauss; the matrix is positive definite."""
    rows = [[*row, value] for row, value in zip(matrix, values, strict=True)]
    for i, pivot in enumerate(rows):
        for row in rows[i + 1 :]:
            factor = row[i] / pivot[i]
            for j in range(i, len(pivot)):
                row[j] -= factor * pivot[j]
    solution = [0.0] * len(values)
    for i in reversed(range(len(values))):
        known = sum(rows[i][j] * solution[j] for j in range(i + 1, len(values)))
        solution[i] = (rows[i][-1] - known) / rows[i][i]
    return solution


def judged(data: list[Example], harm: float) -> str:
    """How often places are shown wrongly, and right ones not shown, when half of the documents judges the other."""
    docs = sorted({one.doc for one in data})
    half = set(docs[::2])
    wrong = {FOUND: 0, SURE: 0}
    missed = {FOUND: 0, SURE: 0}
    for part in (True, False):
        weights = fitted([one for one in data if (one.doc in half) == part], harm)
        for one in data:
            if (one.doc in half) != part:
                likely = _likely(weights, one)
                for limit in wrong:
                    wrong[limit] += likely >= limit and not one.right
                    missed[limit] += likely < limit and one.right
    return "; ".join(f"at {limit}: {wrong[limit]} wrong, {missed[limit]} missed" for limit in wrong)


def main(directory: Path) -> None:
    """Print the report and the tables for decision.py."""
    for title, table, harm, found in (
        ("CARRIED", CARRIED, HARM, carried(directory)),
        ("QUOTED", QUOTED, HARM_QUOTED, quoted(directory)),
    ):
        data = list(found)
        print(f"{title}: {len(data)} places of {len({one.doc for one in data})} documents; {judged(data, harm)}")
        for name, weight in zip(table, fitted(data, harm), strict=True):
            print(f'    "{name}": {weight:.3f},')


if __name__ == "__main__":
    main(Path(sys.argv[1]))

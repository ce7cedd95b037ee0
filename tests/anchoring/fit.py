"""Fit the model of reader/anchoring/decision.py anew: python -m tests.anchoring.fit DATADIR.

DATADIR holds texts.jsonl, one {"ref", "text"} a line, and any *.jsonl of cases, one {"id", "doc", "old_text_ref",
"new_text_ref", "start", "end", "truth": [start, end] or null} a line. Prints what two halves of the documents,
each judged by the model of the other, would have seen, and then the coefficients fitted on all.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from reader.anchoring.align import align
from reader.anchoring.answers import FOUND, SURE
from reader.anchoring.carrying import find
from reader.anchoring.decision import COEFFICIENTS, features
from reader.anchoring.words import Words
from reader.domain.span import Span

# With the limit for answers at FOUND, standing on the wrong text counts as much as missing three times.
HARM = 1.8
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


def examples(directory: Path) -> list[Example]:
    """Every place found for every case."""
    texts = {}
    for line in (directory / "texts.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        texts[record["ref"]] = record["text"]
    pairs = defaultdict(list)
    for path in sorted(directory.glob("*.jsonl")):
        if path.name != "texts.jsonl":
            for case in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
                pairs[case["old_text_ref"], case["new_text_ref"]].append(case)
    made = []
    for (old, new), cases in pairs.items():
        if texts[old] == texts[new]:
            continue
        alignment = align(Words(texts[old]), Words(texts[new]))
        for case in cases:
            span = Span(case["start"], case["end"])
            found = find(alignment, span) if any(map(str.isalnum, span.of(texts[old]))) else None
            if found is not None:
                right = case["truth"] is not None and _shared(found.span, Span(*case["truth"])) >= SHARED
                made.append(Example(case["doc"], features(found.evidence), right))
    return made


def _shared(one: Span, other: Span) -> float:
    common = one.within(other)
    return len(common) / (max(one.end, other.end) - min(one.start, other.start)) if common else 0.0


def fitted(data: list[Example]) -> list[float]:
    """The coefficients of a logistic regression, by Newton's method."""
    size = len(data[0].features)
    weights = [0.0] * size
    for _ in range(ROUNDS):
        gradient = [-RIDGE * weight for weight in weights]
        curvature = [[RIDGE * (i == j) for j in range(size)] for i in range(size)]
        for one in data:
            likely = _likely(weights, one)
            cost = 1.0 if one.right else HARM
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


def judged(data: list[Example]) -> str:
    """How often places are shown wrongly, and right ones not shown, when half of the documents judges the other."""
    docs = sorted({one.doc for one in data})
    half = set(docs[::2])
    wrong = {FOUND: 0, SURE: 0}
    missed = {FOUND: 0, SURE: 0}
    for part in (True, False):
        weights = fitted([one for one in data if (one.doc in half) == part])
        for one in data:
            if (one.doc in half) != part:
                likely = _likely(weights, one)
                for limit in wrong:
                    wrong[limit] += likely >= limit and not one.right
                    missed[limit] += likely < limit and one.right
    return "; ".join(f"at {limit}: {wrong[limit]} wrong, {missed[limit]} missed" for limit in wrong)


def main(directory: Path) -> None:
    """Print the report and the table for decision.py."""
    data = examples(directory)
    print(f"{len(data)} places of {len({one.doc for one in data})} documents; {judged(data)}")
    for name, weight in zip(COEFFICIENTS, fitted(data), strict=True):
        print(f'    "{name}": {weight:.3f},')


if __name__ == "__main__":
    main(Path(sys.argv[1]))

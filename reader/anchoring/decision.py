"""How sure a place is: a logistic model over the evidence, fitted on real edit histories.

Standing on the wrong text counted twice as much as missing. tests/anchoring/fit.py fits it anew on other data.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.anchoring.evidence import Evidence

COEFFICIENTS = {
    "always": -9.031,
    "covered": 8.719,
    "covered, squared": -5.817,
    "likeness": 9.053,
    "likeness, squared": -3.335,
    "before": 2.928,
    "after": 2.719,
    "weaker side": -0.793,
    "longest run, share": -1.680,
    "longest run, to 8 words": 1.424,
    "words, logarithm": -4.291,
    "weight, logarithm": 3.048,
    "context weight, logarithm": 0.614,
    "first word kept": 0.214,
    "last word kept": -0.0003,
    "moved": 0.872,
    "growth or shrinking": -1.709,
    "one or two words": -0.549,
    "context of one or two words": 0.915,
    "context, covered": 0.514,
    "weight moved": -0.630,
}


def features(evidence: Evidence) -> tuple[float, ...]:
    """What the model weighs, in the order of COEFFICIENTS."""
    e = evidence
    context = (e.before + e.after) / 2
    short = float(e.words <= 2)
    moved = float(e.moved)
    return (
        1.0,
        e.covered,
        e.covered**2,
        e.likeness,
        e.likeness**2,
        e.before,
        e.after,
        min(e.before, e.after),
        e.longest / e.words,
        min(e.longest, 8) / 8,
        min(1.0, math.log1p(e.words) / 4),
        math.log1p(e.weight),
        math.log1p(e.context_weight),
        float(e.first_kept),
        float(e.last_kept),
        moved,
        min(3.0, abs(math.log(e.growth))),
        short,
        short * context,
        e.covered * context,
        moved * math.log1p(e.weight),
    )


_WEIGHTS = tuple(COEFFICIENTS.values())


def confidence(evidence: Evidence) -> float:
    """How likely the place is the right one, from 0 to 1."""
    score = sum(weight * value for weight, value in zip(_WEIGHTS, features(evidence), strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))

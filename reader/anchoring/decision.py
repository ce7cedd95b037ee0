"""How sure a place is: a logistic model of six features, fitted on real edit histories.

`python -m tests.anchoring.fit DATADIR` fits it anew. More features (likeness of spelling, length of the longest run,
whether the ends are kept, whether it moved) made it worse on documents that it was not fitted on.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.anchoring.evidence import Evidence

COEFFICIENTS = {
    "always": 0.717,
    "words kept": -1.889,
    "before": 4.236,
    "after": 3.387,
    "length": -4.012,
    "weight kept": 6.644,
    "growth or shrinking": -2.916,
}

_WEIGHTS = tuple(COEFFICIENTS.values())


def features(evidence: Evidence) -> tuple[float, ...]:
    """What the model weighs, in the order of COEFFICIENTS."""
    return (
        1.0,
        # Squared: the step from half to all says more than the one from nothing to half.
        evidence.covered**2,
        evidence.before,
        evidence.after,
        # Of two passages with the same weight kept, the longer one has lost more.
        math.log1p(evidence.words),
        math.log1p(evidence.weight),
        abs(math.log(evidence.growth)),
    )


def confidence(evidence: Evidence) -> float:
    """How likely the place is the right one, from 0 to 1."""
    score = sum(weight * value for weight, value in zip(_WEIGHTS, features(evidence), strict=True))
    return 1 / (1 + math.exp(-score))

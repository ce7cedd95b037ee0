"""How sure a place is follows from a few features, by logistic models that were fitted on real edit histories.

`python -m tests.anchoring.fit DATADIR` fits them anew. More features (length of the longest run, whether it moved,
how often the same words stand elsewhere) made them no better on documents that they were not fitted on.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.anchoring.evidence import Evidence

# For a place found by aligning two whole texts.
CARRIED = {
    "always": -0.947,
    "words kept": -2.232,
    "before": 2.501,
    "after": 3.073,
    "length": -3.695,
    "weight kept": 6.678,
    "growth or shrinking": -2.047,
    "misspelt": -3.825,
    "sentence kept": 1.564,
    "sentence lost": -0.788,
    "ends": 1.081,
}

# For a place found from a quotation: it says less, as nothing tells whether the text that was quoted is gone.
QUOTED = {
    "always": -3.415,
    "words kept": 0.941,
    "before": 2.242,
    "after": 1.723,
    "length": -0.890,
    "weight kept": 2.232,
    "growth or shrinking": -0.684,
    "misspelt": -3.611,
    "sentence kept": -0.143,
    "sentence lost": -0.310,
    "ends": 0.218,
    "lead on the next best": 0.224,
    "drift": -3.482,
}

_CARRIED, _QUOTED = tuple(CARRIED.values()), tuple(QUOTED.values())

# Scores beyond these are as good as certain, and differences between them mean nothing.
CERTAIN = 7.0


def features(evidence: Evidence) -> tuple[float, ...]:
    """Return what the models weigh, in the order of CARRIED."""
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
        evidence.alike,
        # A phrase stands in many sentences, what stands around it in the same one hardly ever.
        math.log1p(evidence.sentence_kept),
        math.log1p(evidence.sentence_lost),
        evidence.ends,
    )


def quoted_features(evidence: Evidence, lead: float, drift: float) -> tuple[float, ...]:
    """Return what the model for quotations weighs, in the order of QUOTED: `lead` in scores, `drift` a share of the
    text.
    """
    return (*features(evidence), lead, math.sqrt(drift))


def score(evidence: Evidence) -> float:
    """Tell how good the place is, as the logarithm of the odds."""
    total = sum(weight * value for weight, value in zip(_CARRIED, features(evidence), strict=True))
    return max(-CERTAIN, min(CERTAIN, total))


def confidence(evidence: Evidence) -> float:
    """Tell how likely the place is the right one, from 0 to 1."""
    return _likely(sum(weight * value for weight, value in zip(_CARRIED, features(evidence), strict=True)))


def quoted_confidence(evidence: Evidence, lead: float, drift: float) -> float:
    """Tell how likely the place of a quotation is the right one, from 0 to 1."""
    values = quoted_features(evidence, lead, drift)
    return _likely(sum(weight * value for weight, value in zip(_QUOTED, values, strict=True)))


def _likely(total: float) -> float:
    return 1 / (1 + math.exp(-total))

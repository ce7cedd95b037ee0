"""Highlights described, and found again when the article has changed. Pure: texts in, answers out.

`describe` writes a passage down, `carry` and `carry_through` take it from one kept version to another, `resolve`
finds it from its quote alone. `changes` tells what was edited.
"""

from reader.anchoring.answers import Anchored, Answer, Moved, Orphan
from reader.anchoring.carrying import carry
from reader.anchoring.description import describe
from reader.anchoring.resolution import resolve
from reader.anchoring.versions import carry_through
from reader.anchoring.worddiff import Change, changes

__all__ = [
    "Anchored",
    "Answer",
    "Change",
    "Moved",
    "Orphan",
    "carry",
    "carry_through",
    "changes",
    "describe",
    "resolve",
]

"""The same article under another path, URL or format, recognised by its words.

A text is described by a sketch of its shingles (runs of words): the smallest of their hashes stand for all, and two
sketches tell how much the texts share (A. Broder, On the resemblance and containment of documents, 1997).
"""

from __future__ import annotations

import re
from heapq import nsmallest
from zlib import crc32

WORDS = 5
"""Words of a shingle: runs that long are seldom shared by chance, and an edited word spoils only five of them."""
SKETCH = 400
"""Hashes kept: the estimate's standard error is at most 1 / (2 √400), 2.5 %."""

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")


def fingerprint(text: str) -> frozenset[int]:
    """The sketch of a text: at most SKETCH hashes of 32 bits."""
    words = _WORD.findall(text.casefold())
    runs = range(max(1, len(words) - WORDS + 1))
    return frozenset(nsmallest(SKETCH, {crc32(" ".join(words[at : at + WORDS]).encode()) for at in runs}))


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """How much two texts share, from 0 to 1: an estimate of the Jaccard index of their shingles."""
    both = set(nsmallest(SKETCH, one | other))
    return len(both & one & other) / len(both) if both else 1.0

"""A quotation may stand where its rarest words stand as far apart as they do in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from reader.anchoring.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

# The rarest words of a quotation and its context place it; the common ones add work, no knowledge.
TELLING = 12
# A word this frequent tells nothing, unless all are.
COMMON = 300
# Words put in or left out shift what follows; places this near each other are one.
SHIFT = 8
MOST = 6


class WordIndex:
    """A `WordIndex` is the words of a text and where each stands."""

    def __init__(self, text: str) -> None:
        self.words = Words(text)
        self.counts = Counter(self.words.keys)
        self.places: defaultdict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self.words.keys):
            self.places[word].append(place)


@lru_cache(maxsize=1)
def index(text: str) -> WordIndex:
    """Return the index of `text`; the last one is kept, as quotations come by the hundred."""
    return WordIndex(text)


def candidates(text: WordIndex, quotation: Sequence[str]) -> list[int]:
    """Tell where in the text, in words, the start of `quotation` would stand; the likeliest first, may be below 0."""
    telling = sorted(range(len(quotation)), key=lambda i: (text.counts[quotation[i]] or len(text.words), i))[:TELLING]
    votes: defaultdict[int, float] = defaultdict(float)
    for n, i in enumerate(telling):
        places = text.places.get(quotation[i], ())
        if n and len(places) > COMMON:
            break
        for place in places:
            votes[place - i] += 1 / len(places)
    return _heaviest(votes)


def _heaviest(votes: dict[int, float]) -> list[int]:
    """The starts with the most votes in their neighbourhood."""
    around = {
        start: sum(votes.get(start + shift, 0.0) / (1 + abs(shift)) for shift in range(-SHIFT, SHIFT + 1))
        for start in votes
    }
    chosen: list[int] = []
    for start in sorted(around, key=lambda start: (-around[start], start)):
        if all(abs(start - other) > SHIFT for other in chosen):
            chosen.append(start)
            if len(chosen) == MOST:
                break
    return chosen

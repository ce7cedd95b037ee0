"""Finding a name by what is typed of it: as written first, then with slips."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ALIKE = 70
"""Of rapidfuzz's 100: below it, what is found for a slip of the finger has no more in common than some letters."""


def ranked(typed: str, names: Sequence[str]) -> list[int]:
    """Indexes of the `names` that `typed` may mean, the likeliest first; all of them where nothing is typed.

    A name that begins so comes first, then those with words that begin so, those that contain it, those alike.
    """
    typed = typed.strip().casefold()
    if not typed:
        return list(range(len(names)))
    folded = [name.casefold() for name in names]
    ranks = {index: rank for index, name in enumerate(folded) if (rank := _rank(typed, name)) is not None}
    found = sorted(ranks, key=lambda index: (ranks[index], index))
    # Loaded when something is typed: it would be 8 ms of the start.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    alike = process.extract(typed, folded, scorer=fuzz.WRatio, limit=None, score_cutoff=ALIKE)
    return found + [index for _name, _score, index in alike if index not in ranks]


def _rank(typed: str, name: str) -> int | None:
    if name.startswith(typed):
        return 0
    words = typed.split()
    if all(re.search(rf"\b{re.escape(word)}", name) for word in words):
        return 1
    return 2 if all(word in name for word in words) else None

"""What was measured: samples by round, and what they come to."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import NamedTuple

SLOW = 0.95
"""Of a hundred keys, ninety-five are faster than the number that stands for the slow ones."""


class Name(NamedTuple):
    """Which number of which probe."""

    probe: str
    number: str


class Samples:
    """Everything measured so far, in rounds, so that numbers are compared that were measured at the same time."""

    def __init__(self) -> None:
        self._rounds: dict[Name, dict[int, list[float]]] = defaultdict(dict)

    def add(self, turn: int, name: Name, values: list[float]) -> None:
        """Keep what a round measured; nothing is kept of nothing."""
        if values:
            self._rounds[name][turn] = values

    def names(self) -> list[Name]:
        """Everything that has been measured."""
        return sorted(self._rounds)

    def median(self, name: Name) -> float | None:
        """The median of the rounds' medians; None where nothing was measured."""
        rounds = self._rounds.get(name)
        return median(median(values) for values in rounds.values()) if rounds else None

    def slow(self, name: Name) -> float | None:
        """The 95th percentile of all samples; None where there are too few to tell."""
        values = sorted(value for values in self._rounds.get(name, {}).values() for value in values)
        return values[int(SLOW * len(values))] if len(values) > 1 / (1 - SLOW) else None

    def ratio(self, name: Name, floor: tuple[Name, ...]) -> float | None:
        """The median of the rounds' ratios to the sum of the floor's parts."""
        rounds = self._rounds.get(name, {})
        floors = [self._rounds.get(one, {}) for one in floor]
        shared = [turn for turn in rounds if all(turn in one for one in floors)]
        if not shared:
            return None
        return median(median(rounds[turn]) / sum(median(one[turn]) for one in floors) for turn in shared)

    def as_json(self) -> dict[str, dict[str, list[list[float]]]]:
        """All samples, by probe and number, a list a round."""
        found: dict[str, dict[str, list[list[float]]]] = defaultdict(dict)
        for name, rounds in sorted(self._rounds.items()):
            found[name.probe][name.number] = [rounds[turn] for turn in sorted(rounds)]
        return dict(found)

"""A Fenwick tree of maxima answers which is the best of everything seen so far to the left of a place."""

from __future__ import annotations


class PrefixMaximum:
    """A `PrefixMaximum` keeps values with a payload at places 0 to size - 1; both operations take O(log size)."""

    __slots__ = ("_payloads", "_values")

    def __init__(self, size: int) -> None:
        self._values = [0.0] * (size + 1)
        self._payloads = [-1] * (size + 1)

    def put(self, place: int, value: float, payload: int) -> None:
        """Keep `value`, which must be positive, at `place`, unless a larger one is there."""
        values, payloads = self._values, self._payloads
        place += 1
        while place < len(values):
            if value > values[place]:
                values[place], payloads[place] = value, payload
            place += place & -place

    def best(self, before: int) -> tuple[float, int]:
        """Find the largest value at places < `before` with its payload; (0.0, -1) when there is none."""
        best, found = 0.0, -1
        values, payloads = self._values, self._payloads
        while before > 0:
            if values[before] > best:
                best, found = values[before], payloads[before]
            before -= before & -before
        return best, found

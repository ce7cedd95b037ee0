"""The middle of some numbers is found here as `statistics` finds it, which takes 4 ms to import."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def median(numbers: Iterable[float]) -> float:
    """Find the middle one, or what lies in the middle between two. Raises IndexError where there is none."""
    found = sorted(numbers)
    half = len(found) // 2
    return found[half] if len(found) % 2 else (found[half - 1] + found[half]) / 2


def median_low(numbers: Iterable[float]) -> float:
    """Find the middle one, or the smaller of two. Raises IndexError where there is none."""
    found = sorted(numbers)
    return found[(len(found) - 1) // 2]

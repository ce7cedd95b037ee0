"""Where one was: the places that jumps were made from, back and forward, as a browser keeps pages."""

from __future__ import annotations

KEPT = 100
"""Places kept; vim keeps as many."""


class Jumps:
    """Offsets left behind by jumps, and those gone back from."""

    def __init__(self) -> None:
        self._behind: list[int] = []
        self._ahead: list[int] = []

    def leave(self, here: int) -> None:
        """Remember `here`, which a jump is about to leave. What was ahead is given up."""
        self._behind = [*(one for one in self._behind if one != here), here][-KEPT:]
        self._ahead.clear()

    def back(self, here: int) -> int | None:
        """The place before `here`, or None."""
        return self._step(here, self._behind, self._ahead)

    def forward(self, here: int) -> int | None:
        """The place that `back` came from, or None."""
        return self._step(here, self._ahead, self._behind)

    @staticmethod
    def _step(here: int, source: list[int], sink: list[int]) -> int | None:
        while source and source[-1] == here:
            source.pop()
        if not source:
            return None
        sink.append(here)
        return source.pop()

"""Where one was: the places that jumps were made from, back and forward, as a browser keeps pages; in all articles."""

from __future__ import annotations

from typing import NamedTuple

KEPT_PLACES = 100
"""Places kept; vim keeps as many."""


class Spot(NamedTuple):
    """A place in an article, by the code points before it."""

    article_id: str
    offset: int


class Jumps:
    """Places left behind by jumps, and those gone back from."""

    def __init__(self) -> None:
        self._behind: list[Spot] = []
        self._ahead: list[Spot] = []

    def leave(self, here: Spot) -> None:
        """Remember `here`, which a jump is about to leave. What was ahead is given up."""
        self._behind = [*(one for one in self._behind if one != here), here][-KEPT_PLACES:]
        self._ahead.clear()

    def back(self, here: Spot) -> Spot | None:
        """The place before `here`, or None."""
        return self._step(here, self._behind, self._ahead)

    def forward(self, here: Spot) -> Spot | None:
        """The place that `back` came from, or None."""
        return self._step(here, self._ahead, self._behind)

    @staticmethod
    def _step(here: Spot, source: list[Spot], sink: list[Spot]) -> Spot | None:
        while source and source[-1] == here:
            source.pop()
        if not source:
            return None
        sink.append(here)
        return source.pop()

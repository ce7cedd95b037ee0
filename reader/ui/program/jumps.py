"""One goes back to where one was, and through what a list showed, in all articles.

Jumps are kept as a browser keeps pages, back and forward; a walk goes from one result of a list to the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.domain.span import Span

KEPT_PLACES = 100
"""Places kept; vim keeps as many."""


class Spot(NamedTuple):
    """A `Spot` is a place in an article, by the code points before it."""

    article_id: str
    offset: int


class Jumps:
    """`Jumps` are places left behind by jumps, and those gone back from."""

    def __init__(self) -> None:
        self._behind: list[Spot] = []
        self._ahead: list[Spot] = []

    def leave(self, here: Spot) -> None:
        """Remember `here`, which a jump is about to leave. What was ahead is given up."""
        self._behind = [*(one for one in self._behind if one != here), here][-KEPT_PLACES:]
        self._ahead.clear()

    def back(self, here: Spot) -> Spot | None:
        """Go back to the place before `here`, or None."""
        return self._step(here, self._behind, self._ahead)

    def forward(self, here: Spot) -> Spot | None:
        """Go forward to the place that `back` came from, or None."""
        return self._step(here, self._ahead, self._behind)

    @staticmethod
    def _step(here: Spot, source: list[Spot], sink: list[Spot]) -> Spot | None:
        while source and source[-1] == here:
            source.pop()
        if not source:
            return None
        sink.append(here)
        return source.pop()


class Waypoint(NamedTuple):
    """A `Waypoint` is a place that a list names: an annotation, a passage of a text, or an article as a whole."""

    article_id: str
    annotation_id: str = ""
    span: Span | None = None

    @property
    def is_article(self) -> bool:
        """Tell whether it is no place in the article, but all of it."""
        return not self.annotation_id and self.span is None


class Walk:
    """A `Walk` is what the list showed that one came from, and which of it one is at: gone through across articles."""

    def __init__(self, waypoints: Sequence[Waypoint], at: int) -> None:
        self._waypoints = waypoints
        self._at = at

    @property
    def current(self) -> Waypoint:
        """Return the one that one is at."""
        return self._waypoints[self._at]

    def stand_on(self, annotation_id: str) -> None:
        """Go on from that annotation, where it is one of them; from a passage one goes on from the passage."""
        if annotation_id and self.current.annotation_id and annotation_id != self.current.annotation_id:
            self._at = next(
                (at for at, one in enumerate(self._waypoints) if one.annotation_id == annotation_id), self._at
            )

    def leads_through(self, article_id: str) -> bool:
        """Tell whether one is in that article, and the list is not one of articles only."""
        return self.current.article_id == article_id and not all(one.is_article for one in self._waypoints)

    def step(self, by: int) -> Waypoint | None:
        """Go to the next (1) or the one before (-1); None, and nowhere, where there is none."""
        if not 0 <= self._at + by < len(self._waypoints):
            return None
        self._at += by
        return self.current

    def __str__(self) -> str:
        return f"{self._at + 1} of {len(self._waypoints)}"
